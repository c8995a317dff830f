"""Policies into small changes of them, and cases into which of these they notice."""
