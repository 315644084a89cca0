"""Figures from a record: numbers that can be drawn, or an error that says which one cannot.

Source     the form of ``fisherproof check --json``, schema 1, field ``figures`` of a claim.
"""

from __future__ import annotations

import re
from itertools import pairwise

from reports.fields import Fields, RecordError, complaint
from reports.figures.model import KINDS, SCALES, STYLES, Axis, Figure, Series

MOST_POINTS = 512  # of one series: a column of the page is some 700 pixels wide
MOST_IN_ALL = 1536  # points of one figure, which is then some 15 kB of the page
MOST_SERIES = 8  # as many as line styles and colours can tell apart
LARGEST = 1e100  # beyond it the difference of two numbers may overflow while the axes are laid out
SMALLEST = 1e-100  # of a logarithmic axis, for the same reason
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\Z")


def figures(claim: Fields) -> tuple[Figure, ...]:
    """The figures of a claim, none if it has none.

    Raises RecordError for a key used twice, a series whose lengths do not match, and for a number that is not
    finite or that its axis cannot show.
    """
    found = tuple(_figure(fields) for fields in claim.objects("figures"))
    keys = [figure.key for figure in found]
    if len(set(keys)) < len(keys):
        raise complaint(f"{claim.path}.figures", "each key once, since it names a file", keys)
    return found


def _figure(fields: Fields) -> Figure:
    key = fields.text("key")
    if not _KEY.match(key):
        raise complaint(f"{fields.path}.key", "small letters, digits and hyphens, since it names a file", key)
    x, y = _axis(fields, "x"), _axis(fields, "y")
    listed = fields.objects("series")
    if not 1 <= len(listed) <= MOST_SERIES:
        raise complaint(f"{fields.path}.series", f"1 to {MOST_SERIES} series", f"{len(listed)} series")
    series = tuple(_series(inner, x, y) for inner in listed)
    points = sum(len(it.x) for it in series)
    if points > MOST_IN_ALL:
        raise complaint(f"{fields.path}.series", f"{MOST_IN_ALL} points at most in all", points)
    return Figure(
        key=key,
        title=fields.text("title"),
        caption=fields.text("caption", default=""),
        kind=fields.word("kind", KINDS),
        x=x,
        y=y,
        series=series,
    )


def _axis(fields: Fields, name: str) -> Axis:
    axis = Fields(fields.raw(name), f"{fields.path}.{name}")
    return Axis(label=axis.text("label"), scale=axis.maybe_word("scale", SCALES) or "linear")


def _series(fields: Fields, x: Axis, y: Axis) -> Series:
    style = fields.word("style", STYLES)
    if style == "bars" and y.scale == "log":
        raise complaint(f"{fields.path}.style", "no bars over a logarithmic axis, which has no 0", style)
    found = Series(
        label=fields.text("label", default=""),
        style=style,
        x=_numbers(fields, "x", x),
        y=_numbers(fields, "y", y),
        low=_numbers(fields, "low", y),
        high=_numbers(fields, "high", y),
    )
    _refuse_mismatch(found, fields.path)
    return found


def _numbers(fields: Fields, key: str, axis: Axis) -> tuple[float, ...]:
    found = tuple(
        _number(item, f"{fields.path}.{key}[{place}]", axis) for place, item in enumerate(fields.items(key))
    )
    if len(found) > MOST_POINTS:
        raise RecordError(
            f"{fields.path}.{key}: {len(found)} numbers, more than the {MOST_POINTS} a figure can show. "
            "Keep the record small: give fewer, at places that show the same curve."
        )
    return found


def _number(item: object, path: str, axis: Axis) -> float:
    if isinstance(item, bool) or not isinstance(item, int | float) or not -LARGEST <= item <= LARGEST:
        raise complaint(path, f"a finite number of at most {LARGEST:g}", item)
    if axis.scale == "log" and item < SMALLEST:
        wanted = f"a positive number, {SMALLEST:g} at least, since the axis {axis.label!r} is logarithmic"
        raise complaint(path, wanted, item)
    return float(item)


def _refuse_mismatch(series: Series, path: str) -> None:
    points, edges = len(series.x), series.style == "bars"
    banded = series.style == "band"
    if points < 1 + edges:
        raise complaint(f"{path}.x", "two edges at least" if edges else "one number at least", points)
    if not banded and len(series.y) != points - edges:
        wanted = f"{points - edges} numbers, {'one between two edges' if edges else 'one for each x'}"
        raise complaint(f"{path}.y", wanted, f"{len(series.y)} numbers")
    if edges and not all(left < right for left, right in pairwise(series.x)):
        raise complaint(f"{path}.x", "edges that increase", list(series.x))
    if edges and min(series.y) < 0:
        raise complaint(f"{path}.y", "heights of bars that are not negative", min(series.y))
    for name, values in (("low", series.low), ("high", series.high)):
        if len(values) != points and (values or banded):
            raise complaint(f"{path}.{name}", f"{points} numbers, one for each x", f"{len(values)} numbers")
    if bool(series.low) != bool(series.high):
        raise complaint(path, "low and high together", "one of them")
    for place, (low, high) in enumerate(zip(series.low, series.high, strict=True)):
        if low > high:
            raise complaint(f"{path}.low[{place}]", f"at most high[{place}] = {high:g}", low)
