"""YAML of policies into one layout: the same words, the same comments."""
