"""Section 2.2, steps 1 to 3: the kinetic energy of the Fisher metric, in two charts and in time."""

from theorems import (
    And,
    Chart,
    Claim,
    Curve,
    Data,
    Equal,
    LittleO,
    Loss,
    Model,
    Point,
    PositiveSemidefinite,
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
    kl,
    law,
    let,
    log_density,
    named,
    rational,
    score,
    setting,
    symbol,
)

theta, eta, t, h = symbol("theta"), symbol("eta"), symbol("t"), symbol("h")
theta_dot, eta_dot = symbol("theta_dot"), symbol("eta_dot")
L, psi, c = function("L"), function("psi"), function("c")


def energy(velocity: Term, metric: Term) -> Term:
    """½ velocityᵀ metric velocity."""
    return half * (velocity.T @ metric @ velocity)


# -- step 1 ------------------------------------------------------------------------------------

moving_score = let(t, rational(0), derivative(log_density(law("p", theta + t * theta_dot)), t))
score_energy = half * expect(law("p", theta), moving_score**2)
E = energy(theta_dot, fisher(theta))
in_motion = setting(
    theta=Point(), theta_dot=Vector("the velocity of the parameter"), h=Small(), p=Model(at="theta")
)
kl_gap = kl(law("p", theta), law("p", theta + h * theta_dot)) - h**2 * E

energy_definition = Claim(
    id="thermo.2.2.energy-def",
    section="2.2 step 1",
    title="The kinetic energy of the Fisher metric",
    statement=r"$E=\tfrac12\dot\theta^{\top}I_F(\theta)\dot\theta$",
    readings=(
        Reading(
            "A",
            r"The kinetic energy of a moving model: half the mean square of $\tfrac{d}{dt}\log "
            r"p(x|\theta(t))$, "
            r"which is never negative whatever the velocity, and KL over a time $h$ is $h^2E$ to second "
            r"order.",
            And(Equal(E, score_energy), PositiveSemidefinite(fisher(theta)), LittleO(kl_gap, h, 2)),
            in_motion,
            literal=True,
            defines="E",
        ),
    ),
    beware=(
        "It is a function of the point and of the velocity, although it is printed as E(θ); along the flow "
        "of step 4 "
        "the velocity is a function of the point. Its unit is nats per squared time, not energy."
    ),
    sources=("AmariNagaoka2000, section 2.2",),
)

# -- step 2 ------------------------------------------------------------------------------------

# θ = ψ(η); the metric in the chart η is derived afresh from the model written in η.
J = jacobian(psi(eta), eta)
score_eta = grad(log_density(law("p", psi(eta))), eta)
I_eta = named("I_F", expect(law("p", psi(eta)), score_eta @ score_eta.T), eta)
in_both_charts = setting(theta=Point(), eta=Point(), psi=Chart(at="eta", value="theta"), p=Model(at="theta"))

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

# -- step 3 ------------------------------------------------------------------------------------

curve_in_eta = derivative(c(t), t)
curve_in_theta = derivative(psi(c(t)), t)
curve_energy_theta = energy(curve_in_theta, fisher(psi(eta)))
curve_energy_eta = energy(curve_in_eta, I_eta)
on_curves = in_both_charts.also(t=Scalar(says="time"), c=Curve(at="t", through="eta"))

energy_invariance = Claim(
    id="thermo.2.2.energy-invariance",
    section="2.2 step 3",
    title="The squared Fisher speed is the same number in both charts",
    statement=(r"$\dot\theta^{\top}I_F(\theta)\dot\theta=\dot\eta^{\top}I_F(\eta)\dot\eta$"),
    readings=(
        Reading(
            "A",
            r"For every smooth curve $\eta(t)$ with image $\theta(t)=\psi(\eta(t))$, each velocity taken "
            r"in its own "
            r"chart and each metric derived from the model written in that chart.",
            Equal(
                curve_in_theta.T @ fisher(psi(eta)) @ curve_in_theta,
                curve_in_eta.T @ I_eta @ curve_in_eta,
            ),
            on_curves,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "The components of the velocity are taken over unchanged.",
            Equal(curve_in_eta.T @ fisher(psi(eta)) @ curve_in_eta, curve_in_eta.T @ I_eta @ curve_in_eta),
        ),
        Variant(
            "The metric is taken over unchanged.",
            Equal(
                curve_in_theta.T @ fisher(psi(eta)) @ curve_in_theta,
                curve_in_eta.T @ fisher(psi(eta)) @ curve_in_eta,
            ),
        ),
    ),
    beware=(
        "Invariance under a change of chart at one time, not constancy in time. It is true of every curve, "
        "so it "
        "singles out none."
    ),
    sources=("AmariNagaoka2000, section 2.2",),
)

# -- conservation in time ----------------------------------------------------------------------

# Along θ̇ = v(θ) the rate of change of f is ∇f·v. The loss is the expected negative log-likelihood.
likelihood_flow = fisher(theta).inv @ expect(law("q"), score(theta))
likelihood_energy = energy(likelihood_flow, fisher(theta))
data_law = setting(theta=Point(), p=Model(at="theta"), q=Data())
flow = -(fisher(theta).inv @ grad(L(theta), theta))
flow_energy = energy(flow, fisher(theta))
on_flow = setting(theta=Point(), L=Loss(at="theta"), p=Model(at="theta"))

conservation_in_time = Claim(
    id="thermo.2.2.conservation-in-time",
    section="2.2 (header, step 3 label)",
    title="The kinetic energy does not change in time",
    statement=(
        r"$\tfrac{d}{dt}\,\tfrac12\dot\theta^{\top}I_F\dot\theta=0$ along $\dot\theta=-I_F^{-1}\nabla L$"
    ),
    readings=(
        Reading(
            "A",
            r"Along the flow of step 4, with $L=-\mathbb E_q\log p_\theta$.",
            Equal(grad(likelihood_energy, theta).T @ likelihood_flow, 0),
            data_law,
            literal=True,
        ),
        Reading(
            "B",
            r"The energy of every curve is the same number in every chart (step 3).",
            Equal(curve_energy_theta, curve_energy_eta),
            on_curves,
        ),
    ),
    repair=Repair(
        r"Along the flow $\tfrac{dL}{dt}=-2E$: what stays constant is $L+2\int E\,dt$, for every smooth "
        r"loss.",
        Equal(grad(L(theta), theta).T @ flow, -2 * flow_energy),
        on_flow,
    ),
    beware=(
        "With one parameter, I_F = 1 and L = θ²/2 the flow is θ̇ = −θ, so E = θ²/2 decays. Energy is "
        "constant in "
        "time along geodesics of the Fisher metric, where no force acts; the gradient flow is all "
        "friction. Linear "
        "losses in a flat chart hide this."
    ),
    sources=("Amari1998, section 2", "doCarmo1992, chapter 3, section 2"),
)
