"""The migration that this code needs; kept here so that a command need not load alembic to compare."""

NEWEST = "0020"
