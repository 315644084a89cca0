"""Processes, policies, steps and environments that make no sense are refused by name, with what to do."""

import numpy as np
import pytest

from numeric.errors import EmptyError, MassError, NonFiniteError, ShapeError
from numeric.policies import (
    AnswerError,
    BoundError,
    DecisionProcess,
    DiscountError,
    LayoutError,
    LogLinear,
    ProbabilityError,
    Tabular,
    clipped_surrogate,
    estimate,
    evaluate,
    fisher_product,
    gridworld,
    natural_policy_gradient,
    path_fisher,
    path_gradients,
    path_returns,
    policy_gradient,
    sample_episodes,
    sample_paths,
    state_divergence,
    truncated_return,
    trust_region_step,
    two_state_chain,
)
from numeric.solvers.errors import DampingError, SingularFactorError

P, R, START = np.full((2, 3, 2), 0.5), np.arange(6.0).reshape(2, 3), np.array([0.3, 0.7])
PROCESS, POLICY, THETA = DecisionProcess(P, R, START, 0.6), Tabular(2, 3), np.arange(6.0) / 5
UNIFORM = np.full((2, 3), 1 / 3)


def changed(array, where, value):
    """A copy with one entry changed."""
    copy = np.array(array)
    copy[where] = value
    return copy


def process(transitions=P, rewards=R, start=START, discount=0.6):
    """A process, one part of which is wrong."""
    return DecisionProcess(transitions, rewards, start, discount)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: process(P[:, :, :1]), ShapeError, r"transitions have shape \(2, 3, 1\)"),
        (lambda: process(P[0]), ShapeError, r"\(3, 2\); \(S, A, S\)"),
        (lambda: process(np.zeros((0, 3, 0)), np.zeros((0, 3)), np.zeros(0)), EmptyError, "transitions"),
        (lambda: process(rewards=R.T), ShapeError, r"rewards have shape \(3, 2\).*\(2, 3\)"),
        (lambda: process(start=np.ones(3) / 3), ShapeError, r"start have shape \(3,\).*\(2,\)"),
        (lambda: process(changed(P, (1, 2, 0), 0.4)), MassError, r"index \(1, 2\) sums to 0\.9"),
        (lambda: process(changed(P, (1, 2), [1.5, -0.5])), ProbabilityError, r"-0\.5 at index \(1, 2, 1\)"),
        (lambda: process(changed(P, (0, 1, 0), np.nan)), NonFiniteError, r"transitions is nan"),
        (lambda: process(rewards=changed(R, (0, 1), np.inf)), NonFiniteError, r"rewards is inf"),
        (lambda: process(start=np.array([0.3, 0.6])), MassError, "the start"),
        (lambda: process(start=np.array([1.3, -0.3])), ProbabilityError, "the start"),
        (lambda: process(discount=1.0), DiscountError, "1.0"),
        (lambda: process(discount=0.0), DiscountError, "0.0"),
        (lambda: process(discount=np.nan), DiscountError, "nan"),
        (lambda: two_state_chain(discount=1.5), DiscountError, "1.5"),
    ],
)
def test_a_process_that_is_none_is_refused(call, error, says):
    """Shapes, masses, signs, NaN and discounts, each with its place."""
    with pytest.raises(error, match=says):
        call()


