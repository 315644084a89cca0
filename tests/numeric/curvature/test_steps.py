"""Running averages and inverses kept over steps."""

import numpy as np
import pytest

from numeric.agreement import digits_agreed
from numeric.curvature import (
    DecayError,
    Kronecker,
    StateError,
    begin,
    due,
    early_decay,
    factored,
    nothing,
    observe,
    precondition,
    refresh,
)
from numeric.errors import EmptyError, NonFiniteError, ShapeError
from numeric.spectra import random_spd

SHAPES = [(3, 4), (2, 5)]


def factors(seed):
    rng = np.random.default_rng(seed)
    return [Kronecker(random_spd(rng, k), random_spd(rng, m)) for m, k in SHAPES]


def test_an_average_is_corrected_for_its_start():
    """With decay 0.9, observations 5 and 2 have weights 0.09 and 0.1 of 0.19: the value is 0.65/0.19."""
    first = nothing(()).observed(5.0, decay=0.9)
    second = first.observed(2.0, decay=0.9)

    assert digits_agreed(5.0, first.value) > 15
    assert digits_agreed(0.65 / 0.19, second.value) > 14
    assert digits_agreed(1 - 0.9**2, second.weight) > 14


def test_a_constant_is_its_own_average_from_the_first_step_on():
    """Whatever the decays, the weights add up to one."""
    average, x = nothing((2, 2)), np.array([[1.0, 2.0], [2.0, 7.0]])
    for decay in (0.95, 0.0, 0.3, 0.99):
        average = average.observed(x, decay=decay)

        assert digits_agreed(x, average.value) > 14


def test_the_early_decay_gives_the_plain_mean_and_then_forgets():
    """With limit 3/4 four observations have equal weight, and a fifth counts a quarter."""
    average, mean = nothing(()), np.mean([3.0, 1.0, 4.0, 9.0])
    for step, x in enumerate([3.0, 1.0, 4.0, 9.0], start=1):
        average = average.observed(x, decay=early_decay(step, limit=0.75))
    fifth = average.observed(5.0, decay=early_decay(5, limit=0.75))

    assert digits_agreed(mean, average.value) > 15
    assert digits_agreed(0.75 * mean + 0.25 * 5, fifth.value) > 15
    assert average.weight == fifth.weight == 1


def test_observing_leaves_inverses_as_they_are_and_counts_their_age():
    """After a refresh and two observations the preconditioner is the old one, two observations old."""
    V = [np.random.default_rng(101).normal(size=shape) for shape in SHAPES]
    fresh = refresh(observe(begin(SHAPES), factors(102), decay=0.9), range(2), damping=0.3)
    stale = observe(observe(fresh, factors(103), decay=0.9), factors(104), decay=0.9)

    assert [block.age for block in fresh] == [0, 0]
    assert [block.age for block in stale] == [2, 2]
    for before, after in zip(precondition(fresh, V), precondition(stale, V), strict=True):
        assert np.array_equal(before, after)


def test_a_refresh_changes_the_blocks_it_names_and_no_others():
    """The named block is inverted at its average, damped; the other keeps its inverse and its age."""
    V = [np.random.default_rng(105).normal(size=shape) for shape in SHAPES]
    old = refresh(observe(begin(SHAPES), factors(106), decay=0.5), range(2), damping=0.3)
    seen = observe(old, factors(107), decay=0.5)
    new = refresh(seen, [1], damping=0.2)
    # Weights 0.25 and 0.5 of 0.75: the averages are a third of the first observation and two of the second.
    first, second = factors(106)[1], factors(107)[1]
    mean = Kronecker((first.A + 2 * second.A) / 3, (first.G + 2 * second.G) / 3)
    damped = factored(mean, damping=0.2)

    found = precondition(new, V)

    assert [block.age for block in new] == [1, 0]
    assert np.array_equal(precondition(old, V)[0], found[0])
    assert digits_agreed(np.linalg.solve(damped.rows(), V[1].ravel()), found[1].ravel()) > 11
    assert digits_agreed(precondition(old, V)[1], found[1]) < 2


def test_every_block_is_due_once_in_every_period():
    """Five blocks with period three: (0, 3), (1, 4), (2,), and round again."""
    turns = [due(step, blocks=5, period=3) for step in range(4)]

    assert turns == [(0, 3), (1, 4), (2,), (0, 3)]
    assert due(7, blocks=5, period=1) == (0, 1, 2, 3, 4)


def test_states_that_cannot_answer_say_what_to_do_first():
    """No inverse before a refresh, no refresh before an observation, no block that is not there."""
    V = [np.ones(shape) for shape in SHAPES]
    seen = observe(begin(SHAPES), factors(108), decay=0.9)
    with pytest.raises(StateError, match="block 0 has no inverse yet: refresh"):
        precondition(seen, V)
    with pytest.raises(StateError, match="observe at least once"):
        refresh(begin(SHAPES), [0], damping=0.3)
    with pytest.raises(StateError, match=r"blocks \[2\]"):
        refresh(seen, [2], damping=0.3)
    with pytest.raises(ShapeError, match="1 matrices for 2 blocks"):
        precondition(seen, V[:1])
    with pytest.raises(ShapeError, match="1 matrices for 2 blocks"):
        observe(seen, factors(108)[:1], decay=0.9)


def test_decays_and_observations_that_make_no_sense_are_refused():
    """A decay of one never observes, steps are counted from one, and NaN is not averaged."""
    for decay in (1.0, -0.1, np.nan):
        with pytest.raises(DecayError):
            nothing(()).observed(1.0, decay=decay)
        with pytest.raises(DecayError):
            early_decay(3, limit=decay)
    with pytest.raises(EmptyError):
        early_decay(0, limit=0.9)
    with pytest.raises(ShapeError):
        nothing((2,)).observed(np.ones(3), decay=0.9)
    with pytest.raises(NonFiniteError):
        nothing((2,)).observed([1.0, np.nan], decay=0.9)
    with pytest.raises(EmptyError):
        due(0, blocks=5, period=0)
