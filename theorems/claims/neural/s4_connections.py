"""Section 4: what the natural gradient has in common with other topics."""

from theorems import (
    And,
    Claim,
    Covector,
    Equal,
    Greater,
    Id,
    Metric,
    Model,
    Point,
    Reading,
    Scalar,
    UniqueMinimiser,
    Variant,
    Vector,
    derivative,
    entries,
    expect,
    fisher,
    fisher_of,
    half,
    jacobian,
    law,
    let,
    log,
    named,
    norm2,
    ones,
    score,
    setting,
    symbol,
)

theta, tau, v, mu, eta = map(symbol, ("theta", "tau", "v", "mu", "eta"))
F, g = symbol("F"), symbol("g")
p = law("p", theta)
model_fisher = fisher(theta)
on_model = setting(theta=Point(), p=Model(at="theta"))
hessian = named(r"\nabla^2L", let(tau, theta, jacobian(-expect(p, score(tau)), tau)), theta)

# -- three ways to one step -------------------------------------------------------------------------

natural = F.inv @ g
riemannian = Equal(natural.T @ F @ v, g.T @ v)
proximal = UniqueMinimiser(-eta * natural, g.T @ v + (v.T @ F @ v) / (2 * eta), over=v)
steepest = UniqueMinimiser(-mu * natural, g.T @ v, over=v, level=v.T @ F @ v)
at_a_point = setting(
    Greater(norm2(g), 0),
    F=Metric("the Fisher matrix at θ, positive definite"),
    g=Covector("the gradient of the loss"),
    mu=Scalar(positive=True, says="a positive factor"),
    eta=Scalar(positive=True, says="the step size"),
    sizes=(1, 2),
)

unifies = Claim(
    id="neural.4.unifies",
    section="4",
    title="The natural gradient joins optimisation, differential geometry and information theory",
    statement="The natural gradient unifies optimisation of networks, differential geometry and information theory.",
    readings=(
        Reading(
            "A",
            r"One vector $x=F^{-1}g$ solves a problem of each. Geometry: $x^{\top}Fv=g^{\top}v$ for every $v$. "
            r"Information: $-\mu x$ alone minimises $g^{\top}v$ at one $\tfrac12v^{\top}Fv$, KL to second order, $F$ "
            r"being its Hessian. Optimisation: $-\eta x$ alone minimises $g^{\top}v+\tfrac1{2\eta}v^{\top}Fv$.",
            And(riemannian, steepest, proximal, Equal(hessian, model_fisher)),
            at_a_point.also(theta=Point(), p=Model(at="theta"), v=Vector("any tangent vector")),
            literal=True,
        ),
    ),
    variants=(
        Variant("The plain gradient in geometry.", Equal(g.T @ F @ v, g.T @ v)),
        Variant(
            "The plain gradient in optimisation.",
            UniqueMinimiser(-eta * g, g.T @ v + (v.T @ F @ v) / (2 * eta), v),
        ),
    ),
    beware="That three fields meet in one formula can be checked; how deep the union goes is a matter of taste.",
    sources=("Amari1998, theorem 1", "Amari2016, chapter 12", "Martens2020, section 6"),
)

newton_related = Claim(
    id="neural.4.newton-related",
    section="4",
    title="Newton's method is related",
    statement="Newton's method is a related topic.",
    readings=(
        Reading(
            "A",
            r"Where the model is well specified, the Hessian of $L(\tau)=-\mathbb E_{p_\theta}\log p_\tau$ at "
            r"$\tau=\theta$ is $F(\theta)$, and the steps $H^{-1}g$ and $F^{-1}g$ are one.",
            And(Equal(hessian, model_fisher), Equal(model_fisher.inv @ hessian, Id)),
            on_model,
            literal=True,
        ),
    ),
    variants=(
        Variant("The Hessian of the mean log-density.", Equal(-hessian, model_fisher)),
        Variant("The squared matrix.", Equal(hessian, model_fisher @ model_fisher)),
    ),
    beware="Elsewhere they differ: the Fisher matrix leaves out what the second derivatives of the model contribute.",
    sources=("Martens2020, section 8", "NocedalWright2006, section 3.3"),
)

