"""Section 1.1: the model, its Fisher matrix, and the Riemannian metric made of it."""

from fractions import Fraction

from theorems import (
    And,
    AtLeast,
    Chart,
    Claim,
    Data,
    Equal,
    FiniteModel,
    Hypothesis,
    IntervalModel,
    Model,
    Point,
    PositiveDefinite,
    PositiveSemidefinite,
    Reading,
    Scalar,
    Variant,
    Vector,
    density,
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
    outcome,
    rational,
    score,
    setting,
    symbol,
)

theta, eta, u, v, c, a = map(symbol, ("theta", "eta", "u", "v", "c", "a"))
tau = symbol("tau")
p, q = law("p", theta), law("q")
smooth = setting(theta=Point(), p=Model(at="theta"))
with_data = smooth.also(q=Data())

# -- the model ------------------------------------------------------------------------------------

mass = expect(p, rational(1))

# A density on an interval; near its right end it exceeds 1, and so does its mean there.
ramp = IntervalModel(
    "the density 2x/a² on (0, a)", (a,), 2 * outcome / a**2, (rational(0), a), (Fraction(1, 2),)
)
tilted = IntervalModel(
    "the density 1 + a(2x − 1) on (0, 1)",
    (a,),
    1 + a * (2 * outcome - 1),
    (rational(0), rational(1)),
    (Fraction(1, 3),),
)

model_def = Claim(
    id="thermo.1.1.model-def",
    section="1.1",
    title="The model is a law of the data for each value of the parameter",
    statement=r"$p(x|\theta)$ is the probability of the data $x$ given the parameters $\theta$.",
    readings=(
        Reading(
            "A",
            r"$p(\cdot|\theta)$ is a density with respect to a base measure that does not depend on $\theta$: "
            "non-negative, of mass 1 at θ and, to first order, at θ + u for every u, so that the score has mean zero.",
            And(
                Equal(mass, 1),
                Equal(mass + u.T @ expect(p, score(theta)), 1),
                AtLeast(expect(law("q"), density(p)), 0),
            ),
            smooth.also(u=Vector(), q=Data(says="any law: its mean of the density is not negative")),
            literal=True,
            defines="p",
        ),
        Reading(
            "B",
            "For continuous x the value p(x|θ) is itself a probability: it never exceeds 1, hence nor does its mean.",
            AtLeast(rational(1), expect(p, density(p))),
            smooth.also(p=Model(at="theta", edges=(ramp,), says="a model, its data continuous or not")),
        ),
    ),
    variants=(
        Variant(
            "mean zero for the gradient of p in place of that of log p",
            And(Equal(mass, 1), Equal(mass + u.T @ expect(p, grad(density(p), theta)), 1)),
        ),
    ),
    beware=(
        "A density is a probability per unit of x: it has no upper bound and changes with the unit. The mean of the "
        "score vanishes only when the support does not move with θ; Uniform(0, θ) is normalised and its score is −1/θ."
    ),
    sources=("LehmannCasella1998, section 2.5",),
)

# -- the Fisher matrix ------------------------------------------------------------------------------

I, I_data = fisher(theta), fisher(theta, under=q)
hessian_of_kl = let(tau, theta, jacobian(grad(kl(p, law("p", tau)), tau), tau))

fisher_def = Claim(
    id="thermo.1.1.fisher-def",
    section="1.1",
    title="The Fisher matrix is the second moment of the score",
    statement=r"$I_F(\theta)=\mathbb E[\nabla\log p(x|\theta)\,\nabla\log p(x|\theta)^{\top}]$",
    readings=(
        Reading(
            "A",
            r"The mean is over the model's own law, and the matrix is the Hessian of $\mathrm{KL}"
            r"(p_\theta\|p_\tau)$ in $\tau$ at $\tau=\theta$.",
            And(Equal(I, I.T), Equal(I, hessian_of_kl)),
            smooth,
            literal=True,
            defines="I_F",
        ),
        Reading(
            "B",
            "The mean is over the law of the data, and the matrix is that same Hessian.",
            And(Equal(I_data, I_data.T), Equal(I_data, hessian_of_kl)),
            with_data,
        ),
    ),
    variants=(
        Variant("the mean over the data", Equal(I_data, hessian_of_kl), with_data),
        Variant(
            "the Hessian of log p without its sign",
            Equal(I, expect(p, let(tau, theta, jacobian(grad(log_density(law("p", tau)), tau), tau)))),
        ),
    ),
    beware=(
        "Over the data ('empirical Fisher') the matrix is still symmetric, positive semidefinite and covariant, but "
        "it is a metric of no divergence between models; the two agree where the data follow the model."
    ),
    sources=("AmariNagaoka2000, section 2.2", "Kunstner2019, section 3"),
)

