"""Claims of the document on natural-gradient methods."""
