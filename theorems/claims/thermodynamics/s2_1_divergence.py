"""Section 2.1: the natural gradient from the Kullback–Leibler divergence."""

from fractions import Fraction

from theorems import (
    BigO,
    Claim,
    Covector,
    Equal,
    FiniteModel,
    Hypothesis,
    Metric,
    Minimises,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Small,
    UniqueMinimiser,
    Vector,
    absolute,
    fisher,
    half,
    kl,
    law,
    norm2,
    rational,
    setting,
    symbol,
)

theta, u, h = symbol("theta"), symbol("u"), symbol("h")
remainder = kl(law("p", theta), law("p", theta + h * u)) - half * h**2 * (u.T @ fisher(theta) @ u)
smooth = setting(theta=Point(), u=Vector(), h=Small(), p=Model(at="theta"))

# A coin whose bias is only once differentiable with a Hölder derivative at 0: the score is
# continuous and I_F(0) = 4, so KL = 2d² + …, but the next term is 4|d|^{5/2}, not O(d³).
a = symbol("a")
bias = half + a * half + half * absolute(a) ** Fraction(3, 2)
holder_coin = FiniteModel(
    "Bernoulli with success probability (1 + a + |a|^(3/2))/2", (a,), (bias, rational(1) - bias), (Fraction(0),)
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
            smooth.also(p=Model(at="theta", edges=(holder_coin,), says="a model with the quadratic expansion")),
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
        "Gaussian location and Bernoulli at p = 1/2 have no third-order term and show the wrong order; the location "
        "family of exp(−|x|^(3/4)) behaves like the coin here, with remainder of order 5/2."
    ),
    sources=("AmariNagaoka2000, section 3.2", "Kullback1959, chapter 2, section 6"),
)

v, g, mu = symbol("v"), symbol("g"), symbol("mu")
I = symbol("I_F")
direction = -mu * (I.inv @ g)
pointwise = setting(
    I_F=Metric("the Fisher matrix at θ, positive definite"),
    g=Covector("the gradient ∇L(θ)"),
    mu=Scalar(positive=True, says="a positive factor"),
)

solution = Claim(
    id="thermo.2.1.solution",
    section="2.1 step 4",
    title="The smallest KL on a Euclidean sphere is along the natural gradient",
    statement=r"The solution of steps 2–3 is $d\theta\propto-I_F^{-1}(\theta)\nabla L(\theta)$",
    readings=(
        Reading(
            "A",
            r"Some multiple of $-I_F^{-1}\nabla L$ minimises $\tfrac12 v^{\top}I_Fv$ among the $v$ of its Euclidean length.",
            Minimises(direction, half * (v.T @ I @ v), v, level=norm2(v)),
            pointwise,
            literal=True,
        ),
        Reading(
            "B",
            r"It is a stationary point of step 3: $I_F\,d\theta$ is parallel to $d\theta$ "
            r"with the multiplier $\lambda$ of the Rayleigh quotient.",
            Equal((direction.T @ direction) * (I @ direction), (direction.T @ I @ direction) * direction),
            pointwise,
        ),
        Reading(
            "C",
            "A definition of the natural-gradient direction: the covector ∇L with its index raised by the metric.",
            Equal(I @ direction, -mu * g),
            pointwise,
            defines=r"d\theta",
        ),
    ),
    repair=Repair(
        r"Among steps with the same $\tfrac12v^{\top}I_Fv$ (KL to second order), $-\mu I_F^{-1}\nabla L$ is the one "
        r"of steepest descent: it alone minimises $\nabla L^{\top}v$.",
        UniqueMinimiser(direction, g.T @ v, v, level=half * (v.T @ I @ v)),
        pointwise,
    ),
    beware=(
        "The loss does not occur in steps 2–3, so their solution cannot depend on it: it is the eigenvector of the "
        "smallest eigenvalue of the Fisher matrix. An isotropic metric (every direction ties) or n = 1 hides this."
    ),
    sources=("Amari1998, theorem 1",),
)
