"""Section 5.3: the update with the root of the power over its budget."""

from theorems import (
    And,
    AtLeast,
    BigO,
    Claim,
    Commensurable,
    Covector,
    Equal,
    Greater,
    LittleO,
    Loss,
    Metric,
    Point,
    Reading,
    Repair,
    Scalar,
    Small,
    Term,
    Variant,
    Vector,
    absolute,
    derivative,
    function,
    grad,
    half,
    largest_eigenvalue,
    let,
    norm2,
    rational,
    setting,
    sqrt,
    symbol,
    tr,
)

I_F, g, eta, P_max = symbol("I_F"), symbol("g"), symbol("eta"), symbol("P_max")
theta, theta_next = symbol("theta"), symbol("theta_next")

natural = I_F.inv @ g
steepness = g.T @ I_F.inv @ g  # G = ∇LᵀI_F⁻¹∇L
metric = Metric("the Fisher matrix at θ, positive definite")
gradient = Covector("the gradient ∇L(θ)")
rate = Scalar(positive=True, says="the learning rate $\\eta_{opt}$")
budget = Scalar(positive=True, says="the power budget")


def scaled(power: Term) -> Term:
    """η √(P / P_max), the step size of the update."""
    return eta * sqrt(power / P_max)


# The step θ ← θ − s I_F⁻¹∇L has the power |P| = sG. With s = η √(sG/P_max) and s > 0, s = η²G/P_max.
nominal = scaled(eta * steepness)
self_consistent = eta**2 * (steepness / P_max)


def power_of(step_size: Term) -> Term:
    """∇Lᵀθ̇ for θ̇ = −s I_F⁻¹∇L."""
    return g.T @ (-step_size * natural)


# -- the update -----------------------------------------------------------------------------------

s, a = symbol("s"), symbol("a")
at_a_point = setting(Greater(norm2(g), 0), I_F=metric, g=gradient, eta=rate, P_max=budget)
of_the_step_itself = setting(
    Greater(norm2(g), 0),
    where={s: self_consistent},
    I_F=metric,
    g=gradient,
    eta=rate,
    P_max=budget,
    a=Scalar(positive=True, says="any step size"),
)
one_step_size = And(
    Greater(s, 0),
    Equal(s**2, eta**2 * (-power_of(s) / P_max)),
    Equal(a**2 - eta**2 * (-power_of(a) / P_max), a * (a - s)),
)

update = Claim(
    id="thermo.5.3.update",
    section="5.3",
    title="The update with the root of the power over its budget",
    statement=r"$\theta(t+dt)=\theta(t)-\eta_{opt}\,I_F^{-1}(\theta)\nabla L(\theta)\sqrt{P(t)/P_{\max}}$",
    readings=(
        Reading(
            "A",
            r"$P=\nabla L^{\top}\dot\theta$ of section 3.1 along $\dot\theta=-\eta I_F^{-1}\nabla L$, where "
            r"the "
            r"gradient is not zero.",
            Equal(theta_next, theta - scaled(power_of(eta)) * natural),
            at_a_point.also(theta=Point(), theta_next=Point("the parameter after the update")),
            literal=True,
        ),
        Reading(
            "B",
            r"$P$ is the size of the power of the very step that is taken: $s=\eta\sqrt{sG/P_{\max}}$ with "
            r"$G=\nabla L^{\top}I_F^{-1}\nabla L$ has one solution $s>0$. For every other $a>0$ the squares "
            r"differ by "
            r"$a(a-s)$.",
            one_step_size,
            of_the_step_itself,
            defines=r"\theta(t+dt)",
        ),
        Reading(
            "C",
            r"$P$ is the size of the power of the plain step, $\eta G$: the root exists, and the step goes "
            r"downhill.",
            And(
                Equal(-power_of(eta), eta * steepness),
                Greater(nominal, 0),
                Greater(0, power_of(nominal)),
            ),
            at_a_point,
            defines=r"\theta(t+dt)",
        ),
    ),
    repair=Repair(
        r"With $|P|$ of the step itself under the root, the update is "
        r"$\theta\leftarrow\theta-s\,I_F^{-1}\nabla L$ with $s=\eta_{opt}^2\,\nabla L^{\top}I_F^{-1}\nabla "
        r"L/P_{\max}$, the one positive solution of $s=\eta_{opt}\sqrt{|P|/P_{\max}}$.",
        one_step_size,
        of_the_step_itself,
    ),
    variants=(
        Variant("Without the root.", Equal(s, eta * (-power_of(s) / P_max))),
        Variant("The power of the plain step under the root.", Equal(s, scaled(-power_of(eta)))),
        Variant(
            "The Euclidean length of the gradient in the step size.",
            Equal(eta**2 * (norm2(g) / P_max), scaled(-power_of(eta**2 * (norm2(g) / P_max)))),
        ),
    ),
    beware=(
        "Power with its sign is negative wherever a step goes downhill, so the printed root is real at "
        "critical points "
        "only. With |P| there are two updates to choose from: that of the plain step, and that of the step "
        "itself."
    ),
    sources=("Amari1998, section 2",),
)

