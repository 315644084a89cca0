"""Random charts: theta = phi(eta), from groups that rules are invariant under or not.

    scalings            diagonal, with signs
    rotations           by angles with rational cosine and sine
    affine_charts       scales, shifts, slants and rotations composed
    monotone_charts     increasing or decreasing functions of single coordinates
    triangular_charts   coordinates in an order, each moved by functions of those before it
    charts              all of these composed

A chart maps a neighbourhood of the point; that it is defined everywhere is not asked.  Charts shrink to fewer layers,
and so to the identity.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fisherproof.testing.chart import Chart
from fisherproof.testing.drawing import dyadic
from fisherproof.testing.layers import (
    Exp,
    Layer,
    Logistic,
    Reciprocal,
    Ripple,
    Rotation,
    Scale,
    Shift,
    Sinh,
    Slant,
    Square,
)
from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range

TRIPLES = ((4, 3, 5), (3, 4, 5), (0, 1, 1), (4, -3, 5), (12, 5, 13), (5, -12, 13), (15, 8, 17))
WIDTHS = (2.0, 1.0, 4.0)  # of sinh: at |x| <= 4 its slope is below 30
MOST = 3  # layers beside those that fit the ranges: a fourth costs digits and shows nothing new

Layers = SearchStrategy[tuple[Layer, ...]]


@cache
def scalings(family: Family) -> SearchStrategy[Chart]:
    """Each coordinate times a number of its own."""
    scales = st.builds(Scale, _places(family), dyadic.factors())
    return _charts(st.lists(scales, max_size=family.dimension, unique_by=lambda layer: layer.i))


@cache
def rotations(family: Family) -> SearchStrategy[Chart]:
    """Rotations of pairs of coordinates, composed; for one coordinate only the identity."""
    return _charts(st.lists(_turns(family), max_size=MOST if family.dimension > 1 else 0))


@cache
def affine_charts(family: Family) -> SearchStrategy[Chart]:
    """Scales, shifts, slants and rotations, composed."""
    return _charts(st.lists(_affine(family), max_size=MOST))


@cache
def monotone_charts(family: Family) -> SearchStrategy[Chart]:
    """Functions of single coordinates: scales, sinh, and exp, squares, reciprocals and logistics onto ranges."""
    return st.builds(_joined, st.lists(_scales(family) | _sinhs(family), max_size=MOST), _fitting(family))


@cache
def triangular_charts(family: Family) -> SearchStrategy[Chart]:
    """Each coordinate bent, and moved by multiples and sines of those before it."""
    bends = _sinhs(family) | _across(family, ordered=True)
    return st.builds(_joined, st.lists(bends, max_size=MOST), _fitting(family))


@cache
def charts(family: Family) -> SearchStrategy[Chart]:
    """Affine, monotone and triangular layers in any order, the last of them fitting the ranges."""
    layers = _affine(family) | _sinhs(family) | _across(family, ordered=False)
    return st.builds(_joined, st.lists(layers, max_size=MOST), _fitting(family))


def _charts(layers: SearchStrategy[list[Any]]) -> SearchStrategy[Chart]:
    return layers.map(lambda found: Chart(tuple(found)))


def _joined(first: list[Layer], last: tuple[Layer, ...]) -> Chart:
    return Chart((*first, *last))


def _places(family: Family) -> SearchStrategy[int]:
    return st.integers(0, family.dimension - 1)


def _pairs(family: Family, *, ordered: bool = False) -> SearchStrategy[tuple[int, int]]:
    n = family.dimension
    return st.sampled_from([(i, j) for i in range(n) for j in range(n) if j < i or (i < j and not ordered)])


def _scales(family: Family) -> SearchStrategy[Layer]:
    return st.builds(Scale, _places(family), dyadic.factors())


def _turns(family: Family) -> SearchStrategy[Layer]:
    if family.dimension == 1:
        return st.nothing()
    return st.builds(lambda pair, t: Rotation(pair[0], pair[1], t), _pairs(family), st.sampled_from(TRIPLES))


def _affine(family: Family) -> SearchStrategy[Layer]:
    shifts = st.builds(Shift, _places(family), dyadic.factors())
    found = _scales(family) | shifts
    if family.dimension > 1:
        slants = st.builds(lambda pair, c: Slant(pair[0], pair[1], c), _pairs(family), dyadic.factors())
        found = found | slants | _turns(family)
    return found


def _sinhs(family: Family) -> SearchStrategy[Layer]:
    return st.builds(Sinh, _places(family), st.sampled_from(WIDTHS))


def _across(family: Family, *, ordered: bool) -> SearchStrategy[Layer]:
    if family.dimension == 1:
        return st.nothing()
    kinds = st.sampled_from([Slant, Ripple])
    return st.builds(
        lambda kind, pair, c: kind(pair[0], pair[1], c),
        kinds,
        _pairs(family, ordered=ordered),
        dyadic.factors(),
    )


def _fitting(family: Family) -> Layers:
    """For each coordinate nothing, or a layer onto its range."""
    onto = {
        Range.LINE: (None,),
        Range.POSITIVE: (None, Exp, Square, Reciprocal),
        Range.UNIT: (None, Logistic, Square),
        Range.SHARE: (None, Exp, Square),
    }
    choices = [st.sampled_from(onto[kind]) for kind in family.ranges.values()]
    return st.tuples(*choices).map(
        lambda found: tuple(layer(i) for i, layer in enumerate(found) if layer is not None)
    )
