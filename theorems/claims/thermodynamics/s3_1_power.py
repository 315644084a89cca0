"""Section 3.1: power along the natural gradient."""

from theorems import (
    And,
    AtLeast,
    Chart,
    Claim,
    Covector,
    Curve,
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
    UniqueMinimiser,
    Variant,
    Vector,
    derivative,
    entropy,
    fisher,
    function,
    grad,
    law,
    norm2,
    rational,
    setting,
    sqrt,
    symbol,
)

# -- one point: a metric, a gradient, and velocities to choose from -----------------------------

v, v0, g, mu, eta, c = (symbol(name) for name in ("v", "v_0", "g", "mu", "eta", "c"))
I_F = symbol("I_F")
natural = I_F.inv @ g
direction = -mu * natural
power = g.T @ v
speed = v.T @ I_F @ v  # the squared Riemannian speed, as the document constrains it
steepness = g.T @ I_F.inv @ g  # ‖∇L‖² in the metric of the cotangent space

metric = Metric("the Fisher matrix at θ, positive definite")
gradient = Covector("the gradient ∇L(θ)")
at_a_point = setting(
    Greater(norm2(g), 0), I_F=metric, g=gradient, mu=Scalar(positive=True, says="a positive factor")
)

thm3 = Claim(
    id="thermo.3.1.thm3",
    section="3.1",
    title="The natural gradient has the least power among velocities of one Riemannian speed",
    statement=(
        r"Theorem 3: the natural gradient minimises the power $P=\nabla L(\theta)^{\top}\dot\theta$ "
        r"among velocities of the same $\dot\theta^{\top}I_F\dot\theta$"
    ),
    readings=(
        Reading(
            "A",
            r"Power with its sign, $P=dL/dt$; the competitors have the same Riemannian speed.",
            Minimises(direction, power, v, level=speed),
            at_a_point,
            literal=True,
        ),
        Reading(
            "B",
            r"Power dissipated in the sense of physics, $-dL/dt$; the competitors have the same "
            r"Riemannian speed.",
            Minimises(direction, -power, v, level=speed),
            at_a_point,
        ),
        Reading(
            "C",
            r"Friction power $\dot\theta^{\top}I_F\dot\theta$; the competitors lower the loss at the same "
            r"rate.",
            Minimises(direction, speed, v, level=power),
            at_a_point,
        ),
        Reading(
            "D",
            r"Power with its sign, $P=dL/dt$; every velocity competes.",
            Minimises(direction, power, v),
            at_a_point,
        ),
    ),
    variants=(
        Variant(
            "The Euclidean speed is fixed instead of the Riemannian one.",
            Minimises(direction, power, v, level=norm2(v)),
        ),
        Variant(
            "The plain gradient instead of the natural one.",
            Minimises(-mu * g, power, v, level=speed),
        ),
    ),
    beware=(
        "At one speed, the least P is the largest −P: the direction that is cheapest in signed power "
        "dissipates the most. Friction power at a prescribed rate of descent is the version in which "
        "dissipation itself is least. With n = 1, or with a metric that is a multiple of the identity, "
        "plain and natural gradient agree."
    ),
    sources=(
        "Amari1998, theorem 1",
        "BoydVandenberghe2004, section 9.4.1",
        "NocedalWright2006, theorem 12.6",
    ),
)

# -- along a curve, in two charts ---------------------------------------------------------------

theta, x, t, T = symbol("theta"), symbol("x"), symbol("t"), symbol("T")
L, psi, gamma = function("L"), function("psi"), function("gamma")

# The curve is given in the chart x, where it passes through x at time t; θ = ψ(x).
path = psi(gamma(t))
loss_rate = derivative(L(path), t)
velocity = derivative(path, t)
velocity_x = derivative(gamma(t), t)
slope = grad(L(theta), theta)
slope_x = grad(L(psi(x)), x)
moving = setting(
    t=Scalar(says="time"),
    x=Point("the same point in another chart"),
    theta=Point(),
    gamma=Curve(at="t", through="x", says="the path of the parameter, written in the chart x"),
    psi=Chart(at="x", value="theta"),
    L=Loss(at="theta"),
)

