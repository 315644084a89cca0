"""The layers of which charts are made: each a diffeomorphism with its Jacobian and inverse in closed form.

    Scale(i, c)         y_i = c*x_i                      c not 0
    Shift(i, c)         y_i = x_i + c
    Slant(i, j, c)      y_i = x_i + c*x_j                j not i
    Rotation(i, j, t)   turns (x_i, x_j) by an angle with cosine a/c and sine b/c, t = (a, b, c), a^2 + b^2 = c^2
    Ripple(i, j, c)     y_i = x_i + c*sin(x_j)           j not i
    Sinh(i, c)          y_i = c*sinh(x_i/c)              c > 0
    Exp(i)              y_i = exp(x_i)                   onto y_i > 0
    Square(i)           y_i = x_i^2                      from x_i > 0 onto y_i > 0
    Reciprocal(i)       y_i = 1/x_i                      from x_i > 0 onto y_i > 0
    Logistic(i)         y_i = 1/(1 + exp(-x_i))          onto 0 < y_i < 1

Coordinates that are not named stay.  Scale, Shift, Slant and Rotation are affine; the others bend.
"""

from fisherproof.testing.layers.bending import Exp, Logistic, Reciprocal, Ripple, Sinh, Square
from fisherproof.testing.layers.layer import Layer
from fisherproof.testing.layers.linear import Rotation, Scale, Shift, Slant

__all__ = [
    "Exp",
    "Layer",
    "Logistic",
    "Reciprocal",
    "Ripple",
    "Rotation",
    "Scale",
    "Shift",
    "Sinh",
    "Slant",
    "Square",
]
