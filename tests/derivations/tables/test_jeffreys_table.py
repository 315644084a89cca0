"""Jeffreys priors as papers and books print them, against those derived."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from sympy import Expr

from derivations import families
from derivations.geometry.jeffreys import is_proper, jeffreys_prior
from derivations.moments import derive_fisher

sys.path.insert(0, str(Path(__file__).parent))
from comparison import agree, at_points, digits, our_points
from jeffreys_table import TABLE
from table_entry import Entry

DIGITS = 30
DECIDED = [e for e in TABLE if e.proper is not None]


def prior_of(entry: Entry) -> Expr:
    """Ours, up to a constant."""
    family = families.load(entry.family)
    return jeffreys_prior(derive_fisher(family).matrix, family.parameters, points=our_points(family))


def ratios(entry: Entry, prior: Any) -> list[Expr]:
    """Theirs over ours at three points: equal if they are proportional."""
    return [theirs[0] / ours[0] for ours, theirs in at_points(prior, entry)]


def test_the_table_has_no_family_twice_and_is_long_enough_to_mean_something() -> None:
    """Twenty-six priors, each with a source."""
    names = [entry.family for entry in TABLE]

    assert len(set(names)) == len(names) >= 26
    assert all(entry.source for entry in TABLE)


@pytest.mark.parametrize("entry", TABLE, ids=lambda e: e.family)
def test_a_published_prior_is_proportional_to_the_derived_one(entry: Entry) -> None:
    """The ratio is the same at three generic points to thirty digits."""
    first, *rest = ratios(entry, prior_of(entry))

    assert all(agree([e], [first], DIGITS) for e in rest)


@pytest.mark.parametrize("entry", TABLE[:6], ids=lambda e: e.family)
def test_the_square_of_a_prior_is_told_apart(entry: Entry) -> None:
    """The determinant for its root: the ratio changes in the first three digits."""
    first, *rest = ratios(entry, prior_of(entry) ** 2)

    assert min(digits([e], [first]) for e in rest) < 3


@pytest.mark.parametrize("entry", DECIDED, ids=lambda e: e.family)
def test_a_prior_is_proper_where_the_literature_says_so(entry: Entry) -> None:
    """The integral converges, or diverges, as it is said to."""
    family = families.load(entry.family)
    where = [c for c in family.where if c.free_symbols & set(family.parameters)]

    found = is_proper(prior_of(entry), family.parameters, family.domains, where=where)

    assert found.holds is entry.proper
