"""Section 8: what it takes to have the Fisher matrix exactly, and the bias of the empirical one."""

from theorems import (
    And,
    Claim,
    Equal,
    Greater,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Term,
    Variant,
    Vector,
    derivative,
    expect,
    fisher,
    law,
    let,
    log_density,
    rational,
    setting,
    symbol,
)

theta, v, t, a, c, p, r = map(symbol, ("theta", "v", "t", "a", "c", "p", "r"))

# -- a coin with the probability p of the outcome 1 ---------------------------------------------------------

score_of_one = let(t, p, derivative(t, t) / t)
score_of_zero = let(t, p, derivative(1 - t, t) / (1 - t))


def mean(probability: Term, power: int) -> Term:
    """The mean of a power of the score where the outcome 1 has a probability."""
    return probability * score_of_one**power + (1 - probability) * score_of_zero**power


by_sum = mean(p, 2)
closed = 1 / (p * (1 - p))
coin = setting(where={p: a / (1 + a)}, a=Scalar(positive=True, says="the odds of the outcome 1"), sizes=(1,))
along = let(t, rational(0), derivative(log_density(law("p", theta + t * v)), t))

exact_requires_sampling = Claim(
    id="methods.8.exact-requires-sampling",
    section="8 (Fisher matrix estimation)",
    title="The exact Fisher matrix requires samples from the model",
    statement=(
        r"Exact computation: $F(\theta)=\mathbb E[\nabla\log p(x|\theta)\,\nabla\log p(x|\theta)^{\top}]$ requires "
        "sampling from the model distribution."
    ),
    readings=(
        Reading(
            "A",
            r"No way without draws gives $\mathbb E_{p_\theta}[ss^{\top}]$ exactly. Among them is the formula "
            "$1/p(1-p)$ for a coin: it differs from the mean of the squared score at every p.",
            Greater((by_sum - closed) ** 2, 0),
            coin,
            literal=True,
        ),
        Reading(
            "B",
            r"A mean over the model is needed, a sum or an integral: along every direction $v^{\top}Fv$ is "
            r"$\sum_xp(x|\theta)$ times the squared derivative of $\log p$.",
            Equal(v.T @ fisher(theta) @ v, expect(law("p", theta), along**2)),
            setting(theta=Point(), v=Vector("a direction"), p=Model(at="theta"), sizes=(1, 2)),
        ),
    ),
    repair=Repair(
        r"The exact matrix is a mean over the model, which a sum or a formula gives without draws: for a coin it is "
        r"$1/p(1-p)$. A draw gives it in the mean only, with the variance $(1-2p)^2/(p(1-p))^3$.",
        And(
            Equal(by_sum, closed),
            Equal(mean(p, 4) - by_sum**2, (1 - 2 * p) ** 2 / (p * (1 - p)) ** 3),
        ),
        coin,
    ),
    variants=(
        Variant("the variance of the coin", Equal(by_sum, p * (1 - p))),
        Variant("one outcome only", Equal(p * score_of_one**2, closed)),
        Variant("as at p = 1/2", Equal(by_sum, rational(4))),
    ),
    beware=(
        "At p = 1/2 even a single draw is exact. Where the sum over the labels is too long or the integral has no "
        "formula, draws estimate F, and are then not an exact computation."
    ),
    sources=("LehmannCasella1998, section 2.5", "Kunstner2019, section 3"),
)

# -- bias -------------------------------------------------------------------------------------------------

bias = mean(r, 2) - by_sum
biased_coin = setting(
    where={p: a / (1 + 2 * a), r: p + (1 - p) * c / (1 + c)},  # 0 < p < 1/2, and p < r < 1
    a=Scalar(positive=True, says="p = a/(1 + 2a), less than 1/2"),
    c=Scalar(positive=True, says="how far the share r of ones in the data exceeds p"),
    sizes=(1,),
)

empirical_biased = Claim(
    id="methods.8.empirical-biased",
    section="8 (Fisher matrix estimation)",
    title="The empirical Fisher matrix is a biased estimate",
    statement=(
        r"$\hat F(\theta)=\frac1n\sum_i\nabla\log p(x_i|\theta)\,\nabla\log p(x_i|\theta)^{\top}$ over the training "
        "data is a biased estimator, but computationally tractable."
    ),
    readings=(
        Reading(
            "A",
            r"Biased as estimators are: not for every law of the data is its mean $F(\theta)$. For a coin with the "
            r"share $r$ of ones in the data the bias is $(r-p)(1-2p)/(p(1-p))^2$, which is positive for all "
            r"$p<\frac12$ and $r>p$.",
            And(Equal(bias, (r - p) * (1 - 2 * p) / (p * (1 - p)) ** 2), Greater(bias, 0)),
            biased_coin,
            literal=True,
        ),
    ),
    variants=(
        Variant("unbiased", Equal(bias, 0)),
        Variant("without the second factor", Equal(bias, (r - p) / (p * (1 - p)) ** 2)),
        Variant("biased downwards", Greater(0 * a, bias)),
    ),
    beware=(
        "Where the data follow the model at this very θ there is no bias; nor is there one at p = 1/2. More data do "
        "not remove it, and labels drawn from the model do."
    ),
    sources=("Kunstner2019, section 3", "Martens2020, section 11"),
)
