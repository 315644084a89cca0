"""Section 7: scalar curvatures of Fisher metrics of two parameters, twice the Gaussian curvature.

A location and scale family has the metric (p dm^2 + 2q dm ds + r ds^2)/s^2 with constants p, q, r, and so
the Gaussian curvature -p/(p r - q^2), whatever the law.
"""

from theorems import (
    Claim,
    Equal,
    Scalar,
    curvature_of,
    fact,
    pi,
    polygamma,
    rational,
    setting,
    symbol,
    trigamma,
)

a, b, k, m, mu, n, nu, p1, p2, s = map(symbol, ("a", "b", "k", "m", "mu", "n", "nu", "p1", "p2", "s"))
ODDS = Scalar(positive=True, says="odds")
SHAPE = Scalar(positive=True, says="the shape")
SCALE = Scalar(positive=True, says="the scale")
PLACE = Scalar(positive=True, says="the location")

normal = Claim(
    id="geometry.normal.curvature",
    section="7 Curvature",
    title="The normal laws are a hyperbolic plane of curvature -1/2",
    **fact(
        "The scalar curvature of the normal laws",
        Equal(curvature_of("normal.sd", mu, s), rational(-1)),
        setting(mu=PLACE, s=SCALE, sizes=(2,)),
    ),
    beware="The Gaussian curvature is half of it; the unit half-plane has -1.",
    sources=("AtkinsonMitchell1981, section 4",),
)

cauchy = Claim(
    id="geometry.cauchy.curvature",
    section="7 Curvature",
    title="The Cauchy laws are a hyperbolic plane of curvature -2",
    **fact(
        "The scalar curvature of the Cauchy laws",
        Equal(curvature_of("cauchy", m, s), rational(-4)),
        setting(m=PLACE, s=SCALE, sizes=(2,)),
    ),
    sources=("Amari2016, chapter 2",),
)

student = Claim(
    id="geometry.student-t.curvature",
    section="7 Curvature",
    title="Scalar curvature of Student's laws",
    **fact(
        "The scalar curvature of Student's laws in location and scale",
        Equal(curvature_of("student_t", m, s, nu), -((nu + 3) / nu)),
        setting(m=PLACE, s=SCALE, nu=Scalar(positive=True, says="the degrees of freedom"), sizes=(2,)),
    ),
    beware="One degree of freedom gives the Cauchy laws, infinitely many the normal laws.",
    sources=("Amari2016, chapter 2",),
)

gumbel = Claim(
    id="geometry.gumbel.curvature",
    section="7 Curvature",
    title="Scalar curvature of the Gumbel laws",
    **fact(
        "The scalar curvature of the Gumbel laws, free of Euler's constant",
        Equal(curvature_of("gumbel", m, s), -(12 / pi**2)),
        setting(m=PLACE, s=SCALE, sizes=(2,)),
    ),
    sources=("ArwiniDodson2008, chapter 3",),
)

logistic = Claim(
    id="geometry.logistic.curvature",
    section="7 Curvature",
    title="Scalar curvature of the logistic laws",
    **fact(
        "The scalar curvature of the logistic laws",
        Equal(curvature_of("logistic", m, s), -(18 / (3 + pi**2))),
        setting(m=PLACE, s=SCALE, sizes=(2,)),
    ),
    sources=("ArwiniDodson2008, chapter 3",),
)

inverse_gaussian = Claim(
    id="geometry.inverse-gaussian.curvature",
    section="7 Curvature",
    title="The inverse Gaussian laws have the curvature of the normal laws",
    **fact(
        "The scalar curvature of the inverse Gaussian laws",
        Equal(curvature_of("inverse_gaussian", m, k), rational(-1)),
        setting(m=PLACE, k=SHAPE, sizes=(2,)),
    ),
    sources=("ArwiniDodson2008, chapter 3",),
)

gamma = Claim(
    id="geometry.gamma.curvature",
    section="7 Curvature",
    title="Scalar curvature of the gamma laws",
    **fact(
        "The scalar curvature of the gamma laws, which depends on the shape alone",
        Equal(
            curvature_of("gamma", k, b),
            (trigamma(k) + k * polygamma(2, k)) / (2 * (k * trigamma(k) - 1) ** 2),
        ),
        setting(k=SHAPE, b=SCALE, sizes=(2,)),
    ),
    sources=("ArwiniDodson2008, chapter 3",),
)

categorical = Claim(
    id="geometry.categorical.curvature",
    section="7 Curvature",
    title="Laws of three categories are a piece of a sphere of radius 2",
    **fact(
        "The scalar curvature of the laws of three categories",
        Equal(curvature_of("categorical", p1, p2), rational(1, 2)),
        setting(where={p1: a / (1 + a + b), p2: b / (1 + a + b)}, a=ODDS, b=ODDS, sizes=(2,)),
    ),
    beware="The map to the roots of the probabilities has twice the unit sphere as image, so $K = 1/4$.",
    sources=("AmariNagaoka2000, section 2.6",),
)

multinomial = Claim(
    id="geometry.multinomial.curvature",
    section="7 Curvature",
    title="More draws flatten the multinomial laws",
    **fact(
        "The scalar curvature of the multinomial laws of n draws from three cells",
        Equal(curvature_of("multinomial", p1, p2, n), 1 / (2 * n)),
        setting(
            where={p1: a / (1 + a + b), p2: b / (1 + a + b)},
            a=ODDS,
            b=ODDS,
            n=Scalar(positive=True, natural=True, says="the number of draws"),
            sizes=(2,),
        ),
    ),
    sources=("AmariNagaoka2000, section 2.6",),
)
