"""Z3 proves signs and nothing else; Hypothesis shrinks a counterexample to simple data."""

from __future__ import annotations

from fractions import Fraction

import pytest

from theorems import AtLeast, Equal, Greater, Matrix, Scalar, Vector, norm2, search, setting, sqrt, symbol
from theorems.arithmetic.flint_fractions import FlintFractions
from theorems.arithmetic.sympy_fractions import SympyFractions
from theorems.examination import examine
from theorems.judgement import Truth
from theorems.search import simplest_counterexample
from theorems.solver import proves_sign

x, y, A, v = symbol("x"), symbol("y"), symbol("A"), symbol("v")
ANY = setting(x=Scalar(), y=Scalar(), sizes=(1,))


@pytest.fixture(params=[SympyFractions, FlintFractions], ids=["sympy", "flint"])
def field(request):
    """Rational functions of x, y and p > 0."""
    return request.param(["x", "y", "p"], frozenset({"p"}))


def test_a_sum_of_squares_is_proved_non_negative_and_not_positive(field):
    """x² − 2xy + y² ≥ 0 is proved; > 0 is not, since it vanishes at x = y."""
    a, b = field.symbol("x"), field.symbol("y")
    square = a * a - a * b * 2 + b * b

    assert proves_sign(field, square, strict=False)
    assert not proves_sign(field, square, strict=True)
    assert proves_sign(field, square + 1, strict=True)


def test_a_sign_that_changes_is_not_proved(field):
    """x ≥ 0 does not follow for a symbol of unknown sign; p > 0 does by declaration."""
    assert not proves_sign(field, field.symbol("x"), strict=False)
    assert proves_sign(field, field.symbol("p"), strict=True)


def test_an_assumption_is_used(field):
    """x + p > 0 follows from x > 0, and not without."""
    target = field.symbol("x") + field.symbol("p")

    assert proves_sign(field, target, strict=True, positive=[field.symbol("x")])
    assert not proves_sign(field, target, strict=True)


def test_denominators_are_nonzero_and_may_be_negative(field):
    """1/x ≥ 0 is not proved although 1/x² > 0 is."""
    a = field.symbol("x")

    assert proves_sign(field, 1 / (a * a), strict=True)
    assert not proves_sign(field, 1 / a, strict=False)


def test_a_root_brings_its_relation_along(field):
    """√(p + 1) ≥ 1 follows from g² = p + 1 and g > 0; √(p + 1) ≥ 2 does not."""
    root = field.sqrt(field.symbol("p") + 1)

    assert proves_sign(field, root - 1, strict=False)
    assert not proves_sign(field, root - 2, strict=False)


def test_a_counterexample_shrinks_to_simple_data():
    """x = y fails simplest with one symbol 0 and the other 1."""
    found = simplest_counterexample(Equal(x, y), ANY, examples=100)
    sizes = sorted(abs(datum.cell) for datum in found.instance.data.values())

    assert [Fraction(0), Fraction(1)] == sizes


def test_a_counterexample_that_needs_two_dimensions_is_found_there():
    """A matrix that is not symmetric needs n = 2, and zeros and ones suffice."""
    found = simplest_counterexample(Equal(A, A.T), setting(A=Matrix()), examples=200)
    entries = [cell for row in found.instance.data["A"].rows for cell in row]

    assert found.instance.n == 2
    assert max(abs(cell) for cell in entries) <= 1


def test_a_search_for_something_simpler_ends(monkeypatch):
    """Once one instance fails, no more than the declared number of further ones is judged."""
    judged = []
    monkeypatch.setattr(search, "SIMPLER", 10)
    monkeypatch.setattr(search, "examine", lambda *given: judged.append(examine(*given)) or judged[-1])
    B = symbol("B")
    general = setting(A=Matrix(), B=Matrix(), sizes=(3,))

    found = simplest_counterexample(Equal(A @ B, B @ A), general, examples=60)

    assert found.judgement.truth is Truth.FALSE
    first = next(k for k, finding in enumerate(judged) if finding and finding.judgement.truth is Truth.FALSE)
    assert any(found is finding for finding in judged)
    assert len(judged[first + 1 :]) == 10


def test_a_true_statement_has_no_counterexample():
    """Nothing is found against ‖v‖² ≥ 0, and against x² + 1 > 2x only x = 1."""
    assert simplest_counterexample(AtLeast(norm2(v), 0), setting(v=Vector()), examples=60) is None
    found = simplest_counterexample(Greater(x * x + 1, 2 * x), ANY, examples=200)

    assert Fraction(1) == found.instance.data["x"].cell


def test_the_same_search_finds_the_same_counterexample():
    """The search is a function of the statement: two runs give one instance."""
    first, again = (simplest_counterexample(Equal(x * y, x), ANY, examples=60) for _ in range(2))

    assert first.instance.data == again.instance.data


def test_conditions_bind_the_search():
    """Where x > y > … is required, only such instances count: x ≥ y is never refuted."""
    required = setting(Greater(x, y), x=Scalar(), y=Scalar(), sizes=(1,))

    assert simplest_counterexample(AtLeast(x, y), required, examples=60) is None
    assert simplest_counterexample(AtLeast(x, y), ANY, examples=60) is not None


def test_where_the_formula_does_not_exist_nothing_is_refuted():
    """√x for a negative x is outside the formula's domain and no counterexample."""
    assert simplest_counterexample(Equal(sqrt(x) ** 2, x), ANY, examples=60) is None
