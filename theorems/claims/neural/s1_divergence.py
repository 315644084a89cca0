"""Sections 0, 1 and 5: the Kullback–Leibler divergence against the quadratic form of the Fisher matrix."""

from theorems import (
    AtLeast,
    BigO,
    Claim,
    Equal,
    Implies,
    LittleO,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Small,
    Term,
    Variant,
    Vector,
    absolute,
    fisher,
    half,
    kl,
    law,
    log,
    rational,
    setting,
    symbol,
)

theta, u, h, m = map(symbol, ("theta", "u", "h", "m"))
p = law("p", theta)
I = fisher(theta)


def form(step: Term) -> Term:
    """½ dᵀFd."""
    return half * (step.T @ I @ step)


def divergence(step: Term) -> Term:
    """KL(p_θ ‖ p_{θ+d})."""
    return kl(p, law("p", theta + step))


small = setting(
    theta=Point(), u=Vector("the direction of d = hu"), h=Small("the length of d"), p=Model(at="theta")
)
remainder = divergence(h * u) - form(h * u)
# Probabilities stay positive up to some distance, so that what fails for a step u/(16m) fails for a finite step.
finite = setting(
    theta=Point(),
    u=Vector("the direction of the step d = hu"),
    m=Scalar(positive=True, says="any positive number: the step h = 1/(16 m) is finite and arbitrary"),
    where={h: rational(1, 16) / m},
    p=Model(at="theta"),
)
exact = Equal(divergence(h * u), form(h * u))
to_second_order = LittleO(remainder, h, 2)
HIDES = (
    "Gaussian location families have no remainder at all, and Bernoulli laws at p = 1/2 none of third order: they "
    "hide the difference. "
)

kl_quadratic = Claim(
    id="neural.1.kl-quadratic",
    section="1",
    title="Near a point, KL is a quadratic form of the Fisher matrix",
    statement=r"In a small neighbourhood of $\theta$, $F(\theta)$ approximates KL as a quadratic form.",
    readings=(
        Reading(
            "A",
            r"$\mathrm{KL}(p_\theta\|p_{\theta+d})=\tfrac12d^{\top}Fd+O(\|d\|^3)$ along $d=hu$, for smooth models.",
            BigO(remainder, h, 3),
            small,
            literal=True,
        ),
        Reading(
            "B",
            r"Without the half: $\mathrm{KL}=d^{\top}Fd+o(\|d\|^2)$.",
            LittleO(divergence(h * u) - 2 * form(h * u), h, 2),
            small,
        ),
        Reading("C", r"Exactly, $\mathrm{KL}=\tfrac12d^{\top}Fd$ for a finite step.", exact, finite),
    ),
    variants=(
        Variant("With a remainder of fourth order.", BigO(remainder, h, 4)),
        Variant("Without the half.", LittleO(divergence(h * u) - 2 * form(h * u), h, 2)),
    ),
    beware=(
        HIDES
        + "Where the support moves with θ, or the log-density is rough, the remainder is larger or KL is "
        "infinite: Uniform(0, θ) has KL of first order."
    ),
    sources=("AmariNagaoka2000, section 3.2", "Kullback1959, chapter 2, section 6"),
)

fisher_2kl = Claim(
    id="neural.5.fisher-2kl",
    section="5",
    title="The Fisher metric is twice KL near a point",
    statement=r"$F(\theta)=\mathbb E[\nabla\log p\,\nabla\log p^{\top}]$ approximates $2\,\mathrm{KL}$ near $\theta$.",
    readings=(
        Reading(
            "A",
            r"$d^{\top}Fd=2\,\mathrm{KL}(p_\theta\|p_{\theta+d})+o(\|d\|^2)$ along $d=hu$, and the same with the "
            "two laws of KL exchanged.",
            LittleO(2 * divergence(h * u) - h**2 * (u.T @ I @ u), h, 2),
            small,
            literal=True,
        ),
    ),
    variants=(
        Variant("KL itself.", LittleO(divergence(h * u) - h**2 * (u.T @ I @ u), h, 2)),
        Variant(
            "Up to fourth order, by the mean over both directions.",
            LittleO(divergence(h * u) + kl(law("p", theta + h * u), p) - h**2 * (u.T @ I @ u), h, 3),
        ),
    ),
    beware=HIDES + "That the matrix is a metric needs it to be nonsingular; the expansion does not.",
    sources=("AmariNagaoka2000, section 3.2", "Kullback1959, chapter 2, section 6"),
)

