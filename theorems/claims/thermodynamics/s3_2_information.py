"""Section 3.2: the information rate and its constraint."""

from theorems import (
    And,
    AtLeast,
    Chart,
    Claim,
    Covector,
    Curve,
    Data,
    Equal,
    Greater,
    Loss,
    Maximises,
    Metric,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    UniqueMinimiser,
    Variant,
    Vector,
    cross_entropy,
    derivative,
    det,
    diag,
    entropy,
    expect,
    fisher,
    function,
    grad,
    jacobian,
    law,
    log_density,
    named,
    norm2,
    ones,
    setting,
    sqrt,
    symbol,
    tr,
)

# -- one point: a metric, a gradient, and velocities to choose from -----------------------------

u, v, g, mu, eta, P = (symbol(name) for name in ("u", "v", "g", "mu", "eta", "P"))
I_F = symbol("I_F")
natural = I_F.inv @ g
direction = -mu * natural
speed = v.T @ I_F @ v
steepness = g.T @ I_F.inv @ g

metric = Metric("the Fisher matrix at θ, positive definite")
gradient = Covector("the gradient ∇L(θ)")
learning_rate = Scalar(positive=True, says="the learning rate")
budget = Scalar(positive=True, says="a prescribed power")
at_a_point = setting(
    Greater(norm2(g), 0), I_F=metric, g=gradient, mu=Scalar(positive=True, says="a positive factor")
)

as_printed = -tr(I_F @ v)
as_entropy_loss = -(g.T @ v)
gains_likelihood = Maximises(direction, as_entropy_loss, v, level=speed)

# -- Theorem 4 ----------------------------------------------------------------------------------

theta = symbol("theta")
p_theta = law("p", theta)
log_loss = cross_entropy(law("q"), p_theta)
I_theta = fisher(theta)
learning = -mu * (I_theta.inv @ grad(log_loss, theta))
entropy_slope = grad(entropy(p_theta), theta)
against_entropy = I_theta.inv @ entropy_slope
same_speed = sqrt((learning.T @ I_theta @ learning) / (entropy_slope.T @ against_entropy))
as_fast = -(same_speed * against_entropy)
fit_to_data = setting(
    Greater(norm2(grad(log_loss, theta)), 0),
    theta=Point(),
    mu=Scalar(positive=True, says="a positive factor"),
    p=Model(at="theta"),
    q=Data(),
)

thm4 = Claim(
    id="thermo.3.2.thm4",
    section="3.2",
    title="The natural gradient gains information at the greatest rate",
    statement=r"Theorem 4: the natural gradient maximises the gain of information per unit time, $dI/dt$",
    readings=(
        Reading(
            "A",
            r"The rate is the one of step 1, $dI/dt=-\mathrm{tr}(I_F\dot\theta)$, with two parameters or "
            r"more.",
            Maximises(direction, as_printed, v, level=speed),
            at_a_point,
            literal=True,
        ),
        Reading(
            "B",
            r"Information gained is log-likelihood gained, $-dL/dt$ in nats, at fixed Fisher speed.",
            gains_likelihood,
            at_a_point,
        ),
        Reading(
            "C",
            r"Information gained is entropy of the model lost, $-dS/dt$, where $L=-E_q[\log p]$: no "
            r"velocity of the same Fisher speed has a greater rate, so in particular $-I_F^{-1}\nabla S$ "
            r"made as fast has not.",
            AtLeast(-(entropy_slope.T @ learning), -(entropy_slope.T @ as_fast)),
            fit_to_data,
        ),
        Reading(
            "D",
            r"Information is length in the Fisher metric; $(ds/dt)^2$ at fixed speed is as great in the "
            r"direction of the natural gradient as in any other direction $u$.",
            And(Maximises(direction, speed, v, level=speed), Maximises(u, speed, v, level=speed)),
            at_a_point.also(u=Vector("any velocity")),
        ),
    ),
    repair=Repair(
        r"Among velocities of one Fisher speed, $-\mu I_F^{-1}\nabla L$ alone raises the log-likelihood "
        r"the fastest.",
        And(gains_likelihood, UniqueMinimiser(direction, g.T @ v, v, level=speed)),
        at_a_point,
    ),
    variants=(
        Variant("At fixed Euclidean speed.", Maximises(direction, as_entropy_loss, v, level=norm2(v))),
        Variant("The plain gradient.", Maximises(-mu * g, as_entropy_loss, v, level=speed)),
        Variant(
            "The sum of the components of the lowered velocity as the rate.",
            Maximises(direction, -(ones.T @ I_F @ v), v, level=speed),
        ),
    ),
    beware=(
        "The entropy of the model and its loss have different gradients unless the data follow the model: "
        "if the mean in L were taken over the model itself, L and S would be one function of θ. A length "
        "gained at fixed speed singles out no direction."
    ),
    sources=("Amari1998, theorem 1", "CoverThomas2006, section 2.1", "Crooks2007"),
)

