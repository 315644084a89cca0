"""Gaussian location family N(A*theta, Id) with A known.

Domain     theta in R^2; support R^3.
Density    exp(-|x - A*theta|**2/2) / (2*pi)**(3/2), with A = [[2, 1], [0, 3], [1, -1]]
Metric     [[5, 1], [1, 11]]
Chart      theta; the metric A.T*A is constant, and third derivatives of log p vanish.
Source     [Amari2016] sec. 2.3; [LehmannCasella1998] thm. 2.5.20
"""

from __future__ import annotations

from typing import Any

from sympy import Matrix, symbols

from derivations.family import Family, gaussian_location


def make(A: Any, *, name: str = "location") -> Family:
    """The family N(A*theta, Id).

    A  (d, n), known; its columns are independent where the metric is to be invertible.
    """
    design = Matrix(A)
    theta = symbols(f"theta1:{design.cols + 1}", real=True)
    return gaussian_location(
        name,
        theta,
        list(design * Matrix(theta)),
        title="N(A*theta, Id)",
        constants={"A": design.as_immutable()},
    )


family = make([[2, 1], [0, 3], [1, -1]])
