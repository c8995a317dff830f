"""YAML texts into a PolicySet, or into every diagnostic of all of them at once."""
