"""Section 2.1, theorem 1 and steps 2 to 4: which problem the natural gradient solves."""

from theorems import (
    And,
    BigO,
    Claim,
    Covector,
    Data,
    Equal,
    Greater,
    LittleO,
    Metric,
    Minimises,
    Model,
    Point,
    PositiveSemidefinite,
    Reading,
    Repair,
    Scalar,
    Setting,
    Small,
    Term,
    UniqueMinimiser,
    Variant,
    Vector,
    cross_entropy,
    derivative,
    expect,
    fisher,
    grad,
    half,
    jacobian,
    kl,
    law,
    let,
    named,
    norm2,
    score,
    setting,
    symbol,
)

theta, tau, u, h = symbol("theta"), symbol("tau"), symbol("u"), symbol("h")
v, d, g = symbol("v"), symbol("d"), symbol("g")
mu, lam, eps = symbol("mu"), symbol("lambda"), symbol("eps")

# Half of vᵀKv is the limit of KL(p_θ ‖ p_{θ+hv})/h²: K is the Hessian of KL in its second argument τ, at τ = θ.
# The slope of KL in τ is −E_θ[score at τ], which needs no logarithm, so that K is exact among rationals.
hessian = jacobian(-expect(law("p", theta), score(tau)), tau)
K = named(r"\nabla^2\mathrm{KL}", let(tau, theta, hessian), theta)
local_kl = half * (v.T @ K @ v)

# The loss of the document is the expected negative log-likelihood under the law of the data.
likelihood_gradient = -expect(law("q"), score(theta))
by_likelihood = -(fisher(theta).inv @ likelihood_gradient)
data_law = setting(Greater(norm2(likelihood_gradient), 0), theta=Point(), p=Model(at="theta"), q=Data())
I = symbol("I_F")
direction = -mu * (I.inv @ g)
quadratic_kl = half * (v.T @ I @ v)
pointwise = setting(
    I_F=Metric("the Fisher matrix at θ, positive definite"),
    g=Covector("the gradient ∇L(θ)"),
    mu=Scalar(positive=True, says="a positive factor"),
)
nonzero = pointwise.also(Greater(norm2(g), 0))
per_loss = UniqueMinimiser(direction, quadratic_kl, v, level=g.T @ v)
per_kl = UniqueMinimiser(direction, g.T @ v, v, level=quadratic_kl)

theorem_1 = Claim(
    id="thermo.2.1.thm1",
    section="2.1",
    title="The natural gradient minimises KL per unit of parameter change",
    statement=(
        r"Among directions $u$, $u=-I_F^{-1}\nabla L$ minimises "
        r"$\lim_{\epsilon\to0}\mathrm{KL}(p_\theta\|p_{\theta+\epsilon u})/\|\epsilon u\|^2$ "
        r"(equivalently KL at $\|d\theta\|=\epsilon$)"
    ),
    readings=(
        Reading(
            "A",
            r"It is a minimiser of the second-order limit of KL among all directions of its Euclidean "
            r"length, "
            r"with $L=-\mathbb E_q\log p_\theta$ and a gradient that is not zero.",
            Minimises(by_likelihood, local_kl, v, level=norm2(v)),
            data_law,
            literal=True,
        ),
        Reading(
            "B",
            r"It is, up to its length, the minimiser of $\mathrm{KL}/(\Delta L)^2$ to leading order: "
            r"of $\tfrac12v^{\top}I_Fv$ among the $v$ with the same $\nabla L^{\top}v$.",
            per_loss,
            nonzero,
        ),
        Reading(
            "C",
            r"It is the direction of steepest descent: the minimiser of $\nabla L^{\top}v$ among the $v$ "
            r"with the same KL to leading order.",
            per_kl,
            nonzero,
        ),
    ),
    repair=Repair(
        r"Among the $v$ with the same KL to leading order, $-\mu I_F^{-1}\nabla L$ alone lowers the loss most: "
        r"descent per unit of KL, not KL per unit of $\|d\theta\|$.",
        per_kl,
        nonzero,
    ),
    variants=(
        Variant(
            "Among steps of one Euclidean length.", Minimises(direction, quadratic_kl, v, level=norm2(v))
        ),
        Variant("The Euclidean gradient instead.", Minimises(-mu * g, g.T @ v, v, level=quadratic_kl)),
        Variant("The Euclidean length instead of KL.", Minimises(direction, g.T @ v, v, level=norm2(v))),
    ),
    beware=(
        "Per unit of Euclidean length the answer is the eigenvector of the smallest eigenvalue of I_F, "
        "whatever "
        "the loss, and it changes with the chart. One parameter or an isotropic metric hides this: all "
        "directions "
        "tie. KL per squared loss change and descent per unit of KL have the same solution."
    ),
    sources=("Amari1998, theorem 1", "Martens2020, section 6"),
)