# -- the budget -----------------------------------------------------------------------------------

by_curvature, by_trace = 1 / largest_eigenvalue(I_F), P_max / tr(I_F)


def smaller(x: Term, y: Term) -> Term:
    """min(x, y), with |x − y| written as a root: its square is a polynomial, which a solver can use."""
    return half * (x + y - sqrt((x - y) ** 2))


with_eta_opt = setting(
    where={eta: smaller(by_curvature, by_trace)}, sizes=(1, 2), I_F=metric, g=gradient, P_max=budget
)
capped = smaller(eta, P_max / steepness)

power_cap = Claim(
    id="thermo.5.3.power-cap",
    section="5.3",
    title="The factor keeps the power within its budget",
    statement=r"the update with the factor $\sqrt{P/P_{\max}}$ has $|P|\le P_{\max}$",
    readings=(
        Reading(
            "A",
            r"With the power $\eta G$ of the plain step under the root, and "
            r"$\eta=\min(1/\lambda_{\max}(I_F),P_{\max}/\mathrm{tr}\,I_F)$ of section 5.1: $|\nabla "
            r"L^{\top}\dot\theta|$ of the step taken is at most $P_{\max}$.",
            AtLeast(P_max, absolute(power_of(nominal))),
            with_eta_opt,
            literal=True,
        ),
        Reading(
            "B",
            r"With the power of the step taken under the root, and the same $\eta$.",
            AtLeast(P_max, absolute(power_of(self_consistent))),
            with_eta_opt,
        ),
    ),
    repair=Repair(
        r"The factor $\min(1,P_{\max}/(\eta G))$ keeps $|P|\le P_{\max}$ for every $\eta>0$: the step size is "
        r"then $s=\min(\eta,P_{\max}/G)$, and $|P|=sG$.",
        And(
            AtLeast(P_max, -power_of(capped)),
            AtLeast(eta, capped),
            Greater(capped, 0),
        ),
        setting(Greater(steepness, 0), I_F=metric, g=gradient, eta=rate, P_max=budget),
    ),
    variants=(
        Variant(
            "With the root of the factor.", AtLeast(P_max, -power_of(eta * sqrt(P_max / (eta * steepness))))
        ),
        Variant("With the printed factor.", AtLeast(P_max, -power_of(nominal))),
        Variant(
            "With the Euclidean length of the gradient.",
            AtLeast(P_max, -power_of(smaller(eta, P_max / norm2(g)))),
        ),
    ),
    beware=(
        "The printed factor is above 1 just when the power is above its budget: it makes a large power "
        "larger and a "
        "small one smaller. Where ηG ≤ P_max it respects the budget, but so does the plain step there."
    ),
    sources=("BoydVandenberghe2004, section 9.4.1",),
)

# -- dt -------------------------------------------------------------------------------------------

