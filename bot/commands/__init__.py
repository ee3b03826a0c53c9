"""Someone typed a command: the office, an operator or a script."""
