"""Sections 1 and 5: what of the natural gradient does not depend on the coordinates."""

from theorems import (
    BigO,
    Chart,
    Claim,
    Equal,
    Hypothesis,
    Loss,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Small,
    Term,
    Variant,
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
    rational,
    setting,
    symbol,
)

theta, eta, phi, h, m = map(symbol, ("theta", "eta", "phi", "h", "m"))
L, psi, chart = function("L"), function("psi"), function("phi")


def natural_in(coordinates: Term, at: Term) -> Term:
    """F⁻¹∇L with metric and gradient derived afresh in coordinates; `at` is the point θ as a function of them."""
    score = grad(log_density(law("p", at)), coordinates)
    metric = named("F", expect(law("p", at), score @ score.T), coordinates)
    return metric.inv @ grad(L(at), coordinates)


# θ = ψ(η), and J = ∂θ/∂η.
J = jacobian(psi(eta), eta)
in_theta = let(theta, psi(eta), natural_in(theta, theta))
in_eta = natural_in(eta, psi(eta))
both_charts = setting(
    theta=Point(), eta=Point(), psi=Chart(at="eta", value="theta"), L=Loss(at="theta"), p=Model(at="theta")
)
same_column = Equal(in_eta, in_theta)
same_vector = Equal(J @ in_eta, in_theta)
as_a_vector = (
    r"The natural gradient is read as a tangent vector: its components in two charts are compared by the Jacobian, "
    r"$\tilde\nabla_\theta L=J\tilde\nabla_\eta L$ with $J=\partial\theta/\partial\eta$."
)
wrong_vectors = (
    Variant("The transposed Jacobian.", Equal(J.T @ in_eta, in_theta)),
    Variant("The components of a covector.", Equal(J.inv.T @ in_eta, in_theta)),
    Variant(
        "The plain gradient as a vector.",
        Equal(J @ grad(L(psi(eta)), eta), let(theta, psi(eta), grad(L(theta), theta))),
    ),
)

# In φ = 2θ: metric and gradient are derived in φ itself.
doubled = Equal(natural_in(phi, half * phi), natural_in(theta, theta))
double_scale = setting(where={phi: 2 * theta}, theta=Point(), L=Loss(at="theta"), p=Model(at="theta"))

invariance_vector = Claim(
    id="neural.1.invariance-vector",
    section="1",
    title="The natural gradient does not depend on the coordinate system",
    statement=r"$F(\theta)^{-1}\nabla L$ does not depend on the coordinates, only on the manifold of distributions.",
    readings=(
        Reading(
            "A",
            r"As written: the column $F^{-1}\nabla L$ is the same in every coordinate system $\theta=\psi(\eta)$.",
            same_column,
            both_charts,
            literal=True,
        ),
        Reading(
            "B",
            r"As a tangent vector: $\tilde\nabla_\theta L=J\,\tilde\nabla_\eta L$.",
            same_vector,
            both_charts,
        ),
        Reading(
            "C",
            r"As components, with $\phi=2\theta$: the column is the same.",
            doubled,
            double_scale,
        ),
    ),
    hypothesis=Hypothesis("reading", as_a_vector, both_charts, same_vector),
    variants=wrong_vectors,
    beware=(
        "The numbers change and the vector does not: in φ = 2θ the column doubles. Only charts with J = Id keep it. "
        "One parameter cannot tell J from its transpose."
    ),
    sources=("Amari1998, section 2", "Martens2020, section 12"),
)

# -- steps ------------------------------------------------------------------------------------------

# η = φ(θ): metric and gradient in η by the inverse Jacobian D⁻¹ at θ.
D = jacobian(chart(theta), theta)
slope = grad(L(theta), theta)
step = h * (fisher(theta).inv @ slope)
metric_in_eta = D.inv.T @ fisher(theta) @ D.inv
step_in_eta = h * (metric_in_eta.inv @ (D.inv.T @ slope))
end, end_in_eta = chart(theta - step), chart(theta) - step_in_eta
charted = setting(
    theta=Point(), eta=Point(), phi=Chart(at="theta", value="eta"), L=Loss(at="theta"), p=Model(at="theta")
).symbols
finite = setting(
    m=Scalar(positive=True, says="any positive number: the step size h = 1/(16 m) is finite and arbitrary"),
    where={h: rational(1, 16) / m},
).also(**charted)
small = setting(h=Small("the step size")).also(**charted)
same_end = Equal(end, end_in_eta)
to_first_order = BigO(end - end_in_eta, h, 2)
wrong_steps = (
    Variant("To second order.", BigO(end - end_in_eta, h, 3)),
    Variant(
        "Plain gradient steps, to first order.",
        BigO(chart(theta - h * slope) - (chart(theta) - h * (D.inv.T @ slope)), h, 2),
    ),
    Variant(
        "With the metric of the old coordinates kept.",
        BigO(end - (chart(theta) - h * (fisher(theta).inv @ (D.inv.T @ slope))), h, 2),
    ),
)

invariance_any_invertible = Claim(
    id="neural.1.invariance-any-invertible",
    section="1",
    title="Any invertible rewriting of the weights leaves the effective step the same",
    statement=(
        "Rewrite the network weights in any invertible way: the effective step in distribution space stays the same."
    ),
    readings=(
        Reading(
            "A",
            r"For a step of finite size and every invertible $\eta=\varphi(\theta)$: both updates end at one law. "
            r"Where different parameters have different laws, they end at one parameter, "
            r"$\varphi(\theta_{k+1})=\eta_{k+1}$; smooth $\varphi$ are among the invertible ones.",
            same_end,
            finite,
            literal=True,
        ),
        Reading(
            "B",
            r"To first order, for smooth $\varphi$ with smooth inverse: the ends differ by $O(h^2)$, so that the flows "
            r"are the same.",
            to_first_order,
            small,
        ),
    ),
    repair=Repair(
        r"For a smooth change of coordinates with smooth inverse, the ends of two steps $h$ differ by $O(h^2)$, "
        r"and the flows $\dot\theta=-F^{-1}\nabla L$ are the same.",
        to_first_order,
        small,
    ),
    variants=wrong_steps,
    beware=(
        "Affine rewritings, and families whose steps are taken in one chart only, hide the curvature of φ, which is "
        "what makes the ends differ. A bijection that is not differentiable has no gradient to follow."
    ),
    sources=("Martens2020, section 12",),
)

invariance = Claim(
    id="neural.5.invariance",
    section="5",
    title="The natural gradient depends on the manifold of distributions alone",
    statement="The natural gradient depends only on the manifold of distributions, not on how parameters encode it.",
    readings=(
        Reading(
            "A",
            r"As written: what the formula $F^{-1}\nabla L$ gives is the same in every encoding $\theta=\psi(\eta)$.",
            same_column,
            both_charts,
            literal=True,
        ),
        Reading(
            "B",
            r"As a tangent vector: $\tilde\nabla_\theta L=J\,\tilde\nabla_\eta L$.",
            same_vector,
            both_charts,
        ),
        Reading("C", r"As updates of finite size: $\varphi(\theta_{k+1})=\eta_{k+1}$.", same_end, finite),
    ),
    hypothesis=Hypothesis("reading", as_a_vector, both_charts, same_vector),
    variants=wrong_vectors,
    beware=(
        "Of three things one might mean, the vector is invariant, its components are not, and an update of finite size "
        "is only to first order."
    ),
    sources=("Amari1998, section 2", "Martens2020, section 12"),
)
