"""Section 2.2, theorem 2 and step 4: the flow and the iteration in two charts, and what singles them out."""

from theorems import (
    And,
    BigO,
    Chart,
    Claim,
    Covector,
    Curve,
    Equal,
    Greater,
    Id,
    Implies,
    Loss,
    Matrix,
    Metric,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Small,
    Term,
    Variant,
    Vector,
    derivative,
    expect,
    fisher,
    function,
    grad,
    half,
    jacobian,
    law,
    let,
    log_density,
    named,
    norm2,
    rational,
    setting,
    symbol,
)

theta, eta, t, h, m = map(symbol, ("theta", "eta", "t", "h", "m"))
L, phi, psi, c = function("L"), function("phi"), function("psi"), function("c")

# θ = ψ(η); gradient and metric in the chart η are derived afresh from loss and model written in η.
J = jacobian(psi(eta), eta)
I_theta = fisher(psi(eta))
score_eta = grad(log_density(law("p", psi(eta))), eta)
I_eta = named("I_F", expect(law("p", psi(eta)), score_eta @ score_eta.T), eta)
slope = let(theta, psi(eta), grad(L(theta), theta))
flow_in_theta = -(I_theta.inv @ slope)
flow_in_eta = -(I_eta.inv @ grad(L(psi(eta)), eta))
in_both_charts = setting(
    theta=Point(),
    eta=Point(),
    psi=Chart(at="eta", value="theta"),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)

flow_covariance = Claim(
    id="thermo.2.2.flow-covariance",
    section="2.2",
    title="The natural-gradient flow is the same motion in every chart",
    statement=r"$-I_\eta^{-1}\nabla_\eta L=J^{-1}(-I_\theta^{-1}\nabla_\theta L)$",
    readings=(
        Reading(
            "A",
            r"The velocities are the components of one vector field, $J=\partial\theta/\partial\eta$, with "
            r"gradient "
            r"and metric derived afresh in each chart; so the trajectories are the same.",
            Equal(flow_in_eta, J.inv @ flow_in_theta),
            in_both_charts,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "Euclidean gradient flow.",
            Equal(-grad(L(psi(eta)), eta), J.inv @ -slope),
        ),
        Variant(
            "The metric is taken over unchanged.",
            Equal(-(I_theta.inv @ grad(L(psi(eta)), eta)), J.inv @ flow_in_theta),
        ),
    ),
    beware=(
        "The flow, not the iteration: a step of finite length depends on the chart. Rotations and n = 1 "
        "cannot tell "
        "J from its inverse transpose."
    ),
    sources=("Amari1998, section 2", "Martens2020, section 12"),
)

# η = φ(θ): the gradient and the metric in η follow from the inverse Jacobian at θ.
D = jacobian(phi(theta), theta)
natural = fisher(theta).inv @ grad(L(theta), theta)
metric_in_eta = D.inv.T @ fisher(theta) @ D.inv
natural_in_eta = metric_in_eta.inv @ (D.inv.T @ grad(L(theta), theta))
after_step = phi(theta - h * natural)
step_in_eta = phi(theta) - h * natural_in_eta
gap = after_step - step_in_eta

nonlinear = setting(
    theta=Point(),
    eta=Point(),
    m=Scalar(positive=True, says="any positive number: the step h = 1/(16 m) is finite and arbitrary"),
    where={h: rational(1, 16) / m},
    phi=Chart(at="theta", value="eta"),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)
affine = nonlinear.also(phi=Chart(at="theta", value="eta", affine=True))
small = setting(
    theta=Point(),
    eta=Point(),
    h=Small(),
    phi=Chart(at="theta", value="eta"),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)

