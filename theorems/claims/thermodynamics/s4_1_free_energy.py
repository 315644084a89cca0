"""Section 4.1: the free energy as the function that the natural gradient descends."""

from theorems import (
    And,
    Claim,
    Covector,
    Curve,
    Data,
    Equal,
    Greater,
    Loss,
    Metric,
    Minimises,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Setting,
    UniqueMinimiser,
    Variant,
    Vector,
    cross_entropy,
    derivative,
    entropy,
    expect,
    fisher,
    function,
    grad,
    law,
    let,
    log_density,
    norm,
    norm2,
    rational,
    score,
    setting,
    symbol,
)

# -- one point: a metric and the gradients of the loss and of the entropy -----------------------

v, mu, T, I_F = symbol("v"), symbol("mu"), symbol("T"), symbol("I_F")
g_L, g_S, g_F = symbol("g_L"), symbol("g_S"), symbol("g_F")
by_F, by_L = -(I_F.inv @ g_F), -(I_F.inv @ g_L)
speed = v.T @ I_F @ v
rate = g_F.T @ v

metric = Metric("the Fisher matrix at θ, positive definite")
temperature = Scalar(positive=True, says="the temperature, a constant")
factor = Scalar(positive=True, says="a positive factor")
# Any two covectors are the gradients of some loss and some entropy at one point.
free_energy = setting(
    Greater(norm2(g_F), 0),
    where={g_F: g_L - T * g_S},
    I_F=metric,
    g_L=Covector("the gradient ∇L(θ)"),
    g_S=Covector("the gradient ∇S(θ)"),
    T=temperature,
    mu=factor,
)
steepest = UniqueMinimiser(mu * by_F, rate, v, level=speed)
per_euclidean_length = Minimises(mu * by_F, rate, v, level=norm2(v))
wrong_directions = (
    Variant("The gradient of the loss alone.", UniqueMinimiser(mu * by_L, rate, v, level=speed)),
    Variant("The plain gradient of the free energy.", UniqueMinimiser(-mu * g_F, rate, v, level=speed)),
    Variant("At one Euclidean length.", per_euclidean_length),
    Variant(
        "The metric where its inverse belongs.",
        UniqueMinimiser(-mu * (I_F @ g_F), rate, v, level=speed),
    ),
)

thm5 = Claim(
    id="thermo.4.1.thm5",
    section="4.1",
    title="The natural gradient is the direction of steepest descent of the free energy",
    statement=r"Theorem 5: the natural gradient points along steepest descent of $F=L-TS$",
    readings=(
        Reading(
            "A",
            r"Each positive multiple of $-I_F^{-1}\nabla F$ is the only minimiser of $\nabla F^{\top}v$ "
            r"among the "
            r"velocities of its Fisher length.",
            steepest,
            free_energy,
            literal=True,
        ),
        Reading(
            "B",
            r"The natural gradient of theorems 1 to 3, $-I_F^{-1}\nabla L$, is a minimiser of $\nabla "
            r"F^{\top}v$ "
            r"among the velocities of its Fisher length.",
            Minimises(mu * by_L, rate, v, level=speed),
            free_energy.also(Greater(norm2(g_L), 0)),
        ),
        Reading(
            "C",
            r"$-I_F^{-1}\nabla F$ is a minimiser of $\nabla F^{\top}v$ among the velocities of its Euclidean "
            r"length.",
            per_euclidean_length,
            free_energy,
        ),
    ),
    variants=wrong_directions,
    beware=(
        "The theorem is true of the gradient of F, which sections 2 and 3 do not use: theirs is the gradient "
        "of L. "
        "At T = 0, with a gradient of S opposite to that of L, or along it while T is small, the two have "
        "one direction. "
        "With an isotropic metric the Euclidean length would do."
    ),
    sources=("Amari1998, theorem 1", "NocedalWright2006, theorem 12.6"),
)

