"""Section 3: what Fisher information a statistic keeps."""

from theorems import (
    Claim,
    Data,
    Equal,
    Model,
    Point,
    PositiveSemidefinite,
    Reading,
    Variant,
    expect,
    fisher,
    grad,
    half,
    law,
    outcome,
    score,
    setting,
    symbol,
)

theta = symbol("theta")
F = fisher(theta)

# -- information and statistics ----------------------------------------------------------------------

# The statistic tells the first of three outcomes from the other two. Its law has the one probability P(θ).
is_first = half * ((outcome - 1) * (outcome - 2))
P, slope = symbol("P"), symbol("gradP")
probability = expect(law("p", theta), is_first)
of_statistic = (slope @ slope.T) / (P * (1 - P))
conditional_score = score(theta) - (is_first / P - (1 - is_first) / (1 - P)) * slope
lost = expect(law("p", theta), conditional_score @ conditional_score.T)
told_apart = setting(
    where={P: probability, slope: grad(probability, theta)},
    theta=Point(),
    p=Model(at="theta", families=(), says="a smooth model on three outcomes"),
    sizes=(1, 2),
)

fisher_sufficient = Claim(
    id="neural.3.fisher-sufficient",
    section="3",
    title="Fisher information stays the same exactly when no information is discarded",
    statement="The Fisher metric does not change under a sufficient statistic, when no information is discarded.",
    readings=(
        Reading(
            "A",
            r"What a statistic $T$ loses is the information in the data given $T$: $F-F_T=\mathbb E[s_cs_c^{\top}]"
            r"\succeq0$ with the score $s_c$ of the conditional law. So $F_T=F$ at every θ exactly where that law does "
            r"not depend on θ, which is sufficiency. Here three outcomes; $T$ tells the first from the others.",
            Equal(F - of_statistic, lost),
            told_apart,
            literal=True,
        ),
    ),
    variants=(
        Variant("Nothing is lost by any statistic.", Equal(F, of_statistic)),
        Variant(
            "The information of the statistic is the larger one.", PositiveSemidefinite(of_statistic - F)
        ),
        Variant(
            "The mean over the data.",
            Equal(F - of_statistic, expect(law("q"), conditional_score @ conditional_score.T)),
            told_apart.also(q=Data()),
        ),
    ),
    beware=(
        "At a single point F_T = F says only that the conditional law does not move to first order there. Supports "
        "that move with θ are outside: there the score does not see all information."
    ),
    sources=("AmariNagaoka2000, section 2.2", "LehmannCasella1998, section 2.5"),
)
