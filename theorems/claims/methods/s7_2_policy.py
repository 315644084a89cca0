"""Section 7: the natural policy gradient, its Fisher matrix, and its region of trust."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Covector,
    Data,
    Equal,
    Greater,
    Metric,
    Model,
    Point,
    Reading,
    Scalar,
    Term,
    UniqueMinimiser,
    Variant,
    Vector,
    expect,
    half,
    jacobian,
    law,
    let,
    norm2,
    score,
    setting,
    symbol,
)

theta, tau, w, v, g, F, b = map(symbol, ("theta", "tau", "w", "v", "g", "F", "b"))
alpha, mu = symbol("alpha"), symbol("mu")
natural = F.inv @ g
metric, gradient = Metric("the Fisher matrix"), Covector("the gradient of the expected return")

# -- the update -------------------------------------------------------------------------------------------

step = w - theta
loss_near = -(g.T @ step) + (step.T @ F @ step) / (2 * alpha)

npg_update = Claim(
    id="methods.7.npg-update",
    section="7 (reinforcement learning)",
    title="The update of the natural policy gradient",
    statement=r"$\theta_{k+1}=\theta_k+\alpha F^{-1}\nabla J(\theta_k)$",
    readings=(
        Reading(
            "A",
            r"A definition, uphill as returns are to grow. Consistent: it is the one point that maximises "
            r"$\nabla J^{\top}(w-\theta_k)-(w-\theta_k)^{\top}F(w-\theta_k)/2\alpha$.",
            UniqueMinimiser(theta + alpha * natural, loss_near, w),
            setting(
                theta=Point("the parameters of the policy"),
                F=metric,
                g=gradient,
                alpha=Scalar(positive=True, says="the step size"),
            ),
            literal=True,
            defines=r"\theta_{k+1}",
        ),
    ),
    variants=(
        Variant("downhill", UniqueMinimiser(theta - alpha * natural, loss_near, w)),
        Variant("the plain gradient", UniqueMinimiser(theta + alpha * g, loss_near, w)),
        Variant(
            "the metric where its inverse belongs", UniqueMinimiser(theta + alpha * (F @ g), loss_near, w)
        ),
    ),
    beware="The sign is that of a return; the updates of section 2 have that of a loss.",
    sources=("Kakade2001, section 2",),
)

# -- the Fisher matrix of a policy ------------------------------------------------------------------------

# Two states, visited in the shares 1 and b, with one parameter column for the policies in both.
in_first, in_second = law("p", theta), law("r", theta)
s_first, s_second = score(theta), score(theta, model="r")


def over_states(first: Term, second: Term) -> Term:
    """The mean over the states."""
    return (first + b * second) / (1 + b)


def slope_of_kl(model: str) -> Term:
    """The gradient in τ of the divergence of the policy at τ from that at θ, −E_θ of the score at τ."""
    return -expect(law(model, theta), score(tau, model=model))


of_policy = over_states(expect(in_first, s_first @ s_first.T), expect(in_second, s_second @ s_second.T))
local_kl = let(tau, theta, jacobian(over_states(slope_of_kl("p"), slope_of_kl("r")), tau))
two_states = setting(
    theta=Point("the parameters, shared by the states"),
    b=Scalar(positive=True, says="how often the second state is visited against the first"),
    p=Model(at="theta", says="the law of the action in the first state", families=()),
    r=Model(at="theta", says="the law of the action in the second state", families=()),
    sizes=(1, 2),
)

npg_fisher = Claim(
    id="methods.7.npg-fisher",
    section="7 (reinforcement learning)",
    title="The matrix is the Fisher matrix of the policy",
    statement="F is the Fisher matrix of the policy distribution and J the expected return.",
    readings=(
        Reading(
            "A",
            r"A definition, with the mean over the states that the policy visits. Consistent: it is the Hessian in τ "
            r"at θ of the mean over the states of $\mathrm{KL}(\pi_\theta(\cdot|s)\|\pi_\tau(\cdot|s))$, for two "
            "states with shared parameters and any two smooth policies in them.",
            Equal(of_policy, local_kl),
            two_states,
            literal=True,
            defines="F",
        ),
    ),
    variants=(
        Variant("one state only", Equal(expect(in_first, s_first @ s_first.T), local_kl)),
        Variant(
            "actions of another policy",
            Equal(
                over_states(expect(law("q"), s_first @ s_first.T), expect(in_second, s_second @ s_second.T)),
                local_kl,
            ),
            two_states.also(q=Data(says="the law of the actions of another policy")),
        ),
        Variant(
            "both states alike",
            Equal(
                half * (expect(in_first, s_first @ s_first.T) + expect(in_second, s_second @ s_second.T)),
                local_kl,
            ),
        ),
    ),
    beware=(
        "The states are not named. Their law depends on θ too, and its own scores are left out: for paths of growing "
        "length the Fisher matrix of a path, per step, tends to this mean. One table entry for each state would make "
        "it block-diagonal and hide the weights."
    ),
    sources=("Kakade2001, section 3",),
)

# -- a region of trust ------------------------------------------------------------------------------------

on_boundary = mu * natural  # δ = μ²‖g‖²/2 on F⁻¹

trpo_problem = Claim(
    id="methods.7.trpo-problem",
    section="7 (TRPO)",
    title="The problem that TRPO approximately solves",
    statement=(
        r"Approximately solve $\max_{\Delta\theta}\nabla J^{\top}\Delta\theta$ subject to "
        r"$\frac12\Delta\theta^{\top}F\Delta\theta\le\delta$."
    ),
    readings=(
        Reading(
            "A",
            r"The definition of a problem, well posed where $\nabla J\ne0$: on each level of $\frac12v^{\top}Fv$ the "
            r"multiple $\mu F^{-1}\nabla J$, $\mu>0$, alone is the best, and no $v$ has more than its length allows, "
            r"$(\nabla J^{\top}v)^2\le v^{\top}Fv\;\nabla J^{\top}F^{-1}\nabla J$.",
            And(
                UniqueMinimiser(on_boundary, -(g.T @ v), v, level=half * (v.T @ F @ v)),
                AtLeast((v.T @ F @ v) * (g.T @ natural), (g.T @ v) ** 2),
            ),
            setting(
                Greater(norm2(g), 0),
                F=metric,
                g=gradient,
                v=Vector("any step"),
                mu=Scalar(positive=True, says=r"with δ, $\delta=\frac12\mu^2\nabla J^{\top}F^{-1}\nabla J$"),
                sizes=(1, 2),
            ),
            literal=True,
            defines=r"\Delta\theta",
        ),
    ),
    variants=(
        Variant("downhill", UniqueMinimiser(-on_boundary, -(g.T @ v), v, level=half * (v.T @ F @ v))),
        Variant("the plain gradient", UniqueMinimiser(mu * g, -(g.T @ v), v, level=half * (v.T @ F @ v))),
        Variant("within a Euclidean ball", UniqueMinimiser(on_boundary, -(g.T @ v), v, level=v.T @ v)),
    ),
    beware=(
        "A linear objective has its maximum on the boundary, so that the length is always √(2δ), unlike in section "
        "5. The bound of TRPO is on a mean divergence, of which ½ΔᵀFΔ is the leading part."
    ),
    sources=("Schulman2015, section 6 and appendix C",),
)
