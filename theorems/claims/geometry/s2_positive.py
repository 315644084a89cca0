"""Section 2: Fisher matrices of laws on the positive half-line and on the unit interval."""

from theorems import (
    Claim,
    Equal,
    Scalar,
    digamma,
    entries,
    euler_gamma,
    fact,
    fisher_of,
    pi,
    polygamma,
    setting,
    symbol,
    trigamma,
)

a, b, c, k, m, s, t, w = map(symbol, ("a", "b", "c", "k", "m", "s", "t", "w"))
SHAPE = Scalar(positive=True, says="the shape")
SECOND = Scalar(positive=True, says="the second shape")
RATE = Scalar(positive=True, says="the rate")
SCALE = Scalar(positive=True, says="the scale")
MEAN = Scalar(positive=True, says="the mean")
START = Scalar(positive=True, says="where the support begins, known")
SPREAD = (
    pi**2 / 6 + (1 - euler_gamma) ** 2
)  # the second moment of 1 + log u under a unit exponential, centred

exponential = Claim(
    id="geometry.exponential.fisher",
    section="2 Positive numbers",
    title="Fisher information of the exponential law in its rate",
    **fact(
        "The Fisher information of an exponential law in its rate",
        Equal(fisher_of("exponential", b), entries(1 / b**2)),
        setting(b=RATE, sizes=(1,)),
    ),
    sources=("LehmannCasella1998, table 2.5.1",),
)

exponential_scale = Claim(
    id="geometry.exponential.fisher-scale",
    section="2 Positive numbers",
    title="Fisher information of the exponential law in its mean",
    **fact(
        "The Fisher information of an exponential law in its mean",
        Equal(fisher_of("exponential.scale", t), entries(1 / t**2)),
        setting(t=MEAN, sizes=(1,)),
    ),
    beware=r"The rate and the mean give one formula: the metric $db^2/b^2$ is that of $\log b$.",
    sources=("LehmannCasella1998, table 2.5.1",),
)

gamma_rate = Claim(
    id="geometry.gamma.fisher",
    section="2 Positive numbers",
    title="Fisher matrix of the gamma law in shape and rate",
    **fact(
        "The Fisher matrix of the gamma law in shape and rate",
        Equal(fisher_of("gamma", k, b), entries(trigamma(k), -(1 / b), -(1 / b), k / b**2)),
        setting(k=SHAPE, b=RATE, sizes=(2,)),
    ),
    beware="At $k = b = 1$ the second diagonal entry is 1, as is any power of b.",
    sources=("ArwiniDodson2008, chapter 3",),
)

gamma_scale = Claim(
    id="geometry.gamma.fisher-scale",
    section="2 Positive numbers",
    title="Fisher matrix of the gamma law in shape and scale",
    **fact(
        "The Fisher matrix of the gamma law in shape and scale",
        Equal(fisher_of("gamma.shape_scale", k, t), entries(trigamma(k), 1 / t, 1 / t, k / t**2)),
        setting(k=SHAPE, t=SCALE, sizes=(2,)),
    ),
    sources=("LehmannCasella1998, table 2.5.1",),
)

gamma_mean = Claim(
    id="geometry.gamma.fisher-mean",
    section="2 Positive numbers",
    title="Shape and mean of the gamma law are orthogonal",
    **fact(
        "The Fisher matrix of the gamma law in shape and mean is diagonal",
        Equal(fisher_of("gamma.shape_mean", k, m), entries(trigamma(k) - 1 / k, 0, 0, k / m**2)),
        setting(k=SHAPE, m=MEAN, sizes=(2,)),
    ),
    sources=("ArwiniDodson2008, chapter 3",),
)

inverse_gamma = Claim(
    id="geometry.inverse-gamma.fisher",
    section="2 Positive numbers",
    title="Fisher matrix of the inverse gamma law",
    **fact(
        "The Fisher matrix of the inverse gamma law in shape and scale",
        Equal(fisher_of("inverse_gamma", a, b), entries(trigamma(a), -(1 / b), -(1 / b), a / b**2)),
        setting(a=SHAPE, b=SCALE, sizes=(2,)),
    ),
    beware="It is that of the gamma law, because $1/x$ is a sufficient statistic of $x$.",
    sources=("JohnsonKotzBalakrishnan1994, chapter 17",),
)

