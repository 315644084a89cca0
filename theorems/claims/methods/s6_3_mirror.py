"""Section 6: the natural gradient as mirror descent, and the Bregman divergence of the log-partition function."""

from theorems import (
    And,
    Claim,
    Covector,
    Data,
    Equal,
    Hypothesis,
    Metric,
    Model,
    Point,
    RandomColumn,
    Reading,
    Repair,
    Scalar,
    Term,
    UniqueMinimiser,
    Variant,
    Vector,
    derivative,
    exp,
    expect,
    fisher,
    grad,
    half,
    jacobian,
    law,
    let,
    log,
    named,
    rational,
    setting,
    symbol,
)

theta, tau, w, x, m = map(symbol, ("theta", "tau", "w", "x", "m"))
alpha, c, A, t, u, v = map(symbol, ("alpha", "c", "A", "t", "u", "v"))
r = law("r")

# -- an exponential family: p_θ(x) = r(x) exp(θᵀx − ψ(θ)) on the outcomes of any law r -------------------------


def log_partition(at: Term) -> Term:
    """ψ(θ) = log E_r[exp(θᵀx)]."""
    return named(r"\psi", log(expect(r, exp(at.T @ x))), at)


def mean_under(at: Term, body: Term) -> Term:
    """E over x ~ p_θ."""
    return expect(r, exp(at.T @ x) * body) / expect(r, exp(at.T @ x))


def mean_parameter(at: Term) -> Term:
    """m = ∇ψ(θ)."""
    return named("m", let(tau, at, grad(log_partition(tau), tau)), at)


def fisher_matrix(at: Term) -> Term:
    """E over p_θ of the products of its scores, the gradients of θᵀx − ψ(θ)."""
    score = let(tau, at, grad(tau.T @ x - log_partition(tau), tau))
    return named("I_F", mean_under(at, score @ score.T), at)


family = setting(
    theta=Point("the natural parameter"),
    r=Data(says="the base measure of the family"),
    x=RandomColumn("r", says="the sufficient statistic"),
    alpha=Scalar(positive=True, says="the step size"),
    sizes=(1, 2),
)

# A loss of the mean parameter, with any gradient: L(m) = cᵀm + ½ mᵀAm.
loss = c.T @ m + half * (m.T @ A @ m)
slope_m = named(r"\nabla_mL", let(m, mean_parameter(theta), grad(loss, m)), theta)
loss_of_tau = let(m, mean_parameter(tau), loss)
slope_theta = named(r"\nabla_\theta L", let(tau, theta, grad(loss_of_tau, tau)), theta)
natural_step = theta - alpha * (fisher_matrix(theta).inv @ slope_theta)
mirror_step = theta - alpha * slope_m  # ∇ψ* of the next m: ∇ψ* undoes ∇ψ
dual = Equal(natural_step, mirror_step)
with_loss = family.also(
    c=Vector("with A, any smooth loss at this point"), A=Metric("the Hessian of the loss in m")
)

# In the same coordinates: the image of the natural step under ∇ψ.
g = symbol("g")
flat_step = theta - alpha * (fisher_matrix(theta).inv @ g)
same_coordinates = Equal(mean_parameter(flat_step), mean_parameter(theta) - alpha * g)


def slope_of_fisher(along: Term, first: Term, second: Term) -> Term:
    """The derivative of firstᵀF second along a direction, at θ, in any smooth model."""
    return let(t, rational(0), derivative(first.T @ fisher(theta + t * along) @ second, t))


direction = Vector("a direction")
any_model = setting(sizes=(1, 2), theta=Point(), p=Model(at="theta"), u=direction, v=direction, w=direction)
is_a_hessian = Equal(slope_of_fisher(u, v, w), slope_of_fisher(v, u, w))

