"""The tree of units changes with a date: looked through first, then carried out as a whole, or on its day."""
