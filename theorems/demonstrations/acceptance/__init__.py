"""One module for each demonstration, with a DEMONSTRATION; a new one touches no other file."""
