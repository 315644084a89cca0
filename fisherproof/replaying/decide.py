"""Whether a statement is false at an instance: the few rules a refutation rests on."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import flint

from fisherproof.replaying.instance import interpreter
from fisherproof.replaying.interpreter import (
    Interpreter,
    Node,
    Table,
    UnreadableError,
    determinant,
    fraction,
    single,
)
from fisherproof.replaying.jets import Jet, NotDecidableError

BITS = 300
MOST_ORDER = 24  # in t = √h


def surely_zero(c: Any) -> bool:
    """Exactly zero."""
    return isinstance(c, flint.fmpq) and c == 0


def surely_nonzero(c: Any) -> bool:
    """A rational that is not zero, or a ball that excludes it."""
    return bool(c != 0) if isinstance(c, flint.fmpq) else not c.contains(0)


def parts(value: Any) -> list[Jet]:
    """Entries of a matrix, or the number itself."""
    return value.entries if isinstance(value, Table) else [value]


def gap(run: Interpreter, node: Node) -> list[Any]:
    """Entries of lhs − rhs."""
    return [(x - y).constant for x, y in zip(parts(run(node[3])), parts(run(node[4])), strict=True)]


def minors(run: Interpreter, node: Node, *, leading: bool) -> list[Any]:
    """Principal minors of the symmetric part of a matrix."""
    given = run(node[3]).rows
    n = len(given)
    two = run.number(2)
    rows = [[(given[i][j] + given[j][i]) / two for j in range(n)] for i in range(n)]
    found = []
    for size in range(1, n + 1):
        for kept in [tuple(range(size))] if leading else combinations(range(n), size):
            found.append(determinant(run, [[rows[i][j] for j in kept] for i in kept]).constant)
    return found


def is_false(certificate: Any, node: Node, run: Interpreter) -> bool:
    """Whether a relation is certainly false.

    Raises UnreadableError for an unknown relation.
    """
    op = node[0]
    if op == "eq":
        return any(surely_nonzero(c) for c in gap(run, node))
    if op in ("ge", "gt"):
        (difference,) = gap(run, node)
        return bool(difference < 0) or (op == "gt" and surely_zero(difference))
    if op in ("pd", "psd"):
        found = minors(run, node, leading=op == "pd")
        return any(bool(m < 0) or (op == "pd" and surely_zero(m)) for m in found)
    if op in ("bigo", "littleo"):
        return falls_too_slowly(certificate, node)
    if op in ("argmin", "argmax", "argmin!"):
        return is_beaten(certificate, node, run)
    if op == "implies":
        return is_true(certificate, node[3], run) and is_false(certificate, node[4], run)
    if op == "and":
        return any(surely_false(certificate, part, run) for part in node[3:])
    raise UnreadableError(f"unknown relation {str(op)[:40]!r}.")


def surely_false(certificate: Any, part: Node, run: Interpreter) -> bool:
    """Whether one part of a conjunction is false; a part that cannot be decided is not."""
    try:
        return is_false(certificate, part, run)
    except NotDecidableError:
        return False


def is_true(certificate: Any, node: Node, run: Interpreter) -> bool:
    """Whether a relation is certainly true; needed for premises and conditions."""
    op = node[0]
    if op == "eq":
        return all(surely_zero(c) for c in gap(run, node))
    if op in ("ge", "gt"):
        (difference,) = gap(run, node)
        return bool(difference > 0) or (op == "ge" and surely_zero(difference))
    if op in ("pd", "psd"):
        found = minors(run, node, leading=op == "pd")
        return all(bool(m > 0) or (op == "psd" and surely_zero(m)) for m in found)
    if op == "and":
        return all(is_true(certificate, part, run) for part in node[3:])
    if op in ("argmin", "argmin!"):
        return is_best(node, run)
    raise UnreadableError(f"the relation {str(op)[:40]!r} cannot be a premise.")


def falls_too_slowly(certificate: Any, node: Node) -> bool:
    """Whether a Taylor coefficient below the claimed order is not zero (in t = √h)."""
    bound = flint.fmpq(*fraction(node[2])) * 2
    if not 0 <= bound <= MOST_ORDER:
        raise UnreadableError(f"the order {str(node[2])[:40]} is outside of what certificates claim.")
    allowed = int(bound.p // bound.q) + 1 if node[0] == "littleo" else int(-(-bound.p // bound.q))
    for more in (0, 2, 4, 8):  # quotients and roots lose coefficients
        run = interpreter(certificate, last=allowed + more)
        run.symbols[node[1]] = Jet({(2, frozenset()): flint.fmpq(1)}, allowed + more)
        jets = parts(run(node[3]))
        if any(
            k < allowed and not epsilons and surely_nonzero(c)
            for jet in jets
            for (k, epsilons), c in jet.terms.items()
        ):
            return True
        if all(jet.last >= allowed for jet in jets):
            return False
    return False


def is_beaten(certificate: Any, node: Node, run: Interpreter) -> bool:
    """Whether the competitor is on the candidate's level and better (or, against uniqueness, as good)."""
    if "competitor" not in certificate:
        return False
    name, candidate = node[1], run(node[3])
    rows = [[run.number(flint.fmpq(*fraction(x)))] for x in certificate["competitor"]]
    competitor = Table(rows, ("n", "1"))

    def at(body: Node, point: Table) -> Any:
        return single(run.within(**{name: point})(body)).constant

    for level in node[5:]:
        if not surely_zero(at(level, competitor) - at(level, candidate)):
            return False
    gain = at(node[4], competitor) - at(node[4], candidate)
    if node[0] == "argmax":
        return bool(gain > 0)
    if node[0] == "argmin!" and surely_zero(gain):
        return any(
            surely_nonzero((x - y).constant) for x, y in zip(parts(competitor), parts(candidate), strict=True)
        )
    return bool(gain < 0)


