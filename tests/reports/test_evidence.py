"""The lines that tell on a page what was found about each subject."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reports.evidence import Evidence, Finding, Sampling, findings, usual_requirements

DRAWN = Sampling(level=1e-7, effect=0.02, draws=1000, interval=None, separated=0, tried=0)


def row(route: str, outcome: str = "supports", **changed: Any) -> Evidence:
    """A row of evidence with little in it."""
    told: dict[str, Any] = {"subject": "reading A", "known": None, "required": "", "observed": ""}
    return Evidence(**{**told, "detail": "", "sampling": None, **changed}, route=route, outcome=outcome)


def lines(*rows: Evidence) -> tuple[Finding, ...]:
    """The findings of some rows, where each requires what is usual."""
    return findings(rows, usual_requirements(rows))


def test_the_strongest_route_is_told_in_full_and_the_others_are_named() -> None:
    """A proof comes before agreement; types that fit go without saying."""
    (found,) = lines(
        row("types", known="proved", observed="well typed"),
        row("numeric", known="agrees", observed="13 digits"),
        row("symbolic", known="proved", observed="closed", detail="for every n"),
    )

    assert found.outcomes == (("supports", "symbolic (proved): for every n; also numeric"),)


def test_types_are_named_where_nothing_else_is_known() -> None:
    """A subject of which only the types were looked at has a line."""
    (found,) = lines(row("types", known="proved", observed="well typed"))

    assert found.outcomes == (("supports", "types"),)


def test_a_refutation_comes_first_and_what_did_not_decide_is_only_named() -> None:
    """Once a route has decided, the reason why another did not is for `explain`."""
    (found,) = lines(
        row("symbolic", "undecided", observed="not closed"),
        row("enclosure", "refutes", known="proved", observed="1 against 2"),
    )

    assert found.outcomes == (("refutes", "enclosure (proved): 1 against 2"), ("undecided", "symbolic"))


def test_what_did_not_decide_is_told_in_full_where_nothing_did() -> None:
    """The reason stands there, and so does that of a check that was killed."""
    (found,) = lines(
        row("symbolic", "undecided", observed="not closed"), row("numeric", "killed", detail="time limit")
    )

    assert found.outcomes == (("undecided", "symbolic: not closed"), ("killed", "numeric: time limit"))


def test_a_sampling_test_is_always_told_in_full() -> None:
    """Its level, effect and draws are what it is worth."""
    (found,) = lines(
        row("symbolic", known="proved"), row("statistical", known="not-rejected", sampling=DRAWN)
    )

    assert "not rejected at level 1e-7, effect 0.02, 1,000 draws" in found.outcomes[0][1]


def test_a_sampling_test_is_told_once() -> None:
    """What the route observed is the outcome and the draws; the sentence has both, so it stands alone."""
    drawn = row("statistical", "refutes", observed="excluded after 1000 draws", detail="Why.", sampling=DRAWN)

    assert drawn.told == ("excluded at level 1e-7, effect 0.02, 1,000 draws", "Why.")


@pytest.mark.parametrize(
    ("entry", "target", "told"),
    [
        ((1, 2), 0.181, "entry (1, 2): 0.136 to 0.216, asserted 0.181"),
        ((2,), -0.5, "entry 2: 0.136 to 0.216, asserted -0.5"),
        ((), 0.0, "interval: 0.136 to 0.216, asserted 0"),
        ((), None, "interval: 0.136 to 0.216"),
    ],
    ids=["matrix", "column", "number", "no target"],
)
def test_an_interval_is_told_with_its_entry_and_the_value_asserted(
    entry: tuple[int, ...], target: float | None, told: str
) -> None:
    """Without them a reader cannot see what the interval is of, nor why it excludes."""
    measured = replace(DRAWN, interval=(0.136, 0.216), entry=entry, target=target, separated=6, tried=7)

    assert measured.sentence("refutes") == (
        f"excluded at level 1e-7, effect 0.02, 1,000 draws; {told}; separates 6 of 7 mutants"
    )


def test_an_unusual_requirement_is_told() -> None:
    """What a route requires once and not elsewhere stands on the line."""
    usual = [row("numeric", subject=f"reading {label}", required="to 8 digits") for label in "ABC"]

    found = lines(*usual, row("numeric", subject="repair", required="to 3 digits"))

    assert [(it.subject, it.outcomes[0][1]) for it in found] == [
        ("reading A, reading B, reading C", "numeric"),
        ("repair", "numeric: to 3 digits"),
    ]


def test_a_long_integer_is_cut_and_nothing_else_is() -> None:
    """Of a fraction of a hundred digits the first twelve stand there."""
    (found,) = lines(
        row("enclosure", "refutes", known="proved", observed=f"{'1' * 60}/7 against 123456789012")
    )

    assert found.outcomes[0][1].endswith(": 111111111111…/7 against 123456789012")


def test_the_words_of_a_sampling_test_follow_its_outcome() -> None:
    """It excludes, or does not decide, as the row says."""
    words = [DRAWN.sentence(outcome) for outcome in ("supports", "refutes", "undecided", "killed")]

    assert [word.split(" at level")[0] for word in words] == [
        "not rejected",
        "excluded",
        "not decided",
        "tested",
    ]
