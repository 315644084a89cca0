"""Section 4.2, theorem 6 and step 3: response, correlation and the fluctuation–dissipation theorem.

Where the metric is constant and the loss quadratic, dθ = −ηK(θ − θ*)dt + √(2ηT) I_F^{−1/2}dW with K = I_F⁻¹H.
Its covariance is Σ = T H⁻¹, its correlation C(t) = ⟨θ(t)θ(0)ᵀ⟩ = e^{−ηKt}Σ (about θ*), and a force f that acts
for a moment at t = 0, L → L − fᵀθ, moves the mean by R(t) f with R(t) = e^{−ηKt} η I_F⁻¹.
"""

from fractions import Fraction

from theorems import (
    And,
    Claim,
    Commensurable,
    Covector,
    Equal,
    Hypothesis,
    Id,
    Loss,
    Matrix,
    Metric,
    Point,
    Reading,
    Repair,
    Scalar,
    Simulation,
    Variant,
    Vector,
    derivative,
    det,
    divergence,
    exp,
    function,
    grad,
    half,
    let,
    matrix_exp,
    named,
    norm2,
    normal_mean,
    rational,
    setting,
    sin,
    sqrt,
    symbol,
)

I, H, S = symbol("I_F"), symbol("H"), symbol("S")
eta, T, t, s, w = symbol("eta"), symbol("T"), symbol("t"), symbol("s"), symbol("w")
theta, g = symbol("theta"), symbol("g")
L = function("L")
zero = rational(0)

K = I.inv @ H
Sigma = symbol("Sigma")
propagator = matrix_exp(-(eta * t) * K)
R = propagator @ (eta * I.inv)
C = propagator @ Sigma
correlator = -(eta * (C @ H))  # −η⟨θ(t)∇L(θ(0))ᵀ⟩, since ∇L = H(θ − θ*)
delta = named(r"\delta", zero, t)  # δ(t) at t > 0
INSTANCE = {
    "I_F": ((2, "3/5"), ("3/5", "1/2")),
    "H": ((1, "-2/5"), ("-2/5", 3)),
    "T": "7/10",
    "eta": "3/2",
    "t": "1/4",
}
SAMPLED = r"two parameters, $K\ne K^{\top}$ and $H\ne I_F$, exact transitions."
kicked = symbol("a").T @ R @ symbol("f")
spread = exp(-half * (symbol("a").T @ Sigma @ symbol("a")))
temperature = Scalar(positive=True, says="the temperature")
rate = Scalar(positive=True, says="the learning rate")
time = Scalar(positive=True, says="a time after the impulse")
linear = setting(
    where={Sigma: T * H.inv},
    I_F=Metric("the Fisher matrix, the same at every θ"),
    H=Metric(r"the second derivative of $L$, the same at every $\theta$"),
    T=temperature,
    eta=rate,
    t=time,
)

# -- the theorem --------------------------------------------------------------------------------

# A metric in the plane whose Itô dynamics has a normal stationary law and a current that circulates in it.
# J = A − Aᵀ turns by a right angle (times a number a, a² = det J); κ|a| < 1 keeps G = I_F⁻¹ positive definite.
A, J = symbol("A"), symbol("J")
turn = (J @ theta) @ theta.T + theta @ (J @ theta).T
growth = 1 + norm2(theta)
kappa = symbol("kappa")
G = named(r"G", growth**2 * Id + (kappa * growth) * turn, theta)
# L = T (r²/2s − 2 log(1 + r²)); its gradient is rational.
planar_slope = named(r"\nabla L", T * ((1 / s - 4 / growth) * theta), theta)
flux = -(eta * (G @ planar_slope)) - divergence((eta * T) * G, theta) + (eta * T / s) * (G @ theta)
normal_is_stationary = Equal(divergence(flux, theta), (theta.T @ flux) / s)  # ∇·(u e^{−r²/2s}) = 0
planar = setting(
    normal_is_stationary,
    where={J: A - A.T, kappa: 1 / (1 + w + det(J))},
    sizes=(2,),
    theta=Point("the point at which the law is seen to be stationary"),
    A=Matrix("any matrix; its antisymmetric part turns the plane"),
    w=Scalar(positive=True),
    s=Scalar(positive=True, says="the variance of the stationary law, N(0, s Id)"),
    T=temperature,
    eta=rate,
)
at_once = Equal(
    eta * normal_mean(G, theta, s * Id),
    (eta / T) * normal_mean((G @ planar_slope) @ theta.T, theta, s * Id),
)
fluctuation_dissipation = Equal(R, -(1 / T) * derivative(C, t))
# For every loss, with D constant and ρ = e^{−L/T}: R(t) = ⟨θ(t)X(θ(0))ᵀ⟩ with X·a = −ρ⁻¹∇·(ρ η I_F⁻¹a), and
# the slope of C(t) along a is ⟨θ(t)(𝓛*aᵀθ)(θ(0))⟩ with ρ𝓛*h = −∇·(bρh) + ∇·∇·(Dρh). So the theorem holds at
# every t exactly if X·a = −𝓛*(aᵀθ)/T, which is an identity at each point (Agarwal's formula).
a = symbol("a")
rho = exp(-(L(theta) / T))
along = a.T @ theta
force = -(eta * (I.inv @ grad(L(theta), theta)))
spreading = divergence(divergence((rho * along) * ((eta * T) * I.inv), theta), theta)
conjugate = Equal(
    -divergence(rho * (eta * (I.inv @ a)), theta),
    -(1 / T) * (spreading - divergence((rho * along) * force, theta)),
)

