"""Variational inference in float64: Gaussian and conjugate exponential families, exactly where mathematics allows it.

    L(q) = E_q[log p(x, z) - log q(z)] = log p(x) - KL(q || p(z | x)),     natural gradient = F_q^-1 grad L

Laws           `Normal`, `DiagonalNormal`, their divergences
Charts         four of each, with Fisher matrix and gradient: `MEAN_COVARIANCE`, ..., `MEAN_VARIANCE`, ...
Joint          `Quadratic`, `linear_regression`, `LogisticRegression`; others by `expected_from_values`
Bounds         `lower_bound`, `lower_bound_gradient`; `natural_gradient`, `natural_step`, `online_newton_step`
Estimators     `score_function_gradients`, `pathwise_gradients`, `path_gradients`
Families       `NormalFamily`, `Gamma`, `Dirichlet`, `NormalGamma`, `NormalWishart`: natural and expectation coordinates
Conjugate      `Conjugate` and observations that make one; `coordinate_ascent` over factors, `FactoredNormal`
Stochastic     `sweeps`, `stochastic_step`, `stochastic_ascent`, on `GaussianMixture` and `Topics`
Autoencoder    `Autoencoder`, its bound, `encoder_fisher`, `decoder_fisher`, natural gradients

L is to be made large: gradients point uphill, and steps add them.  The Fisher matrix is that of q, over z from q; it
does not know the model.
"""

from numeric.variational.ascent import (
    Ascent,
    Blocks,
    Ending,
    MeanField,
    block_gradient,
    block_natural_gradient,
    block_step,
    coordinate_ascent,
)
from numeric.variational.autoencoder import (
    Autoencoder,
    bound_gradients,
    example_bounds,
    laws,
    mean_bound,
    output_gradients,
)
from numeric.variational.autoencoder_curvature import (
    bound_gauss_newton,
    bound_hessian,
    decoder_fisher,
    decoder_fisher_over_data,
    decoder_fisher_over_prior,
    decoder_natural_gradient,
    encoder_fisher,
    encoder_natural_gradient,
    output_hessians,
)
from numeric.variational.batches import Rates, minibatches
from numeric.variational.bound import LogJoint, lower_bound, lower_bound_gradient
from numeric.variational.charts import Chart, natural_gradient, natural_step, scores
from numeric.variational.conjugate import Conjugate
from numeric.variational.diagonal import DiagonalNormal, diagonal_divergence
from numeric.variational.diagonal_charts import (
    DIAGONAL_EXPECTATION,
    DIAGONAL_NATURAL,
    MEAN_LOG_DEVIATION,
    MEAN_VARIANCE,
)
from numeric.variational.dirichlet import Dirichlet
from numeric.variational.errors import (
    AscentError,
    BatchError,
    ObservationError,
    ParameterError,
    RateError,
    RuleError,
    VariationalError,
)
from numeric.variational.estimators import (
    averaged,
    path_gradients,
    pathwise_gradients,
    score_function_gradients,
)
from numeric.variational.factored_normal import FactoredNormal
from numeric.variational.family import Family, divergence, dual_gradient, entropy, log_density
from numeric.variational.full_charts import EXPECTATION, MEAN_CHOLESKY, MEAN_COVARIANCE, NATURAL
from numeric.variational.gamma import Gamma
from numeric.variational.hermite import Nodes, expected_from_values, hermite_nodes, sampled_nodes
from numeric.variational.hierarchical import Hierarchical, Sweeps, sweep, sweeps
from numeric.variational.latent import LatentNormal
from numeric.variational.law import Expected, Law, MomentGradient
from numeric.variational.logistic import LogisticRegression
from numeric.variational.mixture import GaussianMixture
from numeric.variational.normal import Normal, normal_divergence
from numeric.variational.normal_family import NormalFamily
from numeric.variational.normal_gamma import NormalGamma
from numeric.variational.normal_wishart import NormalWishart
from numeric.variational.observations import (
    categorical_observations,
    normal_observations,
    poisson_observations,
)
from numeric.variational.online_newton import diagonal_newton_step, online_newton_step
from numeric.variational.quadratic import Quadratic, linear_regression
from numeric.variational.stochastic import (
    Stochastic,
    stochastic_ascent,
    stochastic_natural_gradient,
    stochastic_step,
)
from numeric.variational.topics import Assigned, Topics

__all__ = [
    "DIAGONAL_EXPECTATION",
    "DIAGONAL_NATURAL",
    "EXPECTATION",
    "MEAN_CHOLESKY",
    "MEAN_COVARIANCE",
    "MEAN_LOG_DEVIATION",
    "MEAN_VARIANCE",
    "NATURAL",
    "Ascent",
    "AscentError",
    "Assigned",
    "Autoencoder",
    "BatchError",
    "Blocks",
    "Chart",
    "Conjugate",
    "DiagonalNormal",
    "Dirichlet",
    "Ending",
    "Expected",
    "FactoredNormal",
    "Family",
    "Gamma",
    "GaussianMixture",
    "Hierarchical",
    "LatentNormal",
    "Law",
    "LogJoint",
    "LogisticRegression",
    "MeanField",
    "MomentGradient",
    "Nodes",
    "Normal",
    "NormalFamily",
    "NormalGamma",
    "NormalWishart",
    "ObservationError",
    "ParameterError",
    "Quadratic",
    "RateError",
    "Rates",
    "RuleError",
    "Stochastic",
    "Sweeps",
    "Topics",
    "VariationalError",
    "averaged",
    "block_gradient",
    "block_natural_gradient",
    "block_step",
    "bound_gauss_newton",
    "bound_gradients",
    "bound_hessian",
    "categorical_observations",
    "coordinate_ascent",
    "decoder_fisher",
    "decoder_fisher_over_data",
    "decoder_fisher_over_prior",
    "decoder_natural_gradient",
    "diagonal_divergence",
    "diagonal_newton_step",
    "divergence",
    "dual_gradient",
    "encoder_fisher",
    "encoder_natural_gradient",
    "entropy",
    "example_bounds",
    "expected_from_values",
    "hermite_nodes",
    "laws",
    "linear_regression",
    "log_density",
    "lower_bound",
    "lower_bound_gradient",
    "mean_bound",
    "minibatches",
    "natural_gradient",
    "natural_step",
    "normal_divergence",
    "normal_observations",
    "online_newton_step",
    "output_gradients",
    "output_hessians",
    "path_gradients",
    "pathwise_gradients",
    "poisson_observations",
    "sampled_nodes",
    "score_function_gradients",
    "scores",
    "stochastic_ascent",
    "stochastic_natural_gradient",
    "stochastic_step",
    "sweep",
    "sweeps",
]
