"""Part 3: the year of the uniqueness theorem, by the record."""

from theorems import Claim, Reading, Repair
from theorems.literature import published

cencov_year = Claim(
    id="neural.3.cencov-year",
    kind="historical",
    section="3 (Fisher-Rao Metric)",
    title="Cencov (1975)",
    statement="The uniqueness theorem of the Fisher metric is of Cencov, 1975.",
    readings=(
        Reading(
            "A",
            "Cencov published the uniqueness theorem in 1975, in the original or in a translation.",
            published("Cencov's uniqueness theorem", year=1975),
            literal=True,
        ),
    ),
    repair=Repair(
        "Cencov published the uniqueness theorem in 1972, in Russian; the English translation is of 1982.",
        published("Cencov's uniqueness theorem", year=1972),
    ),
    beware="1975 is the year of Efron's paper on statistical curvature.",
    sources=("Cencov1972, the Russian original", "Cencov1982, the English translation"),
)
