"""How good a meeting was: score sheets as data, what the roll says by itself, the sum, what is kept of it."""
