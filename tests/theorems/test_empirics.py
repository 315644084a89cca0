"""Findings of experiments: what intervals say for, against, or not at all, and that nobody may say both."""

from __future__ import annotations

import json
import math

import pytest

from numeric.experiments import Comparison, Interval, Measure, Outcome, Record, Size
from theorems.empirics import above, all_of, as_much, below, less, manner, more
from theorems.empirics.words import asserted
from theorems.manners import Question

WHERE = ("demo", "a valley", "iterations")


def compared(first, second, low, high, outcome, *, timed=False):
    """A comparison as a study records it."""
    quantity = "cpu seconds" if timed else "iterations"
    return Comparison(
        "a valley", quantity, first, second, Interval((low + high) / 2, low, high, 0.98), outcome, timed
    )


RECORD = Record(
    study="demo",
    question="Which is faster?",
    size=Size.SMALL,
    seeds=tuple(range(10)),
    level=0.95,
    settings={},
    comparisons=(
        compared("hare", "tortoise", 0.2, 0.4, Outcome.LESS),
        compared("tortoise", "hare", 2.5, 5.0, Outcome.MORE),
        compared("hare", "rabbit", 0.95, 1.05, Outcome.SAME),
        compared("hare", "snail", 0.5, 1.7, Outcome.INCONCLUSIVE),
        compared("hare", "tortoise", 0.1, 0.23, Outcome.LESS, timed=True),
    ),
    measures=(
        Measure("slope", (1.9,) * 10, Interval(2.0, 1.9, 2.1, 0.98)),
        Measure("ratio of times", (3.0,) * 10, Interval(3.0, 2.6, math.inf, 0.98), timed=True),
    ),
    remarks=("Made for a test.",),
)


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    """The record above in the place of a run."""
    monkeypatch.setattr(manner, "studied", lambda study, seed, profile: RECORD)


def asked(states):
    """A statement put to the experiment."""
    return Question("demo.x", "reading A", "experiment", states, None, {"seed": 0, "profile": "default"})


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        (less(*WHERE, "hare", "tortoise"), "supported"),
        (less(*WHERE, "tortoise", "hare"), "contradicted"),
        (more(*WHERE, "tortoise", "hare"), "supported"),
        (more(*WHERE, "hare", "rabbit"), "contradicted"),
        (less("demo", "", "iterations", "hare", "tortoise"), "supported"),
        (less("demo", "", "cpu", "hare", "tortoise"), "supported"),
        (less(*WHERE, "hare", "rabbit"), "contradicted"),
        (less(*WHERE, "hare", "snail"), "undecided"),
        (as_much(*WHERE, "hare", "rabbit"), "supported"),
        (as_much(*WHERE, "hare", "tortoise"), "contradicted"),
        (as_much(*WHERE, "hare", "snail"), "undecided"),
        (below("demo", "slope", 3), "supported"),
        (below("demo", "slope", 1), "contradicted"),
        (below("demo", "slope", 2), "undecided"),
        (above("demo", "slope", 1), "supported"),
        (above("demo", "slope", 3), "contradicted"),
        (all_of(less(*WHERE, "hare", "tortoise"), above("demo", "slope", 1)), "supported"),
        (all_of(less(*WHERE, "hare", "tortoise"), above("demo", "slope", 2)), "undecided"),
        (all_of(less(*WHERE, "hare", "snail"), above("demo", "slope", 3)), "contradicted"),
    ],
)
def test_a_finding_follows_from_the_interval(states, verdict):
    """On one side, on the other, across; of several, one against decides and one open leaves open."""
    rows = manner.examine(asked(states))

    assert verdict == manner.find(rows).verdict
    assert len(asserted(states)) == len(rows)
    assert json.dumps(rows, allow_nan=False)


def test_what_is_supported_has_no_supported_opposite():
    """Other relations, the other side and a bound far off are all rejected."""
    states = all_of(
        less(*WHERE, "hare", "tortoise"), as_much(*WHERE, "hare", "rabbit"), below("demo", "slope", 3)
    )

    fates = manner.trials(asked(states))

    assert len(fates) == 6
    assert {"rejected"} == {fate.outcome for fate in fates}


def test_an_opposite_that_the_runs_support_is_seen():
    """Of a false statement the opposite is true: its trial survives, as a reading that is turned round would."""
    fates = manner.trials(asked(less(*WHERE, "tortoise", "hare")))

    assert "survived" in {fate.outcome for fate in fates}


def test_of_times_only_powers_of_two_are_told():
    """Times differ from run to run: a ratio below 0.23 is told as below 1/4, and no digits are kept."""
    (row,) = manner.examine(asked(less("demo", "a valley", "cpu seconds", "hare", "tortoise")))
    (ratio,) = manner.examine(asked(above("demo", "ratio of times", 2)))

    assert "below 1/4" in row["observed"]
    assert "above 2" in ratio["observed"]
    assert {} == row["numbers"] == ratio["numbers"]


def test_what_a_study_does_not_compare_is_named():
    """An unknown pair raises an error with the pair in it, and a tree of other words is refused."""
    with pytest.raises(KeyError, match="whale"):
        manner.examine(asked(less(*WHERE, "hare", "whale")))
    with pytest.raises(ValueError, match="no finding of a study"):
        asserted(less(*WHERE, "hare", "tortoise").args[0])


def test_without_a_run_nothing_is_found():
    """The quick profile runs no experiment, and the finding says so."""
    assert manner.routes("quick") == ()
    assert manner.routes("default") == ("experiment",)
    assert "no experiment was run" in manner.find([]).reason


def test_a_killed_run_decides_nothing():
    """What was stopped is undecided with its reason."""
    found = manner.find([{"route": "experiment", "outcome": "killed", "detail": "60 s used"}])

    assert (found.verdict, found.reason) == ("undecided", "experiment: 60 s used")
