"""Section 10: the objective of variational inference, its metric, and its updates."""

from theorems import (
    And,
    Claim,
    Data,
    Equal,
    Loss,
    Model,
    Point,
    Reading,
    Scalar,
    Variant,
    Vector,
    entropy,
    expect,
    fisher,
    function,
    grad,
    half,
    jacobian,
    kl,
    law,
    let,
    log,
    log_density,
    score,
    setting,
    symbol,
)

theta, tau, e = map(symbol, ("theta", "tau", "e"))
here, there = law("q", theta), law("q", tau)
s = score(theta, model="q")

# -- the objective ----------------------------------------------------------------------------------------

# p(x, z) as a function of z is the evidence p(x) = e times the law r of z given x.
posterior = law("r")
log_joint = log(e) + log_density(posterior)
elbo = expect(here, log_joint - log_density(here))
slope = let(tau, theta, grad(expect(there, log_joint - log_density(there)), tau))
variational = setting(
    theta=Point("the variational parameters"),
    q=Model(at="theta", says="the variational law of z, smooth", families=()),
    r=Data(says="the law of z given x"),
    e=Scalar(positive=True, says="the evidence p(x)"),
    sizes=(1, 2),
)

vi_objective = Claim(
    id="methods.10.vi-objective",
    section="10 (variational inference)",
    title="The objective of variational inference",
    statement=r"$L(\theta)=\mathbb E_{q(z|\theta)}[\log p(x,z)-\log q(z|\theta)]$",
    readings=(
        Reading(
            "A",
            r"A definition, to be maximised. Consistent: it is $\log p(x)-\mathrm{KL}(q_\theta\|p(\cdot|x))$, and "
            r"its gradient is $\mathbb E_q[\nabla\log q\,(\log p(x,z)-\log q)]$.",
            And(
                Equal(elbo, log(e) - kl(here, posterior)),
                Equal(slope, expect(here, (log_joint - log_density(here)) * s)),
            ),
            variational,
            literal=True,
            defines="L",
        ),
    ),
    variants=(
        Variant("the divergence the other way round", Equal(elbo, log(e) - kl(posterior, here))),
        Variant("without the entropy", Equal(elbo + entropy(here), log(e) - kl(here, posterior))),
        Variant("without the evidence", Equal(elbo, -kl(here, posterior))),
    ),
    beware="A mean over q, not over the posterior; its gradient has no term for log q, as the score has mean zero.",
    sources=("Hoffman2013, section 2.2",),
)

# -- the metric -------------------------------------------------------------------------------------------

forward = let(tau, theta, jacobian(-expect(here, score(tau, model="q")), tau))
backward_slope = expect(there, score(tau, model="q") * (log_density(there) - log_density(here)))
backward = let(tau, theta, jacobian(backward_slope, tau))
of_posterior = expect(law("r"), s @ s.T)

vi_fisher = Claim(
    id="methods.10.vi-fisher",
    section="10 (variational inference)",
    title="The metric is the Fisher matrix of the variational distribution",
    statement=(
        r"Natural gradients for variational parameters: the Fisher matrix of the variational distribution "
        r"$q(z|\theta)$."
    ),
    readings=(
        Reading(
            "A",
            r"It measures how far the variational law moves: it is the Hessian at θ of "
            r"$\mathrm{KL}(q_\theta\|q_\tau)$ in τ, and of $\mathrm{KL}(q_\tau\|q_\theta)$ too, hence of minus the "
            r"objective where $q_\theta$ is the posterior.",
            And(Equal(fisher(theta, model="q"), forward), Equal(fisher(theta, model="q"), backward)),
            setting(
                theta=variational.symbols["theta"],
                q=variational.symbols["q"],
                sizes=(1, 2),
            ),
            literal=True,
        ),
    ),
    variants=(
        Variant("with the mean over the posterior", Equal(of_posterior, forward), variational),
        Variant("half of it", Equal(half * fisher(theta, model="q"), forward)),
    ),
    beware=(
        "Not the Fisher matrix of the model p(x|z): the variational parameters are those of a law of z, and the data "
        "do not enter the metric."
    ),
    sources=("Hoffman2013, section 2.3",),
)

# -- coordinate ascent ------------------------------------------------------------------------------------

# A factor q(z|λ) = h(z) exp(λᵀt(z) − A(λ)) has E_q[t] = ∇A(λ); where log p(x, z) is ηᵀt(z) and what does not depend
# on z, as in conditionally conjugate models, η is what coordinate ascent sets λ to.
lam, eta = symbol("lambda"), symbol("eta")
A = function("A")
moments = grad(A(tau), tau)
of_factor = eta.T @ moments - tau.T @ moments + A(tau)
ascent = let(tau, lam, grad(of_factor, tau))
divergence = A(tau) - A(lam) - (tau - lam).T @ let(tau, lam, moments)
metric = let(tau, lam, jacobian(grad(divergence, tau), tau))

vi_coordinate_ascent = Claim(
    id="methods.10.vi-coordinate-ascent",
    section="10 (variational inference)",
    title="The natural gradient often leads to coordinate ascent",
    statement="Often leads to coordinate ascent updates.",
    readings=(
        Reading(
            "A",
            r"Often: in conditionally conjugate models, for a factor of any exponential family in its natural "
            r"parameter λ. One natural-gradient step of size 1 goes from every λ to what coordinate ascent sets it to: "
            r"$\lambda+F^{-1}\nabla L=\eta$, with $F$ the Hessian of the divergence.",
            Equal(lam + metric.inv @ ascent, eta),
            setting(
                eta=Vector("the natural parameter of the conditional law of z"),
                A=Loss(at="lambda", says="the log-partition function, smooth"),
                sizes=(1, 2),
            ).also(**{"lambda": Point("the natural parameter of the factor")}),
            literal=True,
        ),
    ),
    variants=(
        Variant("the plain gradient", Equal(lam + ascent, eta)),
        Variant("a step of half the size", Equal(lam + half * (metric.inv @ ascent), eta)),
        Variant("from λ = 0", Equal(metric.inv @ ascent, eta)),
    ),
    beware=(
        "Of size 1, in the natural parameter, one factor at a time: all factors at once is another iteration, and "
        "outside of conjugate models η depends on λ. How often that is the case is not said."
    ),
    sources=("Hoffman2013, section 2.3", "Brown1986, chapter 3"),
)
