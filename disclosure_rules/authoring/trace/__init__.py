"""A policy set into its trace: which clause is carried out by what, and which cases show it."""
