"""Sections 0 and 1: the Fisher matrix as a metric, and the curvature of the space it makes."""

from fractions import Fraction

from theorems import (
    And,
    Chart,
    Claim,
    Equal,
    FiniteModel,
    Hypothesis,
    Id,
    IntervalModel,
    Model,
    Point,
    PositiveDefinite,
    PositiveSemidefinite,
    Reading,
    Scalar,
    Variant,
    Vector,
    curvature_of,
    derivative,
    entries,
    expect,
    fisher,
    fisher_of,
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

theta, eta, tau, u, v, a, b = map(symbol, ("theta", "eta", "tau", "u", "v", "a", "b"))
p = law("p", theta)
I = fisher(theta)
smooth = setting(theta=Point(), p=Model(at="theta"))

# A coin whose bias has slope 0 at a = 0: one law for each a, and yet I_F(0) = 0.
bias = half + a**3
flat_coin = FiniteModel("Bernoulli with success probability 1/2 + a³", (a,), (bias, 1 - bias), (Fraction(0),))
any_model = Model(at="theta", edges=(flat_coin,), says="a model, its score possibly zero")

# -- entries ----------------------------------------------------------------------------------------

hessian_of_kl = let(tau, theta, jacobian(grad(kl(p, law("p", tau)), tau), tau))
s = score(theta)

fisher_entries = Claim(
    id="neural.1.fisher-entries",
    section="1",
    title="The entries of the Fisher matrix are means of products of scores",
    statement=r"$F_{ij}(\theta)=\mathbb E[\partial_i\log p\cdot\partial_j\log p]$",
    readings=(
        Reading(
            "A",
            r"The mean is over the model's own law. What is defined is one symmetric form, "
            r"$u^{\top}Fv=\mathbb E[(u^{\top}s)(v^{\top}s)]$, and it is the Hessian of "
            r"$\mathrm{KL}(p_\theta\|p_\tau)$ in $\tau$ at $\tau=\theta$.",
            And(
                Equal(u.T @ hessian_of_kl @ v, expect(p, (u.T @ s) * (v.T @ s))),
                Equal(u.T @ I @ v, v.T @ I @ u),
            ),
            smooth.also(u=Vector(), v=Vector()),
            literal=True,
            defines="F",
        ),
    ),
    variants=(
        Variant("Entries from one score alone.", Equal(u.T @ hessian_of_kl @ v, expect(p, (u.T @ s) ** 2))),
        Variant(
            "The mean of the second derivatives, without a sign.",
            Equal(
                u.T @ hessian_of_kl @ v,
                u.T @ expect(p, let(tau, theta, jacobian(grad(log_density(law("p", tau)), tau), tau))) @ v,
            ),
        ),
    ),
    beware="A mean over labels of the training data gives another matrix, the empirical one.",
    sources=("AmariNagaoka2000, section 2.2", "Kunstner2019, section 3"),
)

# -- a metric ---------------------------------------------------------------------------------------

psi = function("psi")
J = jacobian(psi(eta), eta)
score_eta = grad(log_density(law("p", psi(eta))), eta)
I_eta = named("I_F", expect(law("p", psi(eta)), score_eta @ score_eta.T), eta)
is_metric = And(Equal(I, I.T), PositiveDefinite(I), Equal(I_eta, J.T @ fisher(psi(eta)) @ J))
both_charts = setting(
    theta=Point(),
    eta=Point(),
    psi=Chart(at="eta", value="theta"),
    p=Model(at="theta"),
    sizes=(1, 2),
)

fisher_metric = Claim(
    id="neural.1.fisher-metric",
    section="1",
    title="The Fisher matrix is a Riemannian metric on the manifold of laws",
    statement=r"$F(\theta)$ defines a Riemannian metric on the manifold of probability distributions.",
    readings=(
        Reading(
            "A",
            r"For every model: symmetric and positive definite at each point, and one object in all charts, "
            r"$F_\eta=J^{\top}F_\theta J$ with $J=\partial\theta/\partial\eta$.",
            is_metric,
            both_charts.also(p=any_model),
            literal=True,
        ),
    ),
    hypothesis=Hypothesis(
        "nondegeneracy",
        r"the components of the score are linearly independent, so that $F(\theta)\succ0$",
        both_charts.also(PositiveDefinite(I)),
    ),
    variants=(
        Variant(
            "A tensor of the other variance.", Equal(I_eta, J.inv @ fisher(psi(eta)) @ J.inv.T), both_charts
        ),
        Variant("The transposed Jacobian.", Equal(I_eta, J @ fisher(psi(eta)) @ J.T), both_charts),
    ),
    beware=(
        "Neural networks have points where different parameters give one law, as where two hidden units agree: "
        "there the matrix is singular. Injectivity is not enough either: the coin with success probability "
        "1/2 + a³ is injective and has F = 0 at a = 0."
    ),
    sources=("AmariNagaoka2000, section 2.2", "Watanabe2009, section 1.2"),
)

# -- semidefinite -----------------------------------------------------------------------------------

minus_mean_hessian = -expect(p, let(tau, theta, jacobian(grad(log_density(law("p", tau)), tau), tau)))
moving_end = IntervalModel(
    "Uniform(0, a)", (a,), 1 / a + 0 * outcome, (rational(0), a), (Fraction(3, 2),)
)  # its score is −1/a throughout, which does not have mean zero

always_psd = Claim(
    id="neural.1.always-psd",
    section="1",
    title="The Fisher matrix is positive semidefinite",
    statement=r"$F(\theta)\succeq0$, always",
    readings=(
        Reading(
            "A",
            r"In the form of outer products, $v^{\top}\mathbb E[ss^{\top}]v\ge0$ for all $v$ and every model.",
            PositiveSemidefinite(I),
            setting(theta=Point(), p=any_model),
            literal=True,
        ),
        Reading(
            "B",
            r"Positive definite: $v^{\top}Fv>0$ for all $v\ne0$.",
            PositiveDefinite(I),
            setting(theta=Point(), p=any_model),
        ),
        Reading(
            "C",
            r"In the form of second derivatives, $-\mathbb E[\nabla^2\log p]\succeq0$, where the support may move.",
            PositiveSemidefinite(minus_mean_hessian),
            setting(
                theta=Point(), p=Model(at="theta", edges=(moving_end,), says="a model, its support moving")
            ),
        ),
    ),
    variants=(
        Variant(
            "The mean of the second derivatives, without a sign.", PositiveSemidefinite(-minus_mean_hessian)
        ),
        Variant(
            "At least the outer product of one more score.",
            PositiveSemidefinite(I - 2 * expect(p, s @ s.T)),
        ),
        Variant(
            "Not below the second moment under another law.",
            PositiveSemidefinite(I - fisher(theta, under=law("p", theta + u))),
            smooth.also(u=Vector()),
        ),
    ),
    beware=(
        "The two forms agree where differentiation passes the integral; of Uniform(0, a) the second one is "
        "−1/a². The Hessian of a loss, unlike the Fisher matrix, may be indefinite."
    ),
    sources=("AmariNagaoka2000, section 2.2",),
)

# -- curvature --------------------------------------------------------------------------------------

mu, sd, p1, p2 = map(symbol, ("mu", "sigma", "p1", "p2"))
normal_laws = setting(mu=Scalar(says="a mean"), sigma=Scalar(positive=True, says="a deviation"), sizes=(2,))

curved_space = Claim(
    id="neural.0.curved-space",
    section="0",
    title="The laws that parameters stand for make up a curved space",
    statement="Parameters define probability distributions, and the space of these is curved.",
    readings=(
        Reading(
            "A",
            r"The Fisher metric need not be flat: at each of the normal laws, with mean and deviation as parameters, "
            r"the scalar curvature is $-1$, which no choice of coordinates removes.",
            Equal(curvature_of("normal.sd", mu, sd), rational(-1)),
            normal_laws,
            literal=True,
        ),
    ),
    variants=(
        Variant("The normal laws are flat.", Equal(curvature_of("normal.sd", mu, sd), 0)),
        Variant("The hyperbolic plane of unit curvature.", Equal(curvature_of("normal.sd", mu, sd), -2)),
        Variant(
            "A curvature that falls with the deviation.", Equal(curvature_of("normal.sd", mu, sd), -1 / sd**2)
        ),
        Variant(
            "The Gaussian curvature instead of the scalar one.",
            Equal(curvature_of("normal.sd", mu, sd), -half),
        ),
    ),
    beware=(
        "Curved in general, not always: families of one parameter, and the normal laws of one known covariance, are "
        "flat. All laws on three outcomes are a part of a sphere, of positive curvature."
    ),
    sources=("AtkinsonMitchell1981, section 4", "Amari2016, section 2.1"),
)

# p_i = z_i² puts the laws on three outcomes on the unit sphere; its metric there is 4 ‖dz‖², a sphere of radius 2.
z1, z2 = map(symbol, ("z1", "z2"))
norm_of_z = 1 + z1**2 + z2**2
on_the_sphere = setting(
    where={p1: z1**2 / norm_of_z, p2: z2**2 / norm_of_z},
    z1=Scalar(positive=True, says="a coordinate of the sphere's central projection to a plane"),
    z2=Scalar(positive=True, says="another coordinate"),
    sizes=(2,),
)
chart = (z1**2 / norm_of_z, z2**2 / norm_of_z)
K = entries(*(derivative(body, z) for body in chart for z in (z1, z2)))
sphere = entries(1 + z2**2, -z1 * z2, -z1 * z2, 1 + z1**2) / norm_of_z**2  # of the unit sphere
pulled_back = K.T @ fisher_of("categorical", p1, p2) @ K

fisher_curvature = Claim(
    id="neural.1.fisher-curvature",
    section="1",
    title="The metric captures the curvature of the space of distributions",
    statement=r"$F$ defines a Riemannian metric that captures the curvature of the space of distributions.",
    readings=(
        Reading(
            "A",
            r"The curvature is a function of the metric $F$ as a field. On three outcomes: with "
            r"$p_i=z_i^2/\|z\|^2$, $z_3=1$, the metric is four times that of the unit sphere, and the scalar curvature "
            r"made of $F$ is that of a sphere of radius 2, $2/2^2$.",
            And(Equal(pulled_back, 4 * sphere), Equal(curvature_of("categorical", p1, p2), half)),
            on_the_sphere,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "The unit sphere.", And(Equal(pulled_back, sphere), Equal(curvature_of("categorical", p1, p2), 2))
        ),
        Variant("A hyperbolic plane.", Equal(curvature_of("categorical", p1, p2), -half)),
        Variant("The metric of the plane of z.", Equal(pulled_back, 4 * Id / norm_of_z)),
    ),
    beware=(
        "The matrix at one point shows no curvature: some chart makes it the identity there, with vanishing first "
        "derivatives. This is the curvature of the metric; the mixture and exponential connections of the same space "
        "are flat."
    ),
    sources=("Amari2016, section 2.1", "AmariNagaoka2000, section 2.6"),
)
