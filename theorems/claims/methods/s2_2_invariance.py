"""Section 2, theorem 2.1 and its proof: what a smooth reparametrisation leaves as it is."""

from theorems import (
    And,
    BigO,
    Chart,
    Claim,
    Equal,
    LittleO,
    Loss,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Small,
    Term,
    Variant,
    derivative,
    expect,
    fisher,
    function,
    grad,
    jacobian,
    law,
    let,
    log_density,
    named,
    rational,
    setting,
    symbol,
)

theta, phi, tau, alpha, m = map(symbol, ("theta", "phi", "tau", "alpha", "m"))
L, h, psi = function("L"), function("h"), function("psi")

# -- the theorem: φ = h(θ) --------------------------------------------------------------------------------

D = jacobian(h(theta), theta)  # J = ∂h/∂θ
slope = grad(L(theta), theta)
natural = fisher(theta).inv @ slope
natural_in_phi = (D.inv.T @ fisher(theta) @ D.inv).inv @ (D.inv.T @ slope)


def image(size: Term) -> Term:
    """The image under h of the iterate in θ."""
    return h(theta - size * natural)


def iterate(size: Term) -> Term:
    """The iterate in φ that starts at h(θ)."""
    return h(theta) - size * natural_in_phi


any_rate = Scalar(
    positive=True, says=r"any positive number: the step $\alpha=1/(16m)$ is finite and arbitrary"
)
tangent = setting(
    theta=Point(),
    phi=Point("h(θ)"),
    h=Chart(at="theta", value="phi"),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)
finite = setting(sizes=(1, 2), where={alpha: rational(1, 16) / m}, m=any_rate).also(**tangent.symbols)
small = tangent.also(alpha=Small("the step size, falling to zero"))

commutes = Equal(image(alpha), iterate(alpha))
to_second_order = BigO(image(alpha) - iterate(alpha), alpha, 2)
by_differential = Equal(-natural_in_phi, D @ -natural)

# θ ↦ θ³ is smooth and one to one, and its Jacobian at 0 is 0: F_θ = JᵀF_φJ has no solution F_φ.
x, i, f = symbol("x"), symbol("i"), symbol("f")
stalled = let(x, rational(0), derivative(x**3, x))

invariance_finite_step = Claim(
    id="methods.2.invariance-finite-step",
    section="2 (theorem 2.1)",
    title="Theorem 2.1: natural-gradient updates are invariant under smooth reparametrisations",
    statement="Theorem 2.1: natural-gradient updates are invariant under smooth reparametrisations of the model.",
    readings=(
        Reading(
            "A",
            r"The update itself, for a finite step: $h(\theta-\alpha\tilde\nabla "
            r"L)=h(\theta)-\alpha\tilde\nabla_\varphi L$.",
            commutes,
            finite,
            literal=True,
        ),
        Reading(
            "B",
            r"The vector, and with it the flow $\dot\theta=-F^{-1}\nabla L$: $\dot\varphi=J\dot\theta$.",
            by_differential,
            tangent,
        ),
        Reading(
            "C",
            r"To first order in $\alpha$: the two end points differ by $O(\alpha^2)$.",
            to_second_order,
            small,
        ),
        Reading(
            "D",
            r"Smooth reparametrisations include $h(\theta)=\theta^3$ at 0, whose Jacobian is 0 there: some "
            r"metric $F_\varphi$ is $F_\theta=J^{\top}F_\varphi J$.",
            Equal(i, stalled * f * stalled),
            setting(
                i=Scalar(positive=True, says="the Fisher information at θ = 0"),
                f=Scalar(positive=True, says="the Fisher information in φ, whatever it is"),
            ),
        ),
    ),
    repair=Repair(
        r"The two end points differ by $O(\alpha^2)$, for every smooth reparametrisation with an invertible Jacobian.",
        to_second_order,
        small,
    ),
    variants=(
        Variant("to second order", BigO(image(alpha) - iterate(alpha), alpha, 3), small),
        Variant(
            "the plain gradient, to first order",
            BigO(h(theta - alpha * slope) - (h(theta) - alpha * (D.inv.T @ slope)), alpha, 2),
            small,
        ),
    ),
    beware=(
        "Affine maps commute with finite steps and hide the defect, which is half the second derivative of "
        "h along the step. The two steps may have one Fisher length and other end points."
    ),
    sources=("Martens2020, section 12",),
)

invariance_correspondence = Claim(
    id="methods.2.invariance-correspondence",
    section="2 (theorem 2.1)",
    title="Updates in one parametrisation correspond to updates in the other",
    statement=(
        r"If $\varphi=h(\theta)$ is a smooth reparametrisation, natural-gradient updates in θ-space "
        "correspond to natural-gradient updates in φ-space."
    ),
    readings=(
        Reading(
            "A",
            r"The image of the iterate is the iterate: $\varphi_{k+1}=h(\theta_{k+1})$.",
            commutes,
            finite,
            literal=True,
        ),
        Reading(
            "B",
            r"The update vectors correspond through the differential: $\Delta\varphi=J\,\Delta\theta$.",
            by_differential,
            tangent,
        ),
    ),
    repair=Repair(
        r"The update vectors correspond through the differential, $\Delta\varphi=J\,\Delta\theta$, and "
        r"$h(\theta_{k+1})=\varphi_k+J\,\Delta\theta+o(\alpha)$.",
        And(
            LittleO(image(alpha) - (h(theta) - alpha * (D @ natural)), alpha, 1),
            LittleO(iterate(alpha) - (h(theta) - alpha * (D @ natural)), alpha, 1),
        ),
        small,
    ),
    variants=(
        Variant("through the inverse transpose", Equal(-natural_in_phi, D.inv.T @ -natural), tangent),
        Variant("the same columns", Equal(-natural_in_phi, -natural), tangent),
        Variant("for finite steps", commutes, finite),
    ),
    beware="A vector at φ is not a displacement of φ, unless h is affine.",
    sources=("Martens2020, section 12", "Lee2013, chapter 3"),
)

