"""Section 2.2: the kinetic energy of the Fisher metric under a change of parameters."""

from theorems import (
    BigO,
    Chart,
    Claim,
    Equal,
    Loss,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Small,
    expect,
    fisher,
    function,
    grad,
    jacobian,
    law,
    log_density,
    named,
    setting,
    symbol,
)

theta, eta, h = symbol("theta"), symbol("eta"), symbol("h")
L, phi, psi = function("L"), function("phi"), function("psi")

# θ = ψ(η); the metric in the chart η is derived afresh from the model written in η.
J = jacobian(psi(eta), eta)
score_eta = grad(log_density(law("p", psi(eta))), eta)
I_eta = named("I_F", expect(law("p", psi(eta)), score_eta @ score_eta.T), eta)
in_both_charts = setting(
    theta=Point(), eta=Point(), psi=Chart(at="eta", value="theta"), p=Model(at="theta")
)

metric_transform = Claim(
    id="thermo.2.2.metric-transform",
    section="2.2 step 2",
    title="In a new chart the Fisher metric is JᵀIJ",
    statement=r"$I_F(\eta)=(\partial\theta/\partial\eta)^{\top}I_F(\theta)(\partial\theta/\partial\eta)$",
    readings=(
        Reading(
            "A",
            r"Numerator layout, $J_{ij}=\partial\theta_i/\partial\eta_j$, taken at $\theta=\theta(\eta)$.",
            Equal(I_eta, J.T @ fisher(psi(eta)) @ J),
            in_both_charts,
            literal=True,
        ),
        Reading(
            "B",
            r"Denominator layout, $J_{ij}=\partial\theta_j/\partial\eta_i$, with the formula as printed.",
            Equal(I_eta, J @ fisher(psi(eta)) @ J.T),
            in_both_charts,
        ),
    ),
    beware="Isotropic metrics, rotations and symmetric Jacobians hide a misplaced transpose; n = 1 hides it always.",
    sources=("AmariNagaoka2000, section 2.2",),
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
    h=Scalar(positive=True, says="the step, finite and positive"),
    phi=Chart(at="theta", value="eta"),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)
affine = nonlinear.also(phi=Chart(at="theta", value="eta", affine=True))
small = nonlinear.also(h=Small())

finite_step = Claim(
    id="thermo.2.2.finite-step",
    section="2.2",
    title="A finite natural-gradient step is the same in every chart",
    statement=(
        r"$\varphi(\theta-hI_\theta^{-1}\nabla_\theta L)=\varphi(\theta)-hI_\eta^{-1}\nabla_\eta L$ "
        r"with $\eta=\varphi(\theta)$"
    ),
    readings=(
        Reading("A", "Exactly, for a finite step and a nonlinear chart.", Equal(after_step, step_in_eta), nonlinear,
                literal=True),
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
