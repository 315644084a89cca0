"""What every family must satisfy, and that each family page says what the code derives."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module

import pytest
import sympy as sp

from derivations import families
from derivations.expectation import NotClosedError, law_of
from derivations.families import multivariate_normal, torus
from derivations.family import LINE, Family, FamilyError, Reals, gaussian_location
from derivations.fisher import fisher_matrix
from derivations.ladder import prove_zero
from derivations.laws.plain import plain_form, positive_expressions
from derivations.thermodynamics import gaussian_data_loss

ALL = families.names()
UNSOLVED = tuple(name for name in ALL if families.load(name).unsolved)
SOLVED = tuple(name for name in ALL if name not in UNSOLVED)
EVERY = tuple(name for name in families.every() if not families.load(name).unsolved)


def page(name: str) -> str:
    """The docstring of a family's module."""
    return import_module(f"derivations.families.{name}").__doc__ or ""


def printed(name: str, word: str) -> str:
    """The line of the page that starts with a word, with the indented lines below it."""
    found = re.search(rf"^{word} +(.+(?:\n {{11}}.+)*)$", page(name), re.MULTILINE)
    assert found, f"{name} has no line {word!r}"
    return found[1]


def printed_metric(name: str) -> sp.Matrix:
    """The first matrix of the Metric line, its letters replaced by what the lines below say they are."""
    first, *below = printed(name, "Metric").splitlines()
    text = re.match(r"\[\[.*?\]\]", first)
    assert text
    names = symbols_of(families.load(name))
    for line in below:
        letter, _, value = line.strip().partition(" = ")
        names[letter] = sp.sympify(value, locals=names)
    return sp.Matrix(sp.sympify(text[0], locals=names))


def symbols_of(family: Family) -> dict[str, object]:
    """The names a page may use."""
    return {s.name: s for s in (*family.parameters, *family.observations, *family.fixed)}


def test_the_families_of_the_first_sections_are_there() -> None:
    """The twelve families are found without a list."""
    needed = {"bernoulli", "poisson", "exponential", "normal", "location", "circle", "torus", "curved"}

    assert needed | {"uniform", "laplace", "stretched", "cubic"} <= set(ALL)


@pytest.mark.parametrize("name", [n for n in SOLVED if printed(n, "Metric").startswith("[[")])
def test_the_printed_metric_is_the_derived_one(name: str) -> None:
    """The first matrix on the Metric line of the page equals the mean squared score."""
    family = families.load(name)
    expected = printed_metric(name)

    derived = fisher_matrix(family)

    gap = sp.expand_func(expected - derived).rewrite([sp.coth, sp.cosh, sp.sinh], sp.exp)
    assert all(prove_zero(entry) or prove_zero(sp.gammasimp(entry)) for entry in gap)


@pytest.mark.parametrize(
    "name", [n for n in EVERY if n.startswith("multivariate_normal") and "cholesky" not in n]
)
def test_the_multivariate_normal_metric_is_the_trace_formula(name: str) -> None:
    """On the entries of a covariance or a precision A it is tr(A^-1*E_i*A^-1*E_j)/2, [Kay1993] eq. 3.31."""
    derived = fisher_matrix(families.load(name))
    d = 3 if "three" in name else 2
    A = multivariate_normal.symmetric(families.load(name).parameters[d:], d)
    mean_block = A if "precision" in name else A.inv()
    inverse = A.inv()
    E = [A.diff(p) for p in families.load(name).parameters[d:]]

    assert prove_zero(derived[:d, :d] - mean_block)
    assert derived[:d, d:].is_zero_matrix
    for i, j in [(0, 0), (0, 1), (1, 1), (1, 2), (len(E) - 1, 1)]:
        expected = (inverse * E[i] * inverse * E[j]).trace() / 2
        assert sp.cancel(expected - derived[d + i, d + j]) == 0


def is_constant_zero(gap: sp.Expr) -> bool:
    """Whether all derivatives are proved zero, and the value at one point of the domain is."""
    place = dict.fromkeys(gap.free_symbols, sp.Rational(3, 10))
    flat = all(prove_zero(sp.diff(gap, s)) for s in gap.free_symbols)
    return flat and abs(gap.subs(place).evalf(40)) < 1e-38


@pytest.mark.parametrize(
    "name", [n for n in ALL if "sum_k" not in page(n) and not re.search(r"\||\.T|det", printed(n, "Density"))]
)
def test_the_printed_density_is_the_one_used(name: str) -> None:
    """The logarithm of the Density line is the log-density."""
    family = families.load(name)
    density = sp.sympify(printed(name, "Density"), locals=symbols_of(family))
    below = positive_expressions(family)

    gap = plain_form(sp.log(density), family.observations, below)
    gap -= plain_form(family.log_density, family.observations, below)

    assert prove_zero(gap) or is_constant_zero(gap)