power_chain = Claim(
    id="thermo.3.1.power-chain",
    section="3.1 step 1",
    title="Power is the rate of change of the loss along the path",
    statement=r"$P(t)=\nabla L(\theta)^{\top}\dot\theta=\frac{d}{dt}L(\theta(t))$",
    readings=(
        Reading(
            "A",
            r"The chain rule, and the same number in every chart: $\nabla_\theta "
            r"L^{\top}\dot\theta=\tfrac{d}{dt}L=\nabla_xL^{\top}\dot x$ with $\theta=\psi(x)$.",
            And(Equal(loss_rate, slope.T @ velocity), Equal(loss_rate, slope_x.T @ velocity_x)),
            moving,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "The gradient in one chart with the velocity in the other.",
            Equal(loss_rate, slope.T @ velocity_x),
        ),
        Variant("The gradient has the same components in both charts.", Equal(slope, slope_x)),
    ),
    beware="A chart whose Jacobian is orthogonal hides that ∇L and the velocity change in opposite ways.",
    sources=("Lee2013, chapter 11",),
)

F, w = symbol("F"), symbol("w")
S = entropy(law("p", theta))
force_is_gradient = setting(
    where={F: slope, w: velocity},
    t=Scalar(says="time"),
    x=Point("the same point in another chart"),
    theta=Point(),
    gamma=Curve(at="t", through="x", says="the path of the parameter, written in the chart x"),
    psi=Chart(at="x", value="theta"),
    L=Loss(at="theta"),
)
named_force = And(Equal(F.T @ w, loss_rate), Equal(F.T @ w, slope_x.T @ velocity_x))

power_force = Claim(
    id="thermo.3.1.power-force",
    section="3.1 step 1",
    title="Power is force times velocity with the gradient as the force",
    statement=r"$P(t)=F\cdot v=\nabla L(\theta)^{\top}\dot\theta$",
    readings=(
        Reading(
            "A",
            r"$F$ is the free energy of section 1.2, $F=L-TS$, and $v=\dot\theta$.",
            Equal(F @ w, slope.T @ w),
            setting(
                where={F: L(theta) - T * S},
                theta=Point(),
                w=Vector("the velocity θ̇"),
                T=Scalar(positive=True, says="the temperature"),
                L=Loss(at="theta"),
                p=Model(at="theta"),
            ),
            literal=True,
        ),
        Reading(
            "B",
            r"$F$ is a name used in this line only, for $\nabla L$: the product is $dL/dt$ and the same "
            r"in every chart.",
            named_force,
            force_is_gradient,
            defines="F",
        ),
        Reading(
            "C",
            r"$F$ is the force that derives from the potential $L$ in the sense of physics, $F=-\nabla L$.",
            Equal(F.T @ w, slope.T @ w),
            setting(where={F: -slope}, theta=Point(), w=Vector("the velocity θ̇"), L=Loss(at="theta")),
        ),
    ),
    repair=Repair(
        r"With the covector $\mathcal F:=\nabla L$ under a letter of its own, $\mathcal "
        r"F\cdot\dot\theta=dL/dt$ in every chart.",
        named_force,
        force_is_gradient,
    ),
    variants=(
        Variant("The force times the velocity of another chart.", Equal(F.T @ velocity_x, loss_rate)),
        Variant("The squared length of the force instead of its power.", Equal(F.T @ F, loss_rate)),
    ),
    beware=(
        "F names a scalar in section 1.2 and a column here. The force of a potential carries a minus "
        "sign, so the power of that force is the loss that is given off, not the loss that is gained."
    ),
    sources=("GoldsteinPooleSafko2002, section 1.1", "Lee2013, chapter 11"),
)

line = function("line")
in_fisher_terms = setting(
    t=Scalar(says="time"),
    theta=Point(),
    line=Curve(at="t", through="theta", says="the path of the parameter"),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)
theta_dot = derivative(line(t), t)

