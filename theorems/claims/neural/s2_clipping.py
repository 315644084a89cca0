"""Section 2: what clipping the ratio of probabilities does, and what geometry is left."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Equal,
    Greater,
    Implies,
    Reading,
    Repair,
    Scalar,
    Term,
    Variant,
    absolute,
    entries,
    fisher_of,
    half,
    let,
    ones,
    setting,
    symbol,
)

A, k, r, t, x, y, z = map(symbol, ("A", "k", "r", "t", "x", "y", "z"))
eps, p, q = map(symbol, ("epsilon", "pi", "q"))
SCHULMAN = "Schulman2017, section 3"


def smaller(one: Term, other: Term) -> Term:
    """min of two numbers."""
    return half * (one + other - absolute(one - other))


def clipped(ratio: Term) -> Term:
    """The ratio moved to [1 − ε, 1 + ε]."""
    return 1 + half * (absolute(ratio - 1 + eps) - absolute(ratio - 1 - eps))


def surrogate(ratio: Term, advantage: Term) -> Term:
    """min(rA, clip(r)A)."""
    return let(r, ratio, let(k, clipped(r), smaller(r * advantage, k * advantage)))


# One state, two actions of old probabilities π and 1 − π; the advantage of the first is A, that of the second
# −πA/(1 − π), which makes their mean zero. The highest value of the objective is 2επA, both ratios beyond the range.
other_advantage = -(p * A) / (1 - p)
objective = p * surrogate(q / p, A) + (1 - p) * surrogate((1 - q) / (1 - p), other_advantage)
highest = 2 * eps * p * A
stays_inside = Implies(
    AtLeast(objective, highest),
    And(AtLeast(1 + eps, q / p), AtLeast(q / p, 1 - eps), AtLeast((1 - q) / (1 - p), 1 - eps)),
)
maximisers = setting(
    where={eps: y / (1 + y), p: 1 / (2 + x), q: 1 - (1 - p) * (1 - eps) / (1 + z)},
    A=Scalar(positive=True, says="the advantage of the first action"),
    x=Scalar(positive=True, says="makes the old probability of the first action"),
    y=Scalar(positive=True, says="makes the clip range"),
    z=Scalar(positive=True, says="makes the new probability of the first action"),
    sizes=(1,),
)
above, below, inside = 1 + eps + t, 1 - eps - t, 1 - eps + 2 * eps * (z / (1 + z))
of_ratios = setting(
    where={eps: y / (1 + y)},
    A=Scalar(positive=True, says="the size of the advantage"),
    t=Scalar(positive=True, says="how far the ratio is outside of the range"),
    y=Scalar(positive=True, says="makes the clip range"),
    z=Scalar(positive=True, says="makes a place within the range"),
    sizes=(1,),
)
pieces = And(
    Equal(surrogate(above, A), (1 + eps) * A),
    Equal(surrogate(above, -A), -(above * A)),
    Equal(surrogate(below, A), below * A),
    Equal(surrogate(below, -A), -((1 - eps) * A)),
    Equal(surrogate(inside, A), inside * A),
    Equal(surrogate(inside, -A), -(inside * A)),
)
pieces_text = (
    r"What is clipped is the objective, $\min(rA,\mathrm{clip}(r)A)$: it is $rA$ within the range, and constant where "
    r"the ratio has gone beyond it on the side that the advantage favours, $(1+\epsilon)A$ above for $A>0$ and "
    r"$(1-\epsilon)A$ below for $A<0$; on the other side it is $rA$ again. The ratio itself is free."
)

ppo_clip = Claim(
    id="neural.2.ppo-clip",
    section="2",
    title="PPO keeps the ratio of probabilities within its range",
    statement=r"PPO clips $r_t(\theta)$ to $[1-\epsilon,1+\epsilon]$ instead of enforcing the KL constraint.",
    readings=(
        Reading(
            "A",
            r"At a maximiser of the objective the ratio is in $[1-\epsilon,1+\epsilon]$, for all states and actions: "
            r"one state, two actions; every $q$ at which the objective has its highest value $2\epsilon\pi A$.",
            stays_inside,
            maximisers,
            literal=True,
        ),
        Reading("B", pieces_text, pieces, of_ratios),
    ),
    repair=Repair(pieces_text, pieces, of_ratios),
    variants=(
        Variant("The clipped ratio alone.", Equal(surrogate(above, -A), -((1 + eps) * A))),
        Variant("Constant below the range for a gain.", Equal(surrogate(below, A), (1 - eps) * A)),
        Variant("Without clipping.", Equal(surrogate(above, A), above * A)),
    ),
    beware=(
        "Beyond the range the gradient is zero and does not pull back. Steps that start at ratio 1 and stop in time "
        "stay near the range, by early stopping and not by the objective."
    ),
    sources=(SCHULMAN,),
)

# -- three actions ----------------------------------------------------------------------------------

a, b, c, p1, p2 = map(symbol, ("a", "b", "c", "p1", "p2"))
mass = 3 * a + 2 * b + c  # π₁ < π₂ < π₃
F = fisher_of("categorical", p1, p2)
towards_second = entries(-eps * p1, 0, 0, eps * p1) @ ones
towards_third = entries(-eps * p1, 0, 0, 0) @ ones
three_actions = setting(
    where={p1: a / mass, p2: (a + b) / mass, eps: y / (1 + y)},
    a=Scalar(positive=True, says="weight of every action"),
    b=Scalar(positive=True, says="more for the second and third action"),
    c=Scalar(positive=True, says="more for the third action"),
    y=Scalar(positive=True, says="makes the clip range"),
    sizes=(2,),
)


def squared_length(step: Term) -> Term:
    """dᵀFd."""
    return step.T @ F @ step


ppo_loses_fisher = Claim(
    id="neural.2.ppo-loses-fisher",
    section="2",
    title="The clip range is no ball of the Fisher metric",
    statement="PPO loses the exact interpretation by the Fisher geometry.",
    readings=(
        Reading(
            "A",
            r"Steps at the edge of the clip range have different Fisher lengths, so that it is no ball of the metric. "
            r"Of three actions with $\pi_1<\pi_2<\pi_3$ the first loses $\epsilon\pi_1$, its ratio being $1-\epsilon$: "
            r"to the second action it costs more of $d^{\top}Fd$ than to the third; ratios that rise stay within it.",
            And(
                Greater(squared_length(towards_second), squared_length(towards_third)),
                Equal(squared_length(towards_second), eps**2 * p1 * (p1 + p2) / p2),
            ),
            three_actions,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "All steps at the edge are of one length.",
            Equal(squared_length(towards_second), squared_length(towards_third)),
        ),
        Variant(
            "The third action costs more.",
            Greater(squared_length(towards_third), squared_length(towards_second)),
        ),
        Variant(
            "A length in proportion to the range.",
            Equal(squared_length(towards_second), eps * p1 * (p1 + p2) / p2),
        ),
    ),
    beware="With two actions the range of ratios and the Fisher ball are both intervals, and nothing is seen.",
    sources=(SCHULMAN, "Kakade2001, section 2"),
)
