"""Part 2: what K-FAC approximates and what rests on it, by the record."""

from theorems import Claim, Reading, Repair
from theorems.literature import all_of, approximates, trained_by

kfac_layerwise = Claim(
    id="neural.2.kfac-layerwise",
    kind="historical",
    section="2 (K-FAC and TRPO)",
    title="K-FAC approximates block-diagonal Fisher",
    statement="K-FAC approximates the Fisher matrix by blocks, one for each layer.",
    readings=(
        Reading(
            "A",
            "K-FAC approximates the Fisher matrix with a block for each layer, each block by a Kronecker product.",
            approximates("K-FAC", "the Fisher matrix with a block for each layer, a Kronecker product"),
            literal=True,
        ),
    ),
    beware=(
        "This is the form with independent layers. The paper has a second one, in which the inverse is block "
        "tridiagonal and no block of the approximation vanishes."
    ),
    sources=("MartensGrosse2015, abstract",),
)

af2_agz_rely = Claim(
    id="neural.2.af2-agz-rely",
    kind="historical",
    section="2 (K-FAC and TRPO)",
    title="AlphaFold 2 and AlphaGo Zero rely on this identity",
    statement=(
        r"AlphaFold 2 and AlphaGo Zero rest on $(A\otimes G)^{-1}=A^{-1}\otimes G^{-1}$, the identity of K-FAC."
    ),
    readings=(
        Reading(
            "A",
            "Both systems were trained by K-FAC, through which the identity would enter.",
            all_of(trained_by("AlphaFold 2", "K-FAC"), trained_by("AlphaGo Zero", "K-FAC")),
            literal=True,
        ),
    ),
    repair=Repair(
        "AlphaFold 2 was trained by Adam, AlphaGo Zero by stochastic gradient descent with momentum: neither needs "
        "the identity.",
        all_of(
            trained_by("AlphaFold 2", "Adam"),
            trained_by("AlphaGo Zero", "stochastic gradient descent with momentum"),
        ),
    ),
    beware="The identity is true; that it is relied on is what is asserted.",
    sources=(
        "Jumper2021, Supplementary Information, section 1.11.3",
        "Silver2017, Methods, on optimization",
    ),
)
