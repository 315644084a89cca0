"""Laws, models, batches and steps that make no sense are refused by name, with what to do."""

import numpy as np
import pytest

from numeric.errors import EmptyError, MassError, MetricError, NonFiniteError, ShapeError
from numeric.networks import Bernoulli, Dense, LabelError, Network, OutcomesError, ScaleError, isotropic
from numeric.solvers.errors import DampingError, SingularFactorError
from numeric.variational import (
    DIAGONAL_EXPECTATION,
    DIAGONAL_NATURAL,
    EXPECTATION,
    MEAN_CHOLESKY,
    MEAN_COVARIANCE,
    MEAN_VARIANCE,
    NATURAL,
    Autoencoder,
    BatchError,
    DiagonalNormal,
    Dirichlet,
    Expected,
    FactoredNormal,
    Gamma,
    GaussianMixture,
    LatentNormal,
    LogisticRegression,
    MomentGradient,
    Nodes,
    Normal,
    NormalFamily,
    NormalGamma,
    NormalWishart,
    ObservationError,
    ParameterError,
    Quadratic,
    RateError,
    Rates,
    RuleError,
    Topics,
    averaged,
    block_step,
    categorical_observations,
    coordinate_ascent,
    decoder_fisher,
    diagonal_divergence,
    diagonal_newton_step,
    divergence,
    encoder_natural_gradient,
    example_bounds,
    expected_from_values,
    hermite_nodes,
    linear_regression,
    log_density,
    lower_bound,
    mean_bound,
    minibatches,
    natural_step,
    normal_divergence,
    normal_observations,
    online_newton_step,
    pathwise_gradients,
    poisson_observations,
    sampled_nodes,
    stochastic_ascent,
    stochastic_step,
    sweeps,
)

Q = Normal([0.2, -0.4], [[1.2, 0.3], [0.3, 0.8]])
R = DiagonalNormal([0.2, -0.4], [1.2, 0.8])
SIX = Normal(np.zeros(3), np.eye(3))
JOINT = Quadratic([[1.2, 0.3], [0.3, 0.8]], [1.0, 2.0])
GRADIENT = MomentGradient(np.ones(2), np.eye(2))
NAN, INF = np.nan, np.inf
GAMMA, PAIR = Gamma().natural(2.0, 3.0), Dirichlet(2).natural([1.0, 2.0])


