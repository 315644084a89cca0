"""Ways to a Fisher matrix, each run in a process of its own: `python -m benchmarks.derivers PEER FAMILY LIMIT`.

What is printed, a line as soon as it is known: the seconds of CPU that the derivation took, without imports;
the matrix at the generic point, in decimals.  A process that is over its limit is killed by the system.
Every peer is given the density of `derivations.families` and its support, as a user would type them.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from functools import reduce
from time import process_time
from typing import Any

import sympy as sp
from mpmath import mp
from sympy import Expr

from derivations import families
from derivations import family as kinds
from derivations.family import Family
from derivations.moments import derive_fisher
from theorems.portraits import decimals
from theorems.portraits.request import Request
from theorems.portraits.subject import subject_of

DIGITS = 40  # 30 to compare, the rest for cancellation in a peer's formula
EVALUATING = 20  # seconds of CPU beyond the limit, to put numbers into what was derived


class NotClosedError(Exception):
    """The peer gave no closed form; the message says what was left."""


def ours(family: Family) -> Any:
    """Moment tables: derivations.moments.derive_fisher."""
    found = derive_fisher(family)
    if found.matrix is None:
        raise NotClosedError(found.reasons.get("matrix", "no closed form"))
    return found.matrix


def by_statistics(family: Family) -> Any:
    """sympy.stats.E of products of scores, with the law that sympy.stats has, or one made of the density."""
    from benchmarks.sympy_laws import random_variables

    pairs = random_variables(family)

    def expect(e: Expr) -> Expr:
        return sp.stats.E(e.subs(pairs, simultaneous=True))

    return _entries(family, _score_products(family), expect)


def by_scores(family: Family) -> Any:
    """sympy.integrate or sympy.summation of products of scores times the density."""
    return _entries(family, _score_products(family), lambda e: _total(family, e))


def by_hessian(family: Family) -> Any:
    """The same of minus the Hessian."""
    return _entries(family, -family.hessian(), lambda e: _total(family, e))


def geomstats_metric(family: Family) -> Any:
    """The metric matrix of geomstats at the generic point, in doubles."""
    from benchmarks.geomstats_spaces import metric_matrix

    return sp.Matrix(metric_matrix(family, subject_of(Request(name=family.name)).points[0]))


def reference(family: Family) -> dict[str, Any]:
    """The Fisher matrix by quadrature of the log-density alone, and the digits that two rules share.

    Also whether the mean score vanishes: if it does not, E[s*s.T] is no Fisher matrix, and no closed form is right.
    """
    subject = subject_of(Request(name=family.name))
    seen = decimals.information(subject.written, subject.points[0])
    texts = [[mp.nstr(e, DIGITS) for e in row] for row in seen.values]
    return {"values": texts, "digits": seen.digits, "regular": seen.regular}


PEERS: dict[str, Callable[[Family], Any]] = {
    "ours": ours,
    "sympy.stats.E": by_statistics,
    "integrate s*s": by_scores,
    "integrate -H": by_hessian,
    "geomstats": geomstats_metric,
}


def _score_products(family: Family) -> Any:
    s = family.score()
    return s * s.T


def _entries(family: Family, matrix: Any, expect: Callable[[Expr], Expr]) -> Any:
    n = family.dimension
    found = {(i, j): expect(matrix[i, j]) for i in range(n) for j in range(i, n)}
    return sp.Matrix(n, n, lambda i, j: found[min(i, j), max(i, j)])


def written(family: Family) -> Expr:
    """The density as a user would type it: a product of powers, with gamma functions and not their logarithms."""
    log_density = sp.expand(family.log_density.replace(sp.loggamma, lambda z: sp.log(sp.gamma(z))))
    return sp.Mul(*(sp.exp(term).rewrite(sp.Pow) for term in sp.Add.make_args(log_density)))


def _total(family: Family, e: Expr) -> Expr:
    """The integral or the sum of e times the density; raises NotClosedError for a support SymPy has no word for."""
    density, x = written(family), family.observations
    e = sp.expand(e)
    match family.support:
        case kinds.Finite(values):
            return sp.Add(*((e * density).subs(x[0], v) for v in values))
        case kinds.Naturals():
            return sp.summation(e * density, (x[0], 0, sp.oo))
        case kinds.Integers(lower, upper):
            return sp.summation(e * density, (x[0], lower, upper))
        case kinds.Counts(total, _):
            ends = [(s, 0, total - sp.Add(*x[:i])) for i, s in enumerate(x)]
            return reduce(sp.summation, reversed(ends), e * density)
        case kinds.Interval(lower, upper):
            ends = [(x[0], lower, upper)]
        case kinds.Reals():
            ends = [(s, -sp.oo, sp.oo) for s in x]
        case kinds.Simplex():
            ends = [(s, 0, 1 - sp.Add(*x[:i])) for i, s in enumerate(x)]
        case other:
            raise NotClosedError(f"sympy.integrate has no domain for {other}")
    return reduce(lambda f, end: sp.integrate(f, end, conds="none"), reversed(ends), e * density)


LEFT = (sp.Integral, sp.Sum, sp.Limit, sp.AccumBounds, sp.nan, sp.oo, sp.zoo)


def at_point(matrix: Any, family: Family) -> Any:
    """The matrix at the generic point, where the conditions of its pieces are decided."""
    point = subject_of(Request(name=family.name)).points[0]
    return sp.Matrix(matrix).subs(point, simultaneous=True)


def closed(moved: Any) -> bool:
    """Whether nothing is left to be done at the point: no integral, sum, expectation or infinity."""
    from sympy.stats.symbolic_probability import Expectation

    return not any(e.has(*LEFT, Expectation) for e in map(sp.sympify, moved))


def in_decimals(moved: Any) -> list[list[str]]:
    """A matrix of numbers in decimals; complex numbers stay so."""
    return [[str(sp.N(e, DIGITS)) for e in moved.row(i)] for i in range(moved.rows)]


def main(peer: str, name: str, limit: int) -> None:
    """Derive under a limit of CPU seconds and print what is known."""
    family = families.load(name)
    spent = int(process_time()) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + limit, spent + limit + EVALUATING))
    if peer == "reference":
        print(json.dumps(reference(family)))
        return
    start = process_time()
    try:
        matrix = PEERS[peer](family)
    except Exception as error:  # a peer may fail in any way; that is a result of the benchmark
        print(json.dumps({"failed": f"{type(error).__name__}: {error}"[:200]}))
        return
    seconds = process_time() - start
    moved = at_point(matrix, family)
    if not closed(moved):
        print(json.dumps({"failed": "left unevaluated"}))
        return
    print(json.dumps({"seconds": seconds}), flush=True)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + limit + EVALUATING, spent + limit + EVALUATING))
    print(json.dumps({"values": in_decimals(moved)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