def test_a_process_and_a_policy_are_copies_that_do_not_change():
    """Changing what they were made from changes nothing, and their arrays are read-only."""
    rewards, features = R.copy(), np.ones((2, 3, 4))
    made, policy = process(rewards=rewards), LogLinear(features)

    rewards[0, 0], features[0, 0, 0] = 99.0, 99.0

    assert made.rewards[0, 0] == 0.0
    assert policy.features[0, 0, 0] == 1.0
    for array in (made.transitions, made.rewards, made.start, policy.features):
        assert not array.flags.writeable


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: LogLinear(np.ones((2, 3))), ShapeError, r"\(S, A, P\)"),
        (lambda: LogLinear(np.ones((2, 3, 0))), EmptyError, "features"),
        (lambda: LogLinear(np.full((2, 3, 1), np.nan)), NonFiniteError, "features"),
        (lambda: Tabular(0, 3), EmptyError, "states"),
        (lambda: Tabular(2, 0), EmptyError, "actions"),
        (lambda: evaluate(PROCESS, UNIFORM.T), ShapeError, r"\(3, 2\)"),
        (lambda: evaluate(PROCESS, 2 * UNIFORM), MassError, "the policy.*sums to 2"),
        (lambda: evaluate(PROCESS, changed(UNIFORM, 0, [1.5, 0, -0.5])), ProbabilityError, "the policy"),
        (lambda: evaluate(PROCESS, np.nan * UNIFORM), NonFiniteError, "the policy"),
        (lambda: truncated_return(PROCESS, UNIFORM, horizon=0), EmptyError, "time steps"),
        (lambda: policy_gradient(PROCESS, POLICY, THETA[:5]), ShapeError, "5 parameters.* 6"),
        (lambda: policy_gradient(PROCESS, POLICY, np.nan * THETA), NonFiniteError, "parameters"),
        (lambda: policy_gradient(PROCESS, Tabular(3, 2), THETA), ShapeError, "3 states and 2 actions"),
        (lambda: natural_policy_gradient(PROCESS, POLICY, THETA, cutoff=0.0), DampingError, "cutoff"),
        (
            lambda: natural_policy_gradient(PROCESS, LogLinear(np.ones((2, 3, 2))), [1.0, 2]),
            SingularFactorError,
            "no eigenvalue",
        ),
        (lambda: state_divergence([[0.5, 0.5]], [[1.0, 0.0]]), ProbabilityError, r"\(0, 1\).*infinite"),
        (lambda: state_divergence(UNIFORM, UNIFORM[:1]), ShapeError, r"\(1, 3\)"),
    ],
)
def test_policies_and_parameters_that_do_not_fit_are_refused(call, error, says):
    """Sizes, laws, NaN and a Fisher matrix that is zero."""
    with pytest.raises(error, match=says):
        call()


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: trust_region_step(PROCESS, POLICY, THETA, radius=0.0), BoundError, "radius"),
        (lambda: trust_region_step(PROCESS, POLICY, THETA, radius=np.nan), BoundError, "radius"),
        (lambda: trust_region_step(PROCESS, POLICY, THETA, radius=0.1, shrink=1.0), BoundError, "shrink"),
        (lambda: trust_region_step(PROCESS, POLICY, THETA, radius=0.1, most=0), EmptyError, "trials"),
        (lambda: trust_region_step(PROCESS, POLICY, THETA, radius=0.1, damping=-1.0), BoundError, "damping"),
        (lambda: trust_region_step(PROCESS, POLICY, THETA, radius=0.1, tolerance=0.0), DampingError, "tol"),
        (lambda: fisher_product(PROCESS, POLICY, THETA, damping=np.inf), BoundError, "damping"),
        (lambda: clipped_surrogate(PROCESS, POLICY, THETA, THETA, epsilon=0.0), BoundError, "epsilon"),
        (lambda: clipped_surrogate(PROCESS, POLICY, THETA, THETA, epsilon=1.0), BoundError, "epsilon"),
        (
            lambda: clipped_surrogate(PROCESS, POLICY, changed(THETA, 0, 800.0), THETA, epsilon=0.2),
            ProbabilityError,
            r"\(0, 1\).*no ratio",
        ),
    ],
)
def test_radii_dampings_and_clipping_widths_outside_their_range_are_refused(call, error, says):
    """Each names itself."""
    with pytest.raises(error, match=says):
        call()


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: gridworld([], discount=0.7), LayoutError, "rows"),
        (lambda: gridworld(["", ""], discount=0.7), LayoutError, "rows"),
        (lambda: gridworld("S.G", discount=0.7), LayoutError, "list of rows"),
        (lambda: gridworld(["S.", "G"], discount=0.7), LayoutError, r"\[1, 2\]"),
        (lambda: gridworld(["SxG"], discount=0.7), LayoutError, "x"),
        (lambda: gridworld(["S.."], discount=0.7), LayoutError, "goal"),
        (lambda: gridworld(["#G#"], discount=0.7), LayoutError, "start from"),
        (lambda: gridworld(["SG"], discount=0.7, slip=1.0), ProbabilityError, "slip"),
        (lambda: gridworld(["SG"], discount=0.7, slip=-0.1), ProbabilityError, "slip"),
        (lambda: gridworld(["SG"], discount=0.7, cost=np.nan), NonFiniteError, "rewards"),
        (lambda: gridworld(["SG"], discount=1.0), DiscountError, "1.0"),
    ],
)
def test_maps_that_cannot_be_read_are_refused(call, error, says):
    """Ragged, empty, unknown marks, no goal, nowhere to start."""
    with pytest.raises(error, match=says):
        call()