max_descent = Claim(
    id="thermo.4.1.max-descent",
    section="4.1 step 3",
    title="Maximum descent of the free energy is along minus its natural gradient",
    statement=r"$\dot\theta=-I_F^{-1}(\theta)\nabla F(\theta)$ is maximum descent",
    readings=(
        Reading(
            "A",
            r"Its direction is the only one of steepest descent of $F$ per unit of Fisher length, whatever "
            r"the speed.",
            steepest,
            free_energy,
            literal=True,
        ),
        Reading(
            "B",
            r"Among the velocities that meet step 2, $\nabla F^{\top}v=-v^{\top}I_Fv$, it alone lowers $F$ "
            r"at the "
            r"greatest rate; its length is part of the answer.",
            And(
                Equal(g_F.T @ by_F, -(by_F.T @ I_F @ by_F)),
                UniqueMinimiser(by_F, rate, v, level=rate + speed),
            ),
            free_energy,
        ),
        Reading(
            "C",
            r"Its direction is one of steepest descent of $F$ per unit of Euclidean length.",
            per_euclidean_length,
            free_energy,
        ),
    ),
    variants=wrong_directions,
    beware=(
        "Steepest descent fixes a direction; the length 1 of the factor comes from step 2, used as a "
        "constraint "
        "(maximum dissipation), or from a choice of the unit of time. Per unit of Euclidean length the "
        "answer is "
        "−∇F, which changes with the chart; an isotropic metric hides it."
    ),
    sources=("Amari1998, theorem 1", "NocedalWright2006, theorem 12.6"),
)

# -- along a curve ------------------------------------------------------------------------------

theta, t = symbol("theta"), symbol("t")
L, S, F, line = function("L"), function("S"), function("F"), function("line")
S_along = entropy(law("p", line(t)))
velocity = derivative(line(t), t)
moving = setting(
    t=Scalar(says="time"),
    theta=Point(),
    line=Curve(at="t", through="theta", says="the path of the parameter"),
    T=temperature,
    L=Loss(at="theta", says="the loss"),
    p=Model(at="theta"),
)
dF_dt = derivative(L(line(t)) - T * S_along, t)
grad_L = grad(L(theta), theta)
# From the definition of S: the score has mean zero, so ∇S = −E_p[log p · score].
grad_S = -expect(law("p", theta), log_density(law("p", theta)) * score(theta))
grad_F = grad(L(theta) - T * entropy(law("p", theta)), theta)
by_loss = Equal(dF_dt, grad_L.T @ velocity - T * (grad_S.T @ velocity))

dF_chain = Claim(
    id="thermo.4.1.dF-chain",
    section="4.1 step 1",
    title="The rate of the free energy as a rate of F less T times a rate of S",
    statement=r"$dF/dt=\nabla F(\theta)^{\top}\dot\theta-T\,\nabla S(\theta)^{\top}\dot\theta$",
    readings=(
        Reading(
            "A",
            r"$F=L-TS$ of section 1.2 with $T$ constant, along any path.",
            Equal(dF_dt, grad_F.T @ velocity - T * (grad_S.T @ velocity)),
            moving,
            literal=True,
        ),
        Reading(
            "B",
            r"With $\nabla L$ in the place of $\nabla F$.",
            by_loss,
            moving,
        ),
    ),
    repair=Repair(
        r"Along every path, at constant $T$, $dF/dt=\nabla L^{\top}\dot\theta-T\,\nabla S^{\top}\dot\theta"
        r"=\nabla F^{\top}\dot\theta$.",
        And(by_loss, Equal(dF_dt, grad_F.T @ velocity)),
        moving,
    ),
    beware=(
        "∇F contains −T∇S already, so the printed line counts the entropy twice. It is true where the "
        "entropy does "
        "not change along the path, as for the location of a normal law."
    ),
    sources=("Lee2013, chapter 11",),
)

# -- step 2: dissipation ------------------------------------------------------------------------

on_a_line = theta + t * v  # the rate of F at θ depends on the path through its velocity only
F_rate = let(t, rational(0), derivative(F(on_a_line), t))
flow = -(I_F.inv @ grad(F(theta), theta))
flow_rate = let(t, rational(0), derivative(F(theta + t * flow), t))
slope = grad(F(theta), theta)
at_a_point = Setting({"theta": Point(), "F": Loss(at="theta", says="the free energy"), "I_F": metric})

