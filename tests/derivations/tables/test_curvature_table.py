"""Curvatures as papers and books print them, against those derived."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest
from sympy import Expr

from derivations import families
from derivations.geometry.curvature import gaussian_curvature
from derivations.moments import derive_fisher

sys.path.insert(0, str(Path(__file__).parent))
from comparison import agree, at_points, digits
from curvature_table import MISPRINTS, TABLE
from table_entry import Entry

DIGITS = 30


@cache
def compared(entry: Entry) -> list[tuple[list[Expr], list[Expr]]]:
    """Ours and theirs at three points."""
    family = families.load(entry.family)
    return list(at_points(gaussian_curvature(derive_fisher(family).matrix, family.parameters), entry))


def test_the_table_has_no_family_twice_and_is_long_enough_to_mean_something() -> None:
    """Eighteen curvatures, each with a source."""
    names = [entry.family for entry in TABLE]

    assert len(set(names)) == len(names) >= 18
    assert all(entry.source for entry in TABLE)


@pytest.mark.parametrize("entry", TABLE, ids=lambda e: e.family)
def test_a_published_curvature_is_the_derived_one(entry: Entry) -> None:
    """To thirty digits at three generic points."""
    for ours, theirs in compared(entry):
        assert agree(ours, theirs, DIGITS)


@pytest.mark.parametrize("entry", TABLE, ids=lambda e: e.family)
def test_a_scalar_curvature_is_not_taken_for_a_gaussian_one(entry: Entry) -> None:
    """R = 2*K is told apart from K at every point."""
    for ours, theirs in compared(entry):
        assert digits([2 * e for e in ours], theirs) < 1


@pytest.mark.parametrize("entry", MISPRINTS, ids=lambda e: e.family)
def test_a_wrong_curvature_is_told_apart(entry: Entry) -> None:
    """What a program returns is not what is derived, at no generic point."""
    for ours, theirs in compared(entry):
        assert digits(ours, theirs) < 1
