"""Sections 14 and 15: questions answered and exercises done by an implementation with an acceptance check."""

from theorems import Claim, Reading
from theorems.demonstrations import demonstrates

soc_e1 = Claim(
    id="methods.soc.e1",
    kind="capability",
    section="14 (understanding)",
    title="Extend NG to constrained problems?",
    statement="How natural gradients extend to constrained optimization.",
    readings=(
        Reading(
            "A",
            "A natural-gradient step under linear constraints is made, and is the one of Lagrange's rule.",
            demonstrates("constrained_step"),
            literal=True,
        ),
    ),
    sources=("BoydVandenberghe2004, section 10.2",),
)

soc_e2 = Claim(
    id="methods.soc.e2",
    kind="capability",
    section="14 (understanding)",
    title="NG for non-probabilistic models?",
    statement="Whether natural-gradient ideas apply to models without a probability law.",
    readings=(
        Reading(
            "A",
            "A metric on outputs is pulled back to parameters, and its steepest descent does not depend on the chart.",
            demonstrates("without_a_law"),
            literal=True,
        ),
    ),
    sources=("Schraudolph2002",),
)

soc_r1 = Claim(
    id="methods.soc.r1",
    kind="capability",
    section="14 (research)",
    title="scalable NG?",
    statement="How natural-gradient methods become more scalable.",
    readings=(
        Reading(
            "A",
            "A layer is preconditioned from two factors, where the matrix they stand for cannot be held.",
            demonstrates("scalable_solve"),
            literal=True,
        ),
    ),
    sources=("MartensGrosse2015, section 3",),
)

ex_i1 = Claim(
    id="methods.ex.i1",
    kind="capability",
    section="15 (implementation)",
    title="Implement natural gradient descent for logistic regression",
    statement="Natural-gradient descent for logistic regression is to be implemented.",
    readings=(
        Reading(
            "A",
            "Natural-gradient steps reach the known maximum of the likelihood, with quadratic convergence.",
            demonstrates("logistic_regression"),
            literal=True,
        ),
    ),
    sources=("McCullaghNelder1989, section 2.5",),
)

ex_i2 = Claim(
    id="methods.ex.i2",
    kind="capability",
    section="15 (implementation)",
    title="Build K-FAC algorithm for multilayer perceptrons",
    statement="K-FAC for multilayer perceptrons is to be implemented.",
    readings=(
        Reading(
            "A",
            "The factors of a tanh network with three classes are those of their definitions.",
            demonstrates("kfac_perceptron"),
            literal=True,
        ),
    ),
    sources=("MartensGrosse2015, section 3",),
)

ex_i3 = Claim(
    id="methods.ex.i3",
    kind="capability",
    section="15 (implementation)",
    title="Create Fisher matrix computation for various distributions",
    statement="Fisher matrices of various distributions are to be computed.",
    readings=(
        Reading(
            "A",
            "Fisher matrices of five laws are computed from their log-densities alone.",
            demonstrates("fisher_matrices"),
            literal=True,
        ),
    ),
    sources=("LehmannCasella1998, section 2.5",),
)

ex_i4 = Claim(
    id="methods.ex.i4",
    kind="capability",
    section="15 (implementation)",
    title="Implement natural policy gradients for simple environments",
    statement="Natural policy gradients for simple environments are to be implemented.",
    readings=(
        Reading(
            "A",
            "The natural policy gradient of a two-state chain is that of its advantages.",
            demonstrates("policy_gradient"),
            literal=True,
        ),
    ),
    sources=("Kakade2001, section 4",),
)
