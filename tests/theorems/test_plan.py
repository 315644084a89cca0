"""The plan of a claim: routes together in one worker, apart where that did not end, and one record either way."""

from __future__ import annotations

import pytest

from theorems import plan
from theorems.record import READING_ROUTES

CLAIM = "thermo.2.2.energy-def"
OPTIONS = {"seed": 7, "profile": "default"}
KILLED = {
    "outcome": "killed",
    "known": None,
    "required": "",
    "observed": "",
    "detail": "20 s used",
    "seconds": 20.0,
}


@pytest.fixture(scope="module")
def loaded():
    """The evidence that the module loads."""
    return [row for check in plan.checks(CLAIM, OPTIONS, 0, []) for row in plan.run_check(check, OPTIONS)]


def test_every_statement_is_looked_at_once_by_all_routes_together(loaded):
    """One check for each statement, none of them a single route, and nothing to do again once they ended."""
    together = [check for check in plan.checks(CLAIM, OPTIONS, 1, loaded) if check.route == plan.TOGETHER]
    (first, *_) = together

    rows = plan.run_check(first, OPTIONS)

    assert len({check.subject for check in together}) == len(together)
    assert list(READING_ROUTES) == [row["route"] for row in rows]
    assert {first.subject} == {row["subject"] for row in rows}
    assert plan.checks(CLAIM, OPTIONS, 2, [*loaded, *rows]) == []


def test_a_statement_whose_routes_did_not_end_together_is_looked_at_by_each_alone(loaded):
    """What was killed is asked again route by route, the other statements are not, and the record forgets it."""
    first, *others = [c for c in plan.checks(CLAIM, OPTIONS, 1, loaded) if c.route == plan.TOGETHER]
    killed = {**KILLED, "subject": first.subject, "route": plan.TOGETHER}
    rest = [row for check in others for row in plan.run_check(check, OPTIONS)]

    again = plan.checks(CLAIM, OPTIONS, 2, [*loaded, killed, *rest])
    alone = [row for check in again for row in plan.run_check(check, OPTIONS)]

    def without_seconds(record):
        told = [{k: v for k, v in row.items() if k != "seconds"} for row in record["evidence"]]
        return {**record, "evidence": told, "seconds": 0.0}

    together = plan.run_check(first, OPTIONS)
    assert [(first.subject, route) for route in READING_ROUTES] == [(c.subject, c.route) for c in again]
    apart = plan.conclude(CLAIM, OPTIONS, [*loaded, killed, *rest, *alone])
    assert without_seconds(plan.conclude(CLAIM, OPTIONS, [*loaded, *together, *rest])) == without_seconds(
        apart
    )


def test_the_mutants_are_planned_from_what_was_found_either_way(loaded):
    """A row that tells of a killed worker does not hide that the statement was shown afterwards."""
    checks = [c for c in plan.checks(CLAIM, OPTIONS, 1, loaded) if c.route == plan.TOGETHER]
    found = [row for check in checks for row in plan.run_check(check, OPTIONS)]
    killed = {**KILLED, "subject": checks[0].subject, "route": plan.TOGETHER}

    assert plan.checks(CLAIM, OPTIONS, 3, [*loaded, *found]) == plan.checks(
        CLAIM, OPTIONS, 3, [*loaded, killed, *found]
    )
    assert [check.route for check in plan.checks(CLAIM, OPTIONS, 3, [*loaded, killed, *found])] == ["mutants"]