def expansion(run: Interpreter, body: Node, name: str, at: Table) -> tuple[list[Any], list[list[Any]]]:
    """Gradient and half Hessian of a quadratic body at a point, by finite differences, which are exact for it."""

    def value(shift: dict[int, int]) -> Any:
        rows = [[x + run.number(shift.get(i, 0))] for i, (x,) in enumerate(at.rows)]
        return single(run.within(**{name: Table(rows, at.dims)})(body)).constant

    n, zero = len(at.rows), value({})
    up = [value({i: 1}) for i in range(n)]
    down = [value({i: -1}) for i in range(n)]
    gradient = [(a - b) / 2 for a, b in zip(up, down, strict=True)]
    half = [[(up[i] + down[i]) / 2 - zero if i == j else zero for j in range(n)] for i in range(n)]
    for i, j in combinations(range(n), 2):
        mixed = (value({i: 1, j: 1}) - up[i] - up[j] + zero) / 2
        half[i][j] = half[j][i] = mixed
    return gradient, half


def is_best(node: Node, run: Interpreter) -> bool:
    """Lagrange's sufficient condition at the candidate: for objectives and levels that are quadratic."""
    name, candidate = node[1], run(node[3])
    gradient, half = expansion(run, node[4], name, candidate)
    n = len(gradient)
    strict = node[0] == "argmin!"
    if len(node) > 5:
        level_gradient, level_half = expansion(run, node[5], name, candidate)
        if all(surely_zero(c) for c in level_gradient):
            return definite(run, level_half, strict=True)  # the level set is the candidate alone
        i = next(k for k in range(n) if surely_nonzero(level_gradient[k]))
        multiplier = -gradient[i] / level_gradient[i]
        gradient = [a + multiplier * b for a, b in zip(gradient, level_gradient, strict=True)]
        half = [[half[i][j] + multiplier * level_half[i][j] for j in range(n)] for i in range(n)]
    return all(surely_zero(c) for c in gradient) and definite(run, half, strict=strict)


def definite(run: Interpreter, rows: list[list[Any]], *, strict: bool) -> bool:
    """Whether a symmetric matrix of numbers is positive (semi)definite."""
    jets = [[run.number(c) for c in row] for row in rows]
    n = len(rows)
    for size in range(1, n + 1):
        for kept in combinations(range(n), size):
            minor = determinant(run, [[jets[i][j] for j in kept] for i in kept]).constant
            if not (minor > 0 or (not strict and surely_zero(minor))):
                return False
    return True