power_fisher = Claim(
    id="thermo.3.1.power-fisher",
    section="3.1 step 2",
    title="Power written as the lowered velocity against the raised gradient",
    statement=r"$P(t)=(I_F(\theta)\dot\theta)^{\top}I_F^{-1}(\theta)\nabla L(\theta)$",
    readings=(
        Reading(
            "A",
            r"An identity for every path and every model with a positive definite Fisher matrix; "
            r"$P=\frac{d}{dt}L$.",
            Equal(derivative(L(line(t)), t), (fisher(theta) @ theta_dot).T @ fisher(theta).inv @ slope),
            in_fisher_terms,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "The metric twice: lowered velocity against the gradient.",
            Equal(derivative(L(line(t)), t), (fisher(theta) @ theta_dot).T @ slope),
        ),
    ),
    beware=(
        "The metric cancels because it is symmetric; a metric equal to the identity cannot tell. Nothing "
        "is gained in generality: the right side needs an invertible Fisher matrix, the left side does "
        "not."
    ),
    sources=("AmariNagaoka2000, section 2.2",),
)

# -- the problem of step 3 ----------------------------------------------------------------------

# Every level c > 0 is the level of some v0 ≠ 0, and every v0 ≠ 0 has one, since the metric is positive definite.
level_c = v0.T @ I_F @ v0
best = -(sqrt(level_c / steepness) * natural)
flat = (0 * g).T @ v
at_a_speed = setting(
    Greater(level_c, 0),
    Greater(norm2(v0), 0),
    Greater(steepness, 0),
    I_F=metric,
    g=gradient,
    v_0=Vector("any velocity but zero; c is its squared Riemannian speed"),
)

opt_problem = Claim(
    id="thermo.3.1.opt-problem",
    section="3.1 step 3",
    title="Least power at a given Riemannian speed: existence and uniqueness of the solution",
    statement=(
        r"$\min_{\dot\theta}\nabla L(\theta)^{\top}\dot\theta$ subject to "
        r"$\dot\theta^{\top}I_F(\theta)\dot\theta=c$"
    ),
    readings=(
        Reading(
            "A",
            r"At each speed $c>0$, which is standing, there is a minimiser: where $\nabla L\ne0$ it is the only "
            r"one, and at $\nabla L=0$ it is not, since $v_0$ and $-v_0$ of that speed both are. The level is "
            r"that of a free $v_0$.",
            And(
                UniqueMinimiser(best, power, v, level=speed),
                Equal(best.T @ I_F @ best, level_c),
                Minimises(v0, flat, v, level=speed),
                Minimises(-v0, flat, v, level=speed),
                Greater(norm2(v0 - (-v0)), 0),
            ),
            at_a_speed,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "At zero gradient the minimiser is unique.",
            UniqueMinimiser(v0, flat, v, level=speed),
        ),
        Variant(
            "The minimiser has the prescribed Euclidean speed.",
            Equal(norm2(best), level_c),
        ),
    ),
    beware=(
        "c > 0 is a standing assumption here. At c = 0 a positive definite metric leaves one competitor, the "
        "zero velocity, which is then the only minimiser whatever the gradient: read with c = 0 included, "
        "'unique exactly where c > 0 and ∇L ≠ 0' fails there, and 'unique exactly where c = 0 or ∇L ≠ 0' is true."
    ),
    sources=("NocedalWright2006, theorem 12.6",),
)

solution_direction = Claim(
    id="thermo.3.1.solution-direction",
    section="3.1 step 4",
    title="The solution of step 3 points along the negative natural gradient",
    statement=r"$\arg\min\propto-I_F^{-1}(\theta)\nabla L(\theta)$",
    readings=(
        Reading(
            "A",
            r"Each positive multiple of $-I_F^{-1}\nabla L$ is the only minimiser of step 3 on its own "
            r"level.",
            UniqueMinimiser(direction, power, v, level=speed),
            at_a_point,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "The solution on the sphere of fixed Euclidean length.",
            UniqueMinimiser(direction, power, v, level=norm2(v)),
        ),
        Variant(
            "The plain gradient.",
            UniqueMinimiser(-mu * g, power, v, level=speed),
        ),
        Variant(
            "The metric where its inverse belongs.",
            UniqueMinimiser(-mu * (I_F @ g), power, v, level=speed),
        ),
    ),
    beware=(
        "In step 4 of section 2.1 the same direction is claimed of another problem, in which the loss "
        "does not occur. With n = 1 both signs make up the whole level set."
    ),
    sources=("Amari1998, theorem 1", "BoydVandenberghe2004, section 9.4.1"),
)

