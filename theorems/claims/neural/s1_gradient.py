"""Sections 0, 1 and 5: the natural gradient as a gradient and as a direction of descent."""

from theorems import (
    And,
    Claim,
    Covector,
    Equal,
    Greater,
    Loss,
    Metric,
    Model,
    Point,
    Reading,
    Scalar,
    Small,
    Term,
    UniqueMinimiser,
    Variant,
    Vector,
    derivative,
    entries,
    expect,
    fisher,
    function,
    grad,
    half,
    jacobian,
    law,
    let,
    norm2,
    rational,
    score,
    setting,
    symbol,
)

theta, tau, v, w, h, m, mu = map(symbol, ("theta", "tau", "v", "w", "h", "m", "mu"))
g, F, H = symbol("g"), symbol("F"), symbol("H")
L = function("L")
metric = Metric("the Fisher matrix at θ, positive definite")
gradient = Covector("the gradient ∇L(θ)")
factor = Scalar(positive=True, says="a positive factor")
natural = F.inv @ g
at_a_point = setting(Greater(norm2(g), 0), F=metric, g=gradient, mu=factor)

# -- plain steps ------------------------------------------------------------------------------------

sgd_euclidean = Claim(
    id="neural.0.sgd-euclidean",
    section="0",
    title="Plain gradient steps are steepest for the Euclidean metric of the parameters",
    statement="SGD moves through the Euclidean parameter space.",
    readings=(
        Reading(
            "A",
            r"Whatever column $g\ne0$ a batch gives, each positive multiple of $-g$ is the only minimiser of "
            r"$g^{\top}v$ among the steps $v$ of its own Euclidean length.",
            UniqueMinimiser(-mu * g, g.T @ v, over=v, level=v.T @ v),
            at_a_point,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "Among the steps of one Fisher length.", UniqueMinimiser(-mu * g, g.T @ v, v, level=v.T @ F @ v)
        ),
        Variant("The natural gradient instead.", UniqueMinimiser(-mu * natural, g.T @ v, v, level=norm2(v))),
    ),
    beware=(
        "The Euclidean metric is that of the chosen coordinates, so a change of coordinates changes the path. One "
        "parameter, or a metric that is a multiple of the identity, hides which metric is at work."
    ),
    sources=("BoydVandenberghe2004, section 9.4.1",),
)

# -- the gradient of the metric ---------------------------------------------------------------------

along = let(h, rational(0), derivative(L(theta + h * v), h))  # the rate at which L changes along v
slope = grad(L(theta), theta)
raised = F.inv @ slope
with_loss = setting(
    theta=Point(),
    F=metric,
    L=Loss(at="theta"),
    v=Vector("any tangent vector"),
    w=Vector("a vector that may be a gradient too"),
    h=Small("a time along v"),
)
riemannian_gradient = And(
    Equal(raised.T @ F @ v, along),
    Equal(w - raised, F.inv @ (F @ w - slope)),
)

ng_riemannian_gradient = Claim(
    id="neural.1.ng-riemannian-gradient",
    section="1",
    title="The natural gradient is the gradient in the Riemannian metric",
    statement="The natural gradient is the gradient in the Riemannian metric $F$ rather than in the Euclidean one.",
    readings=(
        Reading(
            "A",
            r"$x=F^{-1}\nabla L$ has $x^{\top}Fv=\tfrac{d}{dh}L(\theta+hv)|_{h=0}$ for all $v$, and is the only such "
            r"vector: any $w$ is off by $F^{-1}(Fw-\nabla L)$, which vanishes only if $w$ has the property.",
            riemannian_gradient,
            with_loss,
            literal=True,
        ),
    ),
    variants=(
        Variant("The gradient in the Euclidean metric.", Equal(raised.T @ v, along)),
        Variant("The plain gradient in the Riemannian metric.", Equal(slope.T @ F @ v, along)),
    ),
    beware="The differential of L needs no metric; what turns it into a vector does.",
    sources=("AmariNagaoka2000, section 2.2", "Lee2013, chapter 13"),
)

