"""Evidence: what one route found, with all that is needed to find it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What a route says of a statement."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    UNDECIDED = "undecided"
    KILLED = "killed"
    ERROR = "error"


class Known(StrEnum):
    """How a thing is known, strongest first."""

    PROVED = "proved"
    ENCLOSED = "enclosed"
    AGREES = "agrees"
    NOT_REJECTED = "not-rejected"
    CITED = "cited"


RIGOROUS = frozenset({"types", "symbolic", "enclosure", "property"})  # routes that may refute


@dataclass(frozen=True)
class Evidence:
    """One route's finding on one subject of a claim.

    subject   "reading A", "hypothesis", "repair" or "mutants".
    route     types, symbolic, enclosure, numeric, property.
    outcome   what it says.
    known     how strongly, where it supports.
    required  what had to be seen.
    observed  what was seen.
    detail    what a reader needs beside it.
    extra     data for later stages: certificates, mutants' fates, sizes, points.
    """

    subject: str
    route: str
    outcome: Outcome
    known: Known | None = None
    required: str = ""
    observed: str = ""
    detail: str = ""
    extra: dict[str, Any] | None = None

    def record(self) -> dict[str, Any]:
        """The evidence as JSON-ready data."""
        data = {key: value for key, value in asdict(self).items() if key != "extra"}
        data["outcome"] = str(self.outcome)
        data["known"] = None if self.known is None else str(self.known)
        return {**data, **(self.extra or {})}
