"""Section 5.2: the temperature schedule made of the trace of the Fisher matrix."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Data,
    Equal,
    Greater,
    Id,
    Loss,
    Matrix,
    Metric,
    MetricField,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Schedule,
    Term,
    Variant,
    Vector,
    cross_entropy,
    derivative,
    det,
    entropy,
    expect,
    fisher,
    function,
    grad,
    half,
    law,
    let,
    norm2,
    rational,
    score,
    setting,
    sqrt,
    symbol,
    tr,
)

T_0, I_0, I_F = symbol("T_0"), symbol("I_0"), symbol("I_F")
start = Scalar(positive=True, says="the temperature at the start")
# The Fisher matrices at two points of one model are any two positive definite matrices.
metric_at_start = Metric("the Fisher matrix at the start θ₀")
metric_now = Metric("the Fisher matrix at θ(t)")


def temperature(at_start: Term, now: Term) -> Term:
    """T₀ √(tr I(θ₀) / tr I(θ)) for the two Fisher matrices."""
    return T_0 * sqrt(tr(at_start) / tr(now))


T_now = temperature(I_0, I_F)
two_points = setting(T_0=start, I_0=metric_at_start, I_F=metric_now)

schedule = Claim(
    id="thermo.5.2.schedule",
    section="5.2",
    title="The temperature as a function of the trace of the Fisher matrix",
    statement=r"$T(t)=T_0\sqrt{\mathrm{tr}\,I_F(\theta_0)/\mathrm{tr}\,I_F(\theta(t))}$",
    readings=(
        Reading(
            "A",
            r"A schedule by definition. It exists, is positive, starts at $T_0$, and keeps "
            r"$T^2\,\mathrm{tr}\,I_F$ "
            r"constant.",
            And(
                Equal(temperature(I_0, I_0), T_0),
                Greater(T_now, 0),
                Equal(T_now**2 * tr(I_F), T_0**2 * tr(I_0)),
            ),
            two_points,
            literal=True,
            defines="T(t)",
        ),
    ),
    variants=(
        Variant("Without the root.", Equal((T_0 * (tr(I_0) / tr(I_F))) ** 2 * tr(I_F), T_0**2 * tr(I_0))),
        Variant("With the ratio upside down.", Equal(temperature(I_F, I_0) ** 2 * tr(I_F), T_0**2 * tr(I_0))),
        Variant("With determinants for traces.", Equal(T_now**2 * det(I_F), T_0**2 * det(I_0))),
    ),
    beware=(
        "T is a function of the point alone: it knows neither the time nor the loss, and it returns to T₀ "
        "whenever the "
        "trace does. With n = 1, trace and determinant are one."
    ),
    sources=("Amari1998, section 2",),
)

# -- another chart --------------------------------------------------------------------------------

J, Q, u, c = symbol("J"), symbol("Q"), symbol("u"), symbol("c")


def in_chart(jacobian: Term) -> Term:
    """The temperature in the chart x with θ = Jx."""
    return temperature(jacobian.T @ I_0 @ jacobian, jacobian.T @ I_F @ jacobian)


similarity = c * Q
in_similar_charts = setting(
    Greater(norm2(u), 0),
    where={Q: Id - 2 * ((u @ u.T) / norm2(u))},
    T_0=start,
    I_0=metric_at_start,
    I_F=metric_now,
    c=Scalar(positive=True, says="the scale"),
    u=Vector("the normal of the mirror"),
)
same_temperature = Equal(in_chart(similarity), T_now)

invariance = Claim(
    id="thermo.5.2.invariance",
    section="5.2",
    title="The temperature schedule does not depend on the chart",
    statement=r"$T(t)=T_0\sqrt{\mathrm{tr}\,I_F(\theta_0)/\mathrm{tr}\,I_F(\theta(t))}$ is the same in every chart",
    readings=(
        Reading(
            "A",
            r"In all charts; linear ones are enough, $\theta=Jx$, where each Fisher matrix is $J^{\top}I_FJ$.",
            Equal(in_chart(J), T_now),
            two_points.also(J=Matrix("the Jacobian of a linear chart, θ = Jx")),
            literal=True,
        ),
        Reading(
            "B",
            r"In charts that differ by a rotation, a reflection and one scale for all coordinates. It is "
            r"enough to see "
            r"it for $cQ$ with one reflection $Q=\mathrm{Id}-2uu^{\top}/u^{\top}u$, of which all others are "
            r"products.",
            same_temperature,
            in_similar_charts,
        ),
    ),
    repair=Repair(
        r"$T(t)$ is the same in charts that differ by a similarity, $\theta=cQx$ with $Q$ orthogonal.",
        same_temperature,
        in_similar_charts,
    ),
    variants=(
        Variant(
            "In every linear chart.",
            Equal(in_chart(J), T_now),
            two_points.also(J=Matrix("the Jacobian of a linear chart, θ = Jx")),
        ),
        Variant("The trace itself is the same.", Equal(tr(similarity.T @ I_F @ similarity), tr(I_F))),
        Variant(
            "The Fisher matrix transforms by similarity, as a linear map does.",
            Equal(similarity.T @ I_F @ similarity, similarity.inv @ I_F @ similarity),
        ),
    ),
    beware=(
        "With one parameter every linear chart multiplies both traces by one number, and nothing is seen; a "
        "curved chart shows it, since its slope at θ₀ and at θ differ. A schedule of determinants is the "
        "same in "
        "all linear charts."
    ),
    sources=("AmariNagaoka2000, section 2.2", "Lee2013, chapter 11"),
)

# -- along the flow -------------------------------------------------------------------------------

theta, t, k = symbol("theta"), symbol("t"), symbol("k")
L, S, T, I = function("L"), function("S"), function("T"), function("I_F")
# T₀ √tr I(θ₀) is any positive number k.
constant = Scalar(positive=True, says="$T_0\\sqrt{\\mathrm{tr}\\,I_F(\\theta_0)}$")
uphill = expect(law("q"), score(theta))  # −∇L for L = −E_q log p
likelihood_flow = fisher(theta).inv @ uphill
T_model = k / sqrt(tr(fisher(theta)))
with_data = setting(theta=Point(), k=constant, p=Model(at="theta"), q=Data())

flow = -(I(theta).inv @ grad(L(theta), theta))
T_field = k / sqrt(tr(I(theta)))
trace_rate = grad(tr(I(theta)), theta).T @ flow
any_metric = setting(
    theta=Point(),
    k=constant,
    L=Loss(at="theta"),
    I_F=MetricField(at="theta", says="the Fisher metric; every smooth metric is that of some model"),
)

annealing = Claim(
    id="thermo.5.2.annealing",
    section="5.2",
    title="The temperature falls along training",
    statement=r"$T(t)=T_0\sqrt{\mathrm{tr}\,I_F(\theta_0)/\mathrm{tr}\,I_F(\theta(t))}$ does not increase, and $T\to0$",
    readings=(
        Reading(
            "A",
            r"Along $\dot\theta=-I_F^{-1}\nabla L$ with $L=-\mathbb E_q\log p_\theta$, the first half: "
            r"$dT/dt\le0$.",
            AtLeast(0, grad(T_model, theta).T @ likelihood_flow),
            with_data,
            literal=True,
        ),
    ),
    repair=Repair(
        r"Along the flow, $\frac{dT}{dt}=-\frac T2\,\frac{d}{dt}\log\mathrm{tr}\,I_F$: the temperature falls "
        r"exactly "
        r"where the trace of the Fisher matrix grows.",
        Equal(grad(T_field, theta).T @ flow, -(half * (T_field * (trace_rate / tr(I(theta)))))),
        any_metric,
    ),
    variants=(
        Variant(
            "Along the plain gradient flow on the left only.",
            Equal(
                grad(T_field, theta).T @ (-grad(L(theta), theta)),
                -(half * (T_field * (trace_rate / tr(I(theta))))),
            ),
        ),
        Variant(
            "The determinant for the trace.",
            Equal(
                grad(T_field, theta).T @ flow,
                -(half * (T_field * ((grad(det(I(theta)), theta).T @ flow) / det(I(theta))))),
            ),
            any_metric,
        ),
    ),
    beware=(
        "Nothing ties the trace of the Fisher matrix to the loss: for a Bernoulli variable with success "
        "probability θ it grows towards either end and falls towards 1/2, wherever the data are. Where the "
        "flow "
        "converges to a point with a finite Fisher matrix, T tends to a positive number and not to 0."
    ),
    sources=("Amari1998, section 2",),
)

# -- with the free energy of section 4.1 ----------------------------------------------------------

v, s = symbol("v"), symbol("s")
moved = theta + s * v  # where the flow with the velocity v at θ is a short time s later, to first order


def model_free_energy(at: Term, T: Term) -> Term:
    """L − TS of a model and data."""
    return cross_entropy(law("q"), law("p", at)) - T * entropy(law("p", at))


def rate(free_energy: Term) -> Term:
    """The derivative in s at s = 0."""
    return let(s, rational(0), derivative(free_energy, s))


# ∇F at the temperature of the moment: T is held, so it is a symbol of its own under the gradient.
T_held = symbol("T")
own_flow = -(fisher(theta).inv @ grad(model_free_energy(theta, T_held), theta))
# The schedule continued from the temperature of the moment: T √(tr I(θ) / tr I(θ(t+s))).
own_schedule = T_held * sqrt(tr(fisher(theta)) / tr(fisher(moved)))
own_rate = rate(model_free_energy(moved, own_schedule))
frozen_flow = -(I_F.inv @ let(T_held, T(t), grad(L(theta) - T_held * S(theta), theta)))
scheduled_rate = rate(L(moved) - T(t + s) * S(moved))
dissipation = v.T @ I_F @ v
cooling = S(theta) * derivative(T(t), t)
any_schedule = setting(
    where={v: frozen_flow},
    theta=Point(),
    t=Scalar(says="time"),
    T=Schedule(at="t", says="the temperature, any smooth function of time"),
    L=Loss(at="theta", says="the loss"),
    S=Loss(at="theta", says="the entropy"),
    I_F=Metric("the Fisher matrix at θ"),
)

free_energy_interaction = Claim(
    id="thermo.5.2.free-energy-interaction",
    section="5.2 × 4.1",
    title="The free energy falls at the rate of the squared Fisher speed while the temperature follows the schedule",
    statement=(
        r"with $T=T(t)$ of 5.2, $dF/dt=-\dot\theta^{\top}I_F\dot\theta\le0$ along "
        r"$\dot\theta=-I_F^{-1}\nabla F|_T$"
    ),
    readings=(
        Reading(
            "A",
            r"$\nabla F|_T=\nabla L-T\,\nabla S$ is taken at the temperature of the moment; $F=L-TS$ is "
            r"followed along "
            r"the flow with $T=T_0\sqrt{\mathrm{tr}\,I_F(\theta_0)/\mathrm{tr}\,I_F(\theta(t))}$.",
            Equal(own_rate, -(v.T @ fisher(theta) @ v)),
            setting(
                where={v: own_flow},
                theta=Point(),
                T=Scalar(positive=True, says="the temperature at time t"),
                p=Model(at="theta"),
                q=Data(),
            ),
            literal=True,
        ),
    ),
    repair=Repair(
        r"For every schedule $T(t)$, $\frac{dF}{dt}=-\dot\theta^{\top}I_F\dot\theta-S\,\frac{dT}{dt}$ along "
        r"$\dot\theta=-I_F^{-1}\nabla F|_T$.",
        Equal(scheduled_rate, -dissipation - cooling),
        any_schedule,
    ),
    variants=(
        Variant("Without the term of the schedule.", Equal(scheduled_rate, -dissipation)),
        Variant(
            "With the loss in the place of the entropy.",
            Equal(scheduled_rate, -dissipation - L(theta) * derivative(T(t), t)),
        ),
        Variant(
            "With the temperature in the place of its rate.",
            Equal(scheduled_rate, -dissipation - S(theta) * T(t)),
        ),
    ),
    beware=(
        "While the temperature falls and the entropy is positive, the extra term is positive and can "
        "outweigh the "
        "dissipation: near a critical point of L − TS the dissipation is of second order in the speed and "
        "the extra "
        "term of first, so that F rises on one side of it; with a schedule that depends on the time alone F "
        "rises at "
        "the critical point itself. A constant trace of the Fisher matrix hides it."
    ),
    sources=("Callen1985, section 5.3", "AmbrosioGigliSavare2008, section 1.3"),
)
