"""Assertions against a record made for the test: what supports, what contradicts, what decides nothing."""

from __future__ import annotations

import pytest

from theorems import Equal, symbol
from theorems.literature import all_of, gain, idea, keeps, published, trained_by, uses
from theorems.literature.comparison import Answer, compare
from theorems.literature.fact import Fact
from theorems.literature.relations import plain, relation, same_authors, same_title, within
from theorems.literature.words import Assertion, assertions, asserts
from theorems.term import from_json


def read(subject, name, value):
    """A fact that was read."""
    return Fact(subject, name, value, "Key2000", "page 1", "read", "a library")


def recalled(subject, name, value):
    """The same fact, recalled and not read."""
    return Fact(subject, name, value, "Key2000", "page 1", "recalled")


def answer(statement, *record):
    """The answer to a statement of one assertion."""
    (assertion,) = assertions(statement)
    return compare(assertion, record).answer


ENGINE = trained_by("Engine", "Adam")
SEEN = read("Engine", "optimizer", "Adam")
HEARD = recalled("Engine", "optimizer", "Adam")
OTHER = read("Engine", "optimizer", "momentum")
OTHER_HEARD = recalled("Engine", "optimizer", "momentum")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ([SEEN], Answer.SUPPORTED),
        ([HEARD], Answer.NO_RECORD),
        ([OTHER], Answer.CONTRADICTED),
        ([OTHER_HEARD], Answer.NO_RECORD),
        ([], Answer.NO_RECORD),
        ([SEEN, OTHER], Answer.SUPPORTED),
        ([SEEN, OTHER_HEARD], Answer.SUPPORTED),
        ([HEARD, OTHER], Answer.NO_RECORD),
        ([read("Motor", "optimizer", "Adam")], Answer.NO_RECORD),
        ([read("Engine", "use", "Adam")], Answer.NO_RECORD),
    ],
)
def test_a_closed_relation_is_decided_by_what_was_read(record, expected):
    """A fact read with the value supports, one read with another value contradicts, a recalled one does neither."""
    assert expected == answer(ENGINE, *record)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ([read("Engine", "use", "steam")], Answer.SUPPORTED),
        ([recalled("Engine", "use", "steam")], Answer.NO_RECORD),
        ([read("Engine", "use", "water")], Answer.NO_RECORD),
        ([read("Engine", "use", "water"), read("Engine", "use", "steam")], Answer.SUPPORTED),
    ],
)
def test_an_open_relation_never_contradicts(record, expected):
    """That a thing uses one thing says nothing against another."""
    assert expected == answer(uses("Engine", "steam"), *record)


def test_what_is_recorded_instead_is_named():
    """A contradiction and an open question both show the facts that were found."""
    (assertion,) = assertions(ENGINE)

    contradicted, silent = compare(assertion, [OTHER]), compare(assertion, [HEARD])

    assert contradicted.observed == "recorded instead: momentum"
    assert contradicted.facts == (OTHER,)
    assert silent.observed == "recalled so, and not read in a source"
    assert silent.facts == (HEARD,)


def test_every_year_of_an_edition_is_a_year_of_the_work():
    """A preprint of 2013 printed in 2015 is of either year and of no year between."""
    record = [read("Work", "year", "2013"), read("Work", "year", "2015")]

    assert [answer(published("Work", year=year), *record) for year in (2013, 2014, 2015)] == [
        Answer.SUPPORTED,
        Answer.CONTRADICTED,
        Answer.SUPPORTED,
    ]


@pytest.mark.parametrize(
    ("asserted", "same"),
    [
        ("NATURAL GRADIENT: Its Works and Days", True),
        ("Natural-gradient, its works and days.", True),
        ("Natural Gradient", True),
        ("Natural Gradients: Its Works and Days", False),
        ("Natural Gradients", False),
        ("Natural Gradient: Its Works", False),
        ("Natural", False),
        ("The Natural Gradient", False),
        ("", False),
    ],
)
def test_a_title_is_the_same_by_all_its_words_or_up_to_its_colon(asserted, same):
    """Case, punctuation and hyphens do not count; an article, a plural and a lost word do."""
    assert same == same_title(asserted, "Natural gradient: its works and days")


