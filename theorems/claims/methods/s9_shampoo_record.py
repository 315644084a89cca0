"""Section 9: the idea of Shampoo, by the record."""

from theorems import Claim, Reading
from theorems.literature import keeps

shampoo_idea = Claim(
    id="methods.9.shampoo.idea",
    kind="historical",
    section="9 (Shampoo)",
    title="different preconditioners per tensor mode",
    statement="The idea of Shampoo: each mode of a tensor has a preconditioner of its own.",
    readings=(
        Reading(
            "A",
            "Shampoo keeps one preconditioning matrix for each mode of the tensor.",
            keeps("Shampoo", "one preconditioning matrix for each mode of the tensor"),
            literal=True,
        ),
    ),
    beware="A matrix has two modes, so two matrices: one for its rows and one for its columns.",
    sources=("Gupta2018, abstract",),
)
