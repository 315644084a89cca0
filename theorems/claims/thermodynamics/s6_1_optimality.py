"""Section 6.1, theorem 7 with steps 1 and 2: the local expansion, the linearised update, its spectrum, "
"optimality.
"""

from theorems import (
    And,
    AtLeast,
    Chart,
    Claim,
    Equal,
    Greater,
    Hypothesis,
    Id,
    Implies,
    LittleO,
    Loss,
    Matrix,
    Metric,
    MetricField,
    Model,
    Point,
    PositiveDefinite,
    Reading,
    Repair,
    Scalar,
    Small,
    Term,
    Variant,
    Vector,
    det,
    expect,
    fisher,
    function,
    grad,
    half,
    jacobian,
    largest_eigenvalue,
    law,
    let,
    named,
    score,
    setting,
    symbol,
    tr,
)

theta, tau, x, u, v, h = (symbol(name) for name in ("theta", "tau", "x", "u", "v", "h"))
eta, mu, c = symbol("eta"), symbol("mu"), symbol("c")
I, H, M, R, S, A, G = (symbol(name) for name in ("I_F", "H", "M", "R", "S", "A", "G"))
L, psi = function("L"), function("psi")


def hessian(loss: Term, wrt: Term) -> Term:
    """∇² of a loss in a column."""
    return jacobian(grad(loss, wrt), wrt)


# -- Theorem 7 ----------------------------------------------------------------------------------

# Any two metrics are the Fisher matrix and the Hessian of a genuine model at a minimum: observe (y, C) with
# y | C ~ N(θ, C⁻¹) and C of a law that the model gets wrong: I_F is its mean under the model, H under the data.


def squared_contraction(K: Term) -> Term:
    """min_η ρ(Id − ηK)² at n = 2, where K has eigenvalues 0 < a ≤ b.

    max(|1 − ηa|, |1 − ηb|) is least at η = 2/(a + b), where it is (b − a)/(a + b), with square 1 − 4ab/(a + b)².
    """
    return 1 - 4 * det(K) / tr(K) ** 2


def slowest_rate(K: Term) -> Term:
    """λ_min of a matrix with positive eigenvalues."""
    return 1 / largest_eigenvalue(K.inv)


natural_contracts_best = AtLeast(squared_contraction(M @ H), squared_contraction(I.inv @ H))
any_model = setting(
    sizes=(2,),
    I_F=Metric("the Fisher matrix at the minimum"),
    H=Metric("the Hessian of the loss there"),
    M=Metric("another preconditioner"),
)
# Every metric is (RRᵀ)⁻¹. With H of this form, M = RS⁻¹Rᵀ is every preconditioner, and MH = RS⁻¹R⁻¹.
metric = (R @ R.T).inv
factored = {M: R @ S.inv @ R.T}
factors = setting(R=Matrix("a factor"), S=Metric("any symmetric positive definite matrix")).symbols
well_specified = setting(where={I: metric, H: metric, **factored}, sizes=(2,)).also(**factors)
newton = setting(where={H: metric, **factored}, sizes=(2,)).also(**factors)

model_hessian = named(
    r"\nabla^2L", let(tau, theta, jacobian(-expect(law("p", theta), score(tau)), tau)), theta
)
I_theta = fisher(theta)
on_target = setting(theta=Point(), p=Model(at="theta"))

# Steps of size 1/t with gain M: t·Cov tends to the X with AX + XAᵀ = MCM, A = MH − Id/2, if A is stable.
natural_drift = I.inv @ H - half * Id
drift = M @ H - half * Id
defect = M - I.inv
traceless = M @ H - half * tr(M @ H) * Id