theorem_6 = Claim(
    id="thermo.4.2.thm6",
    section="4.2",
    title="The Langevin dynamics satisfies the fluctuation–dissipation theorem",
    statement=r"The Langevin dynamics of step 1 satisfies the fluctuation–dissipation theorem.",
    readings=(
        Reading(
            "A",
            r"$R(t)=-\frac1T\frac{d}{dt}\langle\theta(t)\theta(0)^{\top}\rangle$ for $t>0$, in Itô's sense, "
            r"for every "
            r"metric and loss; so also as $t\downarrow0$, where it says "
            r"$\eta\langle I_F^{-1}\rangle=\frac{\eta}{T}\langle I_F^{-1}\nabla L\,\theta^{\top}\rangle$, "
            r"for the metrics "
            r"$I_F^{-1}=G=(1+r^2)^2\mathrm{Id}+\kappa(1+r^2)(J\theta\theta^{\top}+\theta\theta^{\top}J^{\top})$ of the "
            r"plane, $J=A-A^{\top}$, $r=\|\theta\|$, with $L=T\,(r^2/2s-2\log(1+r^2))$: step 1 then has the "
            r"stationary "
            r"law $\mathrm N(0,s\,\mathrm{Id})$.",
            at_once,
            planar,
            literal=True,
        ),
        Reading(
            "B",
            r"As steps 2 and 3 write it: covariance $TI_F^{-1}$, and $R=-\eta\langle\theta\nabla "
            r"L^{\top}\rangle"
            r"=\eta I_F^{-1}\delta(t)$, with a constant metric and a quadratic loss.",
            And(Equal(Sigma, T * I.inv), Equal(R, correlator), Equal(correlator, delta * (eta * I.inv))),
            linear,
        ),
        Reading(
            "C",
            r"The second theorem, Einstein's relation: the covariance of the noise is $2T$ times the mobility.",
            Equal((sqrt(2 * eta * T) * S) @ (sqrt(2 * eta * T) * S).T, (2 * T) * (eta * (S @ S))),
            setting(S=Metric(r"the symmetric root $I_F^{-1/2}$"), T=temperature, eta=rate),
        ),
        Reading(
            "D",
            r"For the natural gradient without noise: nothing fluctuates, $C=0$, and the response is as "
            r"before.",
            Equal(R, -(1 / T) * derivative(propagator @ (zero * I.inv), t)),
            linear,
        ),
    ),
    hypothesis=Hypothesis(
        "constant metric",
        r"The metric is the same at every $\theta$.",
        setting(
            where={Sigma: T * H.inv},
            theta=Point(),
            a=Vector("any direction"),
            L=Loss(at="theta", says="any smooth loss"),
            I_F=Metric("the Fisher matrix, the same at every θ"),
            H=Metric("the second derivative of a quadratic loss, for which both sides are known at every t"),
            T=temperature,
            eta=rate,
            t=time,
        ),
        And(fluctuation_dissipation, conjugate),
    ),
    variants=(
        Variant("no temperature", Equal(R, -derivative(C, t)), linear),
        Variant("the other order of time", Equal(R, (1 / T) * derivative(C, t)), linear),
        Variant(
            "the covariance of step 2",
            Equal(R, -(1 / T) * derivative(propagator @ (T * I.inv), t)),
            linear,
        ),
    ),
    simulations=(
        Simulation(
            "hypothesis",
            r"The theorem integrated, $C(0)-C(t)=T\int_0^tR$: "
            r"$\langle(\theta(0)-\theta(t))\theta(0)^{\top}\rangle$ of the "
            r"linear process in equilibrium; " + SAMPLED,
            "decrease_of_correlation",
            T * ((Id - propagator) @ H.inv),
            INSTANCE,
        ),
    ),
    beware=(
        r"With one parameter the theorem holds for every metric: the stationary law is $I_Fe^{-L/T}$, no "
        r"current can "
        r"flow, and the perturbation of step 1 is $\eta I_F^{-1}f$. In general $R(t)+\frac1T\dot C(t)="
        r"-\frac1T\langle\theta(t)\,u(\theta(0))^{\top}\rangle$, with $u$ the velocity of the "
        r"stationary current, "
        r"so that a current that circulates breaks it; the example in the plane has a polynomial drift and a "
        r"normal "
        r"law, and its $u$ is a rotation. $\|K-K^{\top}\|=0$ hides a transposed propagator."
    ),
    sources=(
        "Risken1989, chapter 7",
        "Pavliotis2014, chapter 9",
        "MarconiPuglisiRondoniVulpiani2008, section 2",
    ),
)