h, P = symbol("h"), symbol("P")
L = function("L")
increment = -scaled(P) * natural
both_points = {"theta": Point(), "theta_next": Point("the parameter after dt")}


def with_units(time: int, says: str, power: str) -> dict[str, Scalar]:
    """The scalars of the update: the rate per t or per iteration, and the powers alike."""
    return {
        "eta": Scalar(positive=True, says=says, time=time),
        "P": Scalar(positive=True, says=f"the size of the power, {power}", time=time),
        "P_max": Scalar(positive=True, says=f"the power budget, {power}", time=time),
    }


slope = grad(L(theta), theta)
velocity = -scaled(P) * (I_F.inv @ slope)
loss_change = L(theta + h * velocity) - L(theta)
with_dt = setting(
    Greater(norm2(slope), 0),
    theta=Point(),
    h=Small("the time step dt"),
    L=Loss(at="theta"),
    I_F=metric,
    eta=rate,
    P=Scalar(positive=True, says="the size of the power"),
    P_max=budget,
)

dt = Claim(
    id="thermo.5.3.dt",
    section="5.3",
    title="The right side of the update is an increment over dt",
    statement=(r"$\theta(t+dt)-\theta(t)=-\eta_{opt}I_F^{-1}\nabla L\sqrt{P/P_{\max}}$ is $O(dt)$"),
    readings=(
        Reading(
            "A",
            r"As written: $\eta$ is the learning rate of $\dot\theta=-\eta I_F^{-1}\nabla L$, per unit of $t$, "
            r"and $dt$ stands on the left only. An increment of $\theta$ is then equated to a velocity.",
            Equal(theta_next - theta, increment),
            setting(units=True, I_F=metric, g=gradient).also(
                **both_points, **with_units(-1, "the learning rate, per unit of t", "in nats per unit of t")
            ),
            literal=True,
        ),
        Reading(
            "B",
            r"$dt$ is one iteration and $\eta$ a number: both sides are increments of $\theta$.",
            Commensurable(theta_next - theta, increment),
            setting(units=True, I_F=metric, g=gradient).also(
                **both_points, **with_units(0, "the step size, per iteration", "in nats per iteration")
            ),
        ),
    ),
    repair=Repair(
        r"$\theta(t+dt)=\theta(t)-dt\,\eta_{opt}\,I_F^{-1}\nabla L\sqrt{|P|/P_{\max}}$: the increment is "
        r"$O(dt)$, "
        r"and over $dt$ the loss falls by $dt\,\eta_{opt}\sqrt{|P|/P_{\max}}\,\nabla L^{\top}I_F^{-1}\nabla "
        r"L+o(dt)$.",
        And(
            BigO(h * velocity, h, 1),
            LittleO(loss_change + h * (scaled(P) * (slope.T @ I_F.inv @ slope)), h, 1),
        ),
        with_dt,
    ),
    variants=(
        Variant("The increment without dt.", BigO(velocity, h, 1)),
        Variant("The increment with the root of dt, as for noise.", BigO(sqrt(h) * velocity, h, 1)),
        Variant(
            "The loss falls by the plain squared gradient.",
            LittleO(loss_change + h * (scaled(P) * norm2(slope)), h, 1),
        ),
    ),
    beware=(
        "As a rule per iteration the line is well formed; it then has no continuous limit in dt, and η and "
        "P_max are "
        "numbers per iteration."
    ),
    sources=("Amari1998, section 2",),
)

# -- near the optimum -----------------------------------------------------------------------------

H, v = symbol("H"), symbol("v")
# Genuine models have every constant Fisher matrix with every exactly quadratic loss: see section 5.1.
error_gradient = h * (H @ v)  # ∇L at θ* + hv
G_near = error_gradient.T @ I_F.inv @ error_gradient
natural_near = I_F.inv @ error_gradient


