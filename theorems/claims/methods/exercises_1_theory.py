"""Theoretical exercises: what is to be shown."""

from theorems import (
    And,
    Chart,
    Claim,
    Covariance,
    Data,
    Equal,
    Loss,
    Model,
    Point,
    RandomColumn,
    Reading,
    Rectangle,
    Scalar,
    Term,
    Variant,
    Vector,
    derivative,
    det,
    exp,
    expect,
    fisher,
    function,
    grad,
    half,
    jacobian,
    law,
    let,
    log,
    log_density,
    named,
    rational,
    setting,
    symbol,
    tr,
)

theta, tau, eta = map(symbol, ("theta", "tau", "eta"))
L, psi = function("L"), function("psi")

# -- invariance -------------------------------------------------------------------------------------------

# θ = ψ(η) with J = ∂θ/∂η; loss and model are written in η and differentiated there.
J = jacobian(psi(eta), eta)
score_eta = grad(log_density(law("p", psi(eta))), eta)
F_eta = named("F", expect(law("p", psi(eta)), score_eta @ score_eta.T), eta)
slope_eta = grad(L(psi(eta)), eta)
slope_theta = let(tau, psi(eta), grad(L(tau), tau))
natural_eta, natural_theta = F_eta.inv @ slope_eta, fisher(psi(eta)).inv @ slope_theta

invariance = Claim(
    id="methods.ex.t1",
    section="15 (theory)",
    title="Natural gradients do not depend on the parameters",
    statement="Prove that natural gradients are invariant under changes of parameters.",
    readings=(
        Reading(
            "A",
            r"What is to be shown is said of gradients: as tangent vectors $J\tilde\nabla_\eta L=\tilde\nabla_\theta "
            r"L$ for every smooth change $\theta=\psi(\eta)$ with smooth inverse, model and loss; the change of the "
            r"loss along them, $\nabla L^{\top}\tilde\nabla L$, is the same number.",
            And(
                Equal(J @ natural_eta, natural_theta),
                Equal(slope_eta.T @ natural_eta, slope_theta.T @ natural_theta),
            ),
            setting(
                theta=Point(),
                eta=Point("the same point in other coordinates"),
                psi=Chart(at="eta", value="theta"),
                L=Loss(at="theta"),
                p=Model(at="theta", families=()),
                sizes=(1, 2),
            ),
            literal=True,
        ),
    ),
    variants=(
        Variant("as columns of numbers", Equal(natural_eta, natural_theta)),
        Variant("by the transposed Jacobian", Equal(J.T @ natural_eta, natural_theta)),
        Variant("standard gradients", Equal(J @ slope_eta, slope_theta)),
    ),
    beware="Of updates with steps of finite size it is true for affine changes only, and to first order for others.",
    sources=("Amari1998, section 2", "Martens2020, section 12"),
)

# -- the normal laws ----------------------------------------------------------------------------------------

Sigma, A, B, G, U, s, t, u, v = map(symbol, ("Sigma", "A", "B", "G", "U", "s", "t", "u", "v"))


def mean_log_density(shift: Term, change: Term) -> Term:
    """E of log N(x; μ + u, Σ + G) over x ~ N(μ, Σ), of which only E[zzᵀ] = Σ is used, less a constant."""
    moved = Sigma + change
    return -half * log(det(moved)) - half * tr(moved.inv @ (Sigma + shift @ shift.T))


by_two = derivative(derivative(mean_log_density(s * u + t * v, s * G + t * U), s), t)
form = -let(s, rational(0), let(t, rational(0), by_two))  # minus the mean of the second derivative of log p
precision = Sigma.inv
of_means, of_covariances = u.T @ precision @ v, half * tr(precision @ G @ precision @ U)

