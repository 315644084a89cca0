"""Acceptance checks: right is accepted, broken is rejected, and a check that sees nothing is an error."""

from __future__ import annotations

import math
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

from theorems.demonstrations import demonstrates
from theorems.demonstrations.demonstration import FOLDER, Broken, Demonstration, load
from theorems.demonstrations.figures import at_least, at_most, equals
from theorems.demonstrations.manner import find, rejected

ROOT = Path(__file__).parents[2]
NAMES = [module.name for module in pkgutil.iter_modules(import_module(FOLDER).__path__)]


def square(x):
    """The right implementation of the tests here."""
    return x * x


def three(*wrong):
    """A demonstration that 3² = 9, with the broken variants given."""
    return Demonstration(
        "the square of three", square, lambda f: [equals("3²", f(3.0), 9.0, digits=12)], wrong, ("x.py",)
    )


DOUBLE, CUBE, NOTHING = (
    Broken("doubles", lambda x: 2 * x),
    Broken("cubes", lambda x: x**3),
    Broken("not a number", lambda x: math.nan),
)


@pytest.mark.parametrize("name", NAMES)
def test_each_demonstration_accepts_its_kernel_and_rejects_what_is_broken(name):
    """Every figure of the kernel is accepted, each broken variant fails one, and the code it names is there."""
    shown = load(name)

    assert [figure.sentence for figure in shown.figures(shown.implementation) if not figure.accepted] == []
    assert [variant.text for variant in shown.broken if not rejected(shown, variant.implementation)] == []
    assert [path for path in shown.code if not (ROOT / path).is_file()] == []


def test_a_wrong_variant_is_told_and_a_right_one_is_not():
    """What is rejected says by which figure; a variant that is right by accident is let through."""
    shown = three(DOUBLE, CUBE, NOTHING)

    assert "3²: 6 " in rejected(shown, DOUBLE.implementation)
    assert "nan" in rejected(shown, NOTHING.implementation)
    assert rejected(shown, lambda x: 1 / 0).startswith("raised ZeroDivisionError")
    assert rejected(shown, lambda x: x + 6) == ""


def test_too_few_broken_variants_or_figures_are_an_error():
    """Two variants are not three, and zero figures are never a pass."""
    with pytest.raises(ValueError, match="at least 3"):
        three(DOUBLE, CUBE)
    with pytest.raises(ValueError, match="no figure"):
        Demonstration("nothing", square, lambda f: [], (DOUBLE, CUBE, NOTHING), ("x.py",)).figures(square)
    with pytest.raises(ValueError, match="where its code is"):
        Demonstration("nothing", square, lambda f: [], (DOUBLE, CUBE, NOTHING), ())


@pytest.mark.parametrize(
    ("figure", "good"),
    [
        (equals("x", 1.0 + 1e-13, 1.0, digits=12), True),
        (equals("x", 1.0 + 1e-11, 1.0, digits=12), False),
        (equals("x", [3.0, 4.0], [3.0, 4.0 + 1e-13], digits=12), True),
        (equals("x", [3.0, 4.0], [4.0, 3.0], digits=1), False),
        (equals("x", [[1.0]], [1.0], digits=1), False),
        (equals("x", math.nan, 1.0, digits=1), False),
        (equals("x", 1e-13, 0.0, digits=12), True),
        (at_most("x", 1.0, 1.0), True),
        (at_most("x", math.nan, 1.0), False),
        (at_least("x", 2.0, 1.0), True),
        (at_least("x", 0.5, 1.0), False),
    ],
)
def test_a_figure_is_accepted_where_its_rule_holds(figure, good):
    """To the digits asked, of one shape, finite; bounds are inclusive."""
    assert good is figure.accepted
    assert figure.what.startswith("x")
    assert set(figure.record()) == {"what", "measured", "wanted", "accepted", "rule"}


def test_a_name_without_a_module_is_told():
    """An unknown demonstration, and a name that no module can bear."""
    with pytest.raises(LookupError, match="no demonstration is called 'nobody'"):
        load("nobody")
    with pytest.raises(ValueError, match="names no demonstration"):
        demonstrates("no-body.py")


@pytest.mark.parametrize(
    ("rows", "verdict", "why"),
    [
        ([{"route": "experiment", "outcome": "supports"}], "demonstrated", ""),
        ([{"route": "experiment", "outcome": "undecided", "observed": "3²: 6"}], "undecided", "3²: 6"),
        ([{"route": "experiment", "outcome": "killed", "detail": "20 s used"}], "undecided", "20 s used"),
        ([], "undecided", "not run"),
    ],
)
def test_the_finding_follows_from_the_figures(rows, verdict, why):
    """Accepted, not accepted, killed, never run."""
    found = find(rows)

    assert verdict == found.verdict
    assert why in (found.reason or "")
