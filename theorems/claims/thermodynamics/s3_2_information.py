"""Section 3.2: the information rate."""

from theorems import (
    Claim,
    Equal,
    Loss,
    Metric,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Vector,
    diag,
    fisher,
    function,
    grad,
    let,
    ones,
    setting,
    symbol,
    tr,
)
from theorems import Chart, Covector, derivative, jacobian

theta, theta_dot, rate, t = symbol("theta"), symbol("theta_dot"), symbol("dIdt"), symbol("t")
I = symbol("I_F")
L = function("L")
velocity = setting(
    dIdt=Scalar(says="the rate of change of information"),
    I_F=Metric("the Fisher matrix at θ"),
    theta_dot=Vector("the velocity of the parameter"),
)

flow = -(fisher(theta).inv @ grad(L(theta), theta))
on_the_flow = setting(theta=Point(), L=Loss(at="theta"), p=Model(at="theta"))
loss_rate = grad(L(theta), theta).T @ flow

info_rate_type = Claim(
    id="thermo.3.2.info-rate-type",
    section="3.2 step 1",
    title="The rate of information is minus the trace of I_F times the velocity",
    statement=r"$dI/dt=-\mathrm{tr}(I_F(\theta)\dot\theta)$",
    readings=(
        Reading(
            "A",
            r"The trace of the column $I_F\dot\theta$, with two parameters or more.",
            Equal(rate, -tr(I @ theta_dot)),
            velocity,
            literal=True,
        ),
    ),
    repair=Repair(
        r"Along the natural-gradient flow $\dot\theta=-I_F^{-1}\nabla L$ the loss falls at the rate "
        r"$\dot\theta^{\top}I_F\dot\theta$, a scalar in every chart.",
        Equal(loss_rate, -(flow.T @ fisher(theta) @ flow)),
        on_the_flow,
    ),
    beware="An (n, 1) array has a trace in some libraries: its first entry. A column has none.",
    sources=("Amari1998, section 2",),
)