# -- balls ------------------------------------------------------------------------------------------

# A maximiser of the clipped objective of one state with two actions: the action of positive advantage gets the
# ratio (1 − s)/π ≥ 1 + ε, and the other s/(1 − π) ≤ 1 − ε. All of these share the highest value of the objective.
pi_old, s, eps, x, y = map(symbol, ("pi", "s", "epsilon", "x", "y"))
beyond_the_clip = setting(
    where={eps: y / (1 + y), pi_old: 1 / (2 + x), s: (1 - pi_old) * (1 - eps) / (1 + m)},
    x=Scalar(positive=True, says="makes the probability of the better action less than a half"),
    y=Scalar(positive=True, says="makes the clip range"),
    m=Scalar(positive=True, says="makes the probability that the maximiser leaves to the worse action"),
    sizes=(1,),
)
kl_of_maximiser = pi_old * log(pi_old / (1 - s)) + (1 - pi_old) * log((1 - pi_old) / s)

same_balls = (
    r"As sets, at finite radii: $\{d:\mathrm{KL}(p_\theta\|p_{\theta+d})\le\delta\}=\{d:\tfrac12d^{\top}Fd\le\delta\}$"
    r" for every $\delta>0$, which says that the two functions of $d$ are equal."
)
repaired = Repair(
    r"To second order: $\mathrm{KL}(p_\theta\|p_{\theta+d})=\tfrac12d^{\top}Fd+o(\|d\|^2)$, so that the two sets, "
    r"scaled by $1/\sqrt\delta$, become equal as $\delta\to0$.",
    to_second_order,
    small,
)
of_balls = (
    Variant("Without the half.", LittleO(divergence(h * u) - 2 * form(h * u), h, 2)),
    Variant("To third order.", LittleO(remainder, h, 3)),
)

kl_equals_fisher_step = Claim(
    id="neural.0.kl-equals-fisher-step",
    section="0",
    title="A bound on KL between policies is a bound on the step in the Fisher metric",
    statement="In TRPO and PPO, a bound on KL between policies is a bounded step in the Fisher metric.",
    readings=(
        Reading("A", same_balls, exact, finite, literal=True),
        Reading("B", r"As $\delta\to0$: equal to second order.", to_second_order, small),
        Reading(
            "C",
            r"The clipped objective of PPO bounds KL by a function of $\epsilon$: maximisers have "
            r"$\mathrm{KL}\le-\log(1-\epsilon)$, as ratios in $[1-\epsilon,1+\epsilon]$ would. One state, two actions "
            r"with the old probabilities $\pi,1-\pi$; the maximiser gives $s$ to the worse action.",
            AtLeast(-log(1 - eps), kl_of_maximiser),
            beyond_the_clip,
        ),
    ),
    repair=repaired,
    variants=of_balls,
    beware=HIDES
    + "Clipping takes away the gain beyond the range and bounds nothing: as s → 0, KL is unbounded.",
    sources=("Schulman2015, section 6", "Kakade2001, section 2"),
)

trpo_equivalent = Claim(
    id="neural.5.trpo-equivalent",
    section="5",
    title="The KL constraint of TRPO is equivalent to a bounded Fisher step",
    statement="TRPO uses a KL constraint that is equivalent to a bounded step in the Fisher metric.",
    readings=(Reading("A", same_balls, exact, finite, literal=True),),
    repair=repaired,
    variants=(
        *of_balls,
        Variant(
            "The exact constraint is the stronger one.",
            Implies(AtLeast(form(h * u), divergence(h * u)), AtLeast(0 * m, absolute(remainder))),
            finite,
        ),
    ),
    beware=HIDES + "This is why the step of TRPO is followed by a line search on the exact KL.",
    sources=("Schulman2015, appendix C", "Kakade2001, section 2"),
)
