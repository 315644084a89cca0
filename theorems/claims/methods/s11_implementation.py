"""Section 11: the list of what is implemented, each earned by an acceptance check."""

from theorems import Claim, Reading
from theorems.demonstrations import demonstrates

impl_1 = Claim(
    id="methods.impl.1",
    kind="capability",
    section="11 (implementation)",
    title="Fisher matrix for various models",
    statement="Fisher matrices of various models are computed.",
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

impl_2 = Claim(
    id="methods.impl.2",
    kind="capability",
    section="11 (implementation)",
    title="K-FAC for neural networks",
    statement="K-FAC is implemented for neural networks.",
    readings=(
        Reading(
            "A",
            "The factors of a deep linear network are the exact second moments, and precondition its gradient.",
            demonstrates("kfac"),
            literal=True,
        ),
    ),
    sources=("MartensGrosse2015, section 3",),
)

impl_3 = Claim(
    id="methods.impl.3",
    kind="capability",
    section="11 (implementation)",
    title="NGD with regularization",
    statement="Natural-gradient descent with regularization is implemented.",
    readings=(
        Reading(
            "A",
            "Damped steps shrink errors by the parts that the damping leaves.",
            demonstrates("damped_natural_gradient"),
            literal=True,
        ),
    ),
    sources=("MartensGrosse2015, section 6.1",),
)

impl_4 = Claim(
    id="methods.impl.4",
    kind="capability",
    section="11 (implementation)",
    title="empirical vs true Fisher",
    statement="Empirical and true Fisher approximations are implemented.",
    readings=(
        Reading(
            "A",
            "True, empirical and sampled Fisher matrices are told apart by labels of a coin.",
            demonstrates("empirical_and_true"),
            literal=True,
        ),
    ),
    sources=("Kunstner2019, section 1",),
)

impl_5 = Claim(
    id="methods.impl.5",
    kind="capability",
    section="11 (implementation)",
    title="block-diagonal approximations",
    statement="Block-diagonal Fisher approximations are implemented.",
    readings=(
        Reading(
            "A",
            "The blocks of two layers are those of their definition.",
            demonstrates("block_diagonal"),
            literal=True,
        ),
    ),
    sources=("MartensGrosse2015, section 4.2",),
)

impl_6 = Claim(
    id="methods.impl.6",
    kind="capability",
    section="11 (implementation)",
    title="CG for Fisher systems",
    statement="A conjugate-gradient solver for Fisher systems is implemented.",
    readings=(
        Reading(
            "A",
            "A Fisher system is solved from products alone, in as many iterations as there are different eigenvalues.",
            demonstrates("conjugate_gradients"),
            literal=True,
        ),
    ),
    sources=("GolubVanLoan2013, section 11.3",),
)

impl_7 = Claim(
    id="methods.impl.7",
    kind="capability",
    section="11 (implementation)",
    title="natural gradients for policy optimization",
    statement="Natural gradients for policy optimization are implemented.",
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

impl_8 = Claim(
    id="methods.impl.8",
    kind="capability",
    section="11 (implementation)",
    title="performance comparison",
    statement="Performance is compared with standard methods.",
    readings=(
        Reading(
            "A",
            "Iterations of four methods to a target are counted where the counts are known.",
            demonstrates("performance_comparison"),
            literal=True,
        ),
    ),
    sources=("BoydVandenberghe2004, section 9.3",),
)