# -- step 1: the rate ---------------------------------------------------------------------------

x, t, rate, theta_dot, x_dot = (symbol(name) for name in ("x", "t", "dIdt", "theta_dot", "x_dot"))
L, psi, gamma = function("L"), function("psi"), function("gamma")

# θ = ψ(x): the metric in the chart x is derived afresh from the model written in x.
J = jacobian(psi(x), x)
score_x = grad(log_density(law("p", psi(x))), x)
I_x = named("I_F", expect(law("p", psi(x)), score_x @ score_x.T), x)
invertible = Greater(det(J) ** 2, 0)
in_both_charts = setting(
    invertible,
    where={theta_dot: J @ x_dot},
    theta=Point(),
    x=Point("the same point in another chart"),
    x_dot=Vector("the velocity in the chart x"),
    psi=Chart(at="x", value="theta"),
    p=Model(at="theta"),
)

velocity = setting(
    dIdt=Scalar(says="the rate of change of information"),
    I_F=Metric("the Fisher matrix at θ"),
    theta_dot=Vector("the velocity of the parameter"),
    # with one parameter the printed formula is the claim thermo.3.2.info-rate-n1
    sizes=(2, 3),
)

flow = -(I_theta.inv @ grad(L(theta), theta))
on_the_flow = setting(theta=Point(), L=Loss(at="theta"), p=Model(at="theta"))
loss_rate = grad(L(theta), theta).T @ flow

# With one parameter I_F θ̇ is a number; its sum of entries is that number.
lowered = ones.T @ (I_theta @ theta_dot)
lowered_x = ones.T @ (I_x @ x_dot)
lowered_on_flow = ones.T @ (I_theta @ flow)
one_parameter = setting(
    invertible,
    where={theta_dot: J @ x_dot},
    sizes=(1,),
    theta=Point(),
    x=Point("the same point in another chart"),
    x_dot=Vector("the velocity in the chart x"),
    psi=Chart(at="x", value="theta"),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)
scalar_rate = And(Equal(-lowered, -lowered_x), AtLeast(-lowered_on_flow, 0))

info_rate_type = Claim(
    id="thermo.3.2.info-rate-type",
    section="3.2 step 1",
    title="The rate of information is minus the trace of I_F times the velocity",
    statement=r"$dI/dt=-\mathrm{tr}(I_F(\theta)\dot\theta)$",
    readings=(
        Reading(
            "A",
            r"The trace of the column $I_F\dot\theta$, with two parameters or more.",
            Equal(rate, -tr(I_F @ theta_dot)),
            velocity,
            literal=True,
        ),
        Reading(
            "B",
            r"With one parameter, where $I_F\dot\theta$ is a number: a rate of information is the same in "
            r"every chart, and not negative along $\dot\theta=-I_F^{-1}\nabla L$.",
            scalar_rate,
            one_parameter,
        ),
        Reading(
            "C",
            r"The sum $\sum_i(I_F\dot\theta)_i$, or $\mathrm{tr}(I_F\,\mathrm{diag}\,\dot\theta)$: each "
            r"is a rate, the same number in every chart.",
            And(
                Equal(-(ones.T @ (I_theta @ theta_dot)), -(ones.T @ (I_x @ x_dot))),
                Equal(-tr(I_theta @ diag(theta_dot)), -tr(I_x @ diag(x_dot))),
            ),
            in_both_charts,
        ),
        Reading(
            "D",
            r"The trace of the Fisher matrix along a path: $\frac{d}{dt}\mathrm{tr}I_F=\mathrm{tr}\,\dot "
            r"I_F$.",
            Equal(derivative(tr(fisher(gamma(t))), t), tr(derivative(fisher(gamma(t)), t))),
            setting(
                t=Scalar(says="time"),
                theta=Point(),
                gamma=Curve(at="t", through="theta", says="the path of the parameter"),
                p=Model(at="theta"),
            ),
        ),
    ),
    repair=Repair(
        r"Along the natural-gradient flow $\dot\theta=-I_F^{-1}\nabla L$ the loss falls at the rate "
        r"$\dot\theta^{\top}I_F\dot\theta$, a scalar in every chart.",
        Equal(loss_rate, -(flow.T @ I_theta @ flow)),
        on_the_flow,
    ),
    beware=(
        "An (n, 1) array has a trace in some libraries: its first entry. A column has none. What can be "
        "made of the formula with sums of components changes with the chart, and the trace of a metric "
        "does too."
    ),
    sources=("Amari1998, section 2",),
)