weibull = Claim(
    id="geometry.weibull.fisher",
    section="2 Positive numbers",
    title="Fisher matrix of the Weibull law",
    **fact(
        "The Fisher matrix of the Weibull law in shape and scale",
        Equal(
            fisher_of("weibull", k, b),
            entries(SPREAD / k**2, -((1 - euler_gamma) / b), -((1 - euler_gamma) / b), k**2 / b**2),
        ),
        setting(k=SHAPE, b=SCALE, sizes=(2,)),
    ),
    sources=("JohnsonKotzBalakrishnan1994, chapter 21",),
)

frechet = Claim(
    id="geometry.frechet.fisher",
    section="2 Positive numbers",
    title="Fisher matrix of the Fréchet law",
    **fact(
        "The Fisher matrix of the Fréchet law in shape and scale",
        Equal(
            fisher_of("frechet", a, s),
            entries(SPREAD / a**2, (1 - euler_gamma) / s, (1 - euler_gamma) / s, a**2 / s**2),
        ),
        setting(a=SHAPE, s=SCALE, sizes=(2,)),
    ),
    beware="If $x$ is Fréchet then $1/x$ is Weibull with scale $1/s$, which turns the sign of the mixed entry.",
    sources=("JohnsonKotzBalakrishnan1995, chapter 22",),
)

rayleigh = Claim(
    id="geometry.rayleigh.fisher",
    section="2 Positive numbers",
    title="Fisher information of the Rayleigh law",
    **fact(
        "The Fisher information of the Rayleigh law in its scale",
        Equal(fisher_of("rayleigh", s), entries(4 / s**2)),
        setting(s=SCALE, sizes=(1,)),
    ),
    sources=("JohnsonKotzBalakrishnan1994, chapter 18",),
)

maxwell = Claim(
    id="geometry.maxwell.fisher",
    section="2 Positive numbers",
    title="Fisher information of the Maxwell law",
    **fact(
        "The Fisher information of the Maxwell law in its scale",
        Equal(fisher_of("maxwell", s), entries(6 / s**2)),
        setting(s=SCALE, sizes=(1,)),
    ),
    beware="The length of $d$ normal numbers has $2d/s^2$: half-normal, Rayleigh, Maxwell are $d = 1, 2, 3$.",
    sources=("JohnsonKotzBalakrishnan1994, chapter 18",),
)

half_normal = Claim(
    id="geometry.half-normal.fisher",
    section="2 Positive numbers",
    title="Fisher information of the half-normal law",
    **fact(
        "The Fisher information of the half-normal law in its scale",
        Equal(fisher_of("half_normal", s), entries(2 / s**2)),
        setting(s=SCALE, sizes=(1,)),
    ),
    sources=("JohnsonKotzBalakrishnan1994, chapter 13",),
)

chi_squared = Claim(
    id="geometry.chi-squared.fisher",
    section="2 Positive numbers",
    title="Fisher information of the chi-squared law in its degrees of freedom",
    **fact(
        "The Fisher information of the chi-squared law in its degrees of freedom",
        Equal(fisher_of("chi_squared", k), entries(trigamma(k / 2) / 4)),
        setting(k=Scalar(positive=True, says="the degrees of freedom"), sizes=(1,)),
    ),
    sources=("JohnsonKotzBalakrishnan1994, chapter 18",),
)

chi = Claim(
    id="geometry.chi.fisher",
    section="2 Positive numbers",
    title="Fisher information of the chi law in its degrees of freedom",
    **fact(
        "The Fisher information of the chi law in its degrees of freedom",
        Equal(fisher_of("chi", k), entries(trigamma(k / 2) / 4)),
        setting(k=Scalar(positive=True, says="the degrees of freedom"), sizes=(1,)),
    ),
    beware="It is that of the chi-squared law, whose data are the squares.",
    sources=("JohnsonKotzBalakrishnan1994, chapter 18",),
)

inverse_gaussian = Claim(
    id="geometry.inverse-gaussian.fisher",
    section="2 Positive numbers",
    title="Mean and shape of the inverse Gaussian law are orthogonal",
    **fact(
        "The Fisher matrix of the inverse Gaussian law in mean and shape is diagonal",
        Equal(fisher_of("inverse_gaussian", m, k), entries(k / m**3, 0, 0, 1 / (2 * k**2))),
        setting(m=MEAN, k=SHAPE, sizes=(2,)),
    ),
    sources=("Tweedie1957, section 2",),
)

