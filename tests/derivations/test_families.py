"""What every family must satisfy, and that each family page says what the code derives."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
import sympy as sp

from derivations import families
from derivations.expectation import NotClosedError, law_of
from derivations.families import torus
from derivations.family import LINE, Family, FamilyError, Reals, gaussian_location
from derivations.fisher import fisher_matrix
from derivations.ladder import prove_zero
from derivations.thermodynamics import gaussian_data_loss

ALL = families.names()


def page(name: str) -> str:
    """The docstring of a family's module."""
    return import_module(f"derivations.families.{name}").__doc__ or ""


def printed(name: str, word: str) -> str:
    """The line of the page that starts with a word."""
    found = re.search(rf"^{word} +(.+)$", page(name), re.MULTILINE)
    assert found, f"{name} has no line {word!r}"
    return found[1]


def symbols_of(family: Family) -> dict[str, object]:
    """The names a page may use."""
    return {s.name: s for s in (*family.parameters, *family.observations)}


def test_the_families_of_the_first_sections_are_there() -> None:
    """The twelve families are found without a list."""
    needed = {"bernoulli", "poisson", "exponential", "normal", "location", "circle", "torus", "curved"}

    assert needed | {"uniform", "laplace", "stretched", "cubic"} <= set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_the_printed_metric_is_the_derived_one(name: str) -> None:
    """The first matrix on the Metric line of the page equals the mean squared score."""
    family = families.load(name)
    text = re.match(r"\[\[.*?\]\]", printed(name, "Metric"))
    assert text
    expected = sp.Matrix(sp.sympify(text[0], locals=symbols_of(family)))

    derived = fisher_matrix(family)

    assert prove_zero(expected - derived)


@pytest.mark.parametrize(
    "name", [n for n in ALL if "sum_k" not in page(n) and "|" not in printed(n, "Density")]
)
def test_the_printed_density_is_the_one_used(name: str) -> None:
    """The logarithm of the Density line is the log-density."""
    family = families.load(name)
    density = sp.sympify(printed(name, "Density"), locals=symbols_of(family))

    gap = sp.expand_log(sp.log(density), force=True) - family.log_density  # all factors are positive

    assert prove_zero(gap.replace(sp.loggamma, lambda a: sp.log(sp.gamma(a))).rewrite(sp.gamma))


@pytest.mark.parametrize("name", ALL)
def test_every_family_has_a_law_with_moments(name: str) -> None:
    """The law is recognised, its constant proved, and the mean of one is one."""
    law = law_of(families.load(name))

    assert prove_zero(law.mean(sp.S.One) - 1)


@pytest.mark.parametrize("name", ALL)
def test_every_page_has_its_five_facts(name: str) -> None:
    """Domain, Density, Metric, Chart and Source stand on the page, in this order."""
    words = re.findall(r"^(Domain|Density|Metric|Chart|Source) ", page(name), re.MULTILINE)

    assert words == ["Domain", "Density", "Metric", "Chart", "Source"]


@pytest.mark.parametrize("name", ALL)
def test_a_wrong_constant_is_refused(name: str) -> None:
    """A log-density that is off by log(2) is not taken for a density."""
    good = families.load(name)
    wrong = Family(
        name="wrong",
        parameters=good.parameters,
        domains=good.domains,
        observations=good.observations,
        support=good.support,
        log_density=good.log_density + sp.log(2),
    )

    with pytest.raises(NotClosedError, match="constant"):
        law_of(wrong)


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
