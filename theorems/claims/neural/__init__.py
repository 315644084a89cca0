"""Claims of "Natural Gradient in Neural Networks"."""