step = -eta * natural
fixed_eta = And(Equal(step.T @ I_F @ step, c), UniqueMinimiser(step, power, v, level=speed))
multiplier = setting(
    Greater(norm2(g), 0),
    where={eta: sqrt(c / steepness)},
    I_F=metric,
    g=gradient,
    c=Scalar(positive=True, says="the prescribed squared speed"),
)

solution_eta = Claim(
    id="thermo.3.1.solution-eta",
    section="3.1 step 4",
    title="The solution of step 3 is the natural-gradient flow with a learning rate left free",
    statement=r"$\dot\theta=-\eta I_F^{-1}(\theta)\nabla L(\theta)$ solves step 3 with $\eta$ free and "
    r"constant",
    readings=(
        Reading(
            "A",
            r"For every level $c>0$ and every $\eta>0$, unrelated to it: the point meets the constraint "
            r"and minimises.",
            And(Equal(step.T @ I_F @ step, c), Minimises(step, power, v, level=speed)),
            setting(
                Greater(norm2(g), 0),
                I_F=metric,
                g=gradient,
                c=Scalar(positive=True, says="the prescribed squared speed"),
                eta=Scalar(positive=True, says="the learning rate"),
            ),
            literal=True,
        ),
        Reading(
            "B",
            r"The constraint fixes $\eta=\sqrt{c/(\nabla L^{\top}I_F^{-1}\nabla L)}$, half the inverse of "
            r"the multiplier.",
            fixed_eta,
            multiplier,
        ),
    ),
    repair=Repair(
        r"With $\eta=\sqrt{c/(\nabla L^{\top}I_F^{-1}\nabla L)}$ the point meets the constraint and is "
        r"the only minimiser.",
        fixed_eta,
        multiplier,
    ),
    variants=(
        Variant(
            "The rate takes the Euclidean length of the gradient.",
            Equal((c / norm2(g)) * (natural.T @ I_F @ natural), c),
        ),
        Variant(
            "The rate takes the quadratic form of the metric instead of its inverse.",
            Equal((c / (g.T @ I_F @ g)) * (natural.T @ I_F @ natural), c),
        ),
    ),
    beware=(
        "Every η > 0 solves the problem at one instant for some level, namely η²∇LᵀI_F⁻¹∇L; a prescribed "
        "level, or one that stays constant in time, leaves no freedom, and then η grows as the gradient "
        "gets small."
    ),
    sources=("BoydVandenberghe2004, section 9.4.1", "NocedalWright2006, theorem 12.6"),
)

flow_power = g.T @ step
on_the_flow = setting(I_F=metric, g=gradient, eta=Scalar(positive=True, says="the learning rate"))

power_nonneg = Claim(
    id="thermo.3.1.power-nonneg",
    section="3.1→3.2.3, 5.3",
    title="The power is not negative along the natural-gradient flow",
    statement=r"$P(t)\ge0$ along $\dot\theta=-\eta I_F^{-1}(\theta)\nabla L(\theta)$, as the later "
    r"$\sqrt{P}$ needs",
    readings=(
        Reading(
            "A",
            r"$P=\nabla L^{\top}\dot\theta$ with its sign, as in step 1.",
            AtLeast(flow_power, 0),
            on_the_flow,
            literal=True,
        ),
        Reading(
            "B",
            r"The dissipated power $-dL/dt$ in the place of $P$.",
            AtLeast(-flow_power, 0),
            on_the_flow,
        ),
    ),
    repair=Repair(
        r"Along the flow $-P=\tfrac1\eta\dot\theta^{\top}I_F\dot\theta\ge0$: the loss falls, and what it "
        r"loses is the power dissipated.",
        And(Equal(-flow_power, rational(1) / eta * (step.T @ I_F @ step)), AtLeast(-flow_power, 0)),
        on_the_flow,
    ),
    beware="P vanishes where the gradient does, so ≥ cannot be made strict; nowhere on the flow is P "
    "positive.",
    sources=("Amari1998, section 2", "AmbrosioGigliSavare2008, section 1.1"),
)
