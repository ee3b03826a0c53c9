"""Backups: every table as it was at one moment, in a file that both kinds of databases can be filled from."""