normal_fisher = Claim(
    id="methods.ex.t2",
    section="15 (theory)",
    title="The Fisher matrix of the multivariate normal laws",
    statement="Derive the Fisher information matrix of multivariate Gaussian distributions.",
    readings=(
        Reading(
            "A",
            r"There is one to be derived, minus the mean second derivative of the log-density of $N(\mu,\Sigma)$: "
            r"for two changes $(u,G)$ and $(v,U)$ of mean and covariance it is "
            r"$u^{\top}\Sigma^{-1}v+\frac12\mathrm{tr}(\Sigma^{-1}G\Sigma^{-1}U)$, with "
            "nothing between mean and covariance.",
            Equal(form, of_means + of_covariances),
            setting(
                where={G: A + A.T, U: B + B.T},
                Sigma=Covariance(says="the covariance"),
                u=Vector("a change of the mean"),
                v=Vector("another"),
                A=Rectangle(says="half of a symmetric change of Σ, up to an antisymmetric part"),
                B=Rectangle(says="half of another, likewise"),
                sizes=(1, 2),
            ),
            literal=True,
        ),
    ),
    variants=(
        Variant("without the half", Equal(form, of_means + 2 * of_covariances)),
        Variant("the covariance for the precision", Equal(form, u.T @ Sigma @ v + of_covariances)),
        Variant(
            "the product of two traces", Equal(form, of_means + half * tr(precision @ G) * tr(precision @ U))
        ),
    ),
    beware=(
        "In the entries of Σ with i ≤ j as coordinates, entries off the diagonal count twice. Σ = Id hides where its "
        "inverse stands."
    ),
    sources=("Skovgaard1984, section 2", "Kay1993, section 3.9"),
)

# -- exponential families -----------------------------------------------------------------------------------

# On the outcomes of r with the statistic T: p(k|τ) = r_k exp(τᵀT_k − A(τ)), with A(τ) = log E_r[exp(τᵀT)].
T, m = symbol("T"), symbol("m")
r = law("r")


def log_partition(at: Term) -> Term:
    """A(τ) = log E_r[exp(τᵀT)]."""
    return log(expect(r, exp(at.T @ T)))


def model_mean(body: Term) -> Term:
    """The mean under the member of the family at θ."""
    return expect(r, exp(theta.T @ T) * body) / expect(r, exp(theta.T @ T))


score = let(tau, theta, grad(tau.T @ T - log_partition(tau), tau))
of_family = model_mean(score @ score.T)
loss = log_partition(tau) - tau.T @ m  # −E log p over data with the mean statistic m
slope = let(tau, theta, grad(loss, tau))
hessian = let(tau, theta, jacobian(grad(loss, tau), tau))
empirical = (T - m) @ (T - m).T

# A coin in its probability c of the outcome 1, which is no natural parameter, with the share w in the data.
c, w, a, b = map(symbol, ("c", "w", "a", "b"))
coin_loss = -(w * log(c) + (1 - w) * log(1 - c))
coin = setting(
    where={c: a / (1 + a), w: b / (1 + b)},
    a=Scalar(positive=True, says="the odds of the coin"),
    b=Scalar(positive=True, says="the odds in the data"),
    sizes=(1,),
)

newton = Claim(
    id="methods.ex.t3",
    section="15 (theory)",
    title="For exponential families the natural gradient is Newton's method",
    statement="Show the connection between natural gradients and Newton's method for exponential families.",
    readings=(
        Reading(
            "A",
            r"In the natural parameter, for every data law: the Fisher matrix, from the scores of the family, is the "
            r"Hessian of the expected negative log-likelihood, and with it $F^{-1}\nabla L$ is "
            r"$(\nabla^2L)^{-1}\nabla L$.",
            Equal(of_family, hessian),
            setting(
                theta=Point("the natural parameter"),
                r=Data(says="the base measure of the family"),
                T=RandomColumn("r", says="the statistic"),
                m=Vector("the mean statistic of the data"),
                sizes=(1, 2),
            ),
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "a coin in its probability",
            Equal(derivative(derivative(coin_loss, c), c), 1 / (c * (1 - c))),
            coin,
        ),
        Variant("with the empirical Fisher matrix", Equal(model_mean(empirical), hessian)),
        Variant("the plain gradient", Equal(hessian @ slope, slope)),
    ),
    beware=(
        "In other parameters, such as means or the probability of a coin, the Hessian has the data in it, and the two "
        "methods differ away from the optimum."
    ),
    sources=("Brown1986, chapter 3", "Martens2020, section 9"),
)
