"""Section 1: in what sense natural gradients do not depend on the parametrisation, and what F says of curvature."""

from theorems import (
    Chart,
    Claim,
    Equal,
    Hypothesis,
    Id,
    LittleO,
    Loss,
    Model,
    Point,
    Reading,
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
    norm2,
    rational,
    setting,
    symbol,
)

# -- two parametrisations -----------------------------------------------------------------------------

theta, phi, tau = symbol("theta"), symbol("phi"), symbol("tau")
L, psi = function("L"), function("psi")

# θ = ψ(φ); loss and model are written in φ, and gradient and metric are derived from them afresh.
J_psi = jacobian(psi(phi), phi)
J = named("J", J_psi.inv)  # ∂φ/∂θ
score_phi = grad(log_density(law("p", psi(phi))), phi)
F_phi = named("I_F", expect(law("p", psi(phi)), score_phi @ score_phi.T), phi)
natural_phi = F_phi.inv @ grad(L(psi(phi)), phi)
natural_theta = fisher(psi(phi)).inv @ let(tau, psi(phi), grad(L(tau), tau))
same_vector = Equal(natural_phi, J @ natural_theta)
same_entries = Equal(natural_phi, natural_theta)
both = setting(
    sizes=(1, 2),
    theta=Point(),
    phi=Point("the same point in another parametrisation"),
    psi=Chart(at="phi", value="theta"),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)

alpha, m = symbol("alpha"), symbol("m")
finite = setting(
    sizes=(1, 2),
    theta=Point(),
    phi=Point("the same point in another parametrisation"),
    m=Scalar(positive=True, says=r"any positive number: the step $\alpha=1/(16m)$ is finite and arbitrary"),
    where={alpha: rational(1, 16) / m},
    psi=Chart(at="phi", value="theta"),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)

coordinate_invariance = Claim(
    id="methods.1.coordinate-invariance",
    section="1 (geometric properties)",
    title="Natural gradients do not depend on the parametrisation",
    statement="Coordinate invariance: natural gradients are independent of the parametrisation.",
    readings=(
        Reading(
            "A",
            "What is independent is left open: the vector, or the column that is printed for it. As printed the "
            r"natural gradient is the column $F^{-1}\nabla L$, and the sentence is one of its entries.",
            same_entries,
            both,
            literal=True,
        ),
        Reading(
            "B",
            "The vector field on the manifold: with gradient and metric derived afresh in each "
            r"parametrisation, $F_\varphi^{-1}\nabla_\varphi L=J\,F_\theta^{-1}\nabla_\theta L$, "
            r"$J=\partial\varphi/\partial\theta$.",
            same_vector,
            both,
        ),
        Reading(
            "C",
            r"The entries of the column: $F_\varphi^{-1}\nabla_\varphi L=F_\theta^{-1}\nabla_\theta L$.",
            same_entries,
            both,
        ),
        Reading(
            "D",
            "A step of finite length: the end points in the two parametrisations are one point.",
            Equal(psi(phi - alpha * natural_phi), psi(phi) - alpha * natural_theta),
            finite,
        ),
    ),
    hypothesis=Hypothesis(
        "reading",
        "the natural gradient is the tangent vector, whose components change with the differential (reading B)",
        both,
        same_vector,
    ),
    variants=(
        Variant("the components of a covector", Equal(natural_phi, J.inv.T @ natural_theta)),
        Variant(
            "the plain gradient", Equal(grad(L(psi(phi)), phi), J @ let(tau, psi(phi), grad(L(tau), tau)))
        ),
        Variant(
            "the metric taken over unchanged",
            Equal(fisher(psi(phi)).inv @ grad(L(psi(phi)), phi), J @ natural_theta),
        ),
    ),
    beware=(
        "One vector has other components in each chart, so equal columns would be a defect and not "
        "invariance. A step of finite length is a matter of its own: straight lines of one chart are curved "
        "in another."
    ),
    sources=("Amari1998, section 2", "Martens2020, section 12"),
)

# -- curvature ------------------------------------------------------------------------------------------

u, v, a, b, h = map(symbol, ("u", "v", "a", "b", "h"))
f = function("f")
nearby = theta + a * u + b * v


def here(body: Term) -> Term:
    """A body in a and b at a = b = 0."""
    return let(a, rational(0), let(b, rational(0), body))


# x ~ N((θ, f(θ)), Id): the means lie on the graph of f, and F = Id + ∇f ∇fᵀ.
slope = let(tau, nearby, grad(f(tau), tau))
F = Id + slope @ slope.T


