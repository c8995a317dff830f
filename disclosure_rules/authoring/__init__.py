"""Tools for those who write policies; they stand on the engine."""
