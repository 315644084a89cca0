"""A demonstration: an implementation, the check that accepts it, and wrong implementations it must reject."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from theorems.demonstrations.figures import Figure

LEAST_BROKEN = 3
FOLDER = "theorems.demonstrations.acceptance"


@dataclass(frozen=True)
class Broken:
    """A wrong implementation.

    text            what is wrong with it, in words.
    implementation  of the same form as the right one.
    """

    text: str
    implementation: Any


@dataclass(frozen=True)
class Demonstration:
    """What a capability claim rests on.

    text            what is run, and why its answer is known, in our words.
    implementation  the kernel: a function, or an object with several.
    accepts         runs an implementation and gives at least one figure; a raise is a rejection.
    broken          at least three wrong implementations.
    code            where the kernel is, as paths within the project.
    Raises ValueError for fewer than three broken variants, or without code.
    """

    text: str
    implementation: Any
    accepts: Callable[[Any], Sequence[Figure]]
    broken: tuple[Broken, ...]
    code: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.broken) < LEAST_BROKEN:
            raise ValueError(
                f"{len(self.broken)} broken variants: at least {LEAST_BROKEN} are needed, for a check that "
                "rejects nothing shows nothing."
            )
        if not self.code:
            raise ValueError("a demonstration says where its code is.")

    def figures(self, implementation: Any) -> list[Figure]:
        """What the check sees of an implementation.

        Raises ValueError for a check that looks at nothing, and whatever the implementation raises.
        """
        found = list(self.accepts(implementation))
        if not found:
            raise ValueError("the acceptance check gave no figure: zero figures are never a pass.")
        return found


def load(name: str) -> Demonstration:
    """The demonstration of a name.

    Raises LookupError when there is none.
    """
    try:
        module = import_module(f"{FOLDER}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{FOLDER}.{name}":
            raise
        raise LookupError(f"no demonstration is called {name!r}; it would be a module of {FOLDER}.") from None
    found = getattr(module, "DEMONSTRATION", None)
    if not isinstance(found, Demonstration):
        raise LookupError(f"{module.__name__} holds no DEMONSTRATION.")  # noqa: TRY004 -- as for a missing one
    return found