def refused(call, error, says):
    """The call raises the error, whose message says so."""
    with pytest.raises(error, match=says):
        call()


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: Normal([0, NAN], np.eye(2)), NonFiniteError, "mean is nan"),
        (lambda: Normal([0, 0], [[1, 2], [2, 1]]), MetricError, "covariance is not positive definite"),
        (lambda: Normal([0, 0], [[1, 0.5], [0.4, 1]]), MetricError, "not symmetric"),
        (lambda: Normal([0, 0, 0], np.eye(2)), ShapeError, r"\(3,\).*\(2, 2\)"),
        (lambda: Normal([], np.zeros((0, 0))), EmptyError, "mean"),
        (lambda: DiagonalNormal([0, 0], [1, 0]), ParameterError, "variance 0 of coordinate 1"),
        (lambda: DiagonalNormal([0, 0], [1, -2]), ParameterError, "variance -2"),
        (lambda: DiagonalNormal([0, 0], [1.0]), ShapeError, r"\(2,\).*\(1,\)"),
        (lambda: Q.log_density([[1.0, 2, 3]]), ShapeError, r"\(N, 2\)"),
        (lambda: Q.scores([[NAN, 2]]), NonFiniteError, "points"),
        (lambda: R.points([1.0, 2]), ShapeError, r"\(2,\)"),
        (lambda: normal_divergence(Q, SIX), ShapeError, r"R\^2 and R\^3"),
        (lambda: diagonal_divergence(R, DiagonalNormal([0], [1])), ShapeError, r"R\^2 and R\^1"),
        (lambda: MEAN_COVARIANCE.unpack(np.ones(4)), ShapeError, "4 coordinates"),
        (lambda: MEAN_COVARIANCE.unpack([0, 0, 1, 2, 1]), ParameterError, "leave the family"),
        (lambda: MEAN_CHOLESKY.unpack([0, 0, 1, 2, -1]), ParameterError, r"diagonal \[ 1. -1.\]"),
        (lambda: NATURAL.unpack([0, 0, 1, 0, 1]), ParameterError, "eigenvalue -2"),
        (lambda: EXPECTATION.unpack([2, 0, 1, 0, 1]), ParameterError, "-3"),
        (lambda: MEAN_VARIANCE.unpack([1.0, 2, 3]), ShapeError, "3 coordinates"),
        (lambda: DIAGONAL_NATURAL.unpack([1, 1, -1, 0.5]), ParameterError, "coordinate 1 is -1"),
        (lambda: DIAGONAL_EXPECTATION.unpack([2, 3]), ParameterError, "variance -1"),
        (lambda: NATURAL.unpack([NAN, 0, -1, 0, -1]), NonFiniteError, "coordinates"),
    ],
)
def test_laws_and_coordinates_that_are_none_are_refused(call, error, says):
    """Shapes, NaN, covariances and variances outside the family, each with its value."""
    refused(call, error, says)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: natural_step(NATURAL, Q, GRADIENT, rate=0.0), RateError, "rate 0"),
        (lambda: natural_step(NATURAL, Q, GRADIENT, rate=1.5), RateError, "at most 1"),
        (lambda: online_newton_step(Q, JOINT.expected(Q), rate=NAN), RateError, "nan"),
        (lambda: diagonal_newton_step(R, JOINT.expected(R), rate=-1), RateError, "-1"),
        (lambda: online_newton_step(SIX, JOINT.expected(Q), rate=1.0), ShapeError, r"R\^3"),
        (
            lambda: diagonal_newton_step(R, Expected(0.0, np.ones(2), np.full((2, 2), NAN)), rate=1.0),
            NonFiniteError,
            "Hessian",
        ),
        (lambda: natural_step(MEAN_VARIANCE, R, GRADIENT, rate=1.0), ShapeError, "DiagonalNormal on R"),
        (lambda: JOINT.expected(SIX), ShapeError, r"R\^3.*R\^2"),
        (lambda: lower_bound(SIX, JOINT.expected(Q)), ShapeError, r"\(2,\) and \(2, 2\).*R\^3"),
        (lambda: lower_bound(Q, Expected(0.0, np.ones(2), np.eye(3))), ShapeError, r"\(3, 3\)"),
        (lambda: Quadratic([[1, 0], [0, -1]], [1, 2]), MetricError, "curvature"),
        (lambda: Quadratic(np.eye(2), [1.0]), ShapeError, r"\(1,\)"),
        (lambda: Quadratic(np.eye(1), [1.0], NAN), NonFiniteError, "constant"),
        (lambda: linear_regression([[1.0, 2]], [1.0], noise=0.0, prior=Q), ParameterError, "noise 0"),
        (lambda: linear_regression([[1.0, 2]], [1.0, 2], noise=1.0, prior=Q), ShapeError, "2 responses"),
        (lambda: linear_regression(np.ones((0, 2)), [1.0], noise=1.0, prior=Q), EmptyError, "examples"),
        (lambda: LogisticRegression([[1.0, 2]], [2.0], Q), ObservationError, "label 2 of example 0"),
        (lambda: LogisticRegression([[1.0, 2]], [1, 0], Q), ShapeError, r"\(2,\) for 1"),
        (lambda: LogisticRegression([[1.0, 2]], [NAN], Q), NonFiniteError, "label"),
        (lambda: LogisticRegression([[1.0, 2]], [1], Q).minibatch([]), EmptyError, "minibatch"),
        (lambda: LogisticRegression([[1.0, 2]], [1], Q).minibatch([1]), BatchError, "1 to 1 of 0 to 0"),
        (lambda: LogisticRegression([[1e4, 2]], [1], Q).expected(Q), RuleError, "deviation"),
        (lambda: LogisticRegression(np.ones((3, 2)), [1, 0, 1], Q).minibatch([1, 1]), BatchError, "twice"),
        (lambda: LogisticRegression(np.ones((3, 2)), [1, 0, 1], Q).minibatch([0.5]), BatchError, "whole"),
        (lambda: hermite_nodes(0, 3), EmptyError, "dimensions"),
        (lambda: hermite_nodes(2, 0), EmptyError, "nodes"),
        (lambda: hermite_nodes(8, 9), RuleError, r"9\^8"),
        (lambda: sampled_nodes(np.zeros((0, 2))), EmptyError, "draws"),
        (lambda: Nodes(np.zeros((2, 1)), [0.5, 0.4]), MassError, r"0\.9"),
        (lambda: Nodes(np.zeros((2, 1)), [1.5, -0.5]), RuleError, "-0.5"),
        (lambda: Nodes(np.zeros(2), [0.5, 0.5]), ShapeError, r"\(M, d\)"),
        (lambda: expected_from_values(lambda z: z[:, 0], Q, hermite_nodes(3, 2)), ShapeError, r"\(N, 2\)"),
        (lambda: expected_from_values(lambda z: z, Q, hermite_nodes(2, 2)), ShapeError, "log-density"),
        (lambda: pathwise_gradients(Q, JOINT, np.ones((3, 1))), ShapeError, "draws"),
        (lambda: averaged(np.ones((1, 3))), EmptyError, "1 draws"),
        (lambda: averaged(np.ones(3)), ShapeError, r"\(N, k\)"),
        (lambda: averaged([[1.0], [INF]]), NonFiniteError, "gradient"),
    ],
)
def test_steps_joints_and_rules_outside_their_range_are_refused(call, error, says):
    """Rates, curvatures, labels, minibatches, weights and draws."""
    refused(call, error, says)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: Dirichlet(1), ParameterError, "1 classes"),
        (lambda: Dirichlet(2).natural([1.0, 0.0]), ParameterError, "concentration.* is 0"),
        (lambda: Dirichlet(2).mean([-2.0, 1.0]), ParameterError, "-1"),
        (lambda: Dirichlet(2).mean([1.0, 1, 1]), ShapeError, r"\(3,\).*2"),
        (lambda: Dirichlet(2).fisher([[1.0, 1.0]]), ShapeError, "one law"),
        (lambda: Dirichlet(2).statistics([[0.5, 0.6]]), ObservationError, "simplex"),
        (lambda: Dirichlet(2).statistics([0.5, 0.5]), ShapeError, r"\(N, 2\)"),
        (lambda: Gamma().natural(0.0, 1.0), ParameterError, "shape 0"),
        (lambda: Gamma().log_partition([1.0, 1.0]), ParameterError, "rate -1"),
        (lambda: Gamma().mean([NAN, -1.0]), NonFiniteError, "gamma"),
        (lambda: log_density(Gamma(), GAMMA, [1.0, -1.0]), ObservationError, "-1"),
        (lambda: Gamma().statistics([[1.0]]), ShapeError, r"\(N,\)"),
        (lambda: divergence(Gamma(), GAMMA, [1.0, 2.0, 3.0]), ShapeError, r"\(3,\)"),
        (lambda: NormalGamma().natural((0, 1, 1, -1)), ParameterError, "b = -1"),
        (lambda: NormalGamma().require([1.0, -1, 0, 0]), ParameterError, "kappa = -?0,"),
        (lambda: NormalGamma().statistics([[1.0, 0.0]]), ObservationError, "precision is 0"),
        (lambda: NormalGamma().statistics([1.0]), ShapeError, "mean, precision"),
        (lambda: NormalWishart(2).natural(([0, 0], 1, 1, np.eye(2))), ParameterError, "d - 1 = 1"),
        (lambda: NormalWishart(2).natural(([0, 0], 1, 3, -np.eye(2))), ParameterError, "eigenvalue -1"),
        (lambda: NormalWishart(2).natural(([0, 0, 0], 1, 3, np.eye(3))), ShapeError, r"\(3,\)"),
        (
            lambda: NormalWishart(2).statistics((np.ones((1, 2)), np.ones((3, 2, 2)))),
            ShapeError,
            r"\(1, 2\).*\(3, 2, 2\)",
        ),
        (lambda: NormalWishart(0), EmptyError, "dimensions"),
        (lambda: NormalWishart(2).observed([1.0, 2.0]), ShapeError, r"\(N, 2\)"),
        (lambda: NormalFamily(0), EmptyError, "dimensions"),
        (lambda: NormalFamily(1).mean([0.0, 1.0]), ParameterError, "eigenvalue -2"),
        (lambda: normal_observations(NormalGamma().natural((0, 1, 1, 1)), []), EmptyError, "observations"),
        (lambda: normal_observations([1.0, 1, 1, 1], [1.0]), ParameterError, "kappa = -2"),
        (lambda: categorical_observations(PAIR, [0, 2]), ObservationError, "label 2 of observation 1"),
        (lambda: categorical_observations(PAIR, [0.5]), ObservationError, r"0\.5"),
        (lambda: categorical_observations(PAIR, [0, 1, 0], total=2), BatchError, "3 observations.* 2"),
        (lambda: poisson_observations(GAMMA, [1, -1], [1, 1]), ObservationError, "whole numbers"),
        (lambda: poisson_observations(GAMMA, [1], [0.0]), ObservationError, "exposures"),
        (lambda: poisson_observations(GAMMA, [1], [1.0, 2.0]), ShapeError, "1 counts and 2"),
        (lambda: poisson_observations(GAMMA, [1], [1.0]).step(GAMMA, rate=2.0), RateError, "2"),
        (lambda: poisson_observations(GAMMA, [1], [1.0]).bound([1.0, 1.0]), ParameterError, "rate"),
    ],
)
def test_parameters_and_observations_outside_a_family_are_refused(call, error, says):
    """Concentrations, shapes, rates, precisions, degrees of freedom, labels and counts."""
    refused(call, error, says)


