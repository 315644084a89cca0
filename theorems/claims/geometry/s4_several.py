"""Section 4: Fisher matrices of laws of several variables, on circles and spheres."""

from theorems import (
    Claim,
    Equal,
    Scalar,
    besseli,
    entries,
    exp,
    fact,
    fisher_of,
    setting,
    sin,
    symbol,
    trigamma,
)

a1, a2, a3, f, k, m, t = map(symbol, ("a1", "a2", "a3", "phi", "kappa", "mu", "theta"))
WEIGHT = Scalar(positive=True, says="a weight")
CONCENTRATION = Scalar(positive=True, says="the concentration")
ANGLE = Scalar(says="an angle")

dirichlet = Claim(
    id="geometry.dirichlet.fisher",
    section="4 Several variables",
    title="Fisher matrix of the Dirichlet law of three weights",
    **fact(
        "The Fisher matrix of the Dirichlet law of three weights",
        Equal(
            fisher_of("dirichlet", a1, a2, a3),
            entries(
                trigamma(a1) - trigamma(a1 + a2 + a3),
                -trigamma(a1 + a2 + a3),
                -trigamma(a1 + a2 + a3),
                -trigamma(a1 + a2 + a3),
                trigamma(a2) - trigamma(a1 + a2 + a3),
                -trigamma(a1 + a2 + a3),
                -trigamma(a1 + a2 + a3),
                -trigamma(a1 + a2 + a3),
                trigamma(a3) - trigamma(a1 + a2 + a3),
            ),
        ),
        setting(a1=WEIGHT, a2=WEIGHT, a3=WEIGHT, sizes=(3,)),
    ),
    sources=("KotzBalakrishnanJohnson2000, chapter 49",),
)

RATIO = besseli(1, k) / besseli(0, k)
von_mises = Claim(
    id="geometry.von-mises.fisher",
    section="4 Several variables",
    title="Fisher matrix of the von Mises law",
    **fact(
        "The Fisher matrix of the von Mises law in direction and concentration",
        Equal(fisher_of("von_mises", m, k), entries(k * RATIO, 0, 0, 1 - RATIO / k - RATIO**2)),
        setting(mu=ANGLE, kappa=CONCENTRATION, sizes=(2,)),
    ),
    sources=("MardiaJupp2000, section 5.3",),
)

COTH = (exp(k) + exp(-k)) / (exp(k) - exp(-k))
LENGTH = COTH - 1 / k
von_mises_fisher = Claim(
    id="geometry.von-mises-fisher.fisher",
    section="4 Several variables",
    title="Fisher matrix of the Fisher law on the sphere",
    **fact(
        "The Fisher matrix of Fisher's law on the sphere in concentration, colatitude and longitude",
        Equal(
            fisher_of("von_mises_fisher", k, t, f),
            entries(
                1 - 2 * LENGTH / k - LENGTH**2,
                0,
                0,
                0,
                k * LENGTH,
                0,
                0,
                0,
                k * LENGTH * sin(t) ** 2,
            ),
        ),
        setting(
            kappa=CONCENTRATION, theta=Scalar(positive=True, says="the colatitude"), phi=ANGLE, sizes=(3,)
        ),
    ),
    sources=("MardiaJupp2000, section 9.3",),
)