# -- step 3 -------------------------------------------------------------------------------------

response_correlator = Claim(
    id="thermo.4.2.response-correlator",
    section="4.2 step 3 (first =)",
    title="The response is a correlation of position and gradient",
    statement=r"$R(t)=-\eta\langle\theta(t)\nabla L(\theta(0))^{\top}\rangle$",
    readings=(
        Reading(
            "A",
            r"$R(t)=\delta\langle\theta(t)\rangle/\delta f(0)$ under $L\to L-f^{\top}\theta$, with a "
            r"constant metric and a "
            r"quadratic loss, $t>0$.",
            Equal(R, correlator),
            linear,
            literal=True,
        ),
        Reading(
            "B",
            r"As the definition of a symbol $R$: it decays like the mean of the process, "
            r"$\dot R=-\eta KR$ from $-\eta T\,\mathrm{Id}$.",
            And(
                Equal(derivative(correlator, t), -(eta * K) @ correlator),
                Equal(let(t, zero, correlator), -(eta * T) * Id),
            ),
            linear,
            defines="R",
        ),
    ),
    repair=Repair(
        r"$R(t)=(\eta/T)\,\langle\theta(t)\nabla L(\theta(0))^{\top}\rangle I_F^{-1}$.",
        Equal(R, (eta / T) * (C @ H @ I.inv)),
        linear,
    ),
    simulations=(
        Simulation(
            "reading A",
            r"$\langle\theta(t)\nabla L(\theta(0))^{\top}\rangle$, which the claim says is $-R/\eta$; "
            + SAMPLED,
            "correlator",
            -(propagator @ I.inv),
            INSTANCE,
        ),
        Simulation(
            "repair",
            r"$\langle\theta(t)\nabla L(\theta(0))^{\top}\rangle=\frac{T}{\eta}R\,I_F$; " + SAMPLED,
            "correlator",
            (T / eta) * (R @ I),
            INSTANCE,
        ),
    ),
    beware=(
        r"Three things are off at once: the sign, the factor $1/T$, and an $I_F^{-1}$ on the right. With "
        r"$I_F=\mathrm{Id}$ "
        r"and $T=1$ only the sign is seen."
    ),
    sources=("Risken1989, chapter 7", "MarconiPuglisiRondoniVulpiani2008, section 2"),
)

correlator_delta = Claim(
    id="thermo.4.2.correlator-delta",
    section="4.2 step 3 (second =)",
    title="The correlation of position and gradient is a delta function",
    statement=r"$-\eta\langle\theta(t)\nabla L(\theta(0))^{\top}\rangle=\eta I_F^{-1}\delta(t)$",
    readings=(
        Reading(
            "A",
            r"Exactly, with a constant metric and a quadratic loss: at every $t>0$ the right side is zero.",
            Equal(correlator, delta * (eta * I.inv)),
            linear,
            literal=True,
        ),
    ),
    repair=Repair(
        r"The correlator is $-\eta T$ times the propagator: it starts at $-\eta T\,\mathrm{Id}$ and decays as "
        r"$\frac{d}{dt}X=-\eta KX$.",
        And(
            Equal(derivative(correlator, t), -(eta * K) @ correlator),
            Equal(let(t, zero, correlator), -(eta * T) * Id),
        ),
        linear,
    ),
    simulations=(
        Simulation(
            "reading A",
            r"$\langle\theta(t)\nabla L(\theta(0))^{\top}\rangle$ at a $t>0$, where the delta is zero; "
            + SAMPLED,
            "correlator",
            delta * I.inv,
            INSTANCE,
        ),
        Simulation(
            "repair",
            r"$\langle\theta(t)\nabla L(\theta(0))^{\top}\rangle=T e^{-\eta Kt}$; " + SAMPLED,
            "correlator",
            T * propagator,
            INSTANCE,
        ),
    ),
    beware=r"A correlation of the state with itself has no delta; the noise has.",
    sources=("Risken1989, chapter 3",),
)

