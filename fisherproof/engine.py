"""What the runner asks of the claims: the interface of `theorems.plan`, by name, so that it loads late."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

from fisherproof.errors import FAULT, FisherproofError, shown

ENGINE = "theorems.plan"

Evidence = dict[str, Any]
ClaimRecord = dict[str, Any]
Options = Mapping[str, Any]
Entry = Mapping[str, str]


class Engine(Protocol):
    """The claims: what there is to check, how one check runs, what the evidence amounts to.

    In a worker, `Check(*fields)` and `run_check(check, options)` are used besides; the latter gives a list
    of evidence, empty where a route has nothing to say. An engine may name in
    `PRELOAD` the modules its checks need: they are then imported once, not once per check.
    """

    def catalogue_ids(self) -> Sequence[Entry]:
        """Give id, document, kind, section and title of every claim, in the order of its document."""
        ...

    def stages(self, claim: str) -> int:
        """Count the rounds of checks; a later round may depend on the evidence of the earlier ones."""
        ...

    def checks(
        self, claim: str, options: Options, stage: int, evidence: Sequence[Evidence]
    ) -> Sequence[Sequence[str]]:
        """List the checks (claim, subject, route) of stage 0, 1, ... given the evidence so far."""
        ...

    def conclude(self, claim: str, options: Options, evidence: Sequence[Evidence]) -> ClaimRecord:
        """Write the claim's record, verdict included, from its evidence."""
        ...

    def fingerprint(self, claim: str, options: Options) -> str:
        """Hash what the claim's evidence depends on: statement, checks and their code, options.

        The versions of Python and of the libraries are added by the runner.
        """
        ...


def load(name: str = ENGINE) -> Engine:
    """Import an engine by its module's name; a fault of ours if it does not import."""
    try:
        return cast(Engine, importlib.import_module(name))
    except Exception as error:
        raise FisherproofError(
            f"the claims cannot be loaded: importing {name} raised {type(error).__name__}: {shown(error)}.",
            code=FAULT,
        ) from error


def catalogue(engine: Engine) -> list[Entry]:
    """Read the catalogue; a fault of ours if it cannot be read."""
    try:
        return list(engine.catalogue_ids())
    except Exception as error:
        raise FisherproofError(
            f"the catalogue of claims cannot be read: {type(error).__name__}: {shown(error, limit=500)}.",
            code=FAULT,
        ) from error