dF_fisher = Claim(
    id="thermo.4.1.dF-fisher",
    section="4.1 step 2",
    title="The free energy falls at the rate of the squared Fisher speed",
    statement=r"$dF/dt=-\dot\theta^{\top}I_F(\theta)\dot\theta$",
    readings=(
        Reading(
            "A",
            r"Along the dynamics of step 3, $\dot\theta=-I_F^{-1}\nabla F$.",
            Equal(flow_rate, -(flow.T @ I_F @ flow)),
            at_a_point,
            literal=True,
        ),
        Reading(
            "B",
            r"Along every path.",
            Equal(F_rate, -(v.T @ I_F @ v)),
            at_a_point.also(v=Vector("the velocity θ̇")),
        ),
        Reading(
            "C",
            r"As a constraint, together with maximum descent: of the velocities that meet it, "
            r"$-I_F^{-1}\nabla F$ "
            r"alone lowers $F$ fastest.",
            UniqueMinimiser(flow, slope.T @ v, v, level=slope.T @ v + speed),
            at_a_point.also(Greater(norm2(slope), 0)),
        ),
    ),
    variants=(
        Variant("The Euclidean speed.", Equal(flow_rate, -norm2(flow))),
        Variant("Half the squared speed, the kinetic energy.", Equal(2 * flow_rate, -(flow.T @ I_F @ flow))),
        Variant("A learning rate of 2 in the flow only.", Equal(2 * flow_rate, -4 * (flow.T @ I_F @ flow))),
    ),
    beware=(
        "It is a property of one flow, not of motion: for another velocity v the rate is ∇Fᵀv. With a "
        "learning rate "
        "η in the flow, the squared speed is divided by η."
    ),
    sources=("AmbrosioGigliSavare2008, section 1.3",),
)

# -- section 4.1 against sections 2 and 3 -------------------------------------------------------

loss = cross_entropy(law("q"), law("p", theta))
S_at = entropy(law("p", theta))
I_theta = fisher(theta)
natural_L = -(I_theta.inv @ grad(loss, theta))
natural_F = -(I_theta.inv @ grad(loss - T * S_at, theta))
natural_S = -(I_theta.inv @ grad(S_at, theta))
natural_mixed = -(I_theta.inv @ grad(S_at - T * S_at, theta))
with_data = setting(theta=Point(), T=temperature, p=Model(at="theta"), q=Data())

L_vs_F = Claim(
    id="thermo.4.1.L-vs-F",
    section="4.1 vs 2–3",
    title="The natural gradients of the free energy and of the loss are one direction",
    statement=r"$-I_F^{-1}\nabla F=-I_F^{-1}\nabla L$ up to a positive factor",
    readings=(
        Reading(
            "A",
            r"$L=-\mathbb E_q\log p_\theta$ with data of their own law, and any $T>0$; both gradients nonzero.",
            Equal(norm(natural_L) * natural_F, norm(natural_F) * natural_L),
            setting(
                Greater(norm2(natural_L), 0),
                Greater(norm2(natural_F), 0),
                sizes=(1, 2),
                theta=Point(),
                T=temperature,
                p=Model(at="theta"),
                q=Data(),
            ),
            literal=True,
        ),
        Reading(
            "B",
            r"The mean is the model's own, so that $L=S$ and $F=(1-T)S$, for any $T>0$.",
            Equal(norm(natural_S) * natural_mixed, norm(natural_mixed) * natural_S),
            setting(
                Greater(norm2(natural_S), 0), sizes=(1, 2), theta=Point(), T=temperature, p=Model(at="theta")
            ),
        ),
    ),
    repair=Repair(
        r"$-I_F^{-1}\nabla F=-I_F^{-1}\nabla L+T\,I_F^{-1}\nabla S$: the flow of the free energy has a "
        r"second force, "
        r"which raises the entropy; it is the flow of the loss at $T=0$ or where $\nabla S=0$.",
        Equal(
            natural_F,
            natural_L
            - (T * (I_theta.inv @ expect(law("p", theta), log_density(law("p", theta)) * score(theta)))),
        ),
        with_data,
    ),
    beware=(
        "The two agree at T = 0. With one parameter a direction is a sign, and it often agrees by accident. "
        "With "
        "L = S the flows are opposite from T = 1 on."
    ),
    sources=("Amari1998, theorem 1",),
)
