"""How a node of a statement names a quantity of a family, and the family that it means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from theorems.evaluate import IllTypedError, UndefinedSymbolError
from theorems.term import Term

if TYPE_CHECKING:
    from derivations.family import Family

POINTS = {"fisher": 1, "kl": 2, "curvature": 1}  # how many points of the family each kind is taken at
MATRICES = frozenset({"fisher"})  # kinds that are n×n matrices; the others are scalars
PREFIXES = ("@first", "@second")  # of the symbols of the two points in a term about a family


def kind_of(term: Term) -> str:
    """The kind: "fisher", "kl" or "curvature"."""
    kind = term.name.partition(" ")[0]
    if kind not in POINTS:
        raise IllTypedError(f"{kind!r} is no quantity of a family; known are {', '.join(POINTS)}.")
    return kind


def family_of(term: Term) -> Family:
    """The family of a quantity.

    Raises UndefinedSymbolError for a name that no family has, or another number of arguments than it takes.
    """
    from derivations import families
    from derivations.family import FamilyError

    kind, _, name = term.name.partition(" ")
    try:
        family = families.load(name)
    except FamilyError as error:
        raise UndefinedSymbolError(str(error)) from None
    points = POINTS[kind]
    wanted = points * len(family.parameters) + len(family.fixed)
    if len(term.args) != wanted:
        names = ", ".join(s.name for s in (*family.parameters * points, *family.fixed))
        raise UndefinedSymbolError(
            f"the {kind} of {name} takes {wanted} arguments ({names}), not {len(term.args)}."
        )
    return family


def split(term: Term, values: list[Any], family: Family) -> tuple[list[list[Any]], list[Any]]:
    """The values of the arguments by point, and those of the fixed symbols, which come last."""
    k, points = len(family.parameters), POINTS[kind_of(term)]
    return [values[k * i : k * (i + 1)] for i in range(points)], values[k * points :]


def bound(family: Family, points: list[list[Any]], fixed: list[Any]) -> dict[str, Any]:
    """The values under the names that terms about a family use: @first0, @first1, ..., @second0, ..., @n."""
    names = {f"@{symbol.name}": value for symbol, value in zip(family.fixed, fixed, strict=True)}
    for prefix, point in zip(PREFIXES, points, strict=False):
        names |= {f"{prefix}{i}": value for i, value in enumerate(point)}
    return names


def renamed(family: Family, point: int, symbols: Sequence[Any] | None = None) -> dict[Any, Any]:
    """Each symbol of a family with the one that `bound` names; assumptions stay, so nothing is rewritten.

    point    0 for the first point, 1 for the second.
    symbols  that stand for the parameters there; the parameters themselves if not given.
    """
    from sympy import Symbol

    there = family.parameters if symbols is None else symbols
    names = {s: Symbol(f"@{s.name}", **s.assumptions0) for s in family.fixed}
    return names | {s: Symbol(f"{PREFIXES[point]}{i}", **s.assumptions0) for i, s in enumerate(there)}


def require_size(term: Term, family: Family, n: int) -> None:
    """Check that a matrix of a family has the size of the instance.

    Raises UndefinedSymbolError where the family has another number of parameters than n.
    """
    k = len(family.parameters)
    if kind_of(term) in MATRICES and k != n:
        raise UndefinedSymbolError(
            f"the {kind_of(term)} of {family.name} is a {k}×{k} matrix, looked at with n = {n}; "
            f"say sizes=({k},) in the setting."
        )
