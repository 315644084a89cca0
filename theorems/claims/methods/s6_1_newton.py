"""Section 6: the natural gradient beside Newton's method, for maximum likelihood."""

from theorems import (
    Claim,
    Data,
    Equal,
    Hypothesis,
    Loss,
    Model,
    Point,
    Reading,
    Variant,
    Vector,
    cross_entropy,
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
    score,
    setting,
    symbol,
)

theta, tau, w = symbol("theta"), symbol("tau"), symbol("w")
p, q = law("p", theta), law("q")
L = function("L")

# -- Newton -------------------------------------------------------------------------------------------------

slope = grad(L(theta), theta)
hessian = jacobian(grad(L(theta), theta), theta)
newton = theta - hessian.inv @ slope
step = w - theta
taylor = L(theta) + slope.T @ step + half * (step.T @ hessian @ step)
with_loss = setting(theta=Point("the iterate"), w=Vector("any point"), L=Loss(at="theta"))

newton_def = Claim(
    id="methods.6.newton-def",
    section="6 (natural gradient and Newton)",
    title="Newton's update",
    statement=r"Newton: $\theta_{k+1}=\theta_k-H^{-1}\nabla L$, $H=\nabla^2L$",
    readings=(
        Reading(
            "A",
            "A definition, where $H$ is invertible. Consistent: at any point $w$ the slope of Taylor's "
            r"polynomial of second order at $\theta_k$ is $H(w-\theta_{k+1})$, so that $\theta_{k+1}$ is "
            "where it vanishes.",
            Equal(grad(taylor, w), hessian @ (w - newton)),
            with_loss,
            literal=True,
            defines=r"\theta_{k+1}",
        ),
    ),
    variants=(
        Variant(
            "the Hessian where its inverse belongs",
            Equal(grad(taylor, w), hessian @ (w - theta + hessian @ slope)),
        ),
        Variant("the plain gradient", Equal(grad(taylor, w), hessian @ (w - theta + slope))),
    ),
    beware="Where H is not positive definite the point is no minimum of the polynomial: the step may go uphill.",
    sources=("NocedalWright2006, section 2.2",),
)

# -- the natural gradient -------------------------------------------------------------------------------------

likelihood = cross_entropy(q, p)
natural = theta - fisher(theta).inv @ grad(likelihood, theta)
of_kl = named(r"\nabla^2\mathrm{KL}", let(tau, theta, jacobian(grad(kl(p, law("p", tau)), tau), tau)), theta)
mean_score = expect(q, score(theta))
model_and_data = setting(sizes=(1, 2), theta=Point("the iterate"), p=Model(at="theta"), q=Data())

natural_def = Claim(
    id="methods.6.natural-def",
    section="6 (natural gradient and Newton)",
    title="The natural-gradient update for maximum likelihood",
    statement=r"Natural: $\theta_{k+1}=\theta_k-F^{-1}\nabla L$, $F$ the Fisher matrix",
    readings=(
        Reading(
            "A",
            r"A definition, with $L=-\mathbb E_q[\log p]$ over the data and $F$ over the model, where "
            r"$F\succ0$. Consistent: the step is the mean score of the data, raised by the Hessian of "
            r"$\mathrm{KL}(p_\theta\|p_\tau)$ in $\tau$ at $\theta$.",
            Equal(of_kl @ (natural - theta), mean_score),
            model_and_data,
            literal=True,
            defines=r"\theta_{k+1}",
        ),
    ),
    variants=(
        Variant(
            "the Fisher matrix over the data",
            Equal(of_kl @ -(fisher(theta, under=q).inv @ grad(likelihood, theta)), mean_score),
        ),
        Variant("the mean score of the model", Equal(of_kl @ (natural - theta), expect(p, score(theta)))),
        Variant("the plain gradient", Equal(of_kl @ -grad(likelihood, theta), mean_score)),
    ),
    beware="Two laws occur: that of the data in ∇L and that of the model in F.",
    sources=("Amari1998, section 2",),
)

# -- the mean Hessian -----------------------------------------------------------------------------------------

pointwise = let(tau, theta, jacobian(grad(-log_density(law("p", tau)), tau), tau))  # −∇² log p(x|θ)

expected_hessian = Claim(
    id="methods.6.expected-hessian",
    section="6 (natural gradient and Newton)",
    title="The mean Hessian is the Fisher matrix",
    statement=r"Under regularity conditions $\mathbb E[H]=F$, the equality of Fisher information.",
    readings=(
        Reading(
            "A",
            r"The mean over the model at the parameter where the Hessian is taken: $\mathbb E_{x\sim "
            r"p_\theta}[-\nabla^2\log p(x|\theta)]=F(\theta)$.",
            Equal(expect(p, pointwise), fisher(theta)),
            setting(sizes=(1, 2), theta=Point(), p=Model(at="theta")),
        ),
        Reading(
            "B",
            r"The mean over the data: $\mathbb E_{x\sim q}[-\nabla^2\log p(x|\theta)]=F(\theta)$ for $q\ne p_\theta$.",
            Equal(expect(q, pointwise), fisher(theta)),
            setting(sizes=(1, 2), theta=Point(), p=Model(at="theta"), q=Data()),
        ),
        Reading(
            "C",
            r"Which law the mean is over is not said, and $H=\nabla^2L$ is the Hessian of the line above, "
            "of a loss over data: for a smooth model and any law.",
            Equal(expect(q, pointwise), fisher(theta)),
            setting(sizes=(1, 2), theta=Point(), p=Model(at="theta"), q=Data(says="any law")),
            literal=True,
        ),
    ),
    hypothesis=Hypothesis(
        "which expectation",
        r"the mean is over the model's own law at the parameter where the Hessian is taken (reading A)",
        setting(sizes=(1, 2), theta=Point(), p=Model(at="theta")),
        Equal(expect(p, pointwise), fisher(theta)),
    ),
    variants=(
        Variant("the Hessian of the log-likelihood", Equal(expect(p, -pointwise), fisher(theta))),
        Variant(
            "both over the data",
            Equal(expect(q, pointwise), fisher(theta, under=q)),
            setting(sizes=(1, 2), theta=Point(), p=Model(at="theta"), q=Data()),
        ),
    ),
    beware=(
        "Exponential families in natural parameters have a Hessian that does not depend on x, so that the "
        "mean over any law will do: they cannot tell. Where the model is right, data and model have one law "
        "at the optimum, and only there."
    ),
    sources=("LehmannCasella1998, lemma 2.5.3", "Martens2020"),
)