optimisation_problem = Claim(
    id="thermo.2.1.opt-problem",
    section="2.1 step 2",
    title="The least KL on a Euclidean sphere, as a problem",
    statement=(
        r"$\min_{d\theta}\mathrm{KL}(p_\theta\|p_{\theta+d\theta})$ subject to $\|d\theta\|=\epsilon$"
    ),
    readings=(
        Reading(
            "A",
            r"A well-posed problem: its objective starts at 0 with slope 0, and its quadratic part is "
            r"bounded "
            r"below by 0, so that it has a minimum on the compact sphere. Who solves it is asked in step 4.",
            And(BigO(kl(law("p", theta), law("p", theta + h * u)), h, 2), PositiveSemidefinite(K)),
            setting(theta=Point(), u=Vector(), h=Small(), p=Model(at="theta")),
            literal=True,
            defines=r"d\theta",
        ),
    ),
    variants=(
        Variant(
            "The quadratic part is bounded below by the Euclidean form.",
            PositiveSemidefinite(K - symbol("rho") * jacobian(theta, theta)),
            setting(theta=Point(), p=Model(at="theta"), rho=Scalar(positive=True)),
        ),
        Variant(
            "The quadratic part of the entropy difference instead of KL.",
            PositiveSemidefinite(
                let(tau, theta, jacobian(grad(cross_entropy(law("p", tau), law("p", tau)), tau), tau))
            ),
        ),
    ),
    beware=(
        "The sphere is compact and KL continuous, so a minimum exists; where I_F is singular it may be 0, "
        "and where "
        "its smallest eigenvalue is double there are many minimisers. The loss does not occur in the problem."
    ),
    sources=("Kullback1959, chapter 2, section 3",),
)


def lagrangian(step: Term, excess: Term) -> Term:
    """½ stepᵀ I_F step + λ · excess, where excess = ‖step‖² − ε²."""
    return half * (step.T @ fisher(theta) @ step) + lam * excess


of_step = lagrangian(d, norm2(d) - eps**2)
on_sphere = lagrangian(h * d, norm2(h * d) - h**2 * norm2(d))
lagrange = Claim(
    id="thermo.2.1.lagrangian",
    section="2.1 step 3",
    title="The Lagrange function of the quadratic problem",
    statement=(r"$\mathcal L=\tfrac12d\theta^{\top}I_F\,d\theta+\lambda(\|d\theta\|^2-\epsilon^2)$"),
    readings=(
        Reading(
            "A",
            r"The Lagrange function of step 2 with KL replaced by its quadratic part: in $d\theta$ its "
            r"gradient is "
            r"$I_F\,d\theta+2\lambda\,d\theta$, its derivative in $\lambda$ is the constraint, and on the "
            r"sphere "
            r"it is KL to second order.",
            And(
                Equal(grad(of_step, d), fisher(theta) @ d + 2 * lam * d),
                Equal(derivative(of_step, lam), norm2(d) - eps**2),
                LittleO(kl(law("p", theta), law("p", theta + h * d)) - on_sphere, h, 2),
            ),
            Setting(
                {
                    "theta": Point(),
                    "d": Vector("the step dθ"),
                    "lambda": Scalar(says="the multiplier"),
                    "eps": Scalar(positive=True, says="the radius"),
                    "h": Small(),
                    "p": Model(at="theta"),
                }
            ),
            literal=True,
            defines=r"\mathcal L",
        ),
    ),
    beware=(
        "The multiplier of a constraint on ‖dθ‖² is minus half an eigenvalue of I_F, so it has no room for "
        "the "
        "gradient of a loss. The letter of this function is the letter of the loss; they are not related."
    ),
    sources=("NocedalWright2006, section 12.3",),
)


solution = Claim(
    id="thermo.2.1.solution",
    section="2.1 step 4",
    title="The smallest KL on a Euclidean sphere is along the natural gradient",
    statement=r"The solution of steps 2–3 is $d\theta\propto-I_F^{-1}(\theta)\nabla L(\theta)$",
    readings=(
        Reading(
            "A",
            r"Some multiple of $-I_F^{-1}\nabla L$ minimises $\tfrac12 v^{\top}I_Fv$ among the $v$ of its "
            r"Euclidean length.",
            Minimises(direction, quadratic_kl, v, level=norm2(v)),
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
            "A definition of the natural-gradient direction: the covector ∇L with its index raised by the "
            "metric.",
            Equal(I @ direction, -mu * g),
            pointwise,
            defines=r"d\theta",
        ),
    ),
    repair=Repair(
        r"Among steps with the same $\tfrac12v^{\top}I_Fv$ (KL to second order), $-\mu I_F^{-1}\nabla L$ "
        r"is the one "
        r"of steepest descent: it alone minimises $\nabla L^{\top}v$.",
        per_kl,
        pointwise,
    ),
    beware=(
        "The loss does not occur in steps 2–3, so their solution cannot depend on it: it is the "
        "eigenvector of the "
        "smallest eigenvalue of the Fisher matrix. An isotropic metric (every direction ties) or n = 1 "
        "hides this."
    ),
    sources=("Amari1998, theorem 1",),
)
