"""Determinant and inverse of a matrix over the field that its entries generate.

Special functions are generators like symbols, so that no step has to simplify; SymPy's own elimination does not
see that an entry is zero until it is simplified, and its size explodes from five columns on.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy import Expr
from sympy.polys.matrices import DomainMatrix


def determinant(matrix: Any) -> Expr:
    """The determinant, as one fraction.

    >>> x = sp.Symbol("x")
    >>> determinant(sp.Matrix([[1 / x, 1], [1, 1 / (1 - x)]]))
    (-x**2 + x - 1)/(x**2 - x)
    """
    field = _over_field(matrix)
    return field.domain.to_sympy(field.det())


def inverse(matrix: Any) -> Any:
    """The inverse, each entry as one fraction; raises ValueError where there is none."""
    return _over_field(matrix).inv().to_Matrix()


def _over_field(matrix: Any) -> Any:
    return DomainMatrix.from_Matrix(sp.Matrix(matrix)).to_field()
