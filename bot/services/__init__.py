"""Use cases: they decide, they never send and never commit."""