@pytest.mark.parametrize("name", EVERY)
def test_every_family_has_a_law_with_moments(name: str) -> None:
    """The law is recognised, its constant proved, and the mean of one is one."""
    law = law_of(families.load(name))

    assert prove_zero(law.mean(sp.S.One) - 1)


@pytest.mark.parametrize("name", ALL)
def test_every_page_has_its_five_facts(name: str) -> None:
    """Domain, Density, Metric, Chart and Source stand on the page, in this order."""
    words = re.findall(r"^(Domain|Density|Metric|Chart|Source) ", page(name), re.MULTILINE)

    assert words == ["Domain", "Density", "Metric", "Chart", "Source"]


@pytest.mark.parametrize("name", EVERY)
def test_a_wrong_constant_is_refused(name: str) -> None:
    """A log-density that is off by log(2) is not taken for a density."""
    good = families.load(name)
    wrong = replace(good, log_density=good.log_density + sp.log(2))

    with pytest.raises(NotClosedError, match="constant"):
        law_of(wrong)


@pytest.mark.parametrize("name", UNSOLVED)
def test_a_family_without_closed_form_says_why(name: str) -> None:
    """No law is found, and the page and the family give the reason."""
    family = families.load(name)

    with pytest.raises(NotClosedError):
        law_of(family)
    assert "no closed form" in family.unsolved
    assert "unsolved" in printed(name, "Metric")


def test_an_unknown_variant_names_the_known_ones() -> None:
    """The error lists the variants of the file."""
    with pytest.raises(FamilyError, match=r"normal\.sd"):
        families.load("normal.sigma")


def test_a_chart_of_a_family_is_the_same_density() -> None:
    """In the chart v = s^2, N(mu, v) at v = 9/4 and N(mu, s^2) at s = 3/2 have one log-density."""
    by_variance, by_sd = families.load("normal"), families.load("normal.sd")

    gap = by_variance.log_density_at((1, sp.Rational(9, 4))) - by_sd.log_density_at((1, sp.Rational(3, 2)))

    assert sp.expand(gap) == 0


def test_a_fixed_symbol_belongs_to_the_family() -> None:
    """The number of trials is in the log-density of the binomial family, and is no parameter."""
    family = families.load("binomial")

    assert [s.name for s in family.fixed] == ["n"]
    assert family.dimension == 1


def test_an_unknown_family_names_its_neighbours() -> None:
    """The error names what was probably meant."""
    with pytest.raises(FamilyError, match="bernoulli"):
        families.load("bernouli")


def test_a_stray_symbol_is_refused() -> None:
    """A log-density with an undeclared symbol raises when the family is made."""
    t, x, y = sp.symbols("t x y", real=True)

    with pytest.raises(FamilyError, match="y"):
        Family("stray", (t,), (LINE,), (x,), Reals(), -((x - t - y) ** 2))


def test_a_point_of_the_wrong_length_is_refused() -> None:
    """Two parameters take two values."""
    with pytest.raises(FamilyError, match="1 values"):
        families.load("normal").log_density_at((1,))


@pytest.mark.parametrize(
    ("information", "hessian"),
    [
        ([[2, 1], [1, 3]], [[3, -1], [-1, 7]]),
        ([[5, -2], [-2, 1]], [[1, 4], [4, -2]]),
        ([[2, 1, 0], [1, 3, -1], [0, -1, 4]], [[1, 2, 3], [2, 5, 7], [3, 7, 11]]),
    ],
)
def test_the_torus_family_realises_any_pair(information: list[list[int]], hessian: list[list[int]]) -> None:
    """Its Fisher matrix is I, and under the data law the loss has gradient 0 and Hessian H at 0."""
    family = torus.make(information)
    loss = gaussian_data_loss(family, data=torus.data_mean(information, hessian))
    zero = dict.fromkeys(family.parameters, 0)

    at_zero = sp.hessian(loss, family.parameters).subs(zero)

    assert sp.Matrix(information) == fisher_matrix(family).subs(zero)
    assert sp.Matrix(hessian) == at_zero
    assert all(sp.diff(loss, p).subs(zero) == 0 for p in family.parameters)


def test_the_torus_family_refuses_an_indefinite_matrix() -> None:
    """There is no model with an indefinite Fisher matrix."""
    with pytest.raises(FamilyError, match="positive definite"):
        torus.make([[1, 2], [2, 1]])


def test_a_known_precision_enters_the_metric() -> None:
    """N((t, 2*t), P^-1) has metric (1, 2)*P*(1, 2).T = 2 + 4 + 4*3 = 18 for P = [[2, 1], [1, 3]]."""
    t = sp.Symbol("t", real=True)
    family = gaussian_location("slanted", (t,), (t, 2 * t), precision=[[2, 1], [1, 3]])

    assert sp.Matrix([[18]]) == fisher_matrix(family)
