"""From evidence to verdict: every word, and what does not earn it. The evidence is made for the test."""

from __future__ import annotations

import pytest

from theorems.verdict import Finding, conclude, find

HOLDS = Finding("holds", "proved")
REFUTED = Finding("refuted", "proved")
GOOD = {"killed": 5, "tried": 5, "equivalent": 0, "survivors": []}
LEAKY = {"killed": 4, "tried": 5, "equivalent": 0, "survivors": ["a near miss"]}
EMPTY = {"killed": 0, "tried": 0, "equivalent": 3, "survivors": []}


def rows(**routes):
    """Evidence with one row a route: its outcome, or (outcome, further data)."""
    found = []
    for route, says in routes.items():
        outcome, more = says if isinstance(says, tuple) else (says, {})
        found.append({"route": route, "outcome": outcome, "detail": "as told", "observed": "as seen", **more})
    return found


ALL = {
    "types": "supports",
    "symbolic": "supports",
    "enclosure": "supports",
    "numeric": "supports",
    "property": "supports",
}
EXACT = ("refutes", {"arithmetic": "exact rationals"})
BALLS = ("refutes", {"arithmetic": "balls"})


@pytest.mark.parametrize(
    ("changes", "form", "verdict", "known"),
    [
        ({}, "eq", "holds", "proved"),
        ({}, "ge", "holds", "proved"),
        ({"symbolic": "undecided"}, "eq", "holds", "enclosed"),
        ({"symbolic": "undecided"}, "ge", "undecided", None),
        ({"symbolic": "undecided"}, "argmin", "undecided", None),
        ({"symbolic": "undecided"}, "bigo", "undecided", None),
        ({"enclosure": "undecided"}, "eq", "holds", "proved"),
        ({"symbolic": "undecided", "enclosure": "undecided"}, "eq", "undecided", None),
        ({"numeric": "undecided"}, "eq", "undecided", None),
        ({"types": "refutes"}, "eq", "ill-posed", "proved"),
        ({"symbolic": "undecided", "enclosure": EXACT, "numeric": "refutes"}, "eq", "refuted", "proved"),
        ({"symbolic": "undecided", "enclosure": BALLS}, "eq", "refuted", "enclosed"),
        ({"symbolic": "undecided", "property": EXACT}, "ge", "refuted", "proved"),
        ({"symbolic": "undecided", "numeric": "refutes"}, "eq", "undecided", None),
        ({"symbolic": "undecided", "enclosure": "undecided", "numeric": "refutes"}, "eq", "undecided", None),
        ({"numeric": "refutes"}, "eq", "conflict", None),
        ({"enclosure": EXACT}, "eq", "conflict", None),
        ({"property": BALLS}, "ge", "conflict", None),
        ({"symbolic": "killed"}, "eq", "undecided", None),
        ({"numeric": "error"}, "eq", "undecided", None),
        ({"property": "killed"}, "eq", "undecided", None),
        ({"symbolic": "killed", "enclosure": EXACT}, "eq", "refuted", "proved"),
    ],
)
def test_evidence_earns_its_verdict_and_no_more(changes, form, verdict, known):
    """Proof or three enclosures with an independent agreement hold; rigorous failure refutes; the rest is open."""
    found = find(rows(**{**ALL, **changes}), form=form)

    assert (verdict, known) == (found.verdict, found.known)


def test_a_measurement_alone_never_refutes():
    """A float mismatch is a lead: without a proof against it the statement stays open."""
    assert find(rows(types="supports", numeric="refutes"), form="eq").verdict == "undecided"


@pytest.mark.parametrize(
    ("types", "verdict"), [("supports", "holds"), ("refutes", "ill-posed"), ("error", "undecided")]
)
@pytest.mark.parametrize("form", ["symbols", "symbols-by-block"])
def test_a_table_of_symbols_is_decided_by_its_types(types, verdict, form):
    """Whether each symbol has one meaning is a question of types alone, and an error answers nothing."""
    assert verdict == find(rows(types=types), form=form).verdict
    assert find(rows(types="supports"), form="eq").verdict == "undecided"