def squared_step(factor_squared: Term) -> Term:
    """‖θ_next − θ‖² for the step −η · factor · I_F⁻¹∇L at the error hv."""
    return eta**2 * (factor_squared * norm2(natural_near))


def over_h_squared(body: Term) -> Term:
    """The limit of body / h² for a body with the value and slope 0 at h = 0."""
    return half * let(h, rational(0), derivative(derivative(body, h), h))


by_nominal = over_h_squared(squared_step(eta * (G_near / P_max)))
by_consistent = over_h_squared(squared_step((eta * (G_near / P_max)) ** 2))
quadratic_loss = setting(
    Greater(norm2(v), 0),
    I_F=metric,
    H=Metric("the Hessian of the loss at θ*"),
    v=Vector("the direction of the error, θ − θ* = hv"),
    eta=rate,
    P_max=budget,
)

pull = I_F.inv @ (H @ v)
gamma = (H @ v).T @ pull  # vᵀH I_F⁻¹ H v
nominal_step = -(eta * sqrt(eta * (G_near / P_max))) * natural_near
consistent_step = -(eta**2 * (G_near / P_max)) * natural_near
nominal_law = -(h**2) * (eta * sqrt(eta * (gamma / P_max)) * pull)
consistent_law = -(h**3) * (eta**2 * (gamma / P_max) * pull)
with_small_error = setting(
    Greater(gamma, 0),
    I_F=metric,
    H=Metric("the Hessian of the loss at θ*"),
    v=Vector("the direction of the error, θ − θ* = hv"),
    h=Small("the size of the error"),
    eta=rate,
    P_max=budget,
)

rate_interaction = Claim(
    id="thermo.5.3.rate-interaction",
    section="5.3 × 6.1",
    title="The update keeps the exponential rate of convergence",
    statement=r"the iteration of 5.3 converges exponentially near $\theta^*$, as in theorem 7",
    readings=(
        Reading(
            "A",
            r"With some rate, for one of the two sizes of the power, that of the plain step or that of the "
            r"step "
            r"itself. The least it takes: a step is not of smaller order than the error, "
            r"$\lim_{h\to0}\|\Delta\theta\|^2/h^2>0$ at $\theta=\theta^*+hv$ for one of them. On quadratic "
            r"losses, with a constant $I_F$.",
            Greater(by_nominal + by_consistent, 0),
            quadratic_loss,
            literal=True,
        ),
    ),
    repair=Repair(
        r"On quadratic losses with a constant $I_F$, the step at $\theta^*+hv$ is "
        r"$-h^2\eta\sqrt{\eta\gamma/P_{\max}}\,I_F^{-1}Hv$ with the power of the plain step, and "
        r"$-h^3(\eta^2\gamma/P_{\max})\,I_F^{-1}Hv$ with that of the step itself, where "
        r"$\gamma=v^{\top}HI_F^{-1}Hv$: of smaller order than the error, so that convergence is slower than "
        r"every "
        r"exponential.",
        And(
            LittleO(nominal_step - nominal_law, h, 2),
            LittleO(consistent_step - consistent_law, h, 3),
            LittleO(nominal_step, h, 1),
            LittleO(consistent_step, h, 2),
        ),
        with_small_error,
    ),
    variants=(
        Variant(
            "The step is linear in the error, as without the factor.",
            LittleO(nominal_step + h * (eta * pull), h, 1),
        ),
        Variant("Both powers give the same order.", LittleO(consistent_step - nominal_law, h, 2)),
        Variant(
            "The Hessian step without the metric.",
            LittleO(nominal_step + h**2 * (eta * sqrt(eta * (gamma / P_max)) * (H @ v)), h, 2),
        ),
    ),
    beware=(
        "The factor goes to zero with the gradient. In the end, in one dimension, 1/|θ − θ*| grows by a "
        "constant "
        "with each step, and with the power of the step itself 1/|θ − θ*|² does: the error falls like 1/k or "
        "1/√k. Far from the optimum nothing is seen."
    ),
    sources=("NocedalWright2006, section 3.3",),
)
