"""The arithmetics in which one term is evaluated: exact, symbolic, balls, floats, and jets over each."""
