"""What is printed can be pasted: every counterexample is raised again by its own lines; contracts are explained."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof import testing
from fisherproof.testing import (
    Chart,
    Exp,
    assert_covariant_metric,
    assert_equivariant_direction,
    assert_invariant_flow,
)
from fisherproof.testing.errors import Block, ContractError, CounterexampleError, UndecidedError

FIXED = {"family": "normal", "chart": Chart((Exp(1),)), "point": (0.5, 2.0)}
LOSS = testing.Polynomial(((-1.0, (0, 1)),))


def damped(problem, theta):
    """No metric."""
    return problem.fisher(theta) + np.eye(problem.dimension)


def ascent(problem, theta):
    """No direction."""
    return problem.gradient(theta)


def step(problem, theta, h):
    """No invariant step."""
    return theta - h * problem.gradient(theta)


def flat(problem, theta):
    """No equivariant prior."""
    return 1.0


def square(p, q):
    """No monotone divergence, nor squared length."""
    return np.sum((p - q) ** 2)


def spread(problem, theta):
    """No invariant of sufficiency."""
    return np.eye(problem.dimension) * np.var(problem.sample(np.random.default_rng(3), 30, theta))


def normal(rng, count):
    """Standard normal numbers."""
    return rng.normal(size=count)


def shrink(rng, x):
    """Keeps no law but that of zero."""
    return x / 2


CASES = {
    "assert_covariant_metric": (damped, {**FIXED, "family": "weibull"}),
    "assert_equivariant_direction": (ascent, {**FIXED, "loss": LOSS}),
    "assert_invariant_flow": (ascent, {**FIXED, "loss": LOSS}),
    "assert_invariant_update": (step, {**FIXED, "loss": testing.Fit((0.5, -1.0)), "order": 2.5}),
    "assert_equivariant_prior": (flat, {**FIXED, "other": (1.5, 0.25)}),
    "assert_monotone_under_markov": (
        square,
        {"p": (0.25,) * 4, "q": (0.125, 0.125, 0.375, 0.375), "W": [[1, 1, 0, 0], [0, 0, 1, 1]]},
    ),
    "assert_metric_monotone_under_markov": (
        lambda p, u: np.sum(u**2),
        {"p": (0.25, 0.25, 0.5), "u": (1, 1, -2), "W": [[1, 1, 0], [0, 0, 1]]},
    ),
    "assert_invariant_under_embeddings": (
        square,
        {"p": (0.5, 0.5), "q": (0.25, 0.75), "W": [[0.5, 0], [0.5, 0], [0, 1]]},
    ),
    "assert_invariant_under_sufficiency": (spread, {"family": "bernoulli"}),
}


def raised(call):
    """The counterexample of a call, as text."""
    with pytest.raises(CounterexampleError) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("name", CASES)
def test_the_lines_printed_raise_the_same_again(name):
    """Pasted beside the function they give the counterexample once more, word for word."""
    function, arguments = CASES[name]

    first = raised(lambda: getattr(testing, name)(function, **arguments))
    names = {function.__name__: function, "your_function": function}
    again = raised(lambda: exec(first.block.reproduce, names))

    assert str(first) == str(again)
    assert f"{first.block.reproduce.splitlines()[0]}\n" in str(first)


@pytest.mark.parametrize("name", ["assert_stationary", "assert_detailed_balance"])
def test_reports_of_samplers_are_raised_again_by_their_seed(name):
    """The same draws give the same interval."""
    first = raised(lambda: getattr(testing, name)(shrink, normal, seed=11))
    again = raised(lambda: exec(first.block.reproduce, {"shrink": shrink, "normal": normal}))

    assert str(first) == str(again)


def test_a_block_is_aligned_and_keeps_its_lines():
    """Labels in one column, what runs over several lines below one another."""
    found = str(Block("it fails", (("family", "normal"),), "first\nsecond"))

    assert found == "it fails\n   family     normal\n   reproduce  first\n              second"


def test_a_long_call_is_broken_into_lines():
    """One argument to a line, as a formatter would have it."""
    text = raised(lambda: assert_covariant_metric(damped, **FIXED)).block.reproduce

    assert '\n    family=family("normal"),\n' in text
    assert text.startswith("from fisherproof.testing import Chart, Exp, assert_covariant_metric, family\n")


def test_undecided_is_no_assertion_error():
    """Neither `pytest.raises(AssertionError)` nor a test that expects failure takes it for a counterexample."""
    assert issubclass(CounterexampleError, AssertionError)
    assert not issubclass(UndecidedError, AssertionError)
    assert not issubclass(ContractError, AssertionError)


@pytest.mark.parametrize(
    ("metric", "reason"),
    [
        (
            lambda problem, theta: problem.fisher(theta)[0],
            r"your_function returned shape \(2,\) where \(2, 2\)",
        ),
        (lambda problem, theta: problem.fisher(theta) * np.nan, "not finite"),
        (lambda problem, theta: problem.fisher(theta) + 1j, "real numbers"),
        (lambda problem, theta: 1 / 0, "raised ZeroDivisionError: division by zero"),
        (lambda problem, theta: problem.hessian(theta), "no attribute 'hessian'"),
        (lambda problem, theta: np.outer(problem.gradient(theta), problem.gradient(theta)), "no loss"),
    ],
)
def test_a_function_that_breaks_its_contract_is_told_where_and_how(metric, reason):
    """With the instance at which it did."""
    with pytest.raises(
        ContractError, match=rf"(?s){reason}.*\n   family     normal.*\n   point      mu = 1/2"
    ):
        assert_covariant_metric(metric, **FIXED)


def test_a_function_that_raises_while_drawing_is_told_the_simplest_instance():
    """Its own exception is the cause."""

    def fragile(problem, theta):
        if problem.dimension > 1:
            raise KeyError("only one coordinate is supported")
        return problem.fisher(theta)

    with pytest.raises(ContractError, match="raised KeyError") as caught:
        assert_covariant_metric(fragile)

    assert isinstance(caught.value.__cause__, KeyError)


def test_whole_numbers_are_numbers():
    """An answer of integers is as good as one of floats; arguments are copies, so writing to them does no harm."""

    def writing(problem, theta):
        found = problem.fisher(theta)
        theta[:] = 0
        return found

    with pytest.raises(CounterexampleError):
        assert_covariant_metric(lambda problem, theta: np.eye(2, dtype=int), **FIXED)
    assert_covariant_metric(writing, **FIXED)


def test_warnings_of_the_function_are_its_own_business():
    """A division by zero on the way to a finite answer is no error, whatever warnings are turned into."""

    def noisy(problem, theta):
        return problem.fisher(theta) + 0 * np.minimum(1 / np.zeros(1), 1)

    assert_covariant_metric(noisy, **FIXED)


def test_a_failure_that_does_not_come_again_is_undecided():
    """A function that is wrong on its first call only."""
    calls = [0]

    def moody(problem, theta):
        calls[0] += 1
        return problem.fisher(theta) if calls[0] > 16 else damped(problem, theta)

    with pytest.raises(UndecidedError, match="failed once and not again"):
        assert_covariant_metric(moody, examples=30)


def test_conditions_that_nothing_fits_are_undecided():
    """A strategy whose every draw is thrown away tests nothing."""
    with pytest.raises(UndecidedError, match="0 of 0 instances"):
        assert_equivariant_direction(ascent, testing.families().filter(lambda _: False), examples=1)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"family": "norml"}, "Near it: normal"),
        ({**FIXED, "point": (0.5, -2.0)}, "outside the domain"),
        ({**FIXED, "chart": Chart((testing.Logistic(1),))}, "does not reach the point"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(arguments, reason):
    """Names, points and charts."""
    with pytest.raises(ContractError, match=reason):
        assert_covariant_metric(damped, **arguments)


def test_a_flow_that_leaves_the_chart_is_undecided():
    """A direction so large in one chart that its flow blows up there at every time tried."""

    def bursting(problem, theta):
        return np.ones(1) if 1.4 < theta[0] < 2 else -1e9 * (1 + theta**2)

    with pytest.raises(UndecidedError, match=r"\n   flow  "):
        assert_invariant_flow(
            bursting,
            "exponential",
            chart=Chart((Exp(0),)),
            point=(1.5,),
            loss=testing.Polynomial(((1.0, (1,)),)),
        )
