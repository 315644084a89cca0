"""Section 3: Fisher matrices of laws on the whole line."""

from fractions import Fraction

from theorems import (
    Claim,
    Equal,
    Scalar,
    digamma,
    entries,
    euler_gamma,
    exp,
    fact,
    fisher_of,
    loggamma,
    pi,
    setting,
    symbol,
    trigamma,
)

a, b, c, m, mu, nu, q, s, t, v = map(symbol, ("a", "b", "c", "m", "mu", "nu", "q", "s", "t", "v"))
PLACE = Scalar(says="the location")
SCALE = Scalar(positive=True, says="the scale")
VARIANCE = Scalar(positive=True, says="the variance")
FREEDOM = Scalar(positive=True, says="the degrees of freedom")
HALF = Fraction(1, 2)

normal = Claim(
    id="geometry.normal.fisher",
    section="3 The line",
    title="Fisher matrix of the normal law in mean and variance",
    **fact(
        "The Fisher matrix of the normal law in mean and variance",
        Equal(fisher_of("normal", mu, v), entries(1 / v, 0, 0, 1 / (2 * v**2))),
        setting(mu=PLACE, v=VARIANCE, sizes=(2,)),
    ),
    beware="In the standard deviation it is $2/s^2$, not $1/(2s^2)$: the next claim.",
    sources=("LehmannCasella1998, example 2.6.5",),
)

normal_deviation = Claim(
    id="geometry.normal.fisher-deviation",
    section="3 The line",
    title="Fisher matrix of the normal law in mean and standard deviation",
    **fact(
        "The Fisher matrix of the normal law in mean and standard deviation",
        Equal(fisher_of("normal.sd", mu, s), entries(1 / s**2, 0, 0, 2 / s**2)),
        setting(mu=PLACE, s=SCALE, sizes=(2,)),
    ),
    sources=("AmariNagaoka2000, section 2.2",),
)

normal_natural = Claim(
    id="geometry.normal.fisher-natural",
    section="3 The line",
    title="Fisher matrix of the normal law in natural parameters",
    **fact(
        "The Fisher matrix of the normal law in the coefficients $a$ of $x$ and $b = -c$ of $x^2$",
        Equal(
            fisher_of("normal.natural", a, b),
            entries(-(1 / (2 * b)), a / (2 * b**2), a / (2 * b**2), 1 / (2 * b**2) - a**2 / (2 * b**3)),
        ),
        setting(
            where={b: -c},
            a=Scalar(says="the coefficient of x"),
            c=Scalar(positive=True, says="-b"),
            sizes=(2,),
        ),
    ),
    beware="It is the covariance of $(x, x^2)$, and the Hessian of the log-partition.",
    sources=("Amari2016, section 2.3",),
)

normal_mean = Claim(
    id="geometry.normal.fisher-mean",
    section="3 The line",
    title="Fisher matrix of the normal law in mean parameters",
    **fact(
        "The Fisher matrix of the normal law in the means of $x$ and $x^2$, with $v$ the variance",
        Equal(
            fisher_of("normal.mean", mu, q),
            entries((2 * mu**2 + v) / v**2, -(mu / v**2), -(mu / v**2), 1 / (2 * v**2)),
        ),
        setting(where={q: mu**2 + v}, mu=PLACE, v=VARIANCE, sizes=(2,)),
    ),
    sources=("Amari2016, section 2.3",),
)

lognormal = Claim(
    id="geometry.lognormal.fisher",
    section="3 The line",
    title="Fisher matrix of the lognormal law",
    **fact(
        "The Fisher matrix of the lognormal law in mean and deviation of the logarithm",
        Equal(fisher_of("lognormal", mu, s), entries(1 / s**2, 0, 0, 2 / s**2)),
        setting(mu=PLACE, s=SCALE, sizes=(2,)),
    ),
    beware="It is that of the normal law: the logarithm is a bijection of the data.",
    sources=("JohnsonKotzBalakrishnan1994, chapter 14",),
)

gumbel = Claim(
    id="geometry.gumbel.fisher",
    section="3 The line",
    title="Fisher matrix of the Gumbel law",
    **fact(
        "The Fisher matrix of the Gumbel law of maxima in location and scale",
        Equal(
            fisher_of("gumbel", m, s),
            entries(
                1 / s**2,
                (euler_gamma - 1) / s**2,
                (euler_gamma - 1) / s**2,
                (pi**2 / 6 + (1 - euler_gamma) ** 2) / s**2,
            ),
        ),
        setting(m=PLACE, s=SCALE, sizes=(2,)),
    ),
    sources=("JohnsonKotzBalakrishnan1995, chapter 22",),
)