# -- the proof: θ = ψ(φ) with ψ = h⁻¹, loss and model written in φ and differentiated there ----------------

J = named("J", jacobian(psi(phi), phi).inv)  # ∂h/∂θ
score_phi = grad(log_density(law("p", psi(phi))), phi)
F_phi = named("I_F", expect(law("p", psi(phi)), score_phi @ score_phi.T), phi)
slope_phi = grad(L(psi(phi)), phi)
F_theta = fisher(psi(phi))
slope_theta = let(tau, psi(phi), grad(L(tau), tau))
natural_phi, natural_theta = F_phi.inv @ slope_phi, F_theta.inv @ slope_theta
both = setting(
    sizes=(1, 2),
    theta=Point(),
    phi=Point("the point in the new parameters"),
    psi=Chart(at="phi", value="theta", says="the inverse of h, smooth with its inverse"),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)

fisher_transform = Claim(
    id="methods.2.proof.1-fisher-transform",
    section="2 (theorem 2.1, proof)",
    title="Step 1: how the Fisher matrix transforms",
    statement=r"$F_\varphi=J^{-\top}F_\theta J^{-1}$ with $J=\partial h/\partial\theta$",
    readings=(
        Reading(
            "A",
            r"The Fisher matrix of the model written in φ, by its scores in φ, for every smooth model and $h$.",
            Equal(F_phi, J.inv.T @ F_theta @ J.inv),
            both,
            literal=True,
        ),
    ),
    variants=(
        Variant("with the Jacobian itself", Equal(F_phi, J.T @ F_theta @ J)),
        Variant("as a contravariant tensor", Equal(F_phi, J @ F_theta @ J.T)),
    ),
    beware="n = 1 cannot tell a transpose; rotations cannot tell J from its inverse transpose.",
    sources=("AmariNagaoka2000, section 2.2", "LehmannCasella1998, section 2.5"),
)

gradient_transform = Claim(
    id="methods.2.proof.2-gradient-transform",
    section="2 (theorem 2.1, proof)",
    title="Step 2: how the gradient transforms",
    statement=r"$\nabla_\varphi L=J^{-\top}\nabla_\theta L$",
    readings=(
        Reading(
            "A",
            "The column of partial derivatives of the loss written in φ.",
            Equal(slope_phi, J.inv.T @ slope_theta),
            both,
            literal=True,
        ),
    ),
    variants=(
        Variant("as a vector", Equal(slope_phi, J @ slope_theta)),
        Variant("without the transpose", Equal(slope_phi, J.inv @ slope_theta)),
        Variant("with the Jacobian itself", Equal(slope_phi, J.T @ slope_theta)),
    ),
    beware="A rotation transforms gradients and vectors alike.",
    sources=("Lee2013, chapter 11",),
)

natgrad_transform = Claim(
    id="methods.2.proof.3-natgrad-transform",
    section="2 (theorem 2.1, proof)",
    title="Step 3: how the natural gradient transforms",
    statement=r"$F_\varphi^{-1}\nabla_\varphi L=J\,F_\theta^{-1}\nabla_\theta L$",
    readings=(
        Reading(
            "A",
            "A vector: with metric and gradient derived in each parametrisation.",
            Equal(natural_phi, J @ natural_theta),
            both,
            literal=True,
        ),
    ),
    variants=(
        Variant("as a covector", Equal(natural_phi, J.inv.T @ natural_theta)),
        Variant("as a number", Equal(natural_phi, natural_theta)),
        Variant("the metric taken over unchanged", Equal(F_theta.inv @ slope_phi, J @ natural_theta)),
    ),
    beware="The cancellation of J needs that gradient and metric are taken in one and the same chart.",
    sources=("Amari1998, section 2",),
)

back_in_theta = psi(phi - alpha * natural_phi)
step_in_theta = psi(phi) - alpha * natural_theta
both_finite = setting(sizes=(1, 2), where={alpha: rational(1, 16) / m}, m=any_rate).also(**both.symbols)
tangent_back = Equal(J.inv @ -natural_phi, -natural_theta)

same_update = Claim(
    id="methods.2.proof.4-same-update",
    section="2 (theorem 2.1, proof)",
    title="Step 4: transformed back the update is the same",
    statement="Transformed back to θ-space this gives the same update.",
    readings=(
        Reading(
            "A",
            r"Back by the map of points: $h^{-1}(\varphi-\alpha JF^{-1}\nabla L)=\theta-\alpha F^{-1}\nabla L$.",
            Equal(back_in_theta, step_in_theta),
            both_finite,
            literal=True,
        ),
        Reading(
            "B",
            r"Back by the map of tangent vectors: $J^{-1}\Delta\varphi=\Delta\theta$.",
            tangent_back,
            both,
        ),
    ),
    repair=Repair(
        r"Transformed back by the differential the update vector is the same, $J^{-1}\Delta\varphi=\Delta\theta$.",
        tangent_back,
        both,
    ),
    variants=(
        Variant("back by the transpose of the Jacobian", Equal(J.T @ -natural_phi, -natural_theta)),
        Variant("not transformed back", Equal(-natural_phi, -natural_theta)),
        Variant("the plain gradient", Equal(J.inv @ -slope_phi, -slope_theta)),
    ),
    beware=(
        "Here the proof of theorem 2.1 passes from vectors to points. The step is right for the flow and "
        "for affine reparametrisations; otherwise the end points differ at second order in α, as in theorem "
        "2.1."
    ),
    sources=("Martens2020, section 12",),
)
