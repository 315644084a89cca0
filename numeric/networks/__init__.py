"""Neural networks in float64, written so that the formula can be read: a reference, not a fast library.

    z = f(x, theta),   y ~ p(. | z),   L = -(1/N) sum_n log p(y_n | z_n)

Layers         `Dense`, `Convolution` over a `Window`, the activations, `Flatten`, `Mean`, `LayerNorm`,
               `Attention`, `Residual`, and `transformer_block` made of them
Likelihoods    `Gaussian` (`isotropic`), `Bernoulli`, `Categorical`; their outputs are natural parameters
Parameters     theta, (P,): every weight matrix (m, n + 1) by rows, its last column the bias
Derivatives    `gradients`, `products`; the two conventions of vec are in `vectors`

The first axis of every batch counts examples.  Losses are means over examples, gradients of single examples
are not divided by their number.
"""

from numeric.networks.activations import IDENTITY, RELU, SOFTPLUS, SQUARE, TANH, Activation
from numeric.networks.attention import Attention, transformer_block
from numeric.networks.bernoulli import Bernoulli
from numeric.networks.categorical import Categorical
from numeric.networks.chain import Chain, Residual
from numeric.networks.convolution import Convolution
from numeric.networks.dense import Dense
from numeric.networks.errors import LabelError, NetworkError, OutcomesError, ScaleError
from numeric.networks.gaussian import Gaussian, isotropic
from numeric.networks.gradients import example_gradients, gradient, jacobians, loss
from numeric.networks.layer import Layer, Use
from numeric.networks.likelihood import Likelihood
from numeric.networks.network import Network, Trace, evaluate
from numeric.networks.normalization import LayerNorm
from numeric.networks.products import (
    fisher_product,
    gauss_newton_product,
    hessian_product,
    jacobian_product,
    transposed_product,
)
from numeric.networks.reshaping import Flatten, Mean
from numeric.networks.unfold import Window
from numeric.networks.vectors import flatten, unflatten

__all__ = [
    "IDENTITY",
    "RELU",
    "SOFTPLUS",
    "SQUARE",
    "TANH",
    "Activation",
    "Attention",
    "Bernoulli",
    "Categorical",
    "Chain",
    "Convolution",
    "Dense",
    "Flatten",
    "Gaussian",
    "LabelError",
    "Layer",
    "LayerNorm",
    "Likelihood",
    "Mean",
    "Network",
    "NetworkError",
    "OutcomesError",
    "Residual",
    "ScaleError",
    "Trace",
    "Use",
    "Window",
    "evaluate",
    "example_gradients",
    "fisher_product",
    "flatten",
    "gauss_newton_product",
    "gradient",
    "hessian_product",
    "isotropic",
    "jacobian_product",
    "jacobians",
    "loss",
    "transformer_block",
    "transposed_product",
    "unflatten",
]