quiz_formula = Claim(
    id="neural.1.quiz-formula",
    section="1",
    title="The natural gradient is the gradient multiplied by the inverse Fisher matrix",
    statement=r"$\tilde\nabla L=F(\theta)^{-1}\nabla L$",
    readings=(
        Reading(
            "A",
            r"A definition. What it defines lowers back to the gradient, $F\tilde\nabla L=\nabla L$, and its product "
            r"with any $v$ in the metric is the rate of change of $L$ along $v$.",
            And(Equal(F @ raised, slope), Equal(raised.T @ F @ v, along)),
            with_loss,
            literal=True,
            defines=r"\tilde\nabla L",
        ),
    ),
    variants=(
        Variant("The metric instead of its inverse.", Equal((F @ slope).T @ F @ v, along)),
        Variant("The plain gradient.", Equal(slope.T @ F @ v, along)),
    ),
    beware="Where F is singular the formula has no value; a pseudoinverse or damping then defines another thing.",
    sources=("Amari1998, theorem 1",),
)

# -- descent ----------------------------------------------------------------------------------------

quadratic_kl = half * (v.T @ F @ v)
per_kl = UniqueMinimiser(-mu * natural, g.T @ v, v, level=quadratic_kl)
# Half of vᵀKv is the limit of KL(p_θ ‖ p_{θ+hv})/h²: K is the Hessian of KL in its second argument τ, at τ = θ. The
# slope of KL in τ is −E_θ[score at τ], which needs no logarithm.
model_fisher = fisher(theta)
hessian_of_kl = let(tau, theta, jacobian(-expect(law("p", theta), score(tau)), tau))
second_order = Equal(hessian_of_kl, model_fisher)
with_model = setting(
    Greater(norm2(g), 0), F=metric, g=gradient, mu=factor, theta=Point(), p=Model(at="theta"), sizes=(1, 2)
)

steepest_descent = Claim(
    id="neural.1.steepest-descent",
    section="1",
    title="The natural gradient is the direction of steepest descent in the space of distributions",
    statement=r"$F^{-1}\nabla L$ gives the direction of steepest descent in the space of distributions.",
    readings=(
        Reading(
            "A",
            r"Where $\nabla L\ne0$: each positive multiple of $-F^{-1}\nabla L$ is the only minimiser of "
            r"$\nabla L^{\top}v$ among the $v$ of one $\tfrac12v^{\top}Fv$, the length in the space of "
            r"distributions: $F$ is the Hessian of $\mathrm{KL}(p_\theta\|p_\tau)$ in $\tau$ at $\tau=\theta$.",
            And(per_kl, second_order),
            with_model,
            literal=True,
        ),
    ),
    variants=(
        Variant("The plain gradient.", UniqueMinimiser(-mu * g, g.T @ v, v, level=quadratic_kl)),
        Variant(
            "Among steps of one Euclidean length.", UniqueMinimiser(-mu * natural, g.T @ v, v, level=norm2(v))
        ),
        Variant("Uphill.", UniqueMinimiser(mu * natural, g.T @ v, v, level=quadratic_kl)),
    ),
    beware=(
        "Steepest in the limit of small steps; on a KL ball of finite radius the best step has another direction. "
        "The sign is that of descent."
    ),
    sources=("Amari1998, theorem 1", "BoydVandenberghe2004, section 9.4.1"),
)

steepness = g.T @ natural
limit_problem = And(
    per_kl,
    Equal(half * ((natural.T @ F @ natural) / steepness), half),
    second_order,
)

# At the minimiser of a linear function on a ball of KL, the gradient of KL in the step is a multiple of ∇L.
step = -h * (model_fisher.inv @ g)
slope_of_kl = -expect(law("p", theta), score(theta + step))
parallel = Equal(slope_of_kl.T @ entries(0, 1, -1, 0) @ g, 0)  # the determinant of the two columns
finite_ball = setting(
    Greater(norm2(g), 0),
    theta=Point(),
    p=Model(at="theta"),
    g=gradient,
    m=Scalar(positive=True, says="any positive number: the step size h = 1/(64 m) is finite and arbitrary"),
    where={h: rational(1, 64) / m},
    sizes=(2,),
)

