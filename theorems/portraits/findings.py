"""What one check found, and how expressions are written in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from derivations.text import TextError, write


@dataclass
class Findings:
    """What one check found: values by field, and a reason for each that is None.

    matrix  the Fisher matrix as an expression, for the checks that follow.
    """

    values: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    matrix: Any = None


def nothing(names: tuple[str, ...], why: str) -> Findings:
    """Fields that are None for one reason."""
    return Findings(dict.fromkeys(names), dict.fromkeys(names, why))


def texts(nested: Any) -> Any:
    """A nested tensor as nested lists of texts."""
    return [texts(e) for e in nested] if isinstance(nested, tuple | list) else text(nested)


def text(expression: Any) -> str:
    """An expression in the notation of `derivations.text`, or as SymPy prints what that does not hold."""
    try:
        return write(expression)
    except TextError:
        return str(expression)


def free_name(name: str, taken: Collection[str]) -> str:
    """A name that no other symbol has: the name itself, or the name and the first number that makes it new.

    >>> free_name("alpha", {"alpha", "beta"})
    'alpha0'
    """
    numbered = (f"{name}{k}" for k in range(len(taken) + 1))
    return name if name not in taken else next(n for n in numbered if n not in taken)