def test_no_evidence_earns_nothing():
    """Without evidence, or with types alone, a statement is undecided and the reason names what is missing."""
    for evidence in ([], rows(types="supports")):
        found = find(evidence, form="eq")

        assert found.verdict == "undecided"
        assert "a proof" in found.reason
        assert "numeric agreement" in found.reason


def test_what_was_stopped_is_the_reason():
    """A killed check gives its limit as the reason, an error its exception."""
    killed = find(rows(**{**ALL, "symbolic": ("killed", {"detail": "time limit"})}), form="eq")
    raised = find(rows(**{**ALL, "property": ("error", {"detail": "ValueError: no"})}), form="eq")

    assert killed.reason == "symbolic: time limit"
    assert raised.reason == "property: ValueError: no"


def test_a_sentence_that_introduces_a_symbol_is_a_definition():
    """What would hold is a definition where it only introduces; a contradictory one is refuted."""
    assert find(rows(**ALL), form="eq", defines=True).verdict == "definition"
    contradictory = rows(**{**ALL, "symbolic": "undecided", "enclosure": EXACT})

    assert find(contradictory, form="eq", defines=True).verdict == "refuted"


@pytest.mark.parametrize(
    ("literal", "hypothesis", "repair", "strength", "verdict"),
    [
        (HOLDS, None, None, GOOD, "holds"),
        (Finding("definition", "proved"), None, None, GOOD, "definition"),
        (REFUTED, None, HOLDS, GOOD, "refuted"),
        (REFUTED, HOLDS, HOLDS, GOOD, "conditional"),
        (REFUTED, HOLDS, None, GOOD, "conditional"),
        (Finding("ill-posed", "proved"), None, HOLDS, GOOD, "ill-posed"),
        (HOLDS, None, None, LEAKY, "undecided"),
        (HOLDS, None, None, EMPTY, "undecided"),
        (HOLDS, None, None, None, "undecided"),
        (REFUTED, None, HOLDS, LEAKY, "undecided"),
        (REFUTED, None, HOLDS, EMPTY, "undecided"),
        (REFUTED, HOLDS, HOLDS, LEAKY, "undecided"),
        (REFUTED, None, None, GOOD, "undecided"),
        (REFUTED, None, Finding("undecided", reason="open"), GOOD, "undecided"),
        (REFUTED, None, REFUTED, GOOD, "undecided"),
        (REFUTED, REFUTED, None, GOOD, "undecided"),
        (REFUTED, Finding("undecided", reason="open"), HOLDS, GOOD, "refuted"),
        (Finding("ill-posed", "proved"), None, None, GOOD, "undecided"),
        (Finding("undecided", reason="time limit"), HOLDS, HOLDS, GOOD, "undecided"),
        (Finding("conflict", reason="two routes"), HOLDS, HOLDS, GOOD, "conflict"),
        (Finding("conflict", reason="two routes"), None, None, LEAKY, "conflict"),
    ],
)
def test_a_claim_gets_the_verdict_of_its_findings(literal, hypothesis, repair, strength, verdict):
    """A claim needs its literal finding, a repair that holds where it fails, and mutants all refuted."""
    found = conclude(literal, hypothesis=hypothesis, repair=repair, strength=strength)

    assert verdict == found.verdict
    assert bool(found.reason) == (verdict in ("undecided", "conflict"))


def test_a_surviving_mutant_is_named():
    """The reason shows the mutant that was let through."""
    found = conclude(HOLDS, hypothesis=None, repair=None, strength=LEAKY)

    assert "a near miss" in found.reason


def test_an_open_literal_keeps_its_reason():
    """A time limit stays the reason, whatever else was shown."""
    found = conclude(Finding("undecided", reason="time limit"), hypothesis=None, repair=HOLDS, strength=GOOD)

    assert found.reason == "time limit"


@pytest.mark.parametrize("route", ["numeric", "statistical", "experiment", "record"])
def test_only_rigorous_routes_refute(route):
    """An exclusion by floating point, by sampling or by a record is a lead and not a refutation."""
    found = find([{"route": route, "outcome": "refutes", "detail": ""}], form="eq")

    assert found.verdict == "undecided"
