"""Published Fisher-Rao distances."""

from __future__ import annotations

from typing import Any

from sympy import Abs, Rational, acos, acosh, asin, atanh, log, sqrt
from table_entry import Entry, letters

p1, q1, p2, q2, n, r, c, m, nu, a1, a2 = letters("p1 q1 p2 q2 n r c m nu a1 a2")
mu1, mu2, s1, s2 = letters("mu1 mu2 sigma1 sigma2")

MMPC = "Miyamoto, Meneghetti, Pinele and Costa, On closed-form expressions for the Fisher-Rao distance (2023)"
AM = "Atkinson and Mitchell, Rao's distance measure (1981)"


def _arcs(p: Any, q: Any) -> Any:
    return 2 * Abs(asin(sqrt(p)) - asin(sqrt(q)))


def _failures(p: Any, q: Any) -> Any:
    return 2 * Abs(atanh(sqrt(1 - p)) - atanh(sqrt(1 - q)))


def _normal(m1: Any, t1: Any, m2: Any, t2: Any) -> Any:
    near, far = (m1 - m2) ** 2 + 2 * (t1 - t2) ** 2, (m1 - m2) ** 2 + 2 * (t1 + t2) ** 2
    return 2 * sqrt(2) * atanh(sqrt(near / far))


CELLS = 2 * acos(sqrt(p1 * p2) + sqrt(q1 * q2) + sqrt((1 - p1 - q1) * (1 - p2 - q2)))
APART = ((mu1 - mu2) ** 2 + (s1 - s2) ** 2) / (2 * s1 * s2)

TABLE = (
    Entry("bernoulli", (p1,), _arcs(p1, p2), f"{MMPC}, sec. 4", others=(p2,)),
    Entry("binomial", (p1,), sqrt(n) * _arcs(p1, p2), f"{AM}, sec. 3", others=(p2,), fixed=(n,)),
    Entry("poisson", (a1,), 2 * Abs(sqrt(a1) - sqrt(a2)), f"{AM}, sec. 3", others=(a2,)),
    Entry("geometric", (p1,), _failures(p1, p2), f"{MMPC}, sec. 4", others=(p2,)),
    Entry("geometric.trials", (p1,), _failures(p1, p2), f"{MMPC}, sec. 4", others=(p2,)),
    Entry(
        "negative_binomial", (p1,), sqrt(r) * _failures(p1, p2), f"{MMPC}, sec. 4", others=(p2,), fixed=(r,)
    ),
    Entry("categorical", (p1, q1), CELLS, f"{AM}, sec. 5", others=(p2, q2)),
    Entry("multinomial", (p1, q1), sqrt(n) * CELLS, f"{AM}, sec. 5", others=(p2, q2), fixed=(n,)),
    Entry("normal.sd", (mu1, s1), _normal(mu1, s1, mu2, s2), f"{AM}, sec. 4", others=(mu2, s2)),
    Entry(
        "normal",
        (mu1, s1),
        _normal(mu1, sqrt(s1), mu2, sqrt(s2)),
        f"{AM}, sec. 4, in variances",
        others=(mu2, s2),
    ),
    Entry("lognormal", (mu1, s1), _normal(mu1, s1, mu2, s2), f"{MMPC}, sec. 5", others=(mu2, s2)),
    Entry("laplace.scale", (mu1, s1), acosh(1 + APART), f"{MMPC}, sec. 5", others=(mu2, s2)),
    Entry("cauchy", (mu1, s1), acosh(1 + APART) / sqrt(2), f"{MMPC}, sec. 5", others=(mu2, s2)),
    Entry("exponential", (a1,), Abs(log(a1 / a2)), f"{AM}, sec. 3", others=(a2,)),
    Entry("exponential.scale", (a1,), Abs(log(a1 / a2)), f"{MMPC}, sec. 5", others=(a2,)),
    Entry("rayleigh", (a1,), 2 * Abs(log(a1 / a2)), f"{MMPC}, sec. 5", others=(a2,)),
    Entry("pareto", (a1,), Abs(log(a1 / a2)), f"{MMPC}, sec. 5, equal scales", others=(a2,), fixed=(c,)),
    Entry("maxwell", (a1,), sqrt(6) * Abs(log(a1 / a2)), f"{AM}, sec. 3, scale families", others=(a2,)),
    Entry("half_normal", (a1,), sqrt(2) * Abs(log(a1 / a2)), f"{AM}, sec. 3, scale families", others=(a2,)),
    Entry(
        "levy",
        (a1,),
        sqrt(Rational(1, 2)) * Abs(log(a1 / a2)),
        f"{AM}, sec. 3, scale families",
        others=(a2,),
        fixed=(m,),
    ),
)
