"""Fisher-Rao distances as papers and books print them, against those derived."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest
from sympy import Expr

from derivations import families
from derivations.geometry.distance import distance
from derivations.moments import derive_fisher

sys.path.insert(0, str(Path(__file__).parent))
from comparison import agree, at_pairs, digits
from distance_table import TABLE
from table_entry import Entry

DIGITS = 30


@cache
def compared(entry: Entry) -> list[tuple[list[Expr], list[Expr]]]:
    """Ours and theirs at three pairs of points."""
    family = families.load(entry.family)
    where = [c for c in family.where if c.free_symbols & set(family.parameters)]
    found = distance(derive_fisher(family).matrix, family.parameters, family.domains, where=where)
    assert found, found
    return list(at_pairs(found.value.value, (found.value.first, found.value.second), entry))


def test_the_table_has_no_family_twice_and_is_long_enough_to_mean_something() -> None:
    """Twenty distances, each with a source."""
    names = [entry.family for entry in TABLE]

    assert len(set(names)) == len(names) >= 20
    assert all(entry.source for entry in TABLE)


@pytest.mark.parametrize("entry", TABLE, ids=lambda e: e.family)
def test_a_published_distance_is_the_derived_one(entry: Entry) -> None:
    """To thirty digits at three pairs of generic points."""
    for ours, theirs in compared(entry):
        assert agree(ours, theirs, DIGITS)


@pytest.mark.parametrize("entry", TABLE[:6], ids=lambda e: e.family)
def test_half_a_distance_is_told_apart(entry: Entry) -> None:
    """The comparison sees a factor at every pair."""
    for ours, theirs in compared(entry):
        assert digits([e / 2 for e in ours], theirs) < 1
