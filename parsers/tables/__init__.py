"""Readers of the numeric tables: one stream of words aligned with a form by its labels."""