def along_u(body: Term) -> Term:
    """∂/∂a."""
    return derivative(body, a)


def along_v(body: Term) -> Term:
    """∂/∂b."""
    return derivative(body, b)


# Christoffel's symbols of the first kind, contracted with two directions: columns.
gamma_uv = here(half * (along_u(F @ v) + along_v(F @ u) - grad(u.T @ F @ v, theta)))
gamma_uu = here(along_u(F @ u) - half * grad(u.T @ F @ u, theta))
gamma_vv = here(along_v(F @ v) - half * grad(v.T @ F @ v, theta))
second_order = here(
    along_u(along_v(u.T @ F @ v))
    - half * along_u(along_u(v.T @ F @ v))
    - half * along_v(along_v(u.T @ F @ u))
)
raised = here(F.inv)
intrinsic = named(
    "R(u,v,v,u)", second_order + gamma_uv.T @ raised @ gamma_uv - gamma_uu.T @ raised @ gamma_vv
)

f_uu = named("f_{uu}", here(along_u(along_u(f(nearby)))))
f_vv = named("f_{vv}", here(along_v(along_v(f(nearby)))))
f_uv = named("f_{uv}", here(along_u(along_v(f(nearby)))))
steepness = 1 + norm2(grad(f(theta), theta))
extrinsic = (f_uu * f_vv - f_uv**2) / steepness

graph = setting(
    sizes=(2,),  # at n = 1 there is no curvature
    theta=Point(),
    u=Vector("a direction"),
    v=Vector("another direction"),
    f=Loss(at="theta", says="the last component of the mean, a smooth function"),
)
field_determines = Equal(intrinsic, extrinsic)
value_determines = Equal(intrinsic, 0)
gap = kl(law("p", theta), law("p", theta + h * u)) - half * h**2 * (u.T @ fisher(theta) @ u)

curvature = Claim(
    id="methods.1.curvature",
    section="1 (geometric properties)",
    title="The Fisher matrix encodes the intrinsic curvature",
    statement=r"$F(\theta)$ encodes the intrinsic curvature of the statistical manifold.",
    readings=(
        Reading(
            "A",
            r"What encodes it is left open: the matrix at θ, which is what $F(\theta)$ denotes, or the "
            "field of these matrices. As printed it is the matrix: families with one matrix at θ, such as "
            r"$N((\theta,f(\theta)),\mathrm{Id})$ and the flat one with that matrix throughout, have one "
            "curvature there.",
            value_determines,
            graph,
            literal=True,
        ),
        Reading(
            "B",
            r"The metric field determines the Riemann tensor. For $N((\theta,f(\theta)),\mathrm{Id})$, "
            r"$F=\mathrm{Id}+\nabla f\nabla f^{\top}$: the curvature in the plane of $u,v$ made of $F$ and "
            "its derivatives alone, by Christoffel's symbols, is that of the surface of means, "
            r"$(f_{uu}f_{vv}-f_{uv}^2)/(1+\|\nabla f\|^2)$.",
            field_determines,
            graph,
        ),
        Reading(
            "C",
            r"The value $F(\theta)$ at one point determines the curvature there.",
            value_determines,
            graph,
        ),
        Reading(
            "D",
            "$F$ is itself a curvature, that of KL as a function of its second law: "
            r"$\mathrm{KL}(p_\theta\|p_{\theta+hu})=\tfrac12h^2u^{\top}Fu+o(h^2)$. Not that of the manifold.",
            LittleO(gap, h, 2),
            setting(sizes=(1, 2), theta=Point(), u=Vector("a direction"), h=Small(), p=Model(at="theta")),
        ),
    ),
    hypothesis=Hypothesis(
        "reading",
        r"$F$ stands for the metric field $\theta\mapsto F(\theta)$, which has derivatives (reading B)",
        graph,
        field_determines,
    ),
    variants=(
        Variant("second derivatives of the metric only", Equal(named("R", second_order), extrinsic)),
        Variant("the curvature without the slope of the surface", Equal(intrinsic, f_uu * f_vv - f_uv**2)),
        Variant(
            "Christoffel's symbols contracted without the metric",
            Equal(named("R", second_order + gamma_uv.T @ gamma_uv - gamma_uu.T @ gamma_vv), extrinsic),
        ),
    ),
    beware=(
        "Where ∇f = 0 the matrix is the identity whatever the surface. At n = 1 there is no curvature, and "
        "the normal laws with one known parameter are flat: they cannot tell."
    ),
    sources=("doCarmo1992, chapters 4 and 6", "AmariNagaoka2000, section 2.2"),
)
