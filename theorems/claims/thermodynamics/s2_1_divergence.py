"""Section 2.1, step 1: the expansion of the Kullback–Leibler divergence."""

from fractions import Fraction

from theorems import (
    BigO,
    Claim,
    Data,
    FiniteModel,
    Hypothesis,
    IntervalModel,
    LittleO,
    Model,
    Point,
    Reading,
    Small,
    Variant,
    Vector,
    absolute,
    fisher,
    half,
    kl,
    law,
    rational,
    setting,
    symbol,
)

theta, u, h = symbol("theta"), symbol("u"), symbol("h")
gap = kl(law("p", theta), law("p", theta + h * u))
remainder = gap - half * h**2 * (u.T @ fisher(theta) @ u)
smooth = setting(theta=Point(), u=Vector(), h=Small(), p=Model(at="theta"))

# A coin whose bias is only once differentiable with a Hölder derivative at 0: the score is
# continuous and I_F(0) = 1, so KL = d²/2 + …, but the next term is d|d|^(3/2), not O(d³).
a = symbol("a")
bias = half + a * half + half * absolute(a) ** Fraction(3, 2)
holder_coin = FiniteModel(
    "Bernoulli with success probability (1 + a + |a|^(3/2))/2",
    (a,),
    (bias, rational(1) - bias),
    (Fraction(0),),
)

# Families with a score almost everywhere and finite I_F, where mass appears outside of the support.
born_outcome = FiniteModel(
    "two outcomes (1 - a²)(1 ± a)/2 and a third one of probability a²",
    (a,),
    ((1 - a**2) * (1 + a) * half, (1 - a**2) * (1 - a) * half, a**2),
    (Fraction(0),),
)
stretched_uniform = IntervalModel(
    "Uniform(0, 1 + a²)", (a,), 1 / (1 + a**2), (rational(0), 1 + a**2), (Fraction(0),)
)
data_remainder = gap - half * h**2 * (u.T @ fisher(theta, under=law("q")) @ u)
misspecified = smooth.also(q=Data())

kl_second_order = Claim(
    id="thermo.2.1.kl-second-order",
    section="2.1 step 1",
    title="The quadratic part of KL is half the Fisher form",
    statement=(
        r"$\mathrm{KL}(p_\theta\|p_{\theta+d\theta})=\tfrac12 d\theta^{\top}I_F(\theta)d\theta"
        r"+o(\|d\theta\|^2)$"
    ),
    readings=(
        Reading(
            "A",
            r"For every family of section 1.1: the score exists almost surely and $I_F$ is finite.",
            LittleO(remainder, h, 2),
            smooth.also(
                p=Model(
                    at="theta",
                    edges=(born_outcome, stretched_uniform),
                    says="a model whose score exists almost surely, with finite Fisher matrix",
                )
            ),
            literal=True,
        ),
        Reading(
            "B",
            "For regular families: twice differentiable log-density, common support, derivatives under the "
            "integral.",
            LittleO(remainder, h, 2),
            smooth,
        ),
        Reading(
            "C",
            r"With $I_F$ taken as the second moment of the score under the law $q$ of the data.",
            LittleO(data_remainder, h, 2),
            misspecified,
        ),
    ),
    hypothesis=Hypothesis(
        "regularity",
        "the log-density is twice differentiable on a common support, and differentiation passes the "
        "integral",
        smooth,
    ),
    variants=(
        Variant(
            "The score's second moment under the law of the data.",
            LittleO(data_remainder, h, 2),
            misspecified,
        ),
        Variant(
            "A quarter of the sum of both directions.",
            LittleO(half * (remainder + kl(law("p", theta + h * u), law("p", theta))), h, 2),
        ),
    ),
    beware=(
        "A positive definite Fisher matrix is no help: the three outcomes have I_F = 1 at a = 0, yet KL = "
        "3a²/2 + …, "
        "because an outcome outside the support carries mass a² that no score sees. Uniform(0, θ) in its "
        "usual "
        "chart fails in the first order, KL = log(1 + d/θ), and is infinite for d < 0; the chart θ = 1 + "
        "a² keeps "
        "KL finite on both sides. Exponential families cannot tell."
    ),
    sources=("AmariNagaoka2000, section 3.2", "Kullback1959, chapter 2, section 6", "Vaart1998, section 7.2"),
)

kl_remainder = Claim(
    id="thermo.2.1.kl-remainder",
    section="2.1 step 1",
    title="The remainder of the quadratic expansion of KL is of third order",
    statement=r"$\mathrm{KL}(p_\theta\|p_{\theta+d\theta})-\tfrac12d\theta^{\top}I_F\,d\theta=O(\|d\theta\|^3)$",
    readings=(
        Reading(
            "A",
            "For every family that has the quadratic expansion, however rough beyond it.",
            BigO(remainder, h, 3),
            smooth.also(
                p=Model(at="theta", edges=(holder_coin,), says="a model with the quadratic expansion")
            ),
            literal=True,
        ),
        Reading(
            "B",
            "For families whose log-density has dominated third derivatives.",
            BigO(remainder, h, 3),
            smooth,
        ),
    ),
    hypothesis=Hypothesis(
        "regularity", "the log-density has three derivatives, dominated near $\\theta$", smooth
    ),
    beware=(
        "Gaussian location and Bernoulli at p = 1/2 have no third-order term and show the wrong order; the "
        "location "
        "family of exp(−|x|^(3/4)) behaves like the coin here, with remainder of order 5/2."
    ),
    sources=("AmariNagaoka2000, section 3.2", "Kullback1959, chapter 2, section 6"),
)
