"""Section 6: densities of Jeffreys' priors, the root of the determinant of the Fisher matrix."""

from theorems import (
    Claim,
    Equal,
    Scalar,
    Variant,
    det,
    fact,
    fisher_of,
    pi,
    rational,
    setting,
    sqrt,
    symbol,
    trigamma,
)

a, b, k, m, mu, p, q, r, s, v = map(symbol, ("a", "b", "k", "m", "mu", "p", "q", "r", "s", "v"))
ODDS = Scalar(positive=True, says="odds")
SHAPE = Scalar(positive=True, says="the shape")
SCALE = Scalar(positive=True, says="the scale")
PLACE = Scalar(says="the location")
PROPORTION = setting(where={p: a / (1 + a), q: 1 / (1 + a)}, a=ODDS, sizes=(1,))


bernoulli = Claim(
    id="geometry.bernoulli.jeffreys",
    section="6 Jeffreys' priors",
    title="Jeffreys' prior of the Bernoulli law is the arcsine law",
    **fact(
        "Jeffreys' prior of a Bernoulli law, the beta law of shapes 1/2 and 1/2 up to a factor; here $q = 1 - p$",
        Equal(sqrt(det(fisher_of("bernoulli", p))), 1 / sqrt(p * q)),
        PROPORTION,
    ),
    sources=("Jeffreys1946, section 3",),
)

poisson = Claim(
    id="geometry.poisson.jeffreys",
    section="6 Jeffreys' priors",
    title="Jeffreys' prior of the Poisson law",
    **fact(
        "Jeffreys' prior of a Poisson law, which is improper",
        Equal(sqrt(det(fisher_of("poisson", r))), 1 / sqrt(r)),
        setting(r=SCALE, sizes=(1,)),
    ),
    variants=(Variant("That of a rate.", Equal(sqrt(det(fisher_of("poisson", r))), 1 / r)),),
    sources=("KassWasserman1996, section 2",),
)

geometric = Claim(
    id="geometry.geometric.jeffreys",
    section="6 Jeffreys' priors",
    title="Jeffreys' prior of the geometric law",
    **fact(
        "Jeffreys' prior of a geometric law, with $q = 1 - p$",
        Equal(sqrt(det(fisher_of("geometric", p))), 1 / (p * sqrt(q))),
        PROPORTION,
    ),
    sources=("KassWasserman1996, section 2",),
)

negative_binomial = Claim(
    id="geometry.negative-binomial.jeffreys",
    section="6 Jeffreys' priors",
    title="Jeffreys' prior of the negative binomial law",
    **fact(
        "Jeffreys' prior of a negative binomial law of r successes, with $q = 1 - p$; it depends on how one stops",
        Equal(sqrt(det(fisher_of("negative_binomial", p, r))), sqrt(r) / (p * sqrt(q))),
        setting(where={p: a / (1 + a), q: 1 / (1 + a)}, a=ODDS, r=SCALE, sizes=(1,)),
    ),
    beware="Binomial and negative binomial trials have one likelihood and two Jeffreys priors.",
    sources=("KassWasserman1996, section 2",),
)

exponential = Claim(
    id="geometry.exponential.jeffreys",
    section="6 Jeffreys' priors",
    title="Jeffreys' prior of the exponential law",
    **fact(
        "Jeffreys' prior of an exponential law in its rate",
        Equal(sqrt(det(fisher_of("exponential", b))), 1 / b),
        setting(b=SCALE, sizes=(1,)),
    ),
    variants=(Variant("That of a count.", Equal(sqrt(det(fisher_of("exponential", b))), 1 / sqrt(b))),),
    sources=("KassWasserman1996, section 2",),
)

normal = Claim(
    id="geometry.normal.jeffreys",
    section="6 Jeffreys' priors",
    title="Jeffreys' prior of the normal law",
    **fact(
        "Jeffreys' prior of a normal law in mean and deviation",
        Equal(sqrt(det(fisher_of("normal.sd", mu, s))), sqrt(rational(2)) / s**2),
        setting(mu=PLACE, s=SCALE, sizes=(2,)),
    ),
    beware="Jeffreys himself preferred $1/s$, treating the location apart.",
    sources=("KassWasserman1996, section 2",),
)

normal_variance = Claim(
    id="geometry.normal.jeffreys-variance",
    section="6 Jeffreys' priors",
    title="Jeffreys' prior of the normal law in mean and variance",
    **fact(
        "The square of Jeffreys' prior of a normal law in mean and variance",
        Equal(det(fisher_of("normal", mu, v)), 1 / (2 * v**3)),
        setting(mu=PLACE, v=SCALE, sizes=(2,)),
    ),
    sources=("KassWasserman1996, section 2",),
)

gamma = Claim(
    id="geometry.gamma.jeffreys",
    section="6 Jeffreys' priors",
    title="Jeffreys' prior of the gamma law",
    **fact(
        "The square of Jeffreys' prior of a gamma law in shape and rate",
        Equal(det(fisher_of("gamma", k, b)), (k * trigamma(k) - 1) / b**2),
        setting(k=SHAPE, b=SCALE, sizes=(2,)),
    ),
    sources=("KassWasserman1996, section 2",),
)

weibull = Claim(
    id="geometry.weibull.jeffreys",
    section="6 Jeffreys' priors",
    title="Jeffreys' prior of the Weibull law",
    **fact(
        "The square of Jeffreys' prior of a Weibull law, free of the shape and of Euler's constant",
        Equal(det(fisher_of("weibull", k, b)), pi**2 / (6 * b**2)),
        setting(k=SHAPE, b=SCALE, sizes=(2,)),
    ),
    sources=("JohnsonKotzBalakrishnan1994, chapter 21",),
)

cauchy = Claim(
    id="geometry.cauchy.jeffreys",
    section="6 Jeffreys' priors",
    title="Jeffreys' prior of the Cauchy law",
    **fact(
        "Jeffreys' prior of a Cauchy law",
        Equal(sqrt(det(fisher_of("cauchy", m, s))), 1 / (2 * s**2)),
        setting(m=PLACE, s=SCALE, sizes=(2,)),
    ),
    sources=("KassWasserman1996, section 2",),
)
