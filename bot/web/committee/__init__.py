"""The committee's pages: counts of a unit and of those below it, drawn on the server, readable without scripts."""
