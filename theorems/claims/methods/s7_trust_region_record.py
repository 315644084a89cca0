"""Section 7: what trust region policy optimization is made of, by the record."""

from theorems import Claim, Reading
from theorems.literature import all_of, uses

trpo_natural_gradient = Claim(
    id="methods.7.trpo-natural-gradient",
    kind="historical",
    section="7 (TRPO)",
    title="TRPO uses natural gradient with trust region",
    statement="The algorithm TRPO is made of natural gradients and of a constraint that is a trust region.",
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
    beware=(
        "The paper calls its method similar to natural policy gradients. The direction is the same; that the step "
        "is scaled to the bound and shortened along a line is what sets it apart from a fixed step size."
    ),
    sources=("Schulman2015, the step of the algorithm",),
)