@pytest.mark.parametrize(
    ("asserted", "recorded", "same"),
    [
        ("Gauss", "Gauss", True),
        ("Gauss, Weber", "Gauss, Weber", True),
        ("Weber, Gauss", "Gauss, Weber", False),
        ("Gauss", "Gauss, Weber", False),
        ("Gauss et al.", "Gauss, Weber", False),
        ("Gauss et al.", "Gauss, Weber, Riemann", True),
        ("Weber et al.", "Gauss, Weber, Riemann", False),
        ("Gauss et al.", "Gauss", False),
        ("Gauss, Weber, Riemann", "Gauss, Weber, Riemann", True),
    ],
)
def test_authors_are_the_same_in_order_and_et_al_stands_for_three_or_more(asserted, recorded, same):
    """A list is compared name by name; an abbreviated one by its first name, where others were left out."""
    assert same == same_authors(asserted, recorded)


@pytest.mark.parametrize(
    ("asserted", "recorded", "same"),
    [
        ("10", "10 to 20", True),
        ("20", "10 to 20", True),
        ("9", "10 to 20", False),
        ("21", "10 to 20", False),
        ("10", "several", False),
        ("7", "7", True),
        ("ten", "10", False),
    ],
)
def test_a_factor_lies_in_the_recorded_range(asserted, recorded, same):
    """A word such as "several" is no number and holds none."""
    assert same == within(asserted, recorded)


def test_words_are_compared_letter_by_letter():
    """Only case, punctuation and space are forgotten."""
    assert plain(" K-FAC, of\ntwo  Layers. ") == "k fac of two layers"


def test_a_statement_lists_its_assertions_in_order():
    """What is given of a work is asserted, no more, and conjunctions are flattened."""
    statement = all_of(
        published("Work", authors="Gauss", title="On Curvature", year=1827),
        all_of(idea("Work", "curvature"), gain("Work", 3, of="time")),
    )

    assert [
        Assertion("Work", "authors", "Gauss"),
        Assertion("Work", "title", "On Curvature"),
        Assertion("Work", "year", "1827"),
        Assertion("Work", "idea", "curvature"),
        Assertion("Work", "gain in time", "3"),
    ] == assertions(statement)
    assert [Assertion("Work", "year", "1827")] == assertions(published("Work", year=1827))


def test_a_statement_survives_json():
    """An assertion is a tree like any other."""
    statement = all_of(ENGINE, keeps("Engine", "no matrix"))

    assert statement == from_json(statement.to_json())


def test_what_is_no_assertion_is_refused():
    """An equation is no assertion, a relation is one of the vocabulary, and of a work something must be said."""
    x = symbol("x")

    with pytest.raises(TypeError, match="no assertion"):
        assertions(Equal(x, 2 * x))
    with pytest.raises(ValueError, match="the record knows authors, title"):
        asserts("Engine", "colour", "red")
    with pytest.raises(ValueError, match="nothing is said of Work"):
        published("Work")


@pytest.mark.parametrize(
    ("how", "seen", "message"),
    [
        ("read", "", "where in `seen`"),
        ("recalled", "a library", "where in `seen`"),
        ("guessed", "", "read or"),
    ],
)
def test_a_fact_says_how_it_is_known(how, seen, message):
    """What was read names where, what was recalled cannot, and there is no third way."""
    with pytest.raises(ValueError, match=message):
        Fact("Engine", "optimizer", "Adam", "Key2000", "page 1", how, seen)


def test_a_fact_of_an_unknown_relation_is_refused():
    """The vocabulary is the same for facts and for assertions."""
    with pytest.raises(ValueError, match="no relation is called 'colour'"):
        read("Engine", "colour", "red")


def test_a_fact_tells_itself_with_its_source():
    """A reader sees what is recorded, where it stands and how it is known."""
    assert SEEN.sentence == "Engine was trained by Adam"
    assert SEEN.cited == "Key2000, page 1; read in a library"
    assert HEARD.cited == "Key2000, page 1; recalled, not read"
    assert relation("optimizer").closed
