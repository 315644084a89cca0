"""The plan of a claim: routes together in one worker, apart where that did not end, and one record either way."""

from __future__ import annotations

import pytest

from theorems import plan
from theorems.record import READING_ROUTES

CLAIM = "geometry.poisson.fisher"  # of one statement, and cheap
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


def test_only_the_statement_that_did_not_end_is_planned_again():
    """Of several statements the one whose worker was killed is asked route by route."""
    claim = "thermo.1.1.line-element"
    loaded = plan.run_check(plan.Check(claim, plan.MODULE, "types"), OPTIONS)
    first, *others = [c for c in plan.checks(claim, OPTIONS, 1, loaded) if c.route == plan.TOGETHER]
    killed = {**KILLED, "subject": first.subject, "route": plan.TOGETHER}

    again = plan.checks(claim, OPTIONS, 2, [*loaded, killed])

    assert others
    assert [(first.subject, route) for route in READING_ROUTES] == [(c.subject, c.route) for c in again]


def test_the_record_is_the_same_whether_routes_ran_together_or_alone(loaded):
    """The row of the killed worker is forgotten, and each route finds alone what it found beside the others."""
    (first,) = [c for c in plan.checks(CLAIM, OPTIONS, 1, loaded) if c.route == plan.TOGETHER]
    killed = {**KILLED, "subject": first.subject, "route": plan.TOGETHER}
    again = plan.checks(CLAIM, OPTIONS, 2, [*loaded, killed])

    def record(rows):
        found = plan.conclude(CLAIM, OPTIONS, [*loaded, *rows])
        told = [{k: v for k, v in row.items() if k != "seconds"} for row in found["evidence"]]
        return {**found, "evidence": told, "seconds": 0.0}

    alone = [row for check in again for row in plan.run_check(check, OPTIONS)]

    assert record(plan.run_check(first, OPTIONS)) == record([killed, *alone])


def test_the_mutants_are_planned_from_what_was_found_either_way(loaded):
    """A row that tells of a killed worker does not hide that the statement was shown afterwards."""
    (first,) = [c for c in plan.checks(CLAIM, OPTIONS, 1, loaded) if c.route == plan.TOGETHER]
    found = plan.run_check(first, OPTIONS)
    killed = {**KILLED, "subject": first.subject, "route": plan.TOGETHER}

    planned = plan.checks(CLAIM, OPTIONS, 3, [*loaded, killed, *found])

    assert planned == plan.checks(CLAIM, OPTIONS, 3, [*loaded, *found])
    assert [check.route for check in planned] == ["mutants"]
