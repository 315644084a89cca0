"""Section 6.1, steps 2 and 3: how fast the error at a minimum falls, and in which norm."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Equal,
    Greater,
    Hypothesis,
    Id,
    LittleO,
    Loss,
    Metric,
    MetricField,
    Point,
    PositiveDefinite,
    PositiveSemidefinite,
    Reading,
    Repair,
    Scalar,
    Setting,
    Small,
    Term,
    Variant,
    Vector,
    derivative,
    exp,
    function,
    grad,
    jacobian,
    largest_eigenvalue,
    let,
    norm2,
    rational,
    setting,
    symbol,
)

theta, tau, h, t, r, s = (symbol(name) for name in ("theta", "tau", "h", "t", "r", "s"))
e, e_t, f, v, w = (symbol(name) for name in ("e", "e_t", "f", "v", "w"))
eta, lam, sigma = (symbol(name) for name in ("eta", "lambda", "sigma"))
I, H, K, G, Pi = (symbol(name) for name in ("I_F", "H", "K", "G", "Pi"))

# -- a metric and a Hessian with a known spectrum ------------------------------------------------

# Π projects on the line of w, orthogonally in the metric. K = I⁻¹H = λ Id + σ²(Id − Π) has the smallest eigenvalue
# λ on that line and λ + σ² across it. At n = 1 and 2 this is every pair of metrics (I, H), each the pair of a
# genuine model: observe (y, C), y | C ~ N(θ, C⁻¹), C of a law that the model gets wrong, with mean I under the
# model and H under the data. At n = 3 the pairs are those with two equal eigenvalues.
spectrum = {
    Pi: (w @ w.T @ I) / (w.T @ I @ w),
    H: I @ (lam * Id + sigma**2 * (Id - Pi)),
    K: I.inv @ H,
}
pair = setting(
    I_F=Metric("the Fisher matrix at θ*; with w and σ every pair at n = 1 and 2, two equal rates at n = 3"),
    w=Vector("the line where K has its smallest eigenvalue"),
    sigma=Scalar(says="the other eigenvalue of K is λ + σ²"),
).symbols
rate = Scalar(positive=True, says="the learning rate")

# -- the linearised flow ------------------------------------------------------------------------

# e_t = e^{−ηλt}(Πe + e^{−ησ²t}(e − Πe)); that it solves the flow is part of what is checked.
decay = exp(-eta * lam * t)
solution = decay * (Pi @ e + (e - Pi @ e) / exp(eta * sigma**2 * t))  # e^x ≥ 1 + x bounds what is divided by
solves = And(Equal(derivative(e_t, t), -eta * (K @ e_t)), Equal(let(t, rational(0), e_t), e))
linear_flow = setting(
    Greater(norm2(w), 0),
    where={**spectrum, e_t: solution},
    t=Scalar(positive=True, says="the time"),
    eta=rate,
    e=Vector("the error θ₀ − θ* at time 0"),
).also(**pair, **{"lambda": Scalar(positive=True, says="the smallest eigenvalue of K")})


def bound_in(metric: Term) -> Term:
    """The squared bound of step 3, |e_t|² ≤ e^{−2ηλt} |e|², in the norm of a metric."""
    return AtLeast(decay**2 * (e.T @ metric @ e), e_t.T @ metric @ e_t)


rate_norm = Claim(
    id="thermo.6.1.rate-norm",
    section="6.1 step 3",
    title="The linearised flow converges at the rate of the smallest eigenvalue, without a prefactor",
    figure="decay_in_three_norms",
    statement=r"$\|\theta(t)-\theta^*\|\le\|\theta_0-\theta^*\|e^{-\eta\lambda_{\min}(I_F^{-1}H)t}$",
    readings=(
        Reading(
            "A",
            r"Euclidean norm, as in 2.1, for the solution of $\dot e=-\eta Ke$, $K=I_F^{-1}H$, every "
            r"$e_0$ and $t>0$; $\lambda=\lambda_{\min}(K)$.",
            And(solves, AtLeast(decay**2 * norm2(e), norm2(e_t))),
            linear_flow,
            literal=True,
        ),
        Reading(
            "B",
            r"The same $e_t$ in the norm of $I_F(\theta^*)$ and in that of $H$.",
            And(bound_in(I), bound_in(H)),
            linear_flow,
        ),
        Reading(
            "C",
            r"Euclidean norm with the prefactor $\sqrt{\min(\mathrm{cond}\,I_F,\mathrm{cond}\,H)}$. It is "
            r"the product of three inequalities, each for $G=I_F$ and for $G=H$: the bound in the norm of "
            r"$G$, $e^{\top}Ge\le\lambda_{\max}(G)\|e\|^2$, and $\|f\|^2\le\lambda_{\max}(G^{-1})f^{\top}Gf$ "
            r"at "
            r"$f=e_t$; $\mathrm{cond}\,G=\lambda_{\max}(G)\lambda_{\max}(G^{-1})$.",
            And(
                bound_in(I),
                bound_in(H),
                AtLeast(largest_eigenvalue(G) * norm2(e), e.T @ G @ e),
                AtLeast(largest_eigenvalue(G.inv) * (f.T @ G @ f), norm2(f)),
            ),
            linear_flow.also(f=Vector("any column"), G=Metric("either of the matrices I_F and H")),
        ),
    ),
    hypothesis=Hypothesis(
        "norm or normalisation",
        r"The norm is that of the Fisher matrix at the minimum, $\|e\|^2=e^{\top}I_F(\theta^*)e$; "
        r"$\lambda_{\min}$ may then be of either sign.",
        linear_flow.also(**{"lambda": Scalar(says="the smallest eigenvalue of K")}),
        And(solves, bound_in(I)),
    ),
    variants=(
        Variant(
            "The largest eigenvalue as the rate.",
            AtLeast(exp(-eta * (lam + sigma**2) * t) ** 2 * (e.T @ I @ e), e_t.T @ I @ e_t),
        ),
        Variant("The norm of the inverse metric.", bound_in(I.inv)),
        Variant(
            "Twice the rate.",
            AtLeast(decay**4 * (e.T @ I @ e), e_t.T @ I @ e_t),
        ),
    ),
    beware=(
        "K is symmetric in the metric, not in ℝⁿ: where I_F and H do not commute the Euclidean length can "
        "grow at first. One parameter, an isotropic metric or H = I_F (exponential families) hide this. "
        "The limit −log‖e_t‖/t is the same in every norm."
    ),
    sources=("HairerNorsettWanner1993, section I.10", "NocedalWright2006, section 3.3"),
)

# -- the exact flow -----------------------------------------------------------------------------

metric_at, L = function("I_F"), function("L")
error = h * v
natural = metric_at(theta + error).inv @ let(tau, theta + error, grad(L(tau), tau))
I_star, H_star = metric_at(theta), jacobian(grad(L(theta), theta), theta)
lambda_min = -largest_eigenvalue(-(I_star.inv @ H_star))
excess = error.T @ natural - lambda_min * (error.T @ error)


def third_derivative(body: Term) -> Term:
    """d³/dh³ of a scalar body at h = 0."""
    return let(h, rational(0), derivative(derivative(derivative(body, h), h), h))


minimum = Setting(
    {
        "theta": Point("the minimum θ*"),
        "v": Vector("the direction of θ − θ*"),
        "I_F": MetricField(at="theta"),
        "L": Loss(at="theta", critical=True),
    }
)
near_minimum = minimum.also(
    h=Small("the distance from θ*, falling to zero"),
    s=Scalar(positive=True, says="32 times the loss of rate ε"),  # ε well below the rates of random instances
)
almost_the_rate = And(
    LittleO(error.T @ I_star @ natural - error.T @ H_star @ error, h, 2),
    PositiveDefinite(H_star - (lambda_min - s / 32) * I_star),
)
rate_exact_flow = Claim(
    id="thermo.6.1.rate-exact-flow",
    section="6.1 step 3",
    title="The natural-gradient flow itself keeps the bound near the minimum",
    statement=(
        r"$\|\theta(t)-\theta^*\|\le\|\theta_0-\theta^*\|e^{-\eta\lambda_{\min}t}$ for "
        r"$\dot\theta=-\eta I_F^{-1}\nabla L$ itself, $\theta_0$ near $\theta^*$"
    ),
    readings=(
        Reading(
            "A",
            r"Prefactor 1, from every $\theta_0$ in some neighbourhood. Let $\theta_0=\theta^*+hv$ and "
            r"$t\to0$: "
            r"the bound needs $hv^{\top}I_F^{-1}\nabla L\ge\lambda_{\min}h^2\|v\|^2$ at $\theta_0$. With one "
            r"parameter, where all norms agree, both sides are equal up to $h^2$, so that the third "
            r"derivative in $h$ of the difference must not be negative, for $v$ and for $-v$: it must be zero.",
            Equal(third_derivative(excess), 0),
            Setting(minimum.symbols, given=(PositiveDefinite(H_star),), sizes=(1,)),
            literal=True,
        ),
        Reading(
            "B",
            r"If $H\succ0$, then for every $0<\epsilon<\lambda_{\min}$ the bound holds with the rate "
            r"$\eta(\lambda_{\min}-\epsilon)$ from some neighbourhood on, with a prefactor (1 in the norm of "
            r"$I_F(\theta^*)$): along the flow "
            r"$-\tfrac1{2\eta}\tfrac{d}{dt}e^{\top}I_F(\theta^*)e=e^{\top}He+o(\|e\|^2)$, and "
            r"$H\succ(\lambda_{\min}-\epsilon)I_F(\theta^*)$. The coefficient of the remainder is continuous "
            r"in the direction, so that near $\theta^*$ the second outweighs it.",
            almost_the_rate,
            near_minimum,
        ),
    ),
    repair=Repair(
        r"If $H\succ0$, then for every $0<\epsilon<\lambda_{\min}$ there is a neighbourhood of $\theta^*$ in "
        r"which "
        r"the bound holds with the rate "
        r"$\eta(\lambda_{\min}-\epsilon)$ in the norm of $I_F(\theta^*)$, hence with a prefactor in any norm.",
        almost_the_rate,
        near_minimum,
    ),
    variants=(
        Variant(
            "The remainder is of fourth order.",
            LittleO(error.T @ I_star @ natural - error.T @ H_star @ error, h, 3),
        ),
        Variant("No loss of rate, strictly.", PositiveDefinite(H_star - lambda_min * I_star)),
        Variant(
            "In the Euclidean norm.",
            LittleO(error.T @ natural - error.T @ H_star @ error, h, 2),
        ),
    ),
    beware=(
        "Where H is singular no rate is left: L = −d⁴ has a critical point from which the flow blows up. "
        "One parameter, a constant metric and L = d² + d³ around θ* show it: for d < 0 the slope is weaker "
        "than that of the quadratic part, however near. A quadratic loss with a constant metric has no "
        "cubic term and hides it. With several parameters the Euclidean norm fails already for the "
        "linearised flow."
    ),
    sources=("HairerNorsettWanner1993, section I.10", "Khalil2002, theorem 4.7"),
)

# -- the iteration ------------------------------------------------------------------------------

# λ = r² may be 0 here: along a flat direction of the loss the bound holds with equality.
# 1/η = λ + σ² + s² is every step up to 1/λ_max, which is 1/(λ + σ²), and at n = 1, where K = λ, is 1/λ.
with_flat = {lam: r**2, **spectrum}
root = Scalar(says="r² is the smallest eigenvalue of K")
step = Id - eta * K
one_step = PositiveSemidefinite(exp(-eta * lam) ** 2 * I - step.T @ I @ step)
small_steps = setting(
    Greater(norm2(w), 0),
    where={**with_flat, eta: 1 / (lam + sigma**2 + s**2)},
    s=Scalar(says="s² is the distance of 1/η from λ + σ²"),
    r=root,
).also(**pair)
rate_discrete = Claim(
    id="thermo.6.1.rate-discrete",
    section="6.1 steps 2–3",
    title="The iteration of step 2 keeps the exponential bound of step 3",
    statement=(
        r"$\|e_k\|\le e^{-\eta\lambda_{\min}k}\|e_0\|$ for $e_{k+1}=(\mathrm{Id}-\eta K)e_k$, $K=I_F^{-1}H$"
    ),
    readings=(
        Reading(
            "A",
            r"In the norm of $I_F$, for all $\eta>0$. For all $e_0$ and $k$ it is the same as for one step "
            r"from every $e$: $e^{-2\eta\lambda}I_F-(\mathrm{Id}-\eta K)^{\top}I_F(\mathrm{Id}-\eta "
            r"K)\succeq0$.",
            one_step,
            setting(Greater(norm2(w), 0), where=with_flat, eta=rate, r=root).also(**pair),
            literal=True,
        ),
        Reading(
            "B",
            r"In the norm of $I_F$, for $\eta\le1/\lambda_{\max}(K)$.",
            one_step,
            small_steps,
        ),
    ),
    hypothesis=Hypothesis(
        "step-size bound",
        r"$\eta\le1/\lambda_{\max}(I_F^{-1}H)$",
        small_steps,
    ),
    variants=(
        Variant(
            "The largest eigenvalue as the rate.",
            PositiveSemidefinite(exp(-eta * (lam + sigma**2)) ** 2 * I - step.T @ I @ step),
        ),
        Variant(
            "In the Euclidean norm.",
            PositiveSemidefinite(exp(-eta * lam) ** 2 * Id - step.T @ step),
        ),
        Variant(
            "Twice the rate.",
            PositiveSemidefinite(exp(-eta * lam) ** 4 * I - step.T @ I @ step),
        ),
        Variant(
            "For steps up to 2/λ_max, where the iteration is still stable.",
            one_step,
            setting(
                Greater(norm2(w), 0),
                where={**with_flat, eta: 2 / (lam + sigma**2 + s**2)},
                s=Scalar(),
                r=root,
            ).also(**pair),
        ),
    ),
    beware=(
        "1 − x ≤ e^{−x} is what makes it true, and needs 1 − ηλ ≥ 0 for every eigenvalue: stability (η below "
        "2/λ_max) is not enough, and beyond it the iteration diverges."
    ),
    sources=("NocedalWright2006, section 3.3", "BoydVandenberghe2004, section 9.3"),
)
