"""Families as certificates hold them: log-density and support, for a reader that integrates for itself.

Nothing derived is written down. A family of several observations, or one with a function that terms have no
word for, is not replayed, and a statement about it cannot be refuted.
"""

from __future__ import annotations

from typing import Any

from theorems.from_sympy import NoTermError, term_of
from theorems.quantities.naming import family_of, kind_of
from theorems.term import Term, as_term

REPLAYED = frozenset({"fisher", "kl"})


class NotReplayedError(ValueError):
    """A statement about a family that `fisherproof replay` could not decide again."""


def families_of(statement: Term) -> dict[str, Any]:
    """The families that a statement mentions, by name; empty where there are none.

    Raises NotReplayedError for a kind of quantity, a support or a log-density that replay does not know.
    """
    found: dict[str, Any] = {}
    for node in statement.walk():
        if node.op == "quantity":
            if kind_of(node) not in REPLAYED:
                raise NotReplayedError(f"a {kind_of(node)} is not decided again by replay")
            family = family_of(node)
            found[family.name] = written(family)
    return found


def written(family: Any) -> dict[str, Any]:
    """One family of one observation: its symbols, its log-density as a term, where its data live.

    Raises NotReplayedError for a family outside of what replay integrates.
    """
    from derivations.laws.plain import plain

    if len(family.observations) != 1:
        raise NotReplayedError(
            f"{family.name} has {len(family.observations)} observations, replay integrates one"
        )
    try:
        log_density = term_of(plain(family).log_density)
        support = ends_of(family.support)
    except NoTermError as error:
        raise NotReplayedError(f"{family.name}: {error}") from error
    if family.support_at(family.second_point()) != family.support:
        raise NotReplayedError(f"the support of {family.name} moves, over which replay does not integrate")
    if any(node.op == "abs" for node in log_density.walk()):
        raise NotReplayedError(f"{family.name} has a kink, over which replay does not integrate")
    return {
        "observation": family.observations[0].name,
        "parameters": [symbol.name for symbol in family.parameters],
        "fixed": [symbol.name for symbol in family.fixed],
        "log_density": log_density.to_json(),
        **support,
    }


def ends_of(support: Any) -> dict[str, Any]:
    """The kind of a support and its two ends, None for one that is infinite.

    Raises NotReplayedError for another kind.
    """
    from derivations import family as kinds

    match support:
        case kinds.Reals(1):
            return {"data": "reals", "ends": [None, None]}
        case kinds.Interval(lower, upper):
            return {"data": "reals", "ends": [end_of(lower), end_of(upper)]}
        case kinds.Naturals():
            return {"data": "integers", "ends": [as_term(0).to_json(), None]}
        case kinds.Integers(lower, upper):
            return {"data": "integers", "ends": [end_of(lower), end_of(upper)]}
        case kinds.Finite(values) if list(values) == list(range(len(values))):
            return {"data": "integers", "ends": [end_of(values[0]), end_of(values[-1])]}
    raise NotReplayedError(f"replay does not integrate over {support}")


def end_of(end: Any) -> Any:
    """An end as a term, None where it is infinite."""
    return term_of(end).to_json() if end.is_finite is not False else None