FACTORED = FactoredNormal([1.0, 2.0], NormalFamily(1).natural(Normal([0], [[1.0]])), GAMMA)
START = (FACTORED.mean, FACTORED.precision)
MIXTURE = GaussianMixture(
    NormalWishart(2), [1.0, 2.0, 3.0], NormalWishart(2).natural(([0, 0], 1, 3, np.eye(2)))
)
TOPICS = Topics([1.0, 2.0, 3.0], [1.0, 1.0])
COUNTS = np.array([[1.0, 2.0], [0.0, 3.0]])
LOCAL = TOPICS.local(TOPICS.prior, COUNTS)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: block_step(FACTORED, START[:1], 0, rate=1.0), ShapeError, "1 parameters for 2"),
        (lambda: block_step(FACTORED, START, 2, rate=1.0), ShapeError, "block 2 of 2"),
        (lambda: block_step(FACTORED, START, 0, rate=0.0), RateError, "rate 0"),
        (lambda: coordinate_ascent(FACTORED, START, tolerance=0.0), RateError, "tolerance 0"),
        (lambda: coordinate_ascent(FACTORED, START, limit=0), EmptyError, "sweeps"),
        (lambda: coordinate_ascent(FACTORED, (START[0], [1.0, 1.0])), ParameterError, "gamma"),
        (lambda: FactoredNormal([], *START), EmptyError, "observations"),
        (lambda: GaussianMixture(NormalWishart(2), [1.0], MIXTURE.component), ParameterError, "1 classes"),
        (lambda: GaussianMixture(NormalWishart(2), [[1.0, 2]], MIXTURE.component), ShapeError, r"\(K,\)"),
        (lambda: MIXTURE.local(MIXTURE.prior, np.ones((3, 1))), ShapeError, r"\(N, 2\)"),
        (lambda: MIXTURE.local(MIXTURE.prior[:1], np.ones((3, 2))), ShapeError, "global parameters"),
        (lambda: MIXTURE.local(MIXTURE.prior, np.full((3, 2), NAN)), NonFiniteError, "examples"),
        (lambda: MIXTURE.statistics(np.ones((2, 3)), np.ones((4, 2))), ShapeError, "2 examples for 4"),
        (
            lambda: MIXTURE.bound(MIXTURE.prior, np.ones((4, 2)), np.ones((4, 2))),
            ShapeError,
            r"responsibilities have shape \(4, 2\)",
        ),
        (lambda: sweeps(MIXTURE, MIXTURE.prior, np.ones((0, 2))), EmptyError, "examples"),
        (lambda: sweeps(MIXTURE, MIXTURE.prior, np.ones((2, 2)), limit=0), EmptyError, "sweeps"),
        (lambda: Topics([1.0, 2.0], [1.0, -1.0]), ParameterError, "concentration"),
        (lambda: Topics([[1.0, 2.0]], [1.0, 1.0]), ShapeError, "proportions"),
        (lambda: Topics([1.0, 2.0], [1.0, 1.0], settled=0.0), RateError, "tolerance 0"),
        (lambda: Topics([1.0, 2.0], [1.0, 1.0], rounds=0), EmptyError, "sweeps"),
        (lambda: TOPICS.local(TOPICS.prior, COUNTS - 0.5), ObservationError, r"-0.5 at \(1, 0\)|0.5 at"),
        (lambda: TOPICS.local(TOPICS.prior, COUNTS[:0]), EmptyError, "documents"),
        (lambda: TOPICS.statistics(LOCAL, COUNTS[:1]), ShapeError, r"\(2, 2, 3\).*\(1, 2, 3\)"),
        (lambda: TOPICS.bound(TOPICS.prior, LOCAL, COUNTS[:1]), ShapeError, "local factors"),
        (lambda: TOPICS.local(TOPICS.prior, COUNTS[:1], start=LOCAL), ShapeError, "2 documents for 1"),
        (lambda: TOPICS.local((COUNTS,), COUNTS), ShapeError, "global parameters"),
        (lambda: stochastic_step(TOPICS, TOPICS.prior, COUNTS, total=1, rate=1.0), BatchError, "2 examples"),
        (lambda: stochastic_step(TOPICS, TOPICS.prior, COUNTS, total=2, rate=2.0), RateError, "rate 2"),
        (lambda: Rates(1, 0.5), RateError, "forgetting 0.5"),
        (lambda: Rates(1, 1.1), RateError, "forgetting 1.1"),
        (lambda: Rates(-1, 0.7), RateError, "delay -1"),
        (lambda: Rates(1, 0.7).at(0), EmptyError, "steps"),
        (lambda: next(minibatches(3, 4, rng=np.random.default_rng(0))), BatchError, "4 examples from 3"),
        (lambda: next(minibatches(3, 0, rng=np.random.default_rng(0))), EmptyError, "minibatch"),
        (
            lambda: stochastic_ascent(
                TOPICS,
                TOPICS.prior,
                COUNTS,
                size=3,
                steps=1,
                rates=Rates(1, 0.7),
                rng=np.random.default_rng(0),
            ),
            BatchError,
            "3 examples from 2",
        ),
    ],
)
def test_models_data_and_schedules_that_do_not_fit_are_refused(call, error, says):
    """Blocks, globals, counts, minibatches and the conditions of Robbins and Monro."""
    refused(call, error, says)