ngd_steepest_kl = Claim(
    id="neural.5.ngd-steepest-kl",
    section="5",
    title="The natural-gradient update is steepest descent in the geometry of KL",
    statement=r"$\theta_{t+1}=\theta_t-\eta F^{-1}\nabla L$ is steepest descent in KL geometry.",
    readings=(
        Reading(
            "A",
            r"$\lim_{\epsilon\to0}\tfrac1\epsilon\arg\min_{\mathrm{KL}\le\epsilon^2/2}\nabla L^{\top}d="
            r"-F^{-1}\nabla L/\|\nabla L\|_{F^{-1}}$: with $d=\epsilon v$, KL is "
            r"$\tfrac12\epsilon^2v^{\top}Fv+o(\epsilon^2)$, so that the limit solves $\min\nabla L^{\top}v$ at "
            r"$\tfrac12v^{\top}Fv=\tfrac12$. Each $-\mu F^{-1}\nabla L$ with $\mu>0$ is the only minimiser on its own "
            r"level, and $\mu=1/\|\nabla L\|_{F^{-1}}$ has this level.",
            limit_problem,
            with_model,
            literal=True,
        ),
        Reading(
            "B",
            r"On a ball of finite radius: $-hF^{-1}\nabla L$ is the minimiser on the ball whose boundary it lies on. "
            r"There, $\nabla_d\mathrm{KL}$ would be parallel to $\nabla L$.",
            parallel,
            finite_ball,
        ),
    ),
    variants=(
        Variant(
            "Normalised by the Euclidean length of the gradient.",
            Equal(half * ((natural.T @ F @ natural) / norm2(g)), half),
        ),
        Variant("The plain gradient.", UniqueMinimiser(-mu * g, g.T @ v, v, level=quadratic_kl)),
    ),
    beware=(
        "The limit of the solutions is the solution of the limit because the latter is unique and the balls, scaled by "
        "1/ε, converge. With one parameter a finite ball is an interval and hides the difference."
    ),
    sources=("Amari1998, theorem 1", "Martens2020, section 6"),
)

# -- Newton's method --------------------------------------------------------------------------------


def model_of(matrix: Term) -> Term:
    """The quadratic model gᵀv + ½ vᵀ(matrix)v of the change of a loss."""
    return g.T @ v + half * (v.T @ matrix @ v)


newton_step, natural_step = -(H.inv @ g), -natural
newton_vs_fisher = Claim(
    id="neural.1.newton-vs-fisher",
    section="1",
    title="Newton's method has the Hessian where the natural gradient has the Fisher matrix",
    statement=(
        "Newton's method uses the Hessian of the loss, the natural gradient the Fisher matrix, which geometry gives."
    ),
    readings=(
        Reading(
            "A",
            r"$-H^{-1}g$ is the only minimiser of $g^{\top}v+\tfrac12v^{\top}Hv$, the loss to second order where "
            r"$H=\nabla^2L\succ0$, and $-F^{-1}g$ the only one of $g^{\top}v+\tfrac12v^{\top}Fv$, the loss to first "
            r"order with KL to second order added; the steps differ by $F^{-1}(H-F)H^{-1}g$.",
            And(
                UniqueMinimiser(newton_step, model_of(H), over=v),
                UniqueMinimiser(natural_step, model_of(F), over=v),
                Equal(newton_step - natural_step, F.inv @ (H - F) @ H.inv @ g),
            ),
            setting(F=metric, H=Metric("the Hessian of the loss at θ, positive definite"), g=gradient),
            literal=True,
        ),
    ),
    variants=(
        Variant("The Fisher matrix in Newton's method.", UniqueMinimiser(natural_step, model_of(H), over=v)),
        Variant("The two steps are one.", Equal(newton_step, natural_step)),
    ),
    beware=(
        "The two agree at a well-specified optimum, and wherever the loss is the KL of an exponential family in its "
        "natural parameters. Away from a minimum H may be indefinite, and Newton's step goes uphill."
    ),
    sources=("NocedalWright2006, section 3.3", "Martens2020, section 8"),
)
