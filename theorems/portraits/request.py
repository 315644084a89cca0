"""What was asked for, as plain data that travels to a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


class InputError(ValueError):
    """What was asked for cannot be read, or is no family of densities: one line for whoever asked."""


@dataclass(frozen=True)
class Request:
    """A family by name or by the text of its log-density, and what is wanted of it.

    name        of a family in `derivations.families`; empty where a density is given.
    density     the log-density, in the notation of `derivations.text`.
    variables   declarations such as "x in (0, oo)".
    parameters  declarations, in the order of rows and columns.
    fixed       declarations of symbols that are known but are no numbers.
    where       conditions on variables, parameters and fixed symbols.
    chart       new coordinates in terms of the parameters, such as "mu, log(sigma)"; empty for none.
    at          values such as "k=1.3, l=0.7"; empty for none.
    digits      of the numbers at that point.
    """

    name: str = ""
    density: str = ""
    variables: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    chart: str = ""
    at: str = ""
    digits: int = 15

    def as_options(self) -> dict[str, Any]:
        """The request as JSON holds it."""
        return asdict(self)


def from_options(options: Mapping[str, Any]) -> Request:
    """The request that `as_options` wrote; other keys are left alone."""
    known = {f.name for f in fields(Request)}
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in options.items()
        if key in known
    }
    return Request(**given)