mirror_view = Claim(
    id="methods.6.mirror-view",
    section="6 (mirror descent)",
    title="Natural gradient descent is a mirror descent",
    statement="Natural gradient descent can be viewed as mirror descent with entropy regularisation.",
    readings=(
        Reading(
            "A",
            "For an exponential family: natural gradient descent in the natural parameters is mirror "
            r"descent in the mean parameters $m=\nabla\psi(\theta)$ with the negative entropy $\psi^*$, "
            r"$\nabla\psi^*(m_{k+1})=\nabla\psi^*(m_k)-\alpha\nabla_mL$. As $\nabla\psi^*$ undoes "
            r"$\nabla\psi$: $F^{-1}\nabla_\theta L=\nabla_mL$.",
            dual,
            with_loss,
        ),
        Reading(
            "B",
            "In the same coordinates with the same potential, for a finite step: "
            r"$\nabla\psi(\theta_{k+1})=\nabla\psi(\theta_k)-\alpha\nabla L$ at "
            r"$\theta_{k+1}=\theta_k-\alpha(\nabla^2\psi)^{-1}\nabla L$.",
            same_coordinates,
            family.also(g=Covector("any gradient")),
        ),
        Reading(
            "C",
            "For every model, mirror descent in some coordinates with some mirror map. Its iterates for "
            "all losses and step sizes lie on straight lines of the dual coordinates, those of the natural "
            "gradient on straight lines of θ: so θ is a dual coordinate up to an affine map, and $F$ is "
            r"the Hessian of the dual potential in it. Then $\partial_uF(v,w)=\partial_vF(u,w)$ for all "
            "directions.",
            is_a_hessian,
            any_model,
            literal=True,
        ),
    ),
    hypothesis=Hypothesis(
        "reading",
        "the model is an exponential family and θ its natural parameter; mirror descent runs in the mean "
        "parameters, with the negative entropy as potential (reading A)",
        with_loss,
        dual,
    ),
    variants=(
        Variant("the plain gradient in θ", Equal(theta - alpha * slope_theta, mirror_step)),
        Variant(
            "the Fisher matrix where its inverse belongs",
            Equal(theta - alpha * (fisher_matrix(theta) @ slope_theta), mirror_step),
        ),
        Variant("in the same coordinates", Equal(natural_step, theta - alpha * slope_theta)),
    ),
    beware=(
        "With one parameter every metric is a Hessian, and the reading for every model passes. The normal "
        "laws in mean and standard deviation have F = diag(1/σ², 2/σ²), no Hessian in these coordinates, "
        "though it is one in the natural ones. Another choice of the coordinates of the natural gradient "
        "does not help every model either: from four parameters on there are metrics that are a Hessian in "
        "no coordinates."
    ),
    sources=(
        "RaskuttiMukherjee2015, theorem 1",
        "AmariNagaoka2000, section 3.3",
        "ArmstrongAmari2015",
    ),
)

# -- the minimisation -----------------------------------------------------------------------------------------

F, H = symbol("F"), symbol("H")
d = w - theta
quadratic_loss = g.T @ d + half * (d.T @ H @ d)
proximal = quadratic_loss + half * (d.T @ F @ d)  # the Bregman divergence of ½ θᵀFθ


def bregman(at: Term, base: Term) -> Term:
    """D_ψ(at, base) = ψ(at) − ψ(base) − ∇ψ(base)ᵀ(at − base)."""
    return log_partition(at) - log_partition(base) - mean_parameter(base).T @ (at - base)


# The Fisher matrix and the gradient in the chart m, by the Jacobian of m = ∇ψ(θ).
M = named(r"\partial m", let(tau, theta, jacobian(let(v, tau, grad(log_partition(v), v)), tau)), theta)
F_m = M.inv.T @ fisher_matrix(theta) @ M.inv
natural_in_m = named(r"F_m^{-1}\nabla_mL", F_m.inv @ (M.inv.T @ g), theta)
linearised = g.T @ w + bregman(w, theta) / alpha
stationary = Equal(
    alpha * grad(linearised, w), mean_parameter(w) - (mean_parameter(theta) - alpha * natural_in_m)
)
any_point = family.also(g=Covector("the gradient in θ"), w=Point("any point"))

