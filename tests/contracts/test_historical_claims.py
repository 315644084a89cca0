"""What every historical claim and every fact of the record must satisfy; new ones run these by being there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import theorems
from theorems import catalogue, plan
from theorems.literature.near_misses import near_misses
from theorems.literature.relations import relation
from theorems.literature.words import assertions
from theorems.records import facts

BIBLIOGRAPHY = (Path(theorems.__file__).parent / "references.bib").read_text(encoding="utf-8")
KEYS = re.findall(r"^@[a-z]+\{([^,]+),", BIBLIOGRAPHY, re.MULTILINE)
IDS = [entry.id for entry in catalogue.entries() if entry.kind == "historical"]
FACTS = facts()
ADDRESS = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}/|docstring|list of references|slides|course ")


@pytest.fixture(params=IDS)
def claim(request):
    """Each historical claim."""
    return catalogue.load(request.param)


def stated(claim):
    """Every assertion of a claim."""
    return [found for states, _ in plan.subjects(claim).values() for found in assertions(states)]


def test_there_are_historical_claims_and_facts():
    """The contracts below are about something, and some facts are marked as recalled."""
    assert len(IDS) >= 32
    assert {"read", "recalled"} == {fact.how for fact in FACTS}


def test_a_bibliography_key_names_one_work():
    """No key stands twice, and each has its year in it or is a work without one."""
    assert sorted(set(KEYS)) == sorted(KEYS)


def test_a_claim_cites_works_of_the_bibliography(claim):
    """The key of each source is in references.bib, and a place in the source follows it."""
    cited = [source.partition(", ") for source in claim.sources]

    assert cited
    assert [key for key, _, place in cited if key not in KEYS or not place] == []


def test_a_claim_is_about_something_recorded(claim):
    """Each statement has an assertion of which the record knows the subject and the relation."""
    known = {(fact.subject, fact.relation) for fact in FACTS}

    for states, _ in plan.subjects(claim).values():
        assert known & {(it.subject, it.relation) for it in assertions(states)}


def test_a_claim_cites_the_sources_of_its_facts(claim):
    """A source of the claim is one of the works whose word is taken for it."""
    asked = {(it.subject, it.relation) for it in stated(claim)}
    taken = {fact.source for fact in FACTS if (fact.subject, fact.relation) in asked}

    assert taken & {source.partition(",")[0] for source in claim.sources}


def test_a_claim_has_near_misses_enough(claim):
    """What is nearest to true has at least three near misses, so that a lax comparison is caught."""
    states = claim.repair.states if claim.repair else claim.literal.states

    assert len([wrong for it in assertions(states) for wrong in near_misses(it, FACTS)]) >= 3


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.sentence[:60])
def test_a_fact_has_a_source_a_place_and_an_address(fact):
    """Its source is in references.bib, and what was read says where in a form that can be looked up."""
    assert fact.source in KEYS
    assert fact.where
    assert fact.how == "recalled" or ADDRESS.search(fact.seen)


def test_a_subject_that_looks_like_a_work_is_one():
    """A name that ends in a year is a key of the bibliography, in facts as in claims."""
    named = {fact.subject for fact in FACTS}
    named |= {it.subject for claim_id in IDS for it in stated(catalogue.load(claim_id))}

    assert [name for name in sorted(named) if re.search(r"\d{4}$", name) and name not in KEYS] == []


def test_no_fact_is_recorded_twice():
    """One subject, relation and value stand once."""
    told = [(fact.subject, fact.relation, fact.value) for fact in FACTS]

    assert sorted(set(told)) == sorted(told)


@pytest.mark.parametrize("name", ["authors", "optimizer", "storage", "variant"])
def test_what_has_one_value_is_read_with_one(name):
    """Authors, an optimizer, what is kept and what a method varies are each single for a subject."""
    subjects = [fact.subject for fact in FACTS if fact.relation == name and fact.how == "read"]

    assert relation(name).closed
    assert subjects
    assert sorted(set(subjects)) == sorted(subjects)


def test_the_data_of_the_bibliography_and_of_the_record_agree():
    """The first author and the year of a key are those of its entry, where the record gives them."""
    for fact in FACTS:
        if fact.relation == "authors" and fact.subject in KEYS:
            entry = BIBLIOGRAPHY.split(f"{{{fact.subject},")[1].split("\n@")[0]
            first = fact.value.split(", ")[0]

            assert re.search(rf"author = \{{{first},", entry), fact.sentence
