"""Small historical claims, made for the test, through the whole plan: from their words to their record."""

from __future__ import annotations

from pathlib import Path

import pytest

import reports
from reports.reading import read as report_of
from theorems import Claim, Reading, Repair, catalogue, plan
from theorems.literature import all_of, manner, near_misses, trained_by, uses
from theorems.literature.comparison import Answer, Comparison
from theorems.literature.fact import Fact
from theorems.verdict import Finding, conclude, find_recorded

OPTIONS = {"seed": 7, "profile": "quick"}
GOOD = {"killed": 3, "tried": 3, "equivalent": 0, "survivors": []}
SUPPORTED, CONTRADICTED = Finding("supported", "cited"), Finding("contradicted", "cited", "recorded instead")
ADAM, STEAM, KFAC = trained_by("Engine", "Adam"), uses("Engine", "steam"), trained_by("Engine", "K-FAC")
RECORD = (
    Fact("Engine", "optimizer", "Adam", "Key2000", "page 1", "read", "a library"),
    Fact("Motor", "optimizer", "momentum", "Key2000", "page 2", "read", "a library"),
    Fact("Engine", "use", "steam", "Key2000", "page 3", "recalled"),
    Fact("Motor", "use", "petrol", "Key2000", "page 4", "read", "a library"),
    Fact("Motor", "use", "air", "Key2000", "page 5", "read", "a library"),
)


@pytest.fixture
def decide(monkeypatch):
    """The record of a historical claim that asserts a statement, against the record above."""
    monkeypatch.setattr(manner, "facts", lambda: RECORD)

    def decide(states, repair=None):
        claim = Claim(
            id="demo.history",
            kind="historical",
            section="1",
            title="Made for the test",
            statement="An engine.",
            readings=(Reading("A", "The engine.", states, literal=True),),
            repair=None if repair is None else Repair("The engine as it is.", repair),
            sources=("Key2000",),
        )
        entry = catalogue.Entry(claim.id, "tests", claim.kind, "1", claim.title, "tests", Path(__file__))
        monkeypatch.setattr(catalogue, "load", lambda claim_id: claim)
        monkeypatch.setattr(catalogue, "entries", lambda: (entry,))
        evidence = []
        for stage in range(plan.stages(claim.id)):
            for check in plan.checks(claim.id, OPTIONS, stage, evidence):
                evidence.extend(plan.run_check(check, OPTIONS))
        return plan.conclude(claim.id, OPTIONS, evidence)

    return decide


def test_what_the_record_says_is_supported(decide):
    """A fact that was read supports, the near misses are rejected, and the strength is complete."""
    record = decide(ADAM)

    assert (record["verdict"], record["known"], record["reason"]) == ("supported", "cited", None)
    assert record["strength"]["killed"] == record["strength"]["tried"] >= 3
    assert record["strength"]["survivors"] == []


def test_what_the_record_says_otherwise_is_contradicted(decide):
    """Another value was read, and the nearest true statement stands beside it."""
    record = decide(KFAC, repair=ADAM)

    assert record["verdict"] == "contradicted"
    assert "recorded instead: Adam [Key2000, page 1]" in record["reason"]
    assert {"verdict": "supported", "known": "cited"}.items() <= record["repair"].items()


def test_what_is_only_recalled_is_undecided(decide):
    """The twin of a supported claim whose fact nobody read."""
    record = decide(STEAM)

    assert record["verdict"] == "undecided"
    assert record["reason"].startswith("no record: asserted: Engine uses steam; recalled so")


def test_what_is_not_recorded_is_undecided(decide):
    """Nothing is known of the thing, and the reason says so."""
    record = decide(uses("Rocket", "air"))

    assert record["verdict"] == "undecided"
    assert "nothing of the kind is recorded" in record["reason"]


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        (all_of(ADAM, KFAC), "contradicted"),
        (all_of(KFAC, STEAM), "contradicted"),
        (all_of(ADAM, STEAM), "undecided"),
        (all_of(ADAM, uses("Motor", "air")), "supported"),
    ],
)
def test_a_conjunction_is_contradicted_by_one_part_and_supported_by_all(decide, states, verdict):
    """One part that is false makes the whole false, whatever the others are."""
    assert verdict == decide(states, repair=ADAM)["verdict"]


