"""The rehearsal: an invented district with a year behind it, in which people practise."""
