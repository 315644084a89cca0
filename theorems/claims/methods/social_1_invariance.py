"""Socratic questions: what those that ask why, how and when take for granted."""

from theorems import (
    And,
    Chart,
    Claim,
    Data,
    Equal,
    Greater,
    LittleO,
    Loss,
    Model,
    Point,
    Reading,
    Small,
    Term,
    Variant,
    Vector,
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
    norm2,
    score,
    setting,
    symbol,
)

theta, tau, eta, h, v = map(symbol, ("theta", "tau", "eta", "h", "v"))
L, psi = function("L"), function("psi")
p, q = law("p", theta), law("q")


def slope_in(coordinates: Term, at: Term) -> Term:
    """The gradient in coordinates of the loss at a point that depends on them."""
    return grad(L(at), coordinates)


def metric_in(coordinates: Term, at: Term) -> Term:
    """The Fisher matrix in coordinates, from the scores in them."""
    s = grad(log_density(law("p", at)), coordinates)
    return named("F", expect(law("p", at), s @ s.T), coordinates)


# θ = ψ(η), and J = ∂θ/∂η.
J = jacobian(psi(eta), eta)
natural_eta = metric_in(eta, psi(eta)).inv @ slope_in(eta, psi(eta))
natural_theta = let(theta, psi(eta), metric_in(theta, theta).inv @ slope_in(theta, theta))
invariant = Equal(J @ natural_eta, natural_theta)

# θ = 2η: the gradient in η as a vector in θ, against the gradient in θ.
rescaled = 2 * let(tau, half * theta, slope_in(tau, 2 * tau))
charted = setting(
    Greater(norm2(slope_in(theta, theta)), 0),
    theta=Point(),
    eta=Point("the same point in other coordinates"),
    psi=Chart(at="eta", value="theta"),
    L=Loss(at="theta"),
    p=Model(at="theta", families=()),
    sizes=(1, 2),
)

invariance = Claim(
    id="methods.soc.u1",
    section="14 (understanding)",
    title="Natural gradients do not depend on the parameters, and standard gradients do",
    statement="Why do natural gradients not depend on how a model is parametrised, while standard gradients do?",
    readings=(
        Reading(
            "A",
            r"Taken for granted: as tangent vectors the natural gradients in θ and in η are one, "
            r"$J\tilde\nabla_\eta L=\tilde\nabla_\theta L$ for every smooth change of coordinates, and the standard "
            r"gradients are not: where $\nabla L\ne0$ they differ for $\theta=2\eta$.",
            And(invariant, Greater(norm2(rescaled - slope_in(theta, theta)), 0)),
            charted,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "the standard gradient too",
            Equal(J @ slope_in(eta, psi(eta)), let(theta, psi(eta), slope_in(theta, theta))),
        ),
        Variant("as columns of numbers", Equal(natural_eta, natural_theta)),
        Variant("as covectors", Equal(J.inv.T @ natural_eta, natural_theta)),
    ),
    beware=(
        "Of the gradient as a vector, and of the flow along it; a step of finite length ends elsewhere in other "
        "coordinates. As a covector the standard gradient does not depend on the coordinates either: it is its use "
        "as a vector that does."
    ),
    sources=("Amari1998, section 2", "Martens2020, section 12"),
)

# -- how F encodes the geometry -----------------------------------------------------------------------------

metric_law = Equal(metric_in(eta, psi(eta)), J.T @ fisher(psi(eta)) @ J)
to_second_order = LittleO(kl(p, law("p", theta + h * v)) - half * h**2 * (v.T @ fisher(theta) @ v), h, 2)

geometry = Claim(
    id="methods.soc.u2",
    section="14 (understanding)",
    title="The Fisher matrix encodes the geometry of the manifold",
    statement="How does the Fisher information matrix encode the geometry of the statistical manifold?",
    readings=(
        Reading(
            "A",
            r"Taken for granted: F is a Riemannian metric of the laws. As a tensor $F_\eta=J^{\top}F_\theta J$, and "
            r"its lengths are those of the divergence, "
            r"$\mathrm{KL}(p_\theta\|p_{\theta+hv})=\frac12h^2v^{\top}Fv+o(h^2)$.",
            And(metric_law, to_second_order),
            setting(
                theta=Point(),
                eta=Point("the same point in other coordinates"),
                psi=Chart(at="eta", value="theta"),
                p=Model(at="theta"),
                v=Vector("a direction"),
                h=Small("the distance"),
                sizes=(1, 2),
            ),
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "without the half",
            LittleO(kl(p, law("p", theta + h * v)) - h**2 * (v.T @ fisher(theta) @ v), h, 2),
        ),
        Variant("as an inverse metric", Equal(metric_in(eta, psi(eta)), J.inv @ fisher(psi(eta)) @ J.inv.T)),
        Variant(
            "to third order",
            LittleO(kl(p, law("p", theta + h * v)) - half * h**2 * (v.T @ fisher(theta) @ v), h, 3),
        ),
    ),
    beware=(
        "Lengths, angles and the curvature of that metric; what tells KL from its reverse is of third order and not "
        "in F. Gaussian means have no third order and hide it."
    ),
    sources=("AmariNagaoka2000, section 2.2", "Kullback1959, chapter 2"),
)

# -- when the natural gradient is Newton's ------------------------------------------------------------------

curvature = let(tau, theta, jacobian(score(tau), tau))  # ∇² log p at θ
hessian = let(tau, theta, jacobian(-expect(q, score(tau)), tau))  # of the expected loss −E_q log p
at_truth = let(tau, theta, jacobian(-expect(p, score(tau)), tau))

newton = Claim(
    id="methods.soc.u3",
    section="14 (understanding)",
    title="Natural gradients sometimes reduce to Newton's method",
    statement="When do natural gradients reduce to Newton's method?",
    readings=(
        Reading(
            "A",
            r"Taken for granted: sometimes they do. For $L=-\mathbb E_q\log p_\theta$ it is when the mean of "
            r"$\nabla^2\log p_\theta$ is the same under the model and under the data, $\nabla^2L-F=\mathbb "
            r"E_{p}[\nabla^2\log p]-\mathbb E_q[\nabla^2\log p]$; so where $q=p_\theta$, with $\nabla^2L=F$.",
            And(
                Equal(hessian - fisher(theta), expect(p, curvature) - expect(q, curvature)),
                Equal(at_truth, fisher(theta)),
            ),
            setting(
                theta=Point(),
                p=Model(at="theta", families=()),
                q=Data(says="the law of the data"),
                sizes=(1, 2),
            ),
            literal=True,
        ),
    ),
    variants=(
        Variant("always", Equal(hessian, fisher(theta))),
        Variant("with the empirical Fisher matrix", Equal(at_truth, fisher(theta, under=q))),
    ),
    beware=(
        "Exponential families in their natural parameter have one ∇² log p for all data and are always Newton's; they "
        "cannot tell. Away from q = p_θ a well-specified model is not enough."
    ),
    sources=("Martens2020, section 9",),
)
