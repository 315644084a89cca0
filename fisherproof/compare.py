"""What changed between two records, claim by claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

FIELDS = (
    "verdict",
    "known",
    "hypothesis",
    "reason",
    "strength",
    "readings",
    "repair",
    "counterexample",
    "certificate",
)
_VOLATILE = frozenset({"seconds", "certificate_document"})


class Change(NamedTuple):
    """One difference.

    claim     id.
    what      "added", "removed", or the field that differs.
    old, new  the field's values; None where the claim is missing.
    """

    claim: str
    what: str
    old: Any
    new: Any


def _steady(value: Any) -> Any:
    """Leave out what may differ between two runs that found the same."""
    if isinstance(value, Mapping):
        return {k: _steady(v) for k, v in value.items() if k not in _VOLATILE}
    if isinstance(value, list):
        return [_steady(v) for v in value]
    return value


def steady_claims(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give a record's claims without times: equal for the same seed, whatever the jobs or the machine."""
    return [_steady(claim) for claim in record["claims"]]


def compare_records(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """List what differs between two records, in the order of the new one; times and the run's header apart.

    old, new  records as `check` returns and `load_record` reads.
    """
    before = {claim["id"]: claim for claim in steady_claims(old)}
    after = {claim["id"]: claim for claim in steady_claims(new)}
    changes = []
    for name, claim in after.items():
        changes += _differences(name, before[name], claim) if name in before else [_added(name, claim)]
    removed = [
        Change(name, "removed", claim["verdict"], None) for name, claim in before.items() if name not in after
    ]
    return changes + removed


def changed_verdicts(baseline: Mapping[str, Any], record: Mapping[str, Any]) -> list[Change]:
    """List the claims of a record whose verdict is not that of the baseline; new claims are no changes."""
    return [change for change in compare_records(baseline, record) if change.what == "verdict"]


def _added(name: str, claim: Mapping[str, Any]) -> Change:
    return Change(name, "added", None, claim["verdict"])


def _differences(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    found = [
        Change(name, field, old.get(field), new.get(field))
        for field in FIELDS
        if old.get(field) != new.get(field)
    ]
    others = sorted(field for field in {*old, *new} - {*FIELDS} if old.get(field) != new.get(field))
    return found + [Change(name, field, old.get(field), new.get(field)) for field in others]