finite_step = Claim(
    id="thermo.2.2.finite-step",
    section="2.2",
    title="A finite natural-gradient step is the same in every chart",
    statement=(
        r"$\varphi(\theta-hI_\theta^{-1}\nabla_\theta L)=\varphi(\theta)-hI_\eta^{-1}\nabla_\eta L$ "
        r"with $\eta=\varphi(\theta)$"
    ),
    readings=(
        Reading(
            "A",
            "Exactly, for a finite step and a nonlinear chart.",
            Equal(after_step, step_in_eta),
            nonlinear,
            literal=True,
        ),
        Reading("B", "Exactly, for affine charts only.", Equal(after_step, step_in_eta), affine),
        Reading("C", "Up to second order in the step.", BigO(gap, h, 2), small),
    ),
    repair=Repair(
        r"The end points of the two steps differ by $O(h^2)$.",
        BigO(gap, h, 2),
        small,
    ),
    beware=(
        "Two steps can have the same Fisher energy and different end points, so the end points are compared. "
        "Affine charts hide the defect: the second derivative of the chart is what makes the difference."
    ),
    sources=("Martens2020, section 12",),
)


# -- what energy invariance singles out -----------------------------------------------------------

v = symbol("v")
any_velocity = in_both_charts.also(
    Greater(norm2(v), 0), Greater(norm2(slope), 0), v=Vector("a velocity in the chart θ, not zero")
)
v_in_eta = J.inv @ v
same_energy = Equal(half * (v.T @ I_theta @ v), half * (v_in_eta.T @ I_eta @ v_in_eta))
only_the_flow = Implies(same_energy, Equal(v, flow_in_theta))

# A rule v = A(I)·g is covariant when θ = Sη changes A(I) to A(SᵀIS) = S⁻¹A(I)S⁻ᵀ. S and R keep the metric,
# so that A must stay what it is; S keeps the gradient too, and R is any reflection.
A, S, R, P = symbol("A"), symbol("S"), symbol("R"), symbol("P")
g, w, I = symbol("g"), symbol("w"), symbol("I")
raised, rule, k = I.inv @ g, A @ g, R.T @ g
rules = setting(
    Greater(norm2(g), 0),
    Greater(norm2(w), 0),
    I=Metric("the Fisher matrix at θ, positive definite"),
    g=Covector("the gradient ∇L(θ)"),
    A=Matrix("the matrix of the rule at this metric"),
    w=Vector("the normal of a reflection"),
    P=Matrix("the Jacobian of a change of chart"),
    where={
        S: 2 * (raised @ g.T) / (g.T @ raised) - Id,
        R: Id - 2 * (w @ w.T @ I) / (w.T @ I @ w),
    },
)


def factor(matrix: Term, covector: Term, metric: Term) -> Term:
    """The factor c of a rule along the natural gradient: gᵀAg / gᵀI⁻¹g."""
    return (covector.T @ matrix @ covector) / (covector.T @ metric.inv @ covector)


along_natural = factor(A, g, I) * raised
uniqueness = And(
    Equal(rule, along_natural + half * (rule - S @ rule)),
    Equal(S.T @ I @ S, I),
    Equal(S.T @ g, g),
    Equal(factor(A, k, I), factor(A, g, I) + factor(R @ A @ R.T - A, g, I)),
    Equal(R.T @ I @ R, I),
    Equal(factor(P.inv @ A @ P.inv.T, P.T @ g, P.T @ I @ P), factor(A, g, I)),
)

