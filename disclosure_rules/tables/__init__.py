"""Policy sets into SQL that decides many rows at once, with the same answers."""
