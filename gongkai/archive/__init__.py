"""The archive: one SQLite file of reports, and the raw bytes beside it."""
