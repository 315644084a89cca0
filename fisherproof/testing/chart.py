"""Charts: old coordinates theta as a smooth invertible function of new ones eta, made of layers.

    theta = phi(eta) = last layer(... first layer(eta)),   J_ij = d theta_i / d eta_j

Inverse and Jacobian are closed forms; layers hold short exact numbers, so that a chart can be pasted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from fisherproof.testing.layers import Layer
from fisherproof.testing.layers.layer import unit
from fisherproof.testing.notation import Term
from numeric.arrays import Array
from numeric.diffeomorphisms import Diffeomorphism


@dataclass(frozen=True)
class Chart:
    """A chart; without layers it is the identity.

    layers  the first is applied to eta, the last gives theta.

    >>> from fisherproof.testing import Exp, Scale
    >>> Chart((Scale(0, 2.0), Exp(1))).formula(("mu", "sigma"))
    'mu = 2*t1, sigma = exp(t2)'
    """

    layers: tuple[Layer, ...] = ()

    @property
    def affine(self) -> bool:
        """Whether every layer is affine."""
        return all(layer.affine for layer in self.layers)

    @property
    def diffeomorphism(self) -> Diffeomorphism:
        """The same map for the kernels of `numeric`."""
        return Diffeomorphism(self.forward, self.jacobian, self.inverse)

    def forward(self, eta: Array) -> Array:
        """theta = phi(eta), (..., n)."""
        x = np.array(eta)
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def jacobian(self, eta: Array, shake: Callable[[Array], Array] = np.asarray) -> Array:
        """J at eta, (..., n, n).

        shake  what the Jacobian of each layer goes through: a `Shake`, to see what rounding makes of their product.
        """
        x = np.array(eta)
        found = unit(x)
        for layer in self.layers:
            found = shake(layer.jacobian(x)) @ found
            x = layer.forward(x)
        return found

    def inverse(self, theta: Array) -> Array:
        """eta = phi^-1(theta), (..., n); NaN where theta is not an image."""
        y = np.array(theta)
        with np.errstate(invalid="ignore", divide="ignore"):
            for layer in reversed(self.layers):
                y = layer.inverse(y)
        return y

    def formula(self, names: Sequence[str]) -> str:
        """The old coordinates, by their names, in terms of t1, t2, ..."""
        terms = [Term(f"t{k + 1}") for k in range(len(names))]
        for layer in self.layers:
            terms = layer.write(terms)
        return ", ".join(f"{name} = {term.text}" for name, term in zip(names, terms, strict=True))
