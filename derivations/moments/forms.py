"""The score form, the Hessian form and the mean score, read from the moments of the law.

    score form    E[s*s.T],  s = gradient of log p in the parameters
    Hessian form  -E[d_i d_j log p], almost everywhere
    mean score    E[s]

None of them is computed from another.
Source: [LehmannCasella1998] sec. 2.5, eqs. 5.14-5.17.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sympy as sp
from sympy import Expr

from derivations.expectation import law_of
from derivations.family import Family
from derivations.ladder import prove_zero
from derivations.laws import Gaussian
from derivations.laws.pivoted import Product, means, products
from derivations.laws.rational import RationalScores, rational_scores
from derivations.laws.terms import rational_zero
from derivations.moments.tidying import closed_form


def score_form(family: Family) -> Product:
    """E[s*s.T], (n, n), with the conditions under which it is finite; tidied.

    Raises NotClosedError where no moment rule applies, DivergentError where the information is infinite.
    """
    rational = _rational(family)
    found = (
        products(law_of(family), list(family.score())) if rational is None else _known(rational.products())
    )
    return Product(closed_form(found.matrix), found.conditions)


def hessian_form(family: Family) -> Product:
    """-E[d_i d_j log p], (n, n), the derivatives taken almost everywhere; not tidied.

    Raises NotClosedError where no moment rule applies or the mean diverges.
    """
    law, rational = law_of(family), _rational(family)
    if rational is not None:
        return _known(-rational.mean_hessian())
    if isinstance(law, Gaussian):
        return _known(-law.mean_hessian(family.log_density, family.parameters))
    n, hessian = family.dimension, family.hessian()
    places = [(i, j) for i in range(n) for j in range(i, n)]
    found = means(law, [-hessian[place] for place in places])
    entry = dict(zip(places, found.matrix, strict=True))
    return Product(sp.Matrix(n, n, lambda i, j: entry[min(i, j), max(i, j)]), found.conditions)


def mean_score_form(family: Family) -> Product:
    """E[s], (n, 1): zero where differentiation under the integral is allowed; not tidied.

    Raises NotClosedError where no moment rule applies or the mean diverges.
    """
    law, rational = law_of(family), _rational(family)
    if rational is not None:
        return _known(rational.mean())
    if isinstance(law, Gaussian):
        return _known(law.mean_gradient(family.log_density, family.parameters))
    return means(law, list(family.score()))


@cache
def _rational(family: Family) -> RationalScores | None:
    """The scores of a Gaussian family with rational coefficients; None for any other."""
    law = law_of(family)
    if not isinstance(law, Gaussian) or law.P is None:
        return None
    return rational_scores(family.log_density, family.parameters, law.x, law.m, law.C, law.P)


def _known(matrix: Any) -> Product:
    """Moments of a Gaussian law, which are always finite."""
    return Product(matrix, ())


def same(left: Any, right: Any) -> bool:
    """Whether two symmetric matrices are proved equal."""
    n = left.rows
    return all(vanishes(left[i, j] - right[i, j]) for i in range(n) for j in range(i, n))


def vanishes(gap: Expr) -> bool:
    """Whether an expression is proved zero: a rational function by its numerator, others by the ladder."""
    if gap.is_rational_function():
        return rational_zero(gap)
    return prove_zero(gap).proved or prove_zero(closed_form(sp.Matrix([[gap]]))).proved