# A coin whose bias does not move to first order at a = 0, as in N(θ³, 1): a ↦ law is one to one, I_F(0) = 0.
bias = half + a**3
flat_coin = FiniteModel("Bernoulli with success probability 1/2 + a³", (a,), (bias, 1 - bias), (Fraction(0),))
# θ = ψ(η): the matrix in the chart η is integrated afresh from the model written in η.
psi = function("psi")
J = jacobian(psi(eta), eta)
score_eta = grad(log_density(law("p", psi(eta))), eta)
I_eta = named("I_F", expect(law("p", psi(eta)), score_eta @ score_eta.T), eta)
both_charts = setting(theta=Point(), eta=Point(), psi=Chart(at="eta", value="theta"), p=Model(at="theta"))
any_model = Model(at="theta", edges=(flat_coin,), says="a model, its score possibly zero")
covariant = Equal(I_eta, J.T @ fisher(psi(eta)) @ J)

fisher_tensor = Claim(
    id="thermo.1.1.fisher-tensor",
    section="1.1",
    title="The Fisher matrix is a symmetric, positive semidefinite, covariant 2-tensor",
    statement=r"$I_F=I_F^{\top}\succeq0$, and $I_F$ is a covariant tensor on parameter space.",
    readings=(
        Reading(
            "A",
            r"Symmetric, positive semidefinite, and $I_F(\eta)=J^{\top}I_F(\theta)J$ under every smooth "
            r"change of coordinates $\theta=\psi(\eta)$ with $J=\partial\theta/\partial\eta$.",
            And(Equal(I, I.T), PositiveSemidefinite(I), covariant),
            both_charts.also(p=any_model),
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "a tensor of the other variance",
            And(Equal(I, I.T), PositiveSemidefinite(I), Equal(I_eta, J.inv @ fisher(psi(eta)) @ J.inv.T)),
        ),
        Variant("the transposed Jacobian", And(Equal(I, I.T), Equal(I_eta, J @ fisher(psi(eta)) @ J.T))),
    ),
    beware=(
        "Only the first derivatives of the change of coordinates occur, so it is enough that they be continuous. "
        "Semidefinite, not definite: a direction in which the law does not move has length zero."
    ),
    sources=("AmariNagaoka2000, section 2.2",),
)

# -- the manifold -----------------------------------------------------------------------------------

is_metric = And(Equal(I, I.T), PositiveDefinite(I), covariant)
nondegenerate = both_charts.also(PositiveDefinite(fisher(theta)))

riemannian = Claim(
    id="thermo.1.1.riemannian",
    section="1.1",
    title="Parameter space with the Fisher matrix is a Riemannian manifold",
    statement=r"$(\Theta,I_F)$ is a Riemannian manifold.",
    readings=(
        Reading(
            "A",
            r"For every model: $I_F$ is symmetric and positive definite at each point, and one object in all charts.",
            is_metric,
            both_charts.also(
                p=Model(at="theta", edges=(flat_coin,), says="a model, its score possibly zero")
            ),
            literal=True,
        ),
        Reading(
            "B",
            r"For regular, locally identifiable models, where $I_F\succ0$ is granted.",
            is_metric,
            nondegenerate,
        ),
    ),
    hypothesis=Hypothesis(
        "nondegeneracy",
        r"the components of the score are linearly independent, so that $I_F(\theta)\succ0$ at every point",
        nondegenerate,
    ),
    beware=(
        "Identifiability alone is not enough: the coin with success probability 1/2 + a³ is identifiable and has "
        "I_F = 0 at a = 0. Mixtures and neural networks have such points, and there the natural gradient has no value."
    ),
    sources=("AmariNagaoka2000, section 2.2", "Watanabe2009, section 1.2"),
)

# -- the line element -------------------------------------------------------------------------------

step = J @ v  # the displacement whose components in the chart η are v

line_element = Claim(
    id="thermo.1.1.line-element",
    section="1.1",
    title="The squared line element of the Fisher metric",
    statement=r"$ds^2=d\theta^{\top}I_F(\theta)\,d\theta$ is the infinitesimal distance.",
    readings=(
        Reading(
            "A",
            r"The definition of a squared infinitesimal length: one number in all charts, twice KL to second order.",
            And(
                Equal(v.T @ I_eta @ v, step.T @ fisher(psi(eta)) @ step),
                Equal(u.T @ I @ u, u.T @ hessian_of_kl @ u),
            ),
            both_charts.also(u=Vector(), v=Vector("the displacement in the chart η")),
            literal=True,
            defines="ds",
        ),
        Reading(
            "B",
            r"$ds^2$ itself is the distance: it grows $c$-fold when the displacement does.",
            Equal((c * u).T @ I @ (c * u), c * (u.T @ I @ u)),
            smooth.also(u=Vector(), c=Scalar(positive=True, says="a positive factor")),
        ),
    ),
    variants=(
        Variant(
            "KL itself, without the factor 2",
            And(
                Equal(v.T @ I_eta @ v, step.T @ fisher(psi(eta)) @ step),
                Equal(u.T @ I @ u, rational(1, 2) * (u.T @ hessian_of_kl @ u)),
            ),
        ),
    ),
    beware=(
        r"The distance is the infimum of $\int ds$ over curves; $ds^2$ is its square to leading order, of degree 2 in "
        "the displacement, and fails the triangle inequality."
    ),
    sources=("AmariNagaoka2000, section 2.2",),
)