quadratic_rate = And(
    Equal(theta_dot.T @ I_theta @ theta_dot, x_dot.T @ I_x @ x_dot),
    Equal(-loss_rate, flow.T @ I_theta @ flow),
    AtLeast(theta_dot.T @ I_theta @ theta_dot, 0),
)

info_rate_n1 = Claim(
    id="thermo.3.2.info-rate-n1",
    section="3.2 step 1",
    title="With one parameter, minus I_F times the velocity is a rate of information",
    statement=r"$n=1$: $dI/dt=-I_F(\theta)\dot\theta$ is a well-defined rate of information",
    readings=(
        Reading(
            "A",
            r"It is a scalar, the same in every chart, and not negative along $\dot\theta=-I_F^{-1}\nabla "
            r"L$.",
            scalar_rate,
            one_parameter,
            literal=True,
        ),
    ),
    repair=Repair(
        r"$I_F\dot\theta^2$ is the same in every chart and not negative, and along "
        r"$\dot\theta=-I_F^{-1}\nabla L$ it is the rate $-dL/dt$ at which log-likelihood is gained.",
        quadratic_rate,
        one_parameter,
    ),
    beware=(
        "I_F θ̇ is a covector: with θ = ψ(x) it is multiplied by dψ/dx, so even its sign depends on the "
        "chart. Along the flow −I_F θ̇ is ∇L itself, of either sign. A translation or a chart with dψ/dx "
        "= 1 hides this."
    ),
    sources=("AmariNagaoka2000, section 2.2", "Lee2013, chapter 11"),
)

# -- step 2: the constraint ---------------------------------------------------------------------

step = -eta * natural
power = g.T @ step
per_time = setting(
    where={P: g.T @ theta_dot},
    units=True,
    I_F=metric,
    g=gradient,
    theta_dot=Vector("the velocity of the parameter, per unit of t", time=-1),
    eta=Scalar(positive=True, says="the learning rate of θ̇ = −η I_F⁻¹∇L, per unit of t", time=-1),
)
speed_of_budget = sqrt(2 * P / (eta * (u.T @ I_F @ u))) * u

constraint = Claim(
    id="thermo.3.2.constraint",
    section="3.2 step 2",
    title="The squared speed is twice the power over the learning rate",
    statement=r"$\dot\theta^{\top}I_F(\theta)\dot\theta=2P(t)/\eta$",
    readings=(
        Reading(
            "A",
            r"$P=\nabla L^{\top}\dot\theta$ and $\eta$ as in section 3.1, along $\dot\theta=-\eta "
            r"I_F^{-1}\nabla L$.",
            Equal(step.T @ I_F @ step, 2 * power / eta),
            setting(I_F=metric, g=gradient, eta=learning_rate),
            literal=True,
        ),
        Reading(
            "B",
            r"$P>0$ is a prescribed budget: it fixes the speed in each direction $u$ and leaves the "
            r"direction free.",
            Equal(speed_of_budget.T @ I_F @ speed_of_budget, 2 * P / eta),
            setting(
                Greater(norm2(u), 0),
                I_F=metric,
                u=Vector("any direction"),
                P=budget,
                eta=learning_rate,
            ),
        ),
        Reading(
            "C",
            r"As an equation between quantities with units: $\dot\theta$ and $\eta$ are per unit of $t$, "
            r"and so is $P=\nabla L^{\top}\dot\theta$; nats have none.",
            Equal(theta_dot.T @ I_F @ theta_dot, 2 * P / eta),
            per_time,
        ),
    ),
    repair=Repair(
        r"Along $\dot\theta=-\eta I_F^{-1}\nabla L$ the squared speed is "
        r"$\dot\theta^{\top}I_F\dot\theta=-\eta P$.",
        Equal(step.T @ I_F @ step, -eta * power),
        setting(I_F=metric, g=gradient, eta=learning_rate),
    ),
    variants=(
        Variant("The rate divides instead of multiplying.", Equal(step.T @ I_F @ step, -power / eta)),
        Variant("The Euclidean speed.", Equal(norm2(step), -eta * power)),
        Variant("The plain gradient flow.", Equal(eta**2 * (g.T @ I_F @ g), eta**2 * norm2(g))),
    ),
    beware=(
        "Along the flow P is negative and the squared speed is not, so no choice of η > 0 makes the two "
        "sides equal away from a critical point. The factor 2 fits a kinetic energy with unit mass, not a "
        "power."
    ),
    sources=("Amari1998, section 2",),
)

# -- step 3: the solution -----------------------------------------------------------------------

