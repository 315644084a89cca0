"""Section 3: natural gradients for the mean and the covariance of a normal law."""

from theorems import (
    And,
    Claim,
    Covariance,
    Equal,
    Greater,
    Hypothesis,
    Loss,
    Point,
    PositiveDefinite,
    Reading,
    Rectangle,
    Repair,
    Scalar,
    Term,
    Variant,
    derivative,
    function,
    grad,
    half,
    let,
    named,
    normal_mean,
    rational,
    setting,
    symbol,
    tr,
)

mu, tau, eta, z, g, Sigma = map(symbol, ("mu", "tau", "eta", "z", "g", "Sigma"))
L = function("L")
covariance = Covariance(says="the covariance of the law")

# -- the mean -----------------------------------------------------------------------------------------------

# Outcomes are μ + z with z ~ N(0, Σ); scores are gradients of the log-density, less what does not depend on τ.
off = mu + z - tau
score = let(tau, mu, grad(-half * (off.T @ Sigma.inv @ off), tau))
F_mu = named("I_F", normal_mean(score @ score.T, z, Sigma), mu)
slope = grad(L(mu), mu)
natural = F_mu.inv @ slope

# In the natural parameter η = Σ⁻¹μ the log-density is ηᵀx − ½ ηᵀΣη, and the mean is Ση.
score_eta = let(tau, eta, grad(tau.T @ (mu + z) - half * (tau.T @ Sigma @ tau), tau))
F_eta = named("I_F", normal_mean(score_eta @ score_eta.T, z, Sigma), eta)
slope_eta = let(tau, eta, grad(L(Sigma @ tau), tau))
known_covariance = setting(
    where={eta: Sigma.inv @ mu},
    mu=Point("the mean"),
    Sigma=covariance,
    L=Loss(at="mu"),
    sizes=(1, 2),
)
raised = Equal(natural, Sigma @ slope)

gauss_mean = Claim(
    id="methods.3.gauss.mean",
    section="3 (Gaussian distributions)",
    title="The natural gradient for the mean is the plain gradient",
    statement=r"Mean parameter: the natural gradient for $\mu$ is the standard gradient.",
    readings=(
        Reading(
            "A",
            r"$F_{\mu\mu}^{-1}\nabla_\mu L=\nabla_\mu L$ with the Fisher matrix of $N(\mu,\Sigma)$ in μ, "
            "the mean product of its scores.",
            Equal(natural, slope),
            known_covariance,
            literal=True,
        ),
        Reading(
            "B",
            r"In the natural parameter $\eta=\Sigma^{-1}\mu$ it is the plain gradient in the expectation "
            r"parameter $m=\mu$: $F_\eta^{-1}\nabla_\eta L=\nabla_mL$.",
            Equal(F_eta.inv @ slope_eta, slope),
            known_covariance,
        ),
    ),
    repair=Repair(
        r"The natural gradient for $\mu$ is $\Sigma\nabla_\mu L$, since $F_{\mu\mu}=\Sigma^{-1}$.",
        raised,
        known_covariance,
    ),
    variants=(
        Variant("the plain gradient", Equal(natural, slope)),
        Variant("the inverse covariance", Equal(natural, Sigma.inv @ slope)),
        Variant("a half, as in the exponent", Equal(natural, half * (Sigma @ slope))),
    ),
    beware=("Σ = Id hides it. The plain gradient in μ is the natural gradient of another parameter, Σ⁻¹μ."),
    sources=("Amari1998, section 2", "AmariNagaoka2000, section 3.3"),
)

# -- the covariance -----------------------------------------------------------------------------------------

A, B, t, alpha, c = map(symbol, ("A", "B", "t", "alpha", "c"))
G, U = symbol("G"), symbol("U")
candidate = 2 * (Sigma @ G @ Sigma)


def exponent_along(change: Term) -> Term:
    """The derivative of −½ zᵀΣ⁻¹z as Σ moves; less its mean it is the score."""
    moved = Sigma + t * change
    return let(t, rational(0), derivative(-half * (z.T @ moved.inv @ z), t))


def mean(body: Term) -> Term:
    """E over z ~ N(0, Σ)."""
    return normal_mean(body, z, Sigma)


one, other = exponent_along(candidate), exponent_along(U)
length = mean(one * other) - mean(one) * mean(other)  # E of the product of the two scores, F(2ΣGΣ, U)
closed_form = Equal(length, tr(G @ U))
any_slope = setting(
    where={G: A + A.T, U: B + B.T, alpha: half + c},
    A=Rectangle(says=r"half of $\nabla_\Sigma L$, any symmetric matrix, up to an antisymmetric part"),
    B=Rectangle(says="half of a symmetric change of Σ, likewise"),
    Sigma=covariance,
    c=Scalar(positive=True, says="by how much the step size exceeds 1/2"),
    sizes=(1, 2),
)
after_step = Sigma - 2 * alpha * (Sigma @ Sigma.inv @ Sigma)  # L = log det Σ, whose gradient is Σ⁻¹
leaves = PositiveDefinite(-after_step)
no_closed_form = Greater((length - tr(G @ U)) ** 2, 0)

gauss_cov = Claim(
    id="methods.3.gauss.cov",
    section="3 (Gaussian distributions)",
    title="The covariance is more complex because of its constraint",
    statement=r"Covariance parameter: more complex due to the constraint $\Sigma\succ0$.",
    readings=(
        Reading(
            "A",
            "What is complex is left open. As written it is the natural gradient that the sentence before "
            "gives for the mean, and whatever else the constraint does: there is no closed form, and steps "
            "can leave the domain.",
            And(no_closed_form, leaves),
            any_slope,
            literal=True,
        ),
        Reading(
            "B",
            r"A finite step may violate the constraint: for $L=\log\det\Sigma$, $G=\Sigma^{-1}$, and every "
            r"$\alpha>\frac12$, $\Sigma-2\alpha\Sigma G\Sigma$ is negative definite, at every $\Sigma$.",
            leaves,
            any_slope,
        ),
        Reading(
            "C",
            r"There is no closed form: $2\Sigma G\Sigma$, with the symmetric gradient $G=\nabla_\Sigma L$, "
            r"is not the solution $V$ of $F(V,U)=\mathrm{tr}(GU)$, where $F$ is the mean product of the "
            "scores along two changes of Σ.",
            no_closed_form,
            any_slope,
        ),
    ),
    hypothesis=Hypothesis(
        "reading",
        "what is complex is that a step of finite length may leave the positive definite matrices (reading B)",
        any_slope,
        leaves,
    ),
    variants=(
        Variant("the step stays inside", PositiveDefinite(after_step)),
        Variant(
            "a step with half the natural gradient leaves too",
            PositiveDefinite(-(Sigma - alpha * (Sigma @ Sigma.inv @ Sigma))),
        ),
        Variant("the closed form without its factor", Equal(2 * length, tr(G @ U))),
        Variant("the sum of both, inside", Greater(tr(after_step), 0)),
    ),
    beware=(
        "The domain is open, so the constraint does not enter the gradient: F(2ΣGΣ, U) = tr(GU) for every "
        "symmetric U. G is the gradient with both entries off the diagonal counted, ½(∂L/∂Σ_ij) each; "
        "without that a factor 2 is lost."
    ),
    sources=("AmariNagaoka2000, section 2.2", "Skovgaard1984"),
)
