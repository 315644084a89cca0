"""The words in which facts about families are written: their quantities, matrices by entries, special functions.

    Equal(fisher_of("exponential", r), entries(1 / r**2))

A family is one of `derivations.families`, named as there; its parameters come in its own order, its fixed
symbols last.
"""

from __future__ import annotations

from math import isqrt

from theorems.term import Number, Term, as_term

Argument = Term | Number


def fisher_of(family: str, *arguments: Argument) -> Term:
    """The Fisher matrix E[s sᵀ], s = ∇ log p, of a family at a point, (n, n).

    family     a name such as "gamma" or "normal.sd".
    arguments  the parameters, then the fixed symbols.
    """
    return Term("quantity", tuple(map(as_term, arguments)), name=f"fisher {family}")


def kl_of(family: str, first: tuple[Argument, ...], second: tuple[Argument, ...], *fixed: Argument) -> Term:
    """KL(p_first ‖ p_second) of two laws of one family, in nats.

    first, second  the parameters of the two laws.
    fixed          the fixed symbols, which both share.
    """
    return Term("quantity", tuple(map(as_term, (*first, *second, *fixed))), name=f"kl {family}")


def curvature_of(family: str, *arguments: Argument) -> Term:
    """The scalar curvature of the Fisher metric of a family at a point; a sphere is positive, a surface has 2K."""
    return Term("quantity", tuple(map(as_term, arguments)), name=f"curvature {family}")


def entries(*cells: Argument) -> Term:
    """The square matrix with the given entries, row by row.

    Raises ValueError where their number is no square.
    """
    if not cells or isqrt(len(cells)) ** 2 != len(cells):
        raise ValueError(f"{len(cells)} entries do not make a square matrix; give them all, row by row.")
    return Term("entries", tuple(map(as_term, cells)))


def polygamma(order: int, x: Argument) -> Term:
    """ψ^(m)(x), the derivative of order m + 1 of log Γ at x > 0; ψ itself for m = 0.

    Raises ValueError for a negative order.
    """
    if order < 0:
        raise ValueError(f"the order of a polygamma function is 0, 1, 2, ..., not {order}.")
    return Term("polygamma", (as_term(x),), value=as_term(order).value)


def digamma(x: Argument) -> Term:
    """ψ(x) = d log Γ / dx."""
    return polygamma(0, x)


def trigamma(x: Argument) -> Term:
    """ψ′(x) = d² log Γ / dx²."""
    return polygamma(1, x)


def loggamma(x: Argument) -> Term:
    """log Γ(x), x > 0."""
    return Term("loggamma", (as_term(x),))


def besseli(order: int, x: Argument) -> Term:
    """I_m(x), the modified Bessel function of the first kind of whole order m ≥ 0.

    Raises ValueError for a negative order.
    """
    if order < 0:
        raise ValueError(f"the order of a Bessel function is 0, 1, 2, ... here, not {order}.")
    return Term("besseli", (as_term(x),), value=as_term(order).value)


pi = Term("pi")
euler_gamma = Term("eulergamma")