thm7 = Claim(
    id="thermo.6.1.thm7",
    section="6.1",
    title="The natural gradient converges locally at the best linear rate",
    statement=r"Theorem 7: among SPD preconditioners $M$, $M=I_F^{-1}$ gives the optimal local linear rate",
    readings=(
        Reading(
            "A",
            r"Discrete steps with the best $\eta$ for each $M$, any model, two parameters: "
            r"$\min_\eta\rho(\mathrm{Id}-\eta MH)$ is no smaller than the same for $I_F^{-1}$. With "
            r"eigenvalues $a\le b$ of $MH$ it is $(b-a)/(a+b)$, whose square is "
            r"$1-4\det(MH)/\mathrm{tr}(MH)^2$.",
            natural_contracts_best,
            any_model,
            literal=True,
        ),
        Reading(
            "B",
            r"At a minimum where the model is well specified $H=I_F$, so that $I_F^{-1}H=\mathrm{Id}$ and a "
            r"single step with $\eta=1$ contracts to nothing, which no $M$ can better.",
            Equal(I_theta.inv @ model_hessian, Id),
            on_target,
        ),
        Reading(
            "C",
            r"Continuous time, rate $\eta\lambda_{\min}(MH)$, two parameters: it grows with the scale of "
            r"$M$ without bound, so that there is no best $M$; with $\det M$ fixed it is at most "
            r"$\eta\sqrt{\det(MH)}$, attained by $M=cH^{-1}$ and by no other $M$.",
            And(
                Equal(slowest_rate((c * M) @ H), c * slowest_rate(M @ H)),
                AtLeast(det(M @ H), slowest_rate(M @ H) ** 2),
                Implies(Greater(tr(traceless @ traceless), 0), Greater(det(M @ H), slowest_rate(M @ H) ** 2)),
                Equal((c * H.inv) @ H, c * Id),
            ),
            newton.also(c=Scalar(positive=True, says="a scale")),
        ),
        Reading(
            "D",
            r"Efficiency of stochastic steps of size $1/t$ at a well-specified minimum, where gradients "
            r"have covariance $I_F$: the limit $X$ of $t$ times the covariance solves "
            r"$AX+XA^{\top}=MI_FM$, $A=MH-\mathrm{Id}/2$, $H=I_F$. For $M=I_F^{-1}$ it is $I_F^{-1}$; for "
            r"any $M$ "
            r"it exceeds that by the response to $(M-I_F^{-1})I_F(M-I_F^{-1})\succeq0$.",
            And(
                Equal(natural_drift @ I.inv + I.inv @ natural_drift.T, I.inv @ I @ I.inv),
                Equal(M @ I @ M - (drift @ I.inv + I.inv @ drift.T), defect @ I @ defect),
            ),
            setting(where={H: I}, I_F=Metric("the Fisher matrix at the minimum"), M=Metric("a gain")),
        ),
    ),
    hypothesis=Hypothesis(
        "well-specified model",
        r"The minimum is where the model's law is the law of the data, so that $H=I_F$ (reading B).",
        well_specified,
    ),
    repair=Repair(
        r"In any model the inverse Hessian contracts best: no $M$ does better than $H^{-1}$.",
        AtLeast(squared_contraction(M @ H), squared_contraction(H.inv @ H)),
        newton,
    ),
    variants=(
        Variant("The plain gradient is best.", AtLeast(squared_contraction(M @ H), squared_contraction(H))),
        Variant(
            "The Fisher matrix instead of its inverse.",
            AtLeast(squared_contraction(M @ H), squared_contraction(I @ H)),
        ),
        Variant(
            "Any other preconditioner is strictly worse, its own multiples included.",
            Greater(squared_contraction(c * (I.inv @ H)), squared_contraction(I.inv @ H)),
            setting(where={I: metric, H: metric}, sizes=(2,), c=Scalar(positive=True), R=Matrix("a factor")),
        ),
    ),
    beware=(
        "Exponential families have H = I_F at θ* even when misspecified, one parameter makes every "
        "preconditioner perfect, and an isotropic pair makes the plain gradient as good: none of them can "
        "tell. What is optimal in general is the inverse Hessian. The efficiency of Amari's theorem is "
        "about noise and steps 1/t, not about a linear rate."
    ),
    sources=("Polyak1987, section 1.4", "Amari1998, theorem 2", "Martens2020"),
)

# -- step 1 -------------------------------------------------------------------------------------

taylor = L(theta) + h * (grad(L(theta), theta).T @ u) + half * h**2 * (u.T @ hessian(L(theta), theta) @ u)
quadratic = Claim(
    id="thermo.6.1.quadratic",
    section="6.1 step 1",
    title="The loss to second order",
    statement=r"$L(\theta+d\theta)\approx L+\nabla L^{\top}d\theta+\tfrac12d\theta^{\top}H\,d\theta$",
    readings=(
        Reading(
            "A",
            r"Taylor's formula with $H=\nabla^2L$: along $d\theta=hu$ for every $u$ the error is $o(h^2)$; it "
            r"is $O(h^3)$ with a coefficient that is continuous in $u$, so that it is $o(\|d\theta\|^2)$.",
            LittleO(L(theta + h * u) - taylor, h, 2),
            setting(theta=Point(), u=Vector("a direction"), h=Small(), L=Loss(at="theta")),
            literal=True,
        ),
    ),
    variants=(
        Variant("With an error of fourth order.", LittleO(L(theta + h * u) - taylor, h, 3)),
        Variant(
            "At a minimum, where the first-order term is absent, without the second.",
            LittleO(L(theta + h * u) - L(theta), h, 2),
            setting(theta=Point(), u=Vector(), h=Small(), L=Loss(at="theta", critical=True)),
        ),
    ),
    beware=(
        "H is the Hessian of the loss, not the Fisher matrix: they agree at a minimum of a well-specified "
        "model. A quadratic loss has no error at all and hides the order."
    ),
    sources=("NocedalWright2006, theorem 2.1",),
)

# -- step 2 -------------------------------------------------------------------------------------