class Answering:
    """An environment that answers one thing."""

    def __init__(self, answer):
        self.answer = answer

    def reset(self, *, seed=None):
        """Observation 0."""
        return 0, {}

    def step(self, action):
        """The answer."""
        return self.answer


ALIKE = np.ones((3, 2))


def episodes(answer=(0, 1.0, False, False, {}), features=ALIKE, theta=(0.1, 0.2), count=1, limit=4):
    """Episodes, one part of which is wrong."""
    rng = np.random.default_rng(0)
    return sample_episodes(Answering(answer), lambda _: features, theta, count=count, limit=limit, rng=rng)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: episodes((0, 1.0, False, {})), AnswerError, "length 4.*five are needed"),
        (lambda: episodes(None), AnswerError, "NoneType"),
        (lambda: episodes((0, np.nan, False, False, {})), AnswerError, "reward at step 0"),
        (lambda: episodes((0, np.ones(2), False, False, {})), AnswerError, "reward at step 0"),
        (lambda: episodes(features=np.ones(2)), ShapeError, "a row for each action"),
        (lambda: episodes(features=np.ones((3, 4))), ShapeError, r"\(3, 4\) for 2 parameters"),
        (lambda: episodes(features=np.ones((0, 2))), EmptyError, "no action"),
        (lambda: episodes(features=np.full((3, 2), np.nan)), NonFiniteError, "features"),
        (lambda: episodes(theta=[np.nan, 0]), NonFiniteError, "parameters"),
        (lambda: episodes(count=0), EmptyError, "episodes"),
        (lambda: episodes(limit=0), EmptyError, "steps of an episode"),
        (lambda: estimate((), discount=0.7), EmptyError, "episodes"),
        (lambda: estimate(episodes(), discount=1.0), DiscountError, "1.0"),
        (lambda: path_returns(np.ones(3), discount=0.7), ShapeError, r"\(N, T\)"),
        (lambda: path_returns(np.ones((0, 3)), discount=0.7), EmptyError, "rewards"),
        (lambda: path_returns(np.full((2, 3), np.nan), discount=0.7), NonFiniteError, "reward"),
        (lambda: path_gradients(np.ones((2, 4, 5)), np.ones((2, 3)), discount=0.7), ShapeError, r"\(2, 3\)"),
        (lambda: path_fisher(np.ones((2, 3)), discount=0.7), ShapeError, r"\(N, T, P\)"),
        (lambda: path_fisher(np.ones((0, 3, 2)), discount=0.7), EmptyError, "scores"),
        (
            lambda: sample_paths(PROCESS, UNIFORM, count=0, horizon=3, rng=np.random.default_rng(0)),
            EmptyError,
            "paths",
        ),
        (
            lambda: sample_paths(PROCESS, UNIFORM, count=2, horizon=0, rng=np.random.default_rng(0)),
            EmptyError,
            "time steps",
        ),
    ],
)
def test_environments_and_paths_that_make_no_sense_are_refused(call, error, says):
    """What an environment answers is checked, and so is what is summed."""
    with pytest.raises(error, match=says):
        call()
