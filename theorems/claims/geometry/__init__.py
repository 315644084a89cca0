"""Facts of the geometry of families of probability laws, as books and tables state them."""