response_delta = Claim(
    id="thermo.4.2.response-delta",
    section="4.2 step 3 (outer =)",
    title="The response is a delta function",
    statement=r"$R(t)=\eta I_F^{-1}\delta(t)$",
    readings=(
        Reading(
            "A",
            r"The response of the position, with a constant metric and a quadratic loss, at $t>0$.",
            Equal(R, delta * (eta * I.inv)),
            linear,
            literal=True,
        ),
        Reading(
            "B",
            r"As the singular part of the response of the velocity, "
            r"$\frac{d}{dt}[R(t)\,1_{t>0}]=\eta I_F^{-1}\delta(t)-\eta KR(t)$: the jump of $R$ at $t=0$ is "
            r"$\eta I_F^{-1}$ "
            r"and $\dot R=-\eta KR$ after it.",
            And(Equal(derivative(R, t), -(eta * K) @ R), Equal(let(t, zero, R), eta * I.inv)),
            linear,
        ),
        Reading(
            "C",
            r"As the correlator of the noise over $2T$: $\langle\xi(t)\xi(0)^{\top}\rangle=2\eta T "
            r"I_F^{-1}\delta(t)$.",
            Equal((1 / (2 * T)) * ((sqrt(2 * eta * T) * S) @ (sqrt(2 * eta * T) * S).T), eta * (S @ S)),
            setting(S=Metric(r"the symmetric root $I_F^{-1/2}$"), T=temperature, eta=rate),
        ),
    ),
    repair=Repair(
        r"The response of the velocity is $\eta I_F^{-1}\delta(t)-\eta KR(t)$.",
        And(Equal(derivative(R, t), -(eta * K) @ R), Equal(let(t, zero, R), eta * I.inv)),
        linear,
    ),
    simulations=(
        Simulation(
            "reading A",
            r"$\langle\sin a^{\top}\theta(t)\rangle$ after a kick $f$, which is "
            r"$e^{-a^{\top}\Sigma a/2}\sin(a^{\top}Rf)$; without a response at $t>0$ it is zero; " + SAMPLED,
            "sine_after_a_kick",
            spread * sin(symbol("a").T @ (delta * (eta * I.inv)) @ symbol("f")),
            {**INSTANCE, "a": (1, "-1/2"), "f": ("1/2", "-1/3")},
        ),
        Simulation(
            "repair",
            r"$\langle\sin a^{\top}\theta(t)\rangle$ after a kick $f$, which is "
            r"$e^{-a^{\top}\Sigma a/2}\sin(a^{\top}Rf)$; " + SAMPLED,
            "sine_after_a_kick",
            spread * sin(kicked),
            {**INSTANCE, "a": (1, "-1/2"), "f": ("1/2", "-1/3")},
            Fraction(1, 100),
        ),
    ),
    beware=r"Position and velocity respond differently: a kick moves the position by a step, which then decays.",
    sources=("Risken1989, chapter 7",),
)

X, J_chart = symbol("X"), symbol("J")

response_type = Claim(
    id="thermo.4.2.response-type",
    section="4.2 step 3",
    title="Both forms of the response are tensors of one type",
    statement=r"$\langle\theta\,\nabla L^{\top}\rangle$ and $I_F^{-1}$ are tensors of one type.",
    readings=(
        Reading(
            "A",
            r"Under linear changes of the parameters, so that $\theta$ is a vector.",
            Commensurable(theta @ g.T, I.inv),
            setting(
                units=True,
                theta=Point(),
                g=Covector(r"the gradient $\nabla L$"),
                I_F=Metric("the Fisher matrix"),
            ),
            literal=True,
        ),
    ),
    repair=Repair(
        r"$\langle\theta\,\nabla L^{\top}\rangle I_F^{-1}$ has the type of $I_F^{-1}$: with $\theta=Jy$ both "
        r"become "
        r"$J^{-1}(\cdot)J^{-\top}$.",
        Equal(
            J_chart.inv @ (X @ I.inv) @ J_chart.inv.T,
            (J_chart.inv @ X @ J_chart) @ (J_chart.T @ I @ J_chart).inv,
        ),
        setting(
            X=Matrix(r"the mean $\langle\theta\,\nabla L^{\top}\rangle$"),
            J=Matrix(r"the Jacobian of $\theta=Jy$"),
            I_F=Metric("the Fisher matrix"),
        ),
    ),
    beware=r"One upper and one lower index on one side, two upper ones on the other.",
    sources=("Lee2013, chapter 12",),
)
