"""Opening part: who used natural gradients for what, by the record."""

from theorems import Claim, Reading, Repair
from theorems.literature import all_of, applied_to, approximates, gain, trained_by, uses

by_momentum = trained_by("AlphaGo Zero", "stochastic gradient descent with momentum")

kfac_deepmind = Claim(
    id="neural.0.kfac-deepmind",
    kind="historical",
    section="0 (opening part)",
    title="K-FAC (DeepMind)",
    statement="K-FAC is an approximation of the natural gradient, and DeepMind used it for AlphaGo Zero.",
    readings=(
        Reading(
            "A",
            "K-FAC approximates natural gradient descent, and AlphaGo Zero was trained by it.",
            all_of(
                approximates("K-FAC", "natural gradient descent"),
                trained_by("AlphaGo Zero", "K-FAC"),
            ),
            literal=True,
        ),
    ),
    repair=Repair(
        "K-FAC approximates natural gradient descent; AlphaGo Zero was trained by stochastic gradient descent with "
        "momentum.",
        all_of(approximates("K-FAC", "natural gradient descent"), by_momentum),
    ),
    beware="The first part is true and does not save the second. The authors of K-FAC are Martens and Grosse.",
    sources=("MartensGrosse2015, abstract", "Silver2017, Methods, on optimization"),
)

alphago_zero = Claim(
    id="neural.0.alphago-zero",
    kind="historical",
    section="0 (opening part)",
    title="K-FAC used for AlphaGo Zero",
    statement="An approximation of the natural gradient trained AlphaGo Zero.",
    readings=(
        Reading(
            "A",
            "AlphaGo Zero was trained by K-FAC.",
            trained_by("AlphaGo Zero", "K-FAC"),
            literal=True,
        ),
    ),
    repair=Repair("AlphaGo Zero was trained by stochastic gradient descent with momentum.", by_momentum),
    beware="The paper names its optimizer, its momentum and its schedule, so another optimizer is excluded.",
    sources=("Silver2017, Methods, on optimization",),
)

ten_times = Claim(
    id="neural.0.10x",
    kind="historical",
    section="0 (opening part)",
    title="convergence 10x faster than SGD",
    statement="K-FAC converges ten times faster than SGD.",
    readings=(
        Reading(
            "A",
            "In a published comparison K-FAC takes a tenth of the time of SGD.",
            gain("K-FAC", 10, of="time"),
            literal=True,
        ),
    ),
    beware=(
        "Faster is meant of time, as in GrosseMartens2016, which on convolutional networks finds K-FAC several times "
        "faster, and 10 to 20 times fewer iterations: an iteration of K-FAC costs more than one of SGD. A factor of "
        "10 in time was not found, and none of either sort for AlphaGo Zero."
    ),
    sources=("GrosseMartens2016, abstract",),
)

alphafold_2 = Claim(
    id="neural.0.alphafold2",
    kind="historical",
    section="0 (opening part)",
    title="AlphaFold 2 used K-FAC",
    statement="AlphaFold 2, for the structure of proteins, also used K-FAC.",
    readings=(
        Reading(
            "A",
            "AlphaFold 2 was trained by K-FAC.",
            trained_by("AlphaFold 2", "K-FAC"),
            literal=True,
        ),
    ),
    repair=Repair("AlphaFold 2 was trained by Adam.", trained_by("AlphaFold 2", "Adam")),
    beware="The optimizer stands in the supplement of the paper, not in its main text.",
    sources=("Jumper2021, Supplementary Information, section 1.11.3",),
)

bayesian_optimization = Claim(
    id="neural.0.bayesian-optimization",
    kind="historical",
    section="0 (opening part)",
    title="Bayesian optimization uses distribution geometry for AutoML",
    statement=(
        "Bayesian optimization selects its next point efficiently by the geometry of the space of distributions, in "
        "pipelines of AutoML."
    ),
    readings=(
        Reading(
            "A",
            "There is Bayesian optimization that selects the next point by the geometry of the space of distributions, "
            "and it was applied to pipelines of AutoML.",
            all_of(
                uses(
                    "Bayesian optimization",
                    "the geometry of the space of distributions to select the next point",
                ),
                applied_to("Bayesian optimization by the geometry of distributions", "pipelines of AutoML"),
            ),
            literal=True,
        ),
    ),
    beware=(
        "Such methods exist for search spaces that are themselves simplices of probabilities. The optimizers of "
        "AutoML whose manuals were read maximise an acquisition function of a surrogate, with no geometry of "
        "distributions."
    ),
    sources=("Pavesi2026, abstract", "Lindauer2022, manual of SMAC3"),
)
