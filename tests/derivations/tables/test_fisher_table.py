"""Fisher matrices as papers and books print them, against those derived."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest
from mpmath import mp
from sympy import Expr, Matrix, diag

from derivations import families
from derivations.moments import derive_fisher

sys.path.insert(0, str(Path(__file__).parent))
from comparison import agree, at_points, digits, our_points
from fisher_table import MISPRINTS, TABLE
from table_entry import Entry

DIGITS = 30


@cache
def compared(entry: Entry) -> list[tuple[list[Expr], list[Expr]]]:
    """Ours and theirs at the generic points, in the chart of the source."""
    return list(at_points(derived(entry), entry))


def derived(entry: Entry) -> Matrix:
    """Ours, in the chart of the source, in our letters."""
    matrix = derive_fisher(families.load(entry.family)).matrix
    if not entry.units:
        return matrix
    ours = dict(zip(entry.letters, families.load(entry.family).parameters, strict=True))
    D = diag(*(u.subs(ours, simultaneous=True) for u in entry.units))
    return D * matrix * D


def test_the_table_has_no_family_twice_and_is_long_enough_to_mean_something() -> None:
    """Forty-five Fisher matrices, each with a source."""
    names = [entry.family for entry in TABLE]

    assert len(set(names)) == len(names) >= 45
    assert all(entry.source for entry in TABLE)


@pytest.mark.parametrize("entry", TABLE, ids=lambda e: e.family)
def test_a_published_matrix_is_the_derived_one(entry: Entry) -> None:
    """To thirty digits of the largest entry, at three generic points."""
    for ours, theirs in compared(entry):
        assert agree(ours, theirs, DIGITS)


@pytest.mark.parametrize("entry", TABLE[:6], ids=lambda e: e.family)
def test_twice_a_published_matrix_is_told_apart(entry: Entry) -> None:
    """The comparison sees a factor at every point."""
    for ours, theirs in compared(entry):
        assert digits([2 * e for e in ours], theirs) < 1


@pytest.mark.parametrize("entry", MISPRINTS, ids=lambda e: e.family)
def test_a_misprint_is_told_apart(entry: Entry) -> None:
    """What is printed is not what is derived, at no generic point."""
    for ours, theirs in compared(entry):
        assert digits(ours, theirs) < 1


def test_for_the_t_law_in_log_scale_quadrature_takes_our_side() -> None:
    """E[(d log p/d log s)^2] from the density, by a rule that knows neither formula: 2*nu/(nu + 3)."""
    (entry,) = MISPRINTS
    point = our_points(families.load("student_t"))[0]
    mu, s, nu = (mp.mpf(int(v.p)) / int(v.q) for v in point.values())
    with mp.workdps(25):
        z2 = lambda x: ((x - mu) / s) ** 2  # noqa: E731
        scale = mp.gamma((nu + 1) / 2) / (mp.sqrt(nu * mp.pi) * mp.gamma(nu / 2) * s)
        density = lambda x: scale * (1 + z2(x) / nu) ** (-(nu + 1) / 2)  # noqa: E731
        score = lambda x: -1 + (nu + 1) * z2(x) / (nu + z2(x))  # noqa: E731
        cuts = [-mp.inf, *(mu + s * k for k in (-40, -5, 0, 5, 40)), mp.inf]
        found = mp.quad(lambda x: score(x) ** 2 * density(x), cuts)

    assert abs(found - 2 * nu / (nu + 3)) < mp.mpf("1e-15")
    assert abs(found - nu / (2 * (nu + 3) * s**2)) > mp.mpf("0.1")
    assert entry.family == "student_t"
