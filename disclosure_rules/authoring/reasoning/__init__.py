"""What follows from a rule that holds: cheap, never wrong, and far from complete."""
