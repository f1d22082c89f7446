"""Builds the tables of the statistical channel for wrong characters; nothing here is needed at run time."""
