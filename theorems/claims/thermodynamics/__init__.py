"""Claims of "Natural Gradients in Statistical Thermodynamics of Learning"."""
