"""Section 1: Fisher matrices of laws of counts.

Proportions are written p = a/(1 + a), so that every a > 0 is a point of the domain.
"""

from theorems import Claim, Equal, Scalar, Variant, entries, exp, fact, fisher_of, log, setting, symbol

a, b, t, n, r, p, p1, p2, p3 = map(symbol, ("a", "b", "t", "n", "r", "p", "p1", "p2", "p3"))
ODDS = Scalar(positive=True, says="odds")
NUMBER = Scalar(positive=True, natural=True, says="the number of trials")
PROPORTION = setting(where={p: a / (1 + a)}, a=ODDS, sizes=(1,))
TRIALS = setting(where={p: a / (1 + a)}, a=ODDS, n=NUMBER, sizes=(1,))
CELLS = {p1: a / (1 + a + b), p2: b / (1 + a + b), p3: 1 / (1 + a + b)}
THREE = setting(where=CELLS, a=ODDS, b=ODDS, sizes=(2,))
THREE_TRIALS = setting(where=CELLS, a=ODDS, b=ODDS, n=NUMBER, sizes=(2,))

bernoulli = Claim(
    id="geometry.bernoulli.fisher",
    section="1 Counts",
    title="Fisher information of the Bernoulli law",
    **fact(
        "The Fisher information of a Bernoulli law in its success probability",
        Equal(fisher_of("bernoulli", p), entries(1 / (p * (1 - p)))),
        PROPORTION,
    ),
    beware="At $p = 1/2$ it is 4, and so are $1/p^2$ and $1/(1-p)^2$: the point cannot tell them apart.",
    sources=("LehmannCasella1998, table 2.5.1",),
)

bernoulli_logit = Claim(
    id="geometry.bernoulli.fisher-logit",
    section="1 Counts",
    title="Fisher information of the Bernoulli law in its log-odds",
    **fact(
        "The Fisher information of a Bernoulli law in its log-odds t",
        Equal(fisher_of("bernoulli.logit", t), entries(exp(t) / (1 + exp(t)) ** 2)),
        setting(t=Scalar(says="log-odds"), sizes=(1,)),
    ),
    sources=("Brown1986, chapter 2",),
)

binomial = Claim(
    id="geometry.binomial.fisher",
    section="1 Counts",
    title="Fisher information of the binomial law",
    **fact(
        "The Fisher information of a binomial law of n trials in its success probability",
        Equal(fisher_of("binomial", p, n), entries(n / (p * (1 - p)))),
        TRIALS,
    ),
    sources=("LehmannCasella1998, table 2.5.1",),
)

geometric = Claim(
    id="geometry.geometric.fisher",
    section="1 Counts",
    title="Fisher information of the geometric law",
    **fact(
        "The Fisher information of the geometric law, failures before the first success",
        Equal(fisher_of("geometric", p), entries(1 / (p**2 * (1 - p)))),
        PROPORTION,
    ),
    beware="Trials instead of failures shift the data and change nothing: the next claim.",
    sources=("JohnsonKempKotz2005, chapter 5",),
)

geometric_trials = Claim(
    id="geometry.geometric.fisher-trials",
    section="1 Counts",
    title="Fisher information of the geometric law, counting trials",
    **fact(
        "The Fisher information of the geometric law, trials up to the first success",
        Equal(fisher_of("geometric.trials", p), entries(1 / (p**2 * (1 - p)))),
        PROPORTION,
    ),
    sources=("JohnsonKempKotz2005, chapter 5",),
)

poisson = Claim(
    id="geometry.poisson.fisher",
    section="1 Counts",
    title="Fisher information of the Poisson law",
    **fact(
        "The Fisher information of a Poisson law in its mean",
        Equal(fisher_of("poisson", r), entries(1 / r)),
        setting(r=Scalar(positive=True, says="the mean"), sizes=(1,)),
    ),
    variants=(
        Variant("The variance itself.", Equal(fisher_of("poisson", r), entries(r))),
        Variant("That of a rate.", Equal(fisher_of("poisson", r), entries(1 / r**2))),
    ),
    sources=("LehmannCasella1998, table 2.5.1",),
)

negative_binomial = Claim(
    id="geometry.negative-binomial.fisher",
    section="1 Counts",
    title="Fisher information of the negative binomial law",
    **fact(
        "The Fisher information of the negative binomial law of r successes",
        Equal(fisher_of("negative_binomial", p, r), entries(r / (p**2 * (1 - p)))),
        setting(
            where={p: a / (1 + a)},
            a=ODDS,
            r=Scalar(positive=True, says="the number of successes"),
            sizes=(1,),
        ),
    ),
    sources=("JohnsonKempKotz2005, chapter 5",),
)

LOST = -log(1 - p)
logarithmic = Claim(
    id="geometry.logarithmic.fisher",
    section="1 Counts",
    title="Fisher information of the logarithmic law",
    **fact(
        "The Fisher information of the logarithmic series law",
        Equal(fisher_of("logarithmic", p), entries((LOST - p) / (p * (1 - p) ** 2 * LOST**2))),
        PROPORTION,
    ),
    beware="The variance of the count is $p^2$ times this: the count itself is not the score.",
    sources=("JohnsonKempKotz2005, chapter 7",),
)

categorical = Claim(
    id="geometry.categorical.fisher",
    section="1 Counts",
    title="Fisher matrix of the law of three categories",
    **fact(
        "The Fisher matrix of the law of three categories in the first two probabilities, p3 the third",
        Equal(fisher_of("categorical", p1, p2), entries(1 / p1 + 1 / p3, 1 / p3, 1 / p3, 1 / p2 + 1 / p3)),
        THREE,
    ),
    beware=r"It is the inverse of the covariance $\mathrm{diag}(p) - pp^{\top}$, not that covariance.",
    sources=("AmariNagaoka2000, section 2.5",),
)

multinomial = Claim(
    id="geometry.multinomial.fisher",
    section="1 Counts",
    title="Fisher matrix of the multinomial law of three cells",
    **fact(
        "The Fisher matrix of the multinomial law of n draws from three cells",
        Equal(fisher_of("multinomial", p1, p2, n), entries(n / p1 + n / p3, n / p3, n / p3, n / p2 + n / p3)),
        THREE_TRIALS,
    ),
    sources=("AmariNagaoka2000, section 2.5",),
)