metric_at = function("I_F")
away = theta + h * v
natural_step = -eta * (metric_at(away).inv @ let(tau, away, grad(L(tau), tau)))
K_star = metric_at(theta).inv @ hessian(L(theta), theta)
near_minimum = setting(
    theta=Point("the minimum θ*"),
    v=Vector("the direction of θ − θ*"),
    h=Small("the distance from θ*, falling to zero"),
    eta=Scalar(positive=True, says="the learning rate"),
    I_F=MetricField(at="theta"),
    L=Loss(at="theta", critical=True),
)
update_linearization = Claim(
    id="thermo.6.1.update-linearization",
    section="6.1 step 2",
    title="The natural-gradient step near a minimum, to first order",
    statement=r"$d\theta=-\eta I_F^{-1}\nabla L\approx-\eta I_F^{-1}H(\theta-\theta^*)$",
    readings=(
        Reading(
            "A",
            r"The step is the natural gradient at $\theta=\theta^*+hv$, metric and gradient taken there; "
            r"with $\nabla L(\theta^*)=0$ and $I_F,H$ at $\theta^*$, the error $e=hv$ becomes "
            r"$(\mathrm{Id}-\eta I_F^{-1}H)e$ up to $o(h)$.",
            LittleO(h * v + natural_step - (Id - eta * K_star) @ (h * v), h, 1),
            near_minimum,
            literal=True,
            defines=r"d\theta",
        ),
    ),
    variants=(
        Variant(
            "With the metric in place of its inverse.",
            LittleO(
                natural_step + eta * (metric_at(theta) @ hessian(L(theta), theta) @ (h * v)),
                h,
                1,
            ),
        ),
        Variant(
            "Exact to second order.",
            LittleO(natural_step + eta * (K_star @ (h * v)), h, 2),
        ),
        Variant(
            "At a point where the gradient does not vanish.",
            LittleO(natural_step + eta * (K_star @ (h * v)), h, 1),
            near_minimum.also(L=Loss(at="theta")),
        ),
    ),
    beware=(
        "The metric's own slope enters at second order only because the gradient vanishes at θ*. Away from "
        "a critical point the linear part has a further term, the metric's slope times the gradient."
    ),
    sources=("NocedalWright2006, theorem 2.1", "Amari1998, theorem 1"),
)

# -- step 3, implied ----------------------------------------------------------------------------

# Every metric is RᵀR. R K R⁻¹ = R⁻ᵀHR⁻¹ is symmetric, so K = I⁻¹H has real eigenvalues, for every n.
K = I.inv @ H
symmetric_form = R @ K @ R.inv
J = jacobian(psi(x), x)
hessian_theta, hessian_x = hessian(L(theta), theta), hessian(L(psi(x)), x)


def characteristic(matrix: Term) -> Term:
    """det(μ Id − K), whose zeros in μ are the eigenvalues."""
    return det(mu * Id - matrix)


same_eigenvalues = Equal(characteristic((J.T @ I @ J).inv @ hessian_x), characteristic(I.inv @ hessian_theta))
in_two_charts = setting(
    Greater(det(J) ** 2, 0),
    where={I: R.T @ R, H: A + A.T},
    mu=Scalar(says="any number"),
    theta=Point("the minimum θ*"),
    x=Point("the same point in another chart"),
    R=Matrix("a factor of the Fisher matrix"),
    A=Matrix("half of H up to an antisymmetric part"),
    G=Metric("a Hessian that is positive definite"),
    psi=Chart(at="x", value="theta"),
    L=Loss(at="theta", critical=True),
)
spectrum = Claim(
    id="thermo.6.1.spectrum",
    section="6.1 step 3",
    title="The eigenvalues of the Fisher-preconditioned Hessian are real and do not depend on the chart",
    statement=r"$I_F^{-1}H$ has real eigenvalues (positive if $H\succ0$), chart independent",
    readings=(
        Reading(
            "A",
            r"At a critical point with $I_F=R^{\top}R\succ0$ and $H$ symmetric: $RI_F^{-1}HR^{-1}$ is "
            r"symmetric, and positive definite where $H$ is; and $\det(\mu\,\mathrm{Id}-I_F^{-1}H)$ is the "
            r"same in every chart, with the Hessian of $L\circ\psi$ in the chart $x$.",
            And(
                Equal(symmetric_form, symmetric_form.T),
                Equal(R @ (I.inv @ G) @ R.inv, R.inv.T @ G @ R.inv),
                PositiveDefinite(R.inv.T @ G @ R.inv),
                same_eigenvalues,
            ),
            in_two_charts,
            literal=True,
        ),
        Reading(
            "B",
            r"Chart independence at a point where $\nabla L\ne0$, with second derivatives of $L$ as $H$.",
            same_eigenvalues,
            in_two_charts.also(theta=Point("any point"), L=Loss(at="theta")),
        ),
    ),
    variants=(
        Variant(
            "The product without the inverse.",
            Equal(characteristic((J.T @ I @ J) @ hessian_x), characteristic(I @ hessian_theta)),
        ),
        Variant("The Hessian alone.", Equal(characteristic(hessian_x), characteristic(hessian_theta))),
        Variant("The matrix itself is symmetric.", Equal(K, K.T)),
        Variant("Eigenvalues are positive for any symmetric Hessian.", PositiveDefinite(symmetric_form)),
    ),
    beware=(
        "I_F⁻¹H is not symmetric, only similar to a symmetric matrix. Away from a critical point second "
        "derivatives gain the term ∇L·∂²ψ, which affine charts hide."
    ),
    sources=("HornJohnson2013, section 7.6", "Milnor1963, section 2"),
)
