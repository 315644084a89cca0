"""Networks, batches and labels that make no sense are refused by name, with what to do."""

import numpy as np
import pytest

from numeric.errors import EmptyError, MetricError, NonFiniteError, ShapeError
from numeric.networks import (
    SQUARE,
    TANH,
    Attention,
    Bernoulli,
    Categorical,
    Convolution,
    Dense,
    Flatten,
    Gaussian,
    LabelError,
    LayerNorm,
    Mean,
    Network,
    Residual,
    ScaleError,
    Window,
    evaluate,
    gradient,
    hessian_product,
    isotropic,
    jacobian_product,
    loss,
    transposed_product,
)

NETWORK = Network((Dense(4, 2), TANH, Dense(2, 3)), Categorical(3))
THETA, X, Y = np.ones(NETWORK.size), np.ones((5, 4)), np.zeros(5)


def test_batches_that_are_empty_misshapen_or_not_finite_are_refused():
    """No example, the wrong width, one example without its axis, and NaN."""
    with pytest.raises(EmptyError, match="examples in the batch"):
        gradient(NETWORK, THETA, np.ones((0, 4)), np.zeros(0))
    with pytest.raises(ShapeError, match=r"Dense\(inputs=4, outputs=2\) takes an input of shape"):
        gradient(NETWORK, THETA, np.ones((5, 3)), Y)
    with pytest.raises(ShapeError, match="counts examples"):
        gradient(NETWORK, THETA, np.ones(4), Y)
    with pytest.raises(NonFiniteError, match=r"the batch is nan at index \(0, 1\)"):
        gradient(NETWORK, THETA, np.where(np.arange(20).reshape(5, 4) == 1, np.nan, 1.0), Y)


def test_parameters_that_are_misshapen_or_not_finite_are_refused():
    """One entry too many, NaN, and a direction of another length."""
    with pytest.raises(ShapeError, match="the parameter has shape"):
        loss(NETWORK, np.ones(NETWORK.size + 1), X, Y)
    with pytest.raises(NonFiniteError, match="the parameter is nan"):
        loss(NETWORK, THETA * np.nan, X, Y)
    with pytest.raises(ShapeError):
        jacobian_product(NETWORK, THETA, X, np.ones(3))
    with pytest.raises(ShapeError, match="direction"):
        hessian_product(NETWORK, THETA, (X, Y), np.ones(3))
    with pytest.raises(ShapeError, match="outputs of shape"):
        transposed_product(NETWORK, THETA, X, np.ones((5, 2)))


def test_outputs_that_overflow_or_do_not_fit_the_likelihood_are_refused():
    """1e200 squared is not finite, and places that are left over are pointed out."""
    squared = Network((Dense(4, 1), SQUARE, SQUARE, Dense(1, 2)), isotropic(2, variance=0.7))
    with pytest.raises(NonFiniteError, match="an output of the network"):
        evaluate(squared, np.full(squared.size, 1e90), X)
    with pytest.raises(ShapeError, match="Flatten or average"):
        evaluate(Network((Dense(4, 3),), Categorical(3)), np.ones(15), np.ones((5, 6, 4)))
    with pytest.raises(ShapeError, match="takes"):
        evaluate(Network((Dense(4, 2),), Categorical(3)), np.ones(10), X)


@pytest.mark.parametrize(
    ("likelihood", "labels", "error", "words"),
    [
        (Categorical(3), [0, 1, 2, 3, 0], LabelError, "label 3 of example 3"),
        (Categorical(3), [0, -1, 2, 1, 0], LabelError, "counted from zero"),
        (Categorical(3), [0, 0.5, 2, 1, 0], LabelError, "whole number"),
        (Categorical(3), [0, 1, 2, 1], ShapeError, r"\(4,\) where \(5,\)"),
        (Categorical(3), [0, 1, np.nan, 1, 0], NonFiniteError, "a label is nan"),
        (Categorical(3), np.zeros((5, 1)), ShapeError, r"\(5, 1\) where \(5,\)"),
        (isotropic(3, variance=0.7), np.zeros((3, 5)), ShapeError, r"\(3, 5\) where \(5, 3\)"),
        (Bernoulli(3), np.full((5, 3), 2.0), LabelError, "0 or 1"),
        (Bernoulli(3), np.zeros(5), ShapeError, "labels have shape"),
        (isotropic(3, variance=0.7), np.zeros((5, 2)), ShapeError, "labels have shape"),
        (isotropic(3, variance=0.7), np.full((5, 3), np.inf), NonFiniteError, "a label is inf"),
    ],
)
def test_labels_the_likelihood_cannot_produce_are_refused(likelihood, labels, error, words):
    """Classes out of range, coins on edge, too few labels, columns, transposes, and what is not finite."""
    network = Network((Dense(4, 2), TANH, Dense(2, 3)), likelihood)

    with pytest.raises(error, match=words):
        loss(network, THETA, X, labels)


