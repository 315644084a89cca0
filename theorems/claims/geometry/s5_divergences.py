"""Section 5: Kullback-Leibler divergences in closed form."""

from theorems import (
    Claim,
    Equal,
    Scalar,
    digamma,
    fact,
    kl_of,
    log,
    loggamma,
    setting,
    symbol,
)

a, b, c, d, k, l, m, n, p, q, r, s, u, v, w = map(
    symbol, ["a", "b", "c", "d", "k", "l", "m", "n", "p", "q", "r", "s", "u", "v", "w"]
)
mu, nu = symbol("mu"), symbol("nu")
ODDS = Scalar(positive=True, says="odds")
RATE = Scalar(positive=True, says="a rate")
SHAPE = Scalar(positive=True, says="a shape")
SCALE = Scalar(positive=True, says="a scale")
PLACE = Scalar(says="a location")
TWO = setting(where={p: a / (1 + a), q: b / (1 + b)}, a=ODDS, b=ODDS, sizes=(1,))

bernoulli = Claim(
    id="geometry.bernoulli.kl",
    section="5 Divergences",
    title="Divergence of two Bernoulli laws",
    **fact(
        "The divergence of two Bernoulli laws",
        Equal(kl_of("bernoulli", (p,), (q,)), p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))),
        TWO,
    ),
    sources=("CoverThomas2006, section 2.3",),
)

binomial = Claim(
    id="geometry.binomial.kl",
    section="5 Divergences",
    title="Divergence of two binomial laws",
    **fact(
        "The divergence of two binomial laws of n trials",
        Equal(
            kl_of("binomial", (p,), (q,), n),
            n * (p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))),
        ),
        setting(
            where={p: a / (1 + a), q: b / (1 + b)},
            a=ODDS,
            b=ODDS,
            n=Scalar(positive=True, natural=True, says="the number of trials"),
            sizes=(1,),
        ),
    ),
    sources=("Kullback1959, chapter 2",),
)

geometric = Claim(
    id="geometry.geometric.kl",
    section="5 Divergences",
    title="Divergence of two geometric laws",
    **fact(
        "The divergence of two geometric laws",
        Equal(kl_of("geometric", (p,), (q,)), log(p / q) + (1 - p) / p * log((1 - p) / (1 - q))),
        TWO,
    ),
    sources=("Kullback1959, chapter 2",),
)

poisson = Claim(
    id="geometry.poisson.kl",
    section="5 Divergences",
    title="Divergence of two Poisson laws",
    **fact(
        "The divergence of two Poisson laws",
        Equal(kl_of("poisson", (r,), (s,)), s - r + r * log(r / s)),
        setting(r=RATE, s=RATE, sizes=(1,)),
    ),
    sources=("Kullback1959, chapter 2",),
)

exponential = Claim(
    id="geometry.exponential.kl",
    section="5 Divergences",
    title="Divergence of two exponential laws",
    **fact(
        "The divergence of two exponential laws",
        Equal(kl_of("exponential", (r,), (s,)), log(r / s) + s / r - 1),
        setting(r=RATE, s=RATE, sizes=(1,)),
    ),
    beware="With means in place of rates the quotient turns over.",
    sources=("Kullback1959, chapter 2",),
)

pareto = Claim(
    id="geometry.pareto.kl",
    section="5 Divergences",
    title="Divergence of two Pareto laws of one start",
    **fact(
        "The divergence of two Pareto laws of one start",
        Equal(kl_of("pareto", (a,), (b,), c), log(a / b) + b / a - 1),
        setting(a=SHAPE, b=SHAPE, c=SCALE, sizes=(1,)),
    ),
    beware="The logarithm of $x$ over its start is exponential, so the formula is that of two exponential laws.",
    sources=("Kullback1959, chapter 2",),
)

rayleigh = Claim(
    id="geometry.rayleigh.kl",
    section="5 Divergences",
    title="Divergence of two Rayleigh laws",
    **fact(
        "The divergence of two Rayleigh laws",
        Equal(kl_of("rayleigh", (s,), (u,)), 2 * log(u / s) + s**2 / u**2 - 1),
        setting(s=SCALE, u=SCALE, sizes=(1,)),
    ),
    sources=("Kullback1959, chapter 2",),
)

normal = Claim(
    id="geometry.normal.kl",
    section="5 Divergences",
    title="Divergence of two normal laws",
    **fact(
        "The divergence of two normal laws in mean and variance",
        Equal(
            kl_of("normal", (mu, v), (nu, w)),
            (log(w / v) + v / w + (mu - nu) ** 2 / w - 1) / 2,
        ),
        setting(mu=PLACE, nu=PLACE, v=SCALE, w=SCALE, sizes=(2,)),
    ),
    sources=("Kullback1959, chapter 9",),
)

gamma = Claim(
    id="geometry.gamma.kl",
    section="5 Divergences",
    title="Divergence of two gamma laws",
    **fact(
        "The divergence of two gamma laws in shape and rate",
        Equal(
            kl_of("gamma", (k, b), (l, d)),
            (k - l) * digamma(k) - loggamma(k) + loggamma(l) + l * log(b / d) + k * (d - b) / b,
        ),
        setting(k=SHAPE, b=RATE, l=SHAPE, d=RATE, sizes=(2,)),
    ),
    sources=("Kullback1959, chapter 2",),
)

beta = Claim(
    id="geometry.beta.kl",
    section="5 Divergences",
    title="Divergence of two beta laws",
    **fact(
        "The divergence of two beta laws",
        Equal(
            kl_of("beta", (a, b), (c, d)),
            loggamma(a + b)
            - loggamma(a)
            - loggamma(b)
            - loggamma(c + d)
            + loggamma(c)
            + loggamma(d)
            + (a - c) * digamma(a)
            + (b - d) * digamma(b)
            + (c - a + d - b) * digamma(a + b),
        ),
        setting(a=SHAPE, b=SHAPE, c=SHAPE, d=SHAPE, sizes=(2,)),
    ),
    sources=("Kullback1959, chapter 2",),
)

inverse_gaussian = Claim(
    id="geometry.inverse-gaussian.kl",
    section="5 Divergences",
    title="Divergence of two inverse Gaussian laws",
    **fact(
        "The divergence of two inverse Gaussian laws in mean and shape",
        Equal(
            kl_of("inverse_gaussian", (m, k), (n, l)),
            (log(k / l) + l / k - 1) / 2 + l * (m - n) ** 2 / (2 * m * n**2),
        ),
        setting(m=SCALE, k=SHAPE, n=SCALE, l=SHAPE, sizes=(2,)),
    ),
    sources=("Tweedie1957, section 2",),
)

cauchy = Claim(
    id="geometry.cauchy.kl",
    section="5 Divergences",
    title="Divergence of two Cauchy laws",
    **fact(
        "The divergence of two Cauchy laws, which is symmetric",
        Equal(kl_of("cauchy", (m, s), (n, u)), log(((s + u) ** 2 + (m - n) ** 2) / (4 * s * u))),
        setting(m=PLACE, s=SCALE, n=PLACE, u=SCALE, sizes=(2,)),
    ),
    beware="A symmetric divergence cannot tell the order of its arguments.",
    sources=("ChyzakNielsen2019, section 2",),
)
