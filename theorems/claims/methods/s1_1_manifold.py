"""Section 1: a family of laws as a Riemannian manifold."""

from fractions import Fraction

from theorems import (
    And,
    Chart,
    Claim,
    Equal,
    FiniteModel,
    Greater,
    Hypothesis,
    Model,
    Point,
    PositiveDefinite,
    Reading,
    Variant,
    det,
    expect,
    fisher,
    function,
    grad,
    half,
    jacobian,
    law,
    log_density,
    named,
    setting,
    symbol,
)

theta, eta, a = map(symbol, ("theta", "eta", "a"))
psi = function("psi")

# The metric in the chart η of θ = ψ(η) is integrated afresh from the model written in η.
J = jacobian(psi(eta), eta)
score_eta = grad(log_density(law("p", psi(eta))), eta)
F_eta = named("I_F", expect(law("p", psi(eta)), score_eta @ score_eta.T), eta)
F = fisher(theta)
is_metric = And(Equal(F, F.T), PositiveDefinite(F), Equal(F_eta, J.T @ fisher(psi(eta)) @ J))

# a ↦ law is smooth and one to one, and the law does not move to first order at a = 0.
bias = Fraction(1, 4) + half * a**3
stalled_coin = FiniteModel(
    "Bernoulli with success probability 1/4 + a³/2", (a,), (bias, 1 - bias), (Fraction(0),)
)
every_family = setting(
    sizes=(1, 2),
    theta=Point(),
    eta=Point(),
    psi=Chart(at="eta", value="theta"),
    p=Model(at="theta", edges=(stalled_coin,), says="a smooth family, its score possibly zero"),
)
regular = every_family.also(Greater(det(F) ** 2, 0), p=Model(at="theta"))

manifold_riemannian = Claim(
    id="methods.1.manifold-riemannian",
    section="1 (statistical manifolds)",
    title="A family of laws with the Fisher matrix is a Riemannian manifold",
    statement=(
        r"A statistical manifold is a family $\{p(x|\theta):\theta\in\Theta\}$ with $\theta\in\mathbb R^n$, "
        "one law for each parameter; the space is a Riemannian manifold."
    ),
    readings=(
        Reading(
            "A",
            "For every smooth family, with $g=F$. It takes at least this: $F$ is symmetric and positive "
            "definite at each point, and one tensor in all charts.",
            is_metric,
            every_family,
            literal=True,
        ),
        Reading(
            "B",
            r"The domain $\Theta$ with $g=F$, where $F$ is finite, smooth and nowhere singular.",
            is_metric,
            regular,
        ),
        Reading(
            "C",
            "A definition: only those families are given the name on whose domain F is a Riemannian metric.",
            is_metric,
            regular,
            defines="p",
        ),
    ),
    hypothesis=Hypothesis(
        "nondegeneracy",
        r"$\det F(\theta)\ne0$ at every $\theta$, and the points of the manifold are the parameters (reading B)",
        regular,
    ),
    variants=(
        Variant("a tensor of the other variance", Equal(F_eta, J.inv @ fisher(psi(eta)) @ J.inv.T), regular),
        Variant("the transposed Jacobian", Equal(F_eta, J @ fisher(psi(eta)) @ J.T), regular),
        Variant("the same entries in every chart", Equal(F_eta, fisher(psi(eta))), regular),
    ),
    beware=(
        "The coin with success probability 1/4 + a³/2 is smooth and one to one and has F = 0 at a = 0. A "
        "set of laws may have self-crossings and corners besides, where no metric makes it a manifold: the "
        "parameters are the points, not the laws, unless the map between them is an embedding."
    ),
    sources=("AmariNagaoka2000, section 2.2", "Lee2013, chapter 5", "Watanabe2009, section 1.2"),
)