trpo_ppo_related = Claim(
    id="neural.4.trpo-ppo-related",
    section="4",
    title="TRPO and PPO are related",
    statement="TRPO and PPO are a related topic.",
    readings=(
        Reading(
            "A",
            r"The step of TRPO, $\max g^{\top}v$ at $\tfrac12v^{\top}Fv=\delta$ with the gradient $g$ of the surrogate,"
            r" is along the natural gradient $F^{-1}g$ alone, and $F$ is the Hessian of the KL that TRPO bounds.",
            And(
                UniqueMinimiser(mu * natural, -(g.T @ v), over=v, level=half * (v.T @ F @ v)),
                Equal(hessian, model_fisher),
            ),
            at_a_point.also(theta=Point(), p=Model(at="theta")),
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "Along the plain gradient.",
            UniqueMinimiser(mu * g, -(g.T @ v), over=v, level=half * (v.T @ F @ v)),
        ),
        Variant("At one Euclidean length.", UniqueMinimiser(mu * natural, -(g.T @ v), over=v, level=v.T @ v)),
    ),
    beware="PPO has neither the constraint nor the matrix; it shares the aim.",
    sources=("Schulman2015, section 6", "Kakade2001, section 2"),
)

# -- EM ---------------------------------------------------------------------------------------------

# Complete data on three outcomes with probabilities p₁, p₂, 1 − p₁ − p₂; seen is only whether it was the first, which a
# share w of the data were. EM sets p₁ to w and keeps the proportion of the other two.
p1, p2, w, a, b, c = map(symbol, ("p1", "p2", "w", "a", "b", "c"))
log_likelihood = w * log(p1) + (1 - w) * log(1 - p1)
slope = entries(derivative(log_likelihood, p1), 0, 0, derivative(log_likelihood, p2)) @ ones
before = entries(p1, 0, 0, p2) @ ones
after_em = entries(w, 0, 0, (1 - w) * p2 / (1 - p1)) @ ones
complete = fisher_of("categorical", p1, p2)
mixed = setting(
    where={p1: a / (1 + a + b), p2: b / (1 + a + b), w: c / (1 + c)},
    a=Scalar(positive=True, says="odds of the first outcome against the third"),
    b=Scalar(positive=True, says="odds of the second outcome against the third"),
    c=Scalar(positive=True, says="odds of having seen the first outcome"),
    v=Vector("any vector, with which both sides are multiplied"),
    sizes=(2,),
)

em_related = Claim(
    id="neural.4.em-related",
    section="4",
    title="The EM algorithm is related",
    statement="The EM algorithm is a related topic.",
    readings=(
        Reading(
            "A",
            r"In mean parameters of an exponential family of complete data, a step of EM is a natural-gradient step of "
            r"size 1 on the observed log-likelihood $\ell$ with the Fisher matrix of the complete data, $p+F_c^{-1}"
            r"\nabla\ell$. Here three outcomes, of which the second and third look alike; a share $w$ is the first.",
            Equal(v.T @ (before + complete.inv @ slope), v.T @ after_em),
            mixed,
            literal=True,
        ),
    ),
    variants=(
        Variant("A plain gradient step.", Equal(v.T @ (before + slope), v.T @ after_em)),
        Variant("Half of the step.", Equal(v.T @ (before + half * (complete.inv @ slope)), v.T @ after_em)),
        Variant(
            "The other outcomes kept.",
            Equal(v.T @ (before + complete.inv @ slope), v.T @ entries(w, 0, 0, p2) @ ones),
        ),
    ),
    beware=(
        "The matrix is that of the complete data, not of what is observed, and the identity is exact in mean "
        "parameters only; in others it is to first order."
    ),
    sources=("Amari2016, chapter 8", "DempsterLairdRubin1977, section 3"),
)