@pytest.mark.parametrize(
    ("covariance", "error"),
    [
        ([[1.0, 2.0], [2.0, 1.0]], MetricError),
        ([[1.0, 1.0], [1.0, 1.0]], MetricError),
        ([[1.0, 0.1], [0.0, 1.0]], MetricError),
        ([1.0, 2.0], ShapeError),
        (np.ones((2, 2, 2)), ShapeError),
        ([[np.nan]], NonFiniteError),
    ],
)
def test_covariances_that_are_none_are_refused(covariance, error):
    """Indefinite, singular, asymmetric, not one matrix, not finite."""
    with pytest.raises(error, match="covariance of the labels"):
        Gaussian(covariance)


def test_the_eigenvalue_of_a_bad_covariance_is_named():
    """[[1, 2], [2, 1]] has the eigenvalue -1."""
    with pytest.raises(MetricError, match="eigenvalue -1 against 3"):
        Gaussian([[1.0, 2.0], [2.0, 1.0]])


@pytest.mark.parametrize(
    "make",
    [
        lambda: Dense(0, 3),
        lambda: Dense(3, 2.5),
        lambda: Convolution(0, 3, Window((2, 2))),
        lambda: Window((2, 0)),
        lambda: Window((2, 2), stride=0),
        lambda: Window((2, 2), padding=-1),
        lambda: Attention(3, 0, 2),
        lambda: LayerNorm(0.0),
        lambda: Mean(()),
        lambda: Mean((0,)),
        lambda: Categorical(1),
        lambda: Categorical(3, -1.0),
        lambda: Bernoulli(3, np.nan),
        lambda: isotropic(3, variance=0.0),
        lambda: isotropic(0, variance=0.7),
    ],
)
def test_sizes_temperatures_and_variances_must_be_positive(make):
    """Zero widths, strides, temperatures and variances are no layers and no laws."""
    with pytest.raises(ScaleError):
        make()


def test_layers_that_do_not_fit_their_input_say_so():
    """Images without channels, kernels larger than the image, sequences of another width, residual shapes."""
    images = Network((Convolution(2, 3, Window((4, 2))), Flatten(), Dense(3, 3)), Categorical(3))
    with pytest.raises(ShapeError, match="Convolution"):
        evaluate(images, np.ones(images.size), np.ones((5, 3, 6, 7)))
    with pytest.raises(ShapeError, match="smaller kernel"):
        evaluate(images, np.ones(images.size), np.ones((5, 2, 3, 7)))
    attention = Network((Attention(3, 2, 2), Mean((1,))), Categorical(3))
    with pytest.raises(ShapeError, match="Attention"):
        evaluate(attention, np.ones(attention.size), np.ones((5, 6, 4)))
    residual = Network((Residual((Dense(4, 3),)),), Categorical(3))
    with pytest.raises(ShapeError, match="residual"):
        evaluate(residual, np.ones(residual.size), X)
    with pytest.raises(ShapeError, match="Mean"):
        evaluate(Network((Dense(4, 3), Mean((2,))), Categorical(3)), np.ones(15), X)
    with pytest.raises(ShapeError, match="LayerNorm"):
        evaluate(Network((Dense(4, 1), LayerNorm(), Dense(1, 3)), Categorical(3)), np.ones(11), X)


def test_networks_without_layers_or_weights_are_refused():
    """There would be nothing to differentiate."""
    with pytest.raises(EmptyError, match="layers"):
        Network((), Categorical(3))
    with pytest.raises(EmptyError, match="weight matrices"):
        Network((TANH,), Categorical(3))