implies_update = Claim(
    id="thermo.2.2.implies-update",
    section="2.2 step 4",
    title="Invariance of the energy leads to the natural-gradient flow",
    statement=(r"(invariance of $\dot\theta^{\top}I\dot\theta$) $\Rightarrow\dot\theta=-I_F^{-1}\nabla L$"),
    readings=(
        Reading(
            "A",
            r"As an implication: a velocity with the same energy in both charts is that of the natural "
            r"gradient.",
            only_the_flow,
            any_velocity,
            literal=True,
        ),
        Reading(
            "B",
            r"A rule $v=A(I)g$ that is pointwise, linear in $g=\nabla L$ and covariant is $v=c\,I^{-1}g$ "
            r"with one "
            r"constant $c$. Written as identities: what $v$ has off $I^{-1}g$ is half its covariance "
            r"defect under "
            r"the chart change $S$ that keeps metric and gradient; the change of "
            r"$c=g^{\top}Ag/g^{\top}I^{-1}g$ "
            r"from one gradient to another of the same length is the defect under a reflection $R$; and "
            r"$c$ is the "
            r"same for every metric.",
            uniqueness,
            rules,
        ),
    ),
    repair=Repair(
        r"Covariance of the velocity itself, not of its energy, leaves $v=c\,I^{-1}\nabla L$ with a "
        r"constant $c$, "
        r"among the rules that are pointwise and linear in $\nabla L$.",
        uniqueness,
        rules,
    ),
    variants=(
        Variant("A linear rule without covariance.", Equal(rule, along_natural)),
        Variant("One factor for all gradients, without covariance.", Equal(factor(A, k, I), factor(A, g, I))),
        Variant(
            "The rule transformed as a metric.",
            Equal(factor(P.T @ A @ P, P.T @ g, P.T @ I @ P), factor(A, g, I)),
        ),
    ),
    beware=(
        "The premise is true of every velocity, and the loss does not occur in it. With g free of scale a "
        "covariant "
        "rule may also multiply by any function of gᵀI⁻¹g; linearity excludes it. Two reflections that map a "
        "covector to another of equal length exist for n ≥ 2; for n = 1 linearity alone suffices. "
        "Covariance under "
        "orientation-reversing charts is used: rotations alone leave a second constant at n = 2."
    ),
    sources=("Amari1998, section 2", "Weyl1946, chapter II, section 9"),
)

# -- theorem 2 -------------------------------------------------------------------------------------

curve_in_eta = derivative(c(t), t)
curve_in_theta = derivative(psi(c(t)), t)


def same_in_both(velocity_theta: Term, velocity_eta: Term) -> Term:
    """½ θ̇ᵀ I_θ θ̇ = ½ η̇ᵀ I_η η̇."""
    return Equal(
        half * (velocity_theta.T @ I_theta @ velocity_theta),
        half * (velocity_eta.T @ I_eta @ velocity_eta),
    )


flow = -(fisher(theta).inv @ grad(L(theta), theta))
energy_rate = grad(half * (flow.T @ fisher(theta) @ flow), theta).T @ flow
flow_in_time = setting(theta=Point(), L=Loss(at="theta"), p=Model(at="theta"))

theorem_2 = Claim(
    id="thermo.2.2.thm2",
    section="2.2",
    title="The energy of the natural-gradient flow is the same in every chart",
    statement=(
        r"$\tfrac12\dot\theta^{\top}I_F\dot\theta$ along the natural-gradient flow has the same value in "
        r"every chart"
    ),
    readings=(
        Reading(
            "A",
            r"Along the flow, with velocity, gradient and metric derived afresh in each chart, and along "
            r"every smooth "
            r"curve as well.",
            And(same_in_both(flow_in_theta, flow_in_eta), same_in_both(curve_in_theta, curve_in_eta)),
            in_both_charts.also(t=Scalar(says="time"), c=Curve(at="t", through="eta")),
            literal=True,
        ),
        Reading(
            "B",
            r"The energy is constant in time along the flow.",
            Equal(energy_rate, 0),
            flow_in_time,
        ),
        Reading(
            "C",
            r"The iteration with a step of finite length ends at the same point in every chart.",
            Equal(after_step, step_in_eta),
            nonlinear,
        ),
        Reading(
            "D",
            r"A velocity whose energy is the same in both charts is that of the natural gradient.",
            only_the_flow,
            any_velocity,
        ),
    ),
    beware=(
        "Sameness in every chart at one time is not constancy in time, says nothing about steps of finite "
        "length, "
        "and is a property of every curve, so it does not lead to the natural gradient."
    ),
    sources=("Amari1998, section 2", "AmariNagaoka2000, section 2.2"),
)
