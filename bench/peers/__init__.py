"""The others, as their own documentation says they are to be used."""
