"""Whole years of cells, played only through what people say, and counted once more by somebody who knows no code."""
