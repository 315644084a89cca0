"""Section 5: damping, and the step within a region of trust."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Covector,
    Equal,
    Greater,
    Id,
    Metric,
    Point,
    PositiveDefinite,
    PositiveSemidefinite,
    Reading,
    Rectangle,
    Scalar,
    Term,
    UniqueMinimiser,
    Variant,
    Vector,
    half,
    norm2,
    setting,
    symbol,
)

theta, g, F, R, r = map(symbol, ("theta", "g", "F", "R", "r"))
alpha, lam = symbol("alpha"), symbol("lambda")

# -- damping ----------------------------------------------------------------------------------------------

damped = F + lam * Id
update = theta - alpha * (damped.inv @ g)
any_fisher = setting(
    where={F: R.T @ R},  # every positive semidefinite matrix, singular ones included
    theta=Point("the iterate"),
    R=Rectangle(says="a factor of the Fisher matrix, invertible or not"),
    g=Covector("the gradient"),
    alpha=Scalar(positive=True, says="the step size"),
    sizes=(1, 2),
).also(**{"lambda": Scalar(positive=True, says="the damping")})

damping = Claim(
    id="methods.5.damping",
    section="5 (regularization)",
    title="Damping makes the update numerically stable",
    statement=(
        r"Add damping for numerical stability: $\theta_{k+1}=\theta_k-\alpha(F(\theta_k)+\lambda I)^{-1}\nabla "
        r"L(\theta_k)$"
    ),
    readings=(
        Reading(
            "A",
            r"For every $F\succeq0$, singular or not, and $\lambda>0$: $F+\lambda\,\mathrm{Id}\succ0$, its inverse "
            r"is at most $1/\lambda$, and the update solves the damped system.",
            And(
                PositiveDefinite(damped),
                PositiveSemidefinite(Id - lam * damped.inv),
                Equal(damped @ (theta - update), alpha * g),
            ),
            any_fisher,
            literal=True,
        ),
    ),
    variants=(
        Variant("without damping", PositiveDefinite(F)),
        Variant("an inverse of half that size", PositiveSemidefinite(Id - 2 * lam * damped.inv)),
        Variant("the system without damping", Equal(F @ (theta - update), alpha * g)),
    ),
    beware="λ Id is no tensor: in other coordinates it is another damping, and the update is no longer invariant.",
    sources=("NocedalWright2006, section 10.3", "Martens2020, section 9"),
)

# -- a region of trust ------------------------------------------------------------------------------------

# The solutions of all regions: s = 1/(1 + r²) of the full step for a radius δ = s‖g‖ on F⁻¹, the full step for more.
natural = F.inv @ g
length = g.T @ natural  # ‖g‖² on F⁻¹
share = 1 / (1 + r**2)
short = -share * natural
v = symbol("v")


def model(d: Term) -> Term:
    """The objective ∇Lᵀd + ½ dᵀFd."""
    return g.T @ d + half * (d.T @ F @ d)


multiplied = model(v) + half * r**2 * (
    v.T @ F @ v - share**2 * length
)  # Lagrange's function, multiplier r²/2
wide = (1 + r**2) ** 2 * length
region = setting(
    Greater(norm2(g), 0),
    F=Metric("the Fisher matrix"),
    g=Covector("the gradient"),
    r=Scalar(says="the radius against the full step: 1/(1 + r²) of it or 1 + r² of it"),
    v=Vector("any other step"),
    sizes=(1, 2),
)
# On the region the second term of the Lagrange function is not positive; at the solution it is zero.
well_posed = And(
    UniqueMinimiser(short, multiplied, v),
    Equal(short.T @ F @ short, share**2 * length),
    UniqueMinimiser(-natural, model(v), v),
    AtLeast(wide, natural.T @ F @ natural),
)
linear_only = -share * natural  # minimises ∇Lᵀd on the region; the quadratic alone gives the full step


def sine2(a: Term, b: Term) -> Term:
    """‖a‖²‖b‖² − (aᵀb)², zero where two columns have one direction."""
    return norm2(a) * norm2(b) - (a.T @ b) ** 2


trust_region = Claim(
    id="methods.5.trust-region",
    section="5 (trust region)",
    title="The natural gradient within a region of trust",
    statement=(
        r"$\min_{\Delta\theta}\nabla L^{\top}\Delta\theta+\frac12\Delta\theta^{\top}F\Delta\theta$ subject to "
        r"$\Delta\theta^{\top}F\Delta\theta\le\delta^2$ constrains the size of the update in the natural metric."
    ),
    readings=(
        Reading(
            "A",
            r"Well posed, with the unique minimiser $-\min(1,\delta/\|g\|_{F^{-1}})F^{-1}g$ of length at most δ in "
            r"F. For $\delta=s\|g\|_{F^{-1}}$, $s=1/(1+r^2)$, it minimises the function of Lagrange with the "
            r"multiplier $r^2/2\ge0$ over all steps and lies on the boundary; for $\delta=(1+r^2)\|g\|_{F^{-1}}$ it "
            r"minimises the objective itself.",
            well_posed,
            region,
            literal=True,
        ),
        Reading(
            "B",
            r"Each of the two terms in F has a role of its own in the direction: without the constraint the step is "
            r"$-F^{-1}g$, without the quadratic term $-\frac{\delta}{\|g\|_{F^{-1}}}F^{-1}g$, and their directions "
            r"differ.",
            Greater(sine2(natural, linear_only), 0),
            region,
        ),
    ),
    variants=(
        Variant("the full step in every region", UniqueMinimiser(-natural, multiplied, v)),
        Variant("the plain gradient", UniqueMinimiser(-g, model(v), v)),
        Variant("twice as long", AtLeast(wide, 4 * (natural.T @ F @ natural))),
    ),
    beware=(
        "Constraint and quadratic term measure in one metric, so that the direction is that of the natural gradient "
        "and only the length is decided; with the Hessian in the objective the direction would turn with δ."
    ),
    sources=("NocedalWright2006, theorem 4.1",),
)
