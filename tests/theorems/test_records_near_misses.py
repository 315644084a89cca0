"""The comparison tried on assertions that are nearly true; the record is made for the test."""

from __future__ import annotations

import pytest

from theorems.literature import all_of, gain, near_misses, published, trained_by, uses
from theorems.literature.comparison import Answer, Comparison
from theorems.literature.fact import Fact
from theorems.literature.words import assertions


def read(subject, name, value):
    """A fact that was read."""
    return Fact(subject, name, value, "Key2000", "page 1", "read", "a library")


WORKS = (
    read("Gauss1827", "authors", "Gauss"),
    read("Gauss1827", "title", "General investigations of curved surfaces"),
    read("Gauss1827", "year", "1827"),
    read("Gauss1827", "year", "1828"),
    read("Fisher1922", "authors", "Fisher"),
    read("Fisher1922", "title", "On the mathematical foundations of theoretical statistics"),
    read("Fisher1922", "year", "1922"),
    read("Engine", "optimizer", "Adam"),
    read("Motor", "optimizer", "stochastic gradient descent with momentum"),
    read("Pump", "optimizer", "Adam"),  # no near miss of the engine: it is true of it too
    read("Engine", "gain in time", "10 to 20"),
    read("Engine", "use", "the natural gradient"),
    read("Motor", "use", "the gradient"),
)
GAUSS = published("Gauss1827", authors="Gauss", title="General Investigations of Curved Surfaces", year=1827)
TRUE = all_of(
    GAUSS, trained_by("Engine", "Adam"), gain("Engine", 12, of="time"), uses("Engine", "the natural gradient")
)


def test_no_near_miss_of_a_true_statement_is_supported():
    """Another year, a lost word, another author, optimizer, factor or subject: each is refuted or without record."""
    fates = near_misses.trials(TRUE, WORKS)

    assert {"refuted", "rejected"} == {trial.outcome for trial in fates}
    assert len(fates) >= 20
    assert {
        "an earlier year",
        "a later year",
        "a title without its last word",
        "a word in another number",
        "several authors for one",
        "a natural gradient",
        "a larger factor",
        "one thing for another",
        "what is recorded of another",
        "another subject",
    } <= {trial.operator for trial in fates}


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (GAUSS, "Gauss1827 appeared in 1826"),
        (GAUSS, "Gauss1827 appeared in 1829"),  # 1828 is recorded too, so the next one that is not
        (GAUSS, "Gauss1827 is by Gauss et al."),
        (GAUSS, "Gauss1827 is by Fisher"),
        (GAUSS, "Gauss1827 bears the title “General Investigations of Curved”"),
        (GAUSS, "Gauss1827 bears the title “General Investigation of Curved Surfaces”"),
        (GAUSS, "Fisher1922 appeared in 1827"),
        (trained_by("Engine", "Adam"), "Engine was trained by K-FAC"),
        (trained_by("Engine", "Adam"), "Motor was trained by Adam"),
    ],
)
def test_a_near_miss_is_made(statement, text):
    """Each operator makes what it says, away from everything that is recorded."""
    assert text in [trial.text for trial in near_misses.trials(statement, WORKS)]


def test_no_near_miss_is_tried_twice():
    """Two operators that make one assertion count once."""
    texts = [trial.text for trial in near_misses.trials(TRUE, WORKS)]

    assert sorted(set(texts)) == sorted(texts)


@pytest.mark.parametrize(
    ("words", "lax"),
    [
        ("always says yes", lambda assertion, record: True),
        (
            "forgets the value",
            lambda a, record: any((f.subject, f.relation) == (a.subject, a.relation) for f in record),
        ),
        (
            "forgets the subject",
            lambda a, record: any((f.relation, f.value) == (a.relation, a.value) for f in record),
        ),
        (
            "compares beginnings",
            lambda a, record: any(f.value.casefold().startswith(a.value.casefold()[:20]) for f in record),
        ),
    ],
)
def test_a_comparison_that_is_too_lax_is_caught(monkeypatch, words, lax):
    """A comparison that says yes to what it should not lets a near miss through."""

    def yes(assertion, record):
        agrees = lax(assertion, record)
        return Comparison(Answer.SUPPORTED if agrees else Answer.NO_RECORD, (), words)

    monkeypatch.setattr(near_misses, "compare", yes)

    assert "survived" in {trial.outcome for trial in near_misses.trials(GAUSS, WORKS)}


def test_near_misses_depend_on_the_assertion_and_the_record_alone():
    """The same statement and record give the same trials in the same order."""
    assert near_misses.trials(TRUE, WORKS) == near_misses.trials(TRUE, WORKS)
    assert len(assertions(TRUE)) == 6