VAE = Autoencoder(
    Network((Dense(3, 4),), LatentNormal(2)), Network((Dense(2, 3),), isotropic(3, variance=0.5))
)
BOTH = (np.ones(16) / 9, np.ones(9) / 7)
X, NODES = np.ones((5, 3)), hermite_nodes(2, 3)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: LatentNormal(0), ScaleError, "latents"),
        (lambda: LatentNormal(2).outcomes(), OutcomesError, "infinitely many"),
        (lambda: Autoencoder(VAE.decoder, VAE.decoder), ShapeError, "LatentNormal"),
        (lambda: example_bounds(VAE, BOTH, X, nodes=hermite_nodes(3, 2)), ShapeError, "dimension 3 for 2"),
        (lambda: example_bounds(VAE, (BOTH[0][:9], BOTH[1]), X, nodes=NODES), ShapeError, r"\(9,\)"),
        (lambda: mean_bound(VAE, BOTH, X * NAN, nodes=NODES), NonFiniteError, "batch"),
        (lambda: mean_bound(VAE, BOTH, X[:0], nodes=NODES), EmptyError, "examples"),
        (lambda: decoder_fisher(VAE, BOTH[1], np.ones((2, 2)), weights=[1.0, 1.0]), MassError, "sum to 2"),
        (lambda: encoder_natural_gradient(VAE, BOTH, X, nodes=NODES, damping=-1), DampingError, "damping"),
        (
            lambda: encoder_natural_gradient(VAE, BOTH, X, nodes=NODES, damping=0.0),
            SingularFactorError,
            "add a damping",
        ),
    ],
)
def test_autoencoders_and_nodes_that_do_not_fit_are_refused(call, error, says):
    """Latents, dimensions, parameters, weights and a Fisher matrix of equal examples without damping."""
    refused(call, error, says)


def test_a_label_that_the_decoder_cannot_produce_is_refused():
    """Coins show 0 or 1."""
    coins = Autoencoder(VAE.encoder, Network((Dense(2, 3),), Bernoulli(3)))

    refused(lambda: mean_bound(coins, BOTH, X / 2, nodes=NODES), LabelError, "0 or 1")


def test_laws_and_models_are_copies_that_do_not_change():
    """Changing what they were made from changes nothing, and their arrays are read-only."""
    mean, counts = np.zeros(2), np.array([1.0, 2.0])
    law, model = Normal(mean, np.eye(2)), Topics(counts, [1.0, 1.0])

    mean[0], counts[0] = 99.0, 99.0

    assert law.mean[0] == 0.0
    assert model.proportions[0] == 1.0
    for array in (law.mean, law.covariance, R.variance, model.proportions, NODES.draws, JOINT.linear):
        assert not array.flags.writeable