mirror_formula = Claim(
    id="methods.6.mirror-formula",
    section="6 (mirror descent)",
    title="The natural-gradient update minimises the loss plus a Bregman divergence",
    statement=r"$\min_\theta L(\theta)+D_F(\theta,\theta_k)$",
    readings=(
        Reading(
            "A",
            r"Exactly, at step size 1: $\arg\min_\theta "
            r"L(\theta)+D_\psi(\theta,\theta_k)=\theta_k-F(\theta_k)^{-1}\nabla L(\theta_k)$. Then also for "
            r"normal laws with known covariance, $\psi=\frac12\theta^{\top}F\theta$, and a quadratic loss.",
            UniqueMinimiser(theta - F.inv @ g, proximal, w),
            setting(
                theta=Point("the iterate"),
                F=Metric("the Fisher matrix, a constant"),
                g=Covector("the gradient at the iterate"),
                H=Metric("the Hessian of the loss"),
            ),
            literal=True,
        ),
        Reading(
            "B",
            r"With the linearised loss, a step size and the mean parameters: $\arg\min_\theta\nabla "
            r"L(\theta_k)^{\top}\theta+\frac1\alpha D_\psi(\theta,\theta_k)$ is where $m=m_k-\alpha "
            r"F_m^{-1}\nabla_mL$. The slope of the objective, a convex function, at any point is "
            r"$\frac1\alpha$ times the difference of the two sides.",
            stationary,
            any_point,
        ),
    ),
    repair=Repair(
        r"$\min_\theta\nabla L(\theta_k)^{\top}\theta+\frac1\alpha D_\psi(\theta,\theta_k)$ is the "
        r"natural-gradient update in the mean parameters, $m_{k+1}=m_k-\alpha F_m^{-1}\nabla_mL$.",
        stationary,
        any_point,
    ),
    variants=(
        Variant(
            "the natural gradient in the natural parameters",
            Equal(alpha * grad(linearised, w), w - (theta - alpha * (fisher_matrix(theta).inv @ g))),
        ),
        Variant(
            "the gradient in the mean parameters",
            Equal(
                alpha * grad(linearised, w),
                mean_parameter(w) - (mean_parameter(theta) - alpha * (M.inv.T @ g)),
            ),
        ),
        Variant(
            "the divergence the other way round",
            Equal(
                alpha * grad(g.T @ w + bregman(theta, w) / alpha, w),
                mean_parameter(w) - (mean_parameter(theta) - alpha * natural_in_m),
            ),
        ),
    ),
    beware=(
        "Three things differ: the loss is not linearised, so that its Hessian enters; there is no step "
        "size; and the natural gradient that comes out is that in the mean parameters, not in θ. A linear "
        "loss of normal laws shows none."
    ),
    sources=("RaskuttiMukherjee2015, theorem 1", "BeckTeboulle2003, section 3"),
)

# -- the divergence -------------------------------------------------------------------------------------------


def log_density(at: Term) -> Term:
    """log p_θ(x) relative to the base measure."""
    return at.T @ x - log_partition(at)


def divergence(first: Term, second: Term) -> Term:
    """KL(p_first ‖ p_second), the mean of the difference of the log-densities."""
    return mean_under(first, log_density(first) - log_density(second))


curvature_of_bregman = let(w, theta, jacobian(grad(bregman(w, theta), w), w))
two_points = family.also(w=Point("the new parameter"))

bregman_logpartition = Claim(
    id="methods.6.bregman-logpartition",
    section="6 (mirror descent)",
    title="The divergence is the Bregman divergence of the log-partition function",
    statement=r"$D_F$ is the Bregman divergence induced by the log-partition function.",
    readings=(
        Reading(
            "A",
            "A definition, for exponential families: "
            r"$D_F(\theta,\theta_k)=\psi(\theta)-\psi(\theta_k)-\nabla\psi(\theta_k)^{\top}(\theta-\theta_k)$. "
            r"Consistent: it is $\mathrm{KL}(p_{\theta_k}\|p_\theta)$, and its Hessian in θ at $\theta_k$ is $F$.",
            And(
                Equal(bregman(w, theta), divergence(theta, w)),
                Equal(curvature_of_bregman, fisher_matrix(theta)),
            ),
            two_points,
            literal=True,
            defines="D_F",
        ),
    ),
    variants=(
        Variant("KL the other way round", Equal(bregman(w, theta), divergence(w, theta))),
        Variant(
            "the difference of the log-partitions alone",
            Equal(log_partition(w) - log_partition(theta), divergence(theta, w)),
        ),
        Variant(
            "with the slope at the new parameter",
            Equal(
                log_partition(w) - log_partition(theta) - mean_parameter(w).T @ (w - theta),
                divergence(theta, w),
            ),
        ),
    ),
    beware=(
        "The order of the arguments turns round: the first argument of the Bregman divergence is the second "
        "law of KL. The divergence of the negative entropy, in the mean parameters, has them in the order "
        "of KL. For normal laws with known covariance the two are equal."
    ),
    sources=("AmariNagaoka2000, section 3.4", "Brown1986, chapter 6"),
)
