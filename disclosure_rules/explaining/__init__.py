"""A decision into the tree of what decided it, and that into remedies and texts for people."""