printed = -(sqrt(P / (eta * tr(I_F))) * natural)
normalised = -(sqrt(2 * P / (eta * steepness)) * natural)
with_budget = setting(Greater(norm2(g), 0), I_F=metric, g=gradient, P=budget, eta=learning_rate)
solves_step_2 = And(
    Equal(normalised.T @ I_F @ normalised, 2 * P / eta),
    Maximises(normalised, as_entropy_loss, v, level=speed),
)

solution_direction = Claim(
    id="thermo.3.2.solution-direction",
    section="3.2 step 3",
    title="The solution of step 2 points along the negative natural gradient",
    statement=r"$\arg\max$ of step 2 is $\propto-I_F^{-1}(\theta)\nabla L(\theta)$",
    readings=(
        Reading(
            "A",
            r"The objective is $-\mathrm{tr}(I_F\dot\theta)$ as written.",
            Maximises(direction, as_printed, v, level=speed),
            at_a_point,
            literal=True,
        ),
        Reading(
            "B",
            r"The objective is $-\sum_i(I_F\dot\theta)_i$.",
            Maximises(direction, -(ones.T @ (I_F @ v)), v, level=speed),
            at_a_point,
        ),
        Reading(
            "C",
            r"The objective is $-\nabla L^{\top}\dot\theta$, log-likelihood gained, on the level "
            r"$2P/\eta$ of a prescribed $P>0$.",
            solves_step_2,
            with_budget,
        ),
    ),
    repair=Repair(
        r"For the objective $-\nabla L^{\top}\dot\theta$ and a prescribed $P>0$, a positive multiple of "
        r"$-I_F^{-1}\nabla L$ meets $\dot\theta^{\top}I_F\dot\theta=2P/\eta$ and maximises.",
        solves_step_2,
        with_budget,
    ),
    variants=(
        Variant(
            "The sum of components as the objective.",
            Maximises(normalised, -(ones.T @ I_F @ v), v, level=speed),
        ),
        Variant("At fixed Euclidean length.", Maximises(normalised, as_entropy_loss, v, level=norm2(v))),
    ),
    beware=(
        "Step 2 does not contain the loss, so no solution of it can depend on ∇L: with the sum of "
        "components as the objective the solution is along minus the column of ones. With n = 1 every "
        "direction is a multiple of that."
    ),
    sources=("Amari1998, theorem 1", "BoydVandenberghe2004, section 9.4.1"),
)

solution_normalization = Claim(
    id="thermo.3.2.solution-normalization",
    section="3.2 step 3",
    title="The solution of step 3 has the speed that step 2 asks for",
    statement=(
        r"$\dot\theta=-\sqrt{P(t)/(\eta\,\mathrm{tr}\,I_F(\theta))}\;I_F^{-1}(\theta)\nabla L(\theta)$ meets "
        r"$\dot\theta^{\top}I_F(\theta)\dot\theta=2P(t)/\eta$"
    ),
    readings=(
        Reading(
            "A",
            r"$P>0$ is prescribed, unrelated to $\nabla L^{\top}\dot\theta$.",
            Equal(printed.T @ I_F @ printed, 2 * P / eta),
            with_budget,
            literal=True,
        ),
        Reading(
            "B",
            r"$P=\nabla L^{\top}\dot\theta$ of section 3.1, for a velocity $-\mu I_F^{-1}\nabla L$ with "
            r"$\mu>0$.",
            Equal(printed.T @ I_F @ printed, 2 * P / eta),
            setting(
                Greater(norm2(g), 0),
                where={P: g.T @ direction},
                I_F=metric,
                g=gradient,
                mu=Scalar(positive=True, says="a positive factor"),
                eta=learning_rate,
            ),
        ),
    ),
    repair=Repair(
        r"$\dot\theta=-\sqrt{2P/(\eta\,\nabla L^{\top}I_F^{-1}\nabla L)}\;I_F^{-1}\nabla L$ meets the "
        r"constraint for a prescribed $P>0$.",
        Equal(normalised.T @ I_F @ normalised, 2 * P / eta),
        with_budget,
    ),
    variants=(
        Variant(
            "The trace of the Fisher matrix for the quadratic form of the gradient.",
            Equal((2 * P / (eta * tr(I_F))) * steepness, 2 * P / eta),
        ),
        Variant(
            "The Euclidean length of the gradient for its length in the metric.",
            Equal((2 * P / (eta * norm2(g))) * steepness, 2 * P / eta),
        ),
    ),
    beware=(
        "The trace of the metric is not a scalar of the geometry and does not know the gradient; the "
        "factor 2 is missing as well. An instance in which ∇LᵀI_F⁻¹∇L happens to be 2 tr I_F hides both."
    ),
    sources=("BoydVandenberghe2004, section 9.4.1",),
)
