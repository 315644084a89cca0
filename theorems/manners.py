"""How claims are examined that are not mathematical: one module for each kind, found by the kind's name.

A mathematical claim is examined by the routes of `theorems.routes`. Every other kind brings a module with
what `Manner` lists, and the plan, the finding and the trials of the checks go through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, NamedTuple, Protocol, cast

from theorems.verdict import Finding

Row = dict[str, Any]

MODULES = {
    "capability": "theorems.demonstrations.manner",
    "empirical": "theorems.empirics.manner",
    "historical": "theorems.literature.manner",
}


class Question(NamedTuple):
    """One statement of a claim, put to one route.

    claim    the claim's id.
    subject  "reading A", "hypothesis" or "repair".
    route    one of the manner's routes, or "mutants".
    states   the statement.
    given    its setting.
    options  of the run: seed and profile.
    """

    claim: str
    subject: str
    route: str
    states: Any
    given: Any
    options: Mapping[str, Any]


class Manner(Protocol):
    """What the module of a kind offers.

    NEAR_MISSES  what is required of the trials of the checks, in words.
    """

    NEAR_MISSES: str

    def routes(self, profile: str) -> tuple[str, ...]:
        """The routes that look at each statement."""

    def examine(self, question: Question) -> list[Row]:
        """The evidence of a route on a statement."""

    def trials(self, question: Question) -> list[Any]:
        """The fates of the near misses of a statement: operator, text, outcome and detail of each."""

    def find(self, rows: Iterable[Mapping[str, Any]]) -> Finding:
        """The finding on one statement from its evidence."""


def manner_of(kind: str) -> Manner | None:
    """The manner of a kind of claim; None for mathematical claims."""
    return cast("Manner", import_module(MODULES[kind])) if kind in MODULES else None