@pytest.mark.parametrize("repair", [None, STEAM, KFAC])
def test_a_contradiction_without_a_supported_repair_is_undecided(decide, repair):
    """The nearest true statement must be shown, as for a claim that is refuted."""
    record = decide(KFAC, repair=repair)

    assert record["verdict"] == "undecided"
    assert "the nearest true statement is not shown" in record["reason"]


def test_a_comparison_that_says_yes_to_everything_earns_nothing(decide, monkeypatch):
    """Its near misses survive, so a claim that it supports stays undecided."""

    def yes(assertion, record):
        return Comparison(Answer.SUPPORTED, RECORD[:1], "recorded so")

    monkeypatch.setattr(manner, "compare", yes)
    monkeypatch.setattr(near_misses, "compare", yes)

    record = decide(KFAC)

    assert record["verdict"] == "undecided"
    assert "a mutant passed the checks" in record["reason"]


def test_the_evidence_holds_the_facts(decide):
    """Each assertion has a row: what was asserted, and every fact consulted with its source and how it is known."""
    rows = [row for row in decide(all_of(ADAM, STEAM))["evidence"] if row["route"] == "record"]

    assert [row["outcome"] for row in rows] == ["supports", "undecided"]
    assert rows[1]["asserted"] == {"subject": "Engine", "relation": "use", "value": "steam"}
    assert [fact["how"] for row in rows for fact in row["facts"]] == ["read", "recalled"]
    assert {"source": "Key2000", "where": "page 1", "seen": "a library"}.items() <= rows[0]["facts"][
        0
    ].items()


@pytest.mark.parametrize("name", ["markdown", "latex", "html", "json", "junit"])
def test_every_format_tells_the_facts(decide, tmp_path, name):
    """Value, source, place, where it was read, and what was only recalled stand in each report."""
    run = {"seed": 7, "profile": "quick", "versions": {}}
    record = {"schema": 1, "run": run, "claims": [decide(all_of(KFAC, STEAM), repair=ADAM)]}

    (path, *_) = reports.write(record, name, tmp_path)

    text = path.read_text(encoding="utf-8")
    for told in ("contradicted", "Adam", "Key2000", "page 1", "a library", "recalled"):
        assert told in text


@pytest.mark.parametrize("name", ["markdown", "latex", "html", "json", "junit"])
def test_every_assertion_of_a_conjunction_is_told(decide, tmp_path, name):
    """Two facts that support one statement are both shown with their places."""
    record = decide(all_of(ADAM, uses("Motor", "petrol"), uses("Motor", "air")))

    (path, *_) = reports.write({"schema": 1, "run": {"seed": 7}, "claims": [record]}, name, tmp_path)

    text = path.read_text(encoding="utf-8")
    for told in ("supported", "page 1", "page 4", "page 5"):
        assert told in text


def test_a_near_miss_that_has_no_record_is_told_apart_from_one_that_is_contradicted(decide):
    """Both count as rejected, and the table of mutants says which is which."""
    claim = report_of(
        {"schema": 1, "run": {"seed": 7}, "claims": [decide(all_of(ADAM, uses("Motor", "air")))]}
    ).claims[0]

    assert {"refuted", "rejected"} == {mutant.outcome for mutant in claim.mutants}
    assert claim.strength.killed == len(claim.mutants)


def test_a_check_that_was_stopped_decides_nothing():
    """A killed or raising check leaves the statement undecided with that reason."""
    found = find_recorded([{"route": "record", "outcome": "killed", "detail": "time limit"}])

    assert Finding("undecided", reason="record: time limit") == found
    assert find_recorded([]).verdict == "undecided"


@pytest.mark.parametrize(
    ("literal", "repair", "strength", "verdict"),
    [
        (SUPPORTED, None, GOOD, "supported"),
        (SUPPORTED, None, None, "undecided"),
        (CONTRADICTED, SUPPORTED, GOOD, "contradicted"),
        (CONTRADICTED, SUPPORTED, None, "undecided"),
        (CONTRADICTED, None, GOOD, "undecided"),
        (CONTRADICTED, CONTRADICTED, GOOD, "undecided"),
    ],
)
def test_a_historical_claim_needs_what_any_claim_needs(literal, repair, strength, verdict):
    """Mutants that were tried and rejected, and a supported repair where it is contradicted."""
    assert verdict == conclude(literal, hypothesis=None, repair=repair, strength=strength).verdict
