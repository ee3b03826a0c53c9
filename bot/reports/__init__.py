"""What upper levels read: counts out of rows that are kept at every level, percentages computed from them."""
