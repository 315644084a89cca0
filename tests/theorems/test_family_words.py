"""The words about families build the trees they say, and refuse what has no meaning."""

from __future__ import annotations

from fractions import Fraction

import pytest

import theorems
from theorems import (
    Equal,
    Scalar,
    besseli,
    curvature_of,
    digamma,
    entries,
    fisher_of,
    kl_of,
    loggamma,
    polygamma,
    setting,
    symbol,
    trigamma,
)
from theorems.evaluate import IllTypedError, UndefinedSymbolError
from theorems.latex import latex
from theorems.types import checker

a, b, k, n, p, q = map(symbol, ("a", "b", "k", "n", "p", "q"))
POSITIVE = Scalar(positive=True)
TWO = setting(a=POSITIVE, b=POSITIVE, k=POSITIVE, sizes=(2,))


def test_a_quantity_holds_its_arguments_in_order():
    """Parameters of the first law, of the second, then fixed symbols; a number is exact."""
    assert (p, q, n) == kl_of("binomial", (p,), (q,), n).args
    assert Fraction(1, 2) == fisher_of("gamma", k, Fraction(1, 2)).args[1].value
    assert curvature_of("normal.sd", a, b).name == "curvature normal.sd"


def test_digamma_and_trigamma_are_the_first_orders():
    """ψ and ψ′ are polygamma functions of order 0 and 1."""
    assert polygamma(0, a) == digamma(a)
    assert polygamma(1, a) == trigamma(a)
    assert trigamma(a) != digamma(a)


@pytest.mark.parametrize("count", [0, 2, 3, 5, 8])
def test_entries_that_make_no_square_are_refused(count):
    """Their number is said."""
    with pytest.raises(ValueError, match=f"{count} entries"):
        entries(*[1] * count)


@pytest.mark.parametrize("word", [polygamma, besseli])
def test_a_negative_order_is_refused(word):
    """Orders begin at 0."""
    with pytest.raises(ValueError, match="-1"):
        word(-1, a)


def test_an_approximate_number_is_refused():
    """0.1 is not a tenth."""
    with pytest.raises(TypeError):
        fisher_of("poisson", 0.1)


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (fisher_of("gama", a, b), "gamma"),
        (fisher_of("normal.sdd", a, b), r"normal\.sd"),
        (fisher_of("gamma", a), r"2 arguments \(k, b\), not 1"),
        (kl_of("poisson", (a,), (b,), k), r"2 arguments \(r, r\), not 3"),
        (fisher_of("poisson", a), r"1×1 .* n = 2; say sizes=\(1,\)"),
        (entries(a), r"1 entries .* 2×2 matrix; say sizes=\(1,\)"),
    ],
    ids=["name", "variant", "too few", "too many", "size of a family", "size of a matrix"],
)
def test_a_slip_in_naming_is_told_as_one(term, said):
    """Not as an ill-posed statement: the message names what is nearest, or what is taken."""
    with pytest.raises(UndefinedSymbolError, match=said):
        checker(TWO)(term)


@pytest.mark.parametrize(
    "term",
    [
        fisher_of("poisson", entries(1, 0, 0, 1)),
        entries(entries(1, 0, 0, 1), 0, 0, 1),
        loggamma(entries(1, 0, 0, 1)),
        trigamma(entries(1, 0, 0, 1)),
        Equal(fisher_of("gamma", k, b), a),
        Equal(curvature_of("gamma", k, b), entries(1, 0, 0, 1)),
    ],
)
def test_a_matrix_in_the_place_of_a_number_is_ill_typed(term):
    """Arguments are numbers; a Fisher matrix equals a matrix, a curvature a number."""
    with pytest.raises(IllTypedError):
        checker(TWO)(term)


def test_words_print_as_mathematics():
    """I, KL, R under the family's name; ψ with primes; a matrix in rows, a single entry bare."""
    assert latex(fisher_of("gamma", k, b)) == r"I_{\text{gamma}}\left(k, b\right)"
    assert latex(kl_of("poisson", (a,), (b,))) == r"\mathrm{KL}_{\text{poisson}}\left(a \,\|\, b\right)"
    assert [latex(polygamma(order, a)) for order in (0, 2, 3)] == [
        r"\psi\left(a\right)",
        r"\psi''\left(a\right)",
        r"\psi^{(3)}\left(a\right)",
    ]
    assert latex(entries(a, b, b, k)) == r"\begin{pmatrix} a & b \\ b & k \end{pmatrix}"
    assert latex(entries(a)) == "a"
    assert latex(theorems.euler_gamma) == r"\gamma"


def test_a_natural_scalar_is_positive():
    """Whether or not it is said."""
    assert Scalar(natural=True).positive
    assert not Scalar().positive
