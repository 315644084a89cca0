"""Part 1: who uses the natural gradient, by the record."""

from theorems import Claim, Reading, Repair
from theorems.literature import all_of, gain, trained_by, uses

deepmind_alphago = Claim(
    id="neural.1.deepmind-alphago",
    kind="historical",
    section="1 (Amari Natural Gradient)",
    title="DeepMind applies K-FAC for AlphaGo Zero (repeat)",
    statement="DeepMind trained AlphaGo Zero with K-FAC, which converged ten times faster than SGD.",
    readings=(
        Reading(
            "A",
            "AlphaGo Zero was trained by K-FAC, and K-FAC is ten times faster than SGD, in time.",
            all_of(trained_by("AlphaGo Zero", "K-FAC"), gain("K-FAC", 10, of="time")),
            literal=True,
        ),
    ),
    repair=Repair(
        "AlphaGo Zero was trained by stochastic gradient descent with momentum.",
        trained_by("AlphaGo Zero", "stochastic gradient descent with momentum"),
    ),
    beware="One part that is contradicted contradicts the whole; the factor has no record of its own.",
    sources=("Silver2017, Methods, on optimization", "GrosseMartens2016, abstract"),
)

alphafold_google = Claim(
    id="neural.1.alphafold-google",
    kind="historical",
    section="1 (Amari Natural Gradient)",
    title="Google uses K-FAC in AlphaFold 2",
    statement="Google trains AlphaFold 2 with K-FAC.",
    readings=(
        Reading(
            "A",
            "AlphaFold 2 was trained by K-FAC.",
            trained_by("AlphaFold 2", "K-FAC"),
            literal=True,
        ),
    ),
    repair=Repair("AlphaFold 2 was trained by Adam.", trained_by("AlphaFold 2", "Adam")),
    beware="AlphaFold 2 is of DeepMind, a company of the same owner; who it is does not matter here.",
    sources=("Jumper2021, Supplementary Information, section 1.11.3",),
)

trpo_uses_natural_gradient = Claim(
    id="neural.1.trpo-uses-ng",
    kind="historical",
    section="1 (Amari Natural Gradient)",
    title="TRPO uses natural gradient with KL constraint",
    statement="TRPO, in reinforcement learning, combines the natural gradient with a bound on a KL divergence.",
    readings=(
        Reading(
            "A",
            "TRPO uses the natural gradient, and it bounds the KL divergence of the new policy from the old.",
            all_of(
                uses("TRPO", "the natural gradient"),
                uses("TRPO", "a bound on the KL divergence of the new policy from the old"),
            ),
            literal=True,
        ),
    ),
    beware="The bound is on a mean over states, to second order, then tested on the sample.",
    sources=("Schulman2015, the step of the algorithm",),
)