levy = Claim(
    id="geometry.levy.fisher",
    section="2 Positive numbers",
    title="Fisher information of the Lévy law in its scale",
    **fact(
        "The Fisher information of the Lévy law with known start in its scale",
        Equal(fisher_of("levy", c, m), entries(1 / (2 * c**2))),
        setting(c=SCALE, m=START, sizes=(1,)),
    ),
    sources=("JohnsonKotzBalakrishnan1994, chapter 15",),
)

nakagami = Claim(
    id="geometry.nakagami.fisher",
    section="2 Positive numbers",
    title="Shape and spread of the Nakagami law are orthogonal",
    **fact(
        "The Fisher matrix of the Nakagami law in shape and mean square is diagonal",
        Equal(fisher_of("nakagami", m, w), entries(trigamma(m) - 1 / m, 0, 0, m / w**2)),
        setting(m=SHAPE, w=Scalar(positive=True, says="the mean square"), sizes=(2,)),
    ),
    beware="The squares follow the gamma law in shape and mean.",
    sources=("Nakagami1960, section 4",),
)

pareto = Claim(
    id="geometry.pareto.fisher",
    section="2 Positive numbers",
    title="Fisher information of the Pareto law in its exponent",
    **fact(
        "The Fisher information of the Pareto law with known start in its exponent",
        Equal(fisher_of("pareto", a, c), entries(1 / a**2)),
        setting(a=SHAPE, c=START, sizes=(1,)),
    ),
    beware="With the start unknown the support moves, and there is no Fisher matrix.",
    sources=("KleiberKotz2003, chapter 3",),
)

lomax = Claim(
    id="geometry.lomax.fisher",
    section="2 Positive numbers",
    title="Fisher matrix of the Lomax law",
    **fact(
        "The Fisher matrix of the Lomax law in exponent and scale",
        Equal(
            fisher_of("lomax", a, b),
            entries(1 / a**2, -(1 / (b * (a + 1))), -(1 / (b * (a + 1))), a / (b**2 * (a + 2))),
        ),
        setting(a=SHAPE, b=SCALE, sizes=(2,)),
    ),
    sources=("KleiberKotz2003, chapter 6",),
)

log_logistic = Claim(
    id="geometry.log-logistic.fisher",
    section="2 Positive numbers",
    title="Fisher matrix of the log-logistic law",
    **fact(
        "The Fisher matrix of the log-logistic law in scale and shape is diagonal",
        Equal(
            fisher_of("log_logistic", a, b),
            entries(b**2 / (3 * a**2), 0, 0, (3 + pi**2) / (9 * b**2)),
        ),
        setting(a=SCALE, b=SHAPE, sizes=(2,)),
    ),
    sources=("KleiberKotz2003, chapter 6",),
)

beta = Claim(
    id="geometry.beta.fisher",
    section="2 Positive numbers",
    title="Fisher matrix of the beta law",
    **fact(
        "The Fisher matrix of the beta law in its two shapes",
        Equal(
            fisher_of("beta", a, b),
            entries(
                trigamma(a) - trigamma(a + b),
                -trigamma(a + b),
                -trigamma(a + b),
                trigamma(b) - trigamma(a + b),
            ),
        ),
        setting(a=SHAPE, b=SECOND, sizes=(2,)),
    ),
    sources=("ArwiniDodson2008, chapter 3",),
)

GAP = (digamma(b) - digamma(2)) ** 2 - polygamma(1, b) + polygamma(1, 2)
MIXED = -((digamma(b + 1) - digamma(2)) / (a * (b - 1)))
kumaraswamy = Claim(
    id="geometry.kumaraswamy.fisher",
    section="2 Positive numbers",
    title="Fisher matrix of the Kumaraswamy law",
    **fact(
        "The Fisher matrix of the Kumaraswamy law in its two shapes",
        Equal(
            fisher_of("kumaraswamy", a, b),
            entries(1 / a**2 + b / (a**2 * (b - 2)) * GAP, MIXED, MIXED, 1 / b**2),
        ),
        setting(a=SHAPE, b=SECOND, sizes=(2,)),
    ),
    beware="At $b = 1$ and $b = 2$ the printed quotients are 0/0; the limits are the matrix there.",
    sources=("Lemonte2011, section 2", "Jones2009, section 4"),
)