logistic = Claim(
    id="geometry.logistic.fisher",
    section="3 The line",
    title="Fisher matrix of the logistic law",
    **fact(
        "The Fisher matrix of the logistic law in location and scale",
        Equal(fisher_of("logistic", m, s), entries(1 / (3 * s**2), 0, 0, (3 + pi**2) / (9 * s**2))),
        setting(m=PLACE, s=SCALE, sizes=(2,)),
    ),
    sources=("JohnsonKotzBalakrishnan1995, chapter 23",),
)

laplace = Claim(
    id="geometry.laplace.fisher",
    section="3 The line",
    title="Fisher matrix of the Laplace law",
    **fact(
        "The Fisher matrix of the Laplace law in location and scale, by products of scores",
        Equal(fisher_of("laplace.scale", t, b), entries(1 / b**2, 0, 0, 1 / b**2)),
        setting(t=PLACE, b=SCALE, sizes=(2,)),
    ),
    beware="Minus the mean second derivative in the location is zero: the kink hides it.",
    sources=("LehmannCasella1998, table 2.5.1",),
)

cauchy = Claim(
    id="geometry.cauchy.fisher",
    section="3 The line",
    title="Fisher matrix of the Cauchy law",
    **fact(
        "The Fisher matrix of the Cauchy law in location and scale",
        Equal(fisher_of("cauchy", m, s), entries(1 / (2 * s**2), 0, 0, 1 / (2 * s**2))),
        setting(m=PLACE, s=SCALE, sizes=(2,)),
    ),
    sources=("LehmannCasella1998, table 2.5.1",),
)

student = Claim(
    id="geometry.student-t.fisher",
    section="3 The line",
    title="Fisher matrix of Student's law with known degrees of freedom",
    **fact(
        "The Fisher matrix of Student's law in location and scale, degrees of freedom known",
        Equal(
            fisher_of("student_t", m, s, nu),
            entries((nu + 1) / ((nu + 3) * s**2), 0, 0, 2 * nu / ((nu + 3) * s**2)),
        ),
        setting(m=PLACE, s=SCALE, nu=FREEDOM, sizes=(2,)),
    ),
    sources=("LangeLittleTaylor1989, appendix B",),
)

student_free = Claim(
    id="geometry.student-t.fisher-free",
    section="3 The line",
    title="Fisher matrix of Student's law with unknown degrees of freedom",
    **fact(
        "The Fisher matrix of Student's law in location, scale and degrees of freedom",
        Equal(
            fisher_of("student_t.free", m, s, nu),
            entries(
                (nu + 1) / ((nu + 3) * s**2),
                0,
                0,
                0,
                2 * nu / ((nu + 3) * s**2),
                -(2 / (s * (nu + 1) * (nu + 3))),
                0,
                -(2 / (s * (nu + 1) * (nu + 3))),
                (trigamma(nu / 2) - trigamma((nu + 1) / 2)) / 4 - (nu + 5) / (2 * nu * (nu + 1) * (nu + 3)),
            ),
        ),
        setting(m=PLACE, s=SCALE, nu=FREEDOM, sizes=(3,)),
    ),
    sources=("LangeLittleTaylor1989, appendix B",),
)

TOP = 1 + 1 / b
generalised_normal = Claim(
    id="geometry.generalised-normal.fisher",
    section="3 The line",
    title="Fisher matrix of the generalised normal law",
    **fact(
        "The Fisher matrix of the generalised normal law in location, scale and exponent, exponents above a half",
        Equal(
            fisher_of("generalised_normal", m, s, b),
            entries(
                b**2 * exp(loggamma(2 - 1 / b) - loggamma(1 / b)) / s**2,
                0,
                0,
                0,
                b / s**2,
                -((1 + digamma(TOP)) / (s * b)),
                0,
                -((1 + digamma(TOP)) / (s * b)),
                (TOP * trigamma(TOP) + (1 + digamma(TOP)) ** 2 - 1) / b**3,
            ),
        ),
        setting(where={b: c + HALF}, m=PLACE, s=SCALE, c=Scalar(positive=True, says="b - 1/2"), sizes=(3,)),
    ),
    beware="From $b = 1/2$ down the information on the location is infinite.",
    sources=("Agro1995, section 2",),
)
