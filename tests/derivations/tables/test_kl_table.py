"""Kullback-Leibler divergences as papers and books print them, against those derived."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest
from sympy import Expr

from derivations import families
from derivations.divergence import kl

sys.path.insert(0, str(Path(__file__).parent))
from comparison import agree, at_pairs, digits
from kl_table import TABLE
from table_entry import Entry

DIGITS = 30


@cache
def compared(entry: Entry) -> list[tuple[list[Expr], list[Expr]]]:
    """Ours and theirs at three pairs of points."""
    found = kl(families.load(entry.family))
    return list(at_pairs(found.value, (found.first, found.second), entry))


def test_the_table_has_no_family_twice_and_is_long_enough_to_mean_something() -> None:
    """Thirty divergences, each with a source."""
    names = [entry.family for entry in TABLE]

    assert len(set(names)) == len(names) >= 30
    assert all(entry.source for entry in TABLE)


@pytest.mark.parametrize("entry", TABLE, ids=lambda e: e.family)
def test_a_published_divergence_is_the_derived_one(entry: Entry) -> None:
    """To thirty digits at three pairs of generic points, so that no two parameters can be exchanged."""
    for ours, theirs in compared(entry):
        assert agree(ours, theirs, DIGITS)


@pytest.mark.parametrize("entry", TABLE[:6], ids=lambda e: e.family)
def test_a_divergence_of_twice_the_size_is_told_apart(entry: Entry) -> None:
    """The comparison sees a factor at every pair."""
    for ours, theirs in compared(entry):
        assert digits([2 * e for e in ours], theirs) < 1
