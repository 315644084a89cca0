"""Curvature matrices of networks: exact, sampled and factored, each at the scale of a mean over examples.

Exact          `fisher`, `fisher_over_outcomes`, `gauss_newton`, `loss_hessian`, `empirical_fisher`
Sampled        `sampled_fisher`
Parts          `fisher_blocks`, `fisher_diagonal`, `blocks`, `block_diagonal`, `in_columns`
Signals        `exact_signals`, `outcome_signals`, `sampled_signals`, `empirical_signals`: inputs of every weight
               matrix and gradients at its pre-activations, from which factors are made
Factors        `expand`, `reduce`, `kfc` make a `Kronecker`; `ekfac` an `Eigenbasis`
Damping        `factored`; on the product, `kfac_basis(factors).damped(damping)`
Over steps     `Average`, `early_decay`; `begin`, `observe`, `refresh`, `precondition`, `due`

A matrix over all parameters has the order of theta: weight matrices by rows, G (x) A.  By columns it is A (x) G.
"""

from numeric.curvature.averages import Average, early_decay, nothing
from numeric.curvature.blocks import block_diagonal, blocks, in_columns
from numeric.curvature.damping import factored
from numeric.curvature.ekfac import Eigenbasis, corrected, ekfac, kfac_basis
from numeric.curvature.empirical import empirical_fisher
from numeric.curvature.errors import CurvatureError, DecayError, StateError
from numeric.curvature.exact import fisher, fisher_blocks, fisher_diagonal, fisher_over_outcomes
from numeric.curvature.gauss_newton import gauss_newton
from numeric.curvature.hessian import loss_hessian
from numeric.curvature.kfac import expand, reduce
from numeric.curvature.kfc import kfc
from numeric.curvature.kronecker import Kronecker
from numeric.curvature.refresh import Block, State, begin, due, observe, precondition, refresh
from numeric.curvature.sampled import sampled_fisher
from numeric.curvature.signals import (
    Signals,
    empirical_signals,
    exact_signals,
    outcome_signals,
    sampled_signals,
)

__all__ = [
    "Average",
    "Block",
    "CurvatureError",
    "DecayError",
    "Eigenbasis",
    "Kronecker",
    "Signals",
    "State",
    "StateError",
    "begin",
    "block_diagonal",
    "blocks",
    "corrected",
    "due",
    "early_decay",
    "ekfac",
    "empirical_fisher",
    "empirical_signals",
    "exact_signals",
    "expand",
    "factored",
    "fisher",
    "fisher_blocks",
    "fisher_diagonal",
    "fisher_over_outcomes",
    "gauss_newton",
    "in_columns",
    "kfac_basis",
    "kfc",
    "loss_hessian",
    "nothing",
    "observe",
    "outcome_signals",
    "precondition",
    "reduce",
    "refresh",
    "sampled_fisher",
    "sampled_signals",
]
