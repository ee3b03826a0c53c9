"""The tree changes with a date."""
