"""Sections 0, 1 and 5: whether steps of TRPO and PPO always improve the policy.

Two states with discount γ = c/(1 + c): a policy makes a matrix P of transitions and a column r of rewards, its values
are V = (Id − γP)⁻¹r, and its return is J = ρᵀV for the law ρ of the first state.
"""

from theorems import (
    And,
    AtLeast,
    Claim,
    Equal,
    Greater,
    Id,
    Implies,
    Reading,
    Repair,
    Scalar,
    Term,
    Variant,
    Vector,
    entries,
    hadamard,
    ones,
    setting,
    symbol,
)

c, gamma = symbol("c"), symbol("gamma")
SCHULMAN = "Schulman2015, theorem 1"


def pair(first: Term, second: Term) -> Term:
    """The column of two numbers."""
    return entries(first, 0, 0, second) @ ones


def occupancy(transitions: Term) -> Term:
    """(Id − γP)⁻¹: discounted numbers of visits."""
    return (Id - gamma * transitions).inv


def gains(new_transitions: Term, new_rewards: Term, values: Term) -> Term:
    """ḡ(s) = Σ_a π'(a|s) A_π(s, a), the mean advantage of the new policy in each state."""
    return new_rewards + gamma * (new_transitions @ values) - values


# -- a policy that cannot see the state -----------------------------------------------------------------

# Go in the first state, else the end; stay in the second for a reward of 1. The policy goes with one probability p in
# both states: J(p) = γp(1 − p). In the new policy it is q. As L is affine in q and KL convex, the maximiser of L on
# the interval KL ≤ δ is an end of it: for δ = KL(p ‖ q) it is q where L(q) > L(p). The quadratic step has its ends
# where ½F(q − p)² = δ, and the same holds of it.
a, b, x, y, p, q = map(symbol, ("a", "b", "x", "y", "p", "q"))


def transitions_of(go: Term) -> Term:
    """The transitions where one goes with this probability; what is missing in a row ends the episode."""
    return entries(0, go, 0, 0)


def rewards_of(go: Term) -> Term:
    """The mean rewards of the two states."""
    return pair(0 * go, 1 - go)


start = pair(1 + 0 * p, 0 * p)
old_values = occupancy(transitions_of(p)) @ rewards_of(p)
old_return = start.T @ old_values
new_return = start.T @ occupancy(transitions_of(q)) @ rewards_of(q)
surrogate = old_return + start.T @ occupancy(transitions_of(p)) @ gains(
    transitions_of(q), rewards_of(q), old_values
)
never_worse = Implies(Greater(surrogate, old_return), AtLeast(new_return, old_return))
blind = setting(
    where={p: a / (a + b), q: x / (x + y), gamma: c / (1 + c)},
    a=Scalar(positive=True, says="odds of going, before"),
    b=Scalar(positive=True, says="odds of staying, before"),
    x=Scalar(positive=True, says="odds of going, after"),
    y=Scalar(positive=True, says="odds of staying, after"),
    c=Scalar(positive=True, says="makes the discount"),
    sizes=(2,),
)
step_text = (
    r"For every Markov decision process, class of policies and $\delta$: $\theta'=\arg\max L_\theta$ where the mean KL "
    r"is at most $\delta$ has $J(\theta')\ge J(\theta)$. Here the process of two states in which one parameter, the "
    r"probability of going, serves both: $p$ before, and $q$ after, for $\delta=\mathrm{KL}(p\|q)$ and $L_p(q)>L_p(p)$."
)

# -- two policies of any kind ---------------------------------------------------------------------------

r, r_new, k, P, P_new, R, R_new, V, rho = map(
    symbol, ("r", "r_new", "k", "P", "P_new", "R", "R_new", "V", "rho")
)
D, g, u, w, z, t, s = map(symbol, ("D", "g", "u", "w", "z", "t", "s"))
d1, d2, g1, g2 = map(symbol, ("d1", "d2", "g1", "g2"))


def chain(first: Term, second: Term) -> Term:
    """A matrix of transitions, by the odds of going to the first state."""
    return entries(first / (1 + first), 1 / (1 + first), second / (1 + second), 1 / (1 + second))


def between(odds: Term) -> Term:
    """A number between −1 and 1."""
    return (1 - odds) / (1 + odds)


# R and R' are the discounted numbers of visits under the old and the new policy, and V are the old values.
chains = {gamma: c / (1 + c), P: chain(u, w), P_new: chain(z, t), R: occupancy(P), R_new: occupancy(P_new)}
two_policies = setting(
    where={**chains, V: R @ r, rho: pair(s / (1 + s), 1 / (1 + s))},
    r=Vector("the mean rewards under the old policy"),
    r_new=Vector("the mean rewards under the new policy"),
    k=Vector("roots of numbers that are not negative, one for each state"),
    c=Scalar(positive=True, says="makes the discount"),
    u=Scalar(positive=True, says="odds of going to the first state from the first, under the old policy"),
    w=Scalar(positive=True, says="the same from the second"),
    z=Scalar(positive=True, says="odds of going to the first state from the first, under the new policy"),
    t=Scalar(positive=True, says="the same from the second"),
    s=Scalar(positive=True, says="odds of the first state at the start"),
    sizes=(2,),
)
difference = rho.T @ R_new @ r_new - rho.T @ V
lemma = Equal(difference, rho.T @ R_new @ gains(P_new, r_new, V))
positive = AtLeast(rho.T @ R_new @ hadamard(k, k), 0)
per_state = And(lemma, positive)
per_state_text = (
    r"For policies that are free in every state, with exact advantages: $J'-J=\rho^{\top}(\mathrm{Id}-\gamma P')^{-1}"
    r"\bar g$, where $\bar g(s)=\sum_a\pi'(a|s)A_\pi(s,a)$ is not negative in any state where $L$ is maximal state by "
    r"state, and discounted numbers of visits are positive; so $J'\ge J$."
)
# J' − L = ρᵀ(R' − R)ḡ = γρᵀR'(P' − P)Rḡ. Where the total variation between the policies is at most α in each state,
# P' − P = αD with rows d(1, −1), |d| ≤ 1, and ḡ = 2αεg with |g| ≤ 1, as the advantages are at most ε and have mean zero
# under the old policy. From the first state, and so by symmetry from the second, the bound is that of R'DRg.
with_bounds = setting(
    where={
        **chains,
        D: entries(between(d1), -between(d1), between(d2), -between(d2)),
        g: pair(between(g1), between(g2)),
    },
    r=Vector("the mean rewards under the old policy"),
    d1=Scalar(positive=True, says="makes the change of policy in the first state"),
    d2=Scalar(positive=True, says="makes the change of policy in the second state"),
    g1=Scalar(positive=True, says="makes the mean advantage in the first state"),
    g2=Scalar(positive=True, says="makes the mean advantage in the second state"),
    sizes=(2,),
).also(**{name: two_policies.symbols[name] for name in ("c", "u", "w", "z", "t")})
from_the_first = pair(1 + 0 * gamma, 0 * gamma).T @ R_new @ D @ R @ g
most = 2 / (1 - gamma) ** 2
penalised = And(
    Equal(R_new - R, gamma * (R_new @ (P_new - P) @ R)),
    AtLeast(most, from_the_first),
    AtLeast(most, -from_the_first),
    Equal(r + gamma * (P @ (R @ r)), R @ r),
)
penalised_text = (
    r"A maximiser of $L_\pi-C\,\mathrm{KL}^{\max}$, $C=4\epsilon\gamma/(1-\gamma)^2$, has $J(\pi')\ge J(\pi)$: for "
    r"the largest total variation $\alpha$, $\alpha^2\le\mathrm{KL}^{\max}$ (Pinsker), $|J'-L|\le C\alpha^2$. Here "
    r"two states: $R'-R=\gamma R'(P'-P)R$ for numbers of visits, and $|R'DRg|\le2/(1-\gamma)^2$ for $P'-P=\alpha D$ "
    r"and mean advantages $2\alpha\epsilon g$. At $\pi'=\pi$ the penalised surrogate is $J(\pi)$, as $r+\gamma PV=V$; "
    r"so its maximum is not below, and $J(\pi')$ not below that."
)
of_lemma = (
    Variant(
        "Visits under the old policy.", Equal(difference, rho.T @ R @ gains(P_new, r_new, V)), two_policies
    ),
    Variant(
        "Without the discount in the gain.",
        Equal(difference, rho.T @ R_new @ (r_new + P_new @ V - V)),
        two_policies,
    ),
    Variant("Gains of both signs.", AtLeast(rho.T @ R_new @ k, 0), two_policies),
)
of_bound = (
    Variant("The surrogate without penalty is a lower bound.", AtLeast(0 * gamma, from_the_first)),
    Variant("It is an upper bound.", AtLeast(from_the_first, 0 * gamma)),
    Variant("Without the discount.", Equal(R_new - R, R_new @ (P_new - P) @ R)),
)
SHARED = (
    "Policies that are free in every state cannot refute it: each state improves by itself. Parameters that several "
    "states share can, however small δ is: near the best p every step of a given δ goes beyond it. "
)

monotone = Claim(
    id="neural.0.monotone",
    section="0",
    title="Steps of TRPO and PPO improve the policy without regression",
    statement="TRPO and PPO guarantee monotone improvement without regression.",
    readings=(
        Reading(
            "A",
            "As practised. "
            + step_text
            + r" The clipped objective of PPO goes to the same side, up to the ratio $1\pm\epsilon$ at least.",
            never_worse,
            blind,
            literal=True,
        ),
        Reading("B", penalised_text, penalised, with_bounds),
    ),
    repair=Repair(penalised_text, penalised, with_bounds),
    variants=of_bound,
    beware=SHARED + "With estimated advantages there is no guarantee of any kind.",
    sources=(SCHULMAN, "KakadeLangford2002, section 4"),
)

trpo_monotone = Claim(
    id="neural.1.trpo-monotone",
    section="1",
    title="Natural-gradient steps under a KL constraint improve the policy monotonically",
    statement="TRPO, with a KL constraint, guarantees monotone policy improvement without regression.",
    readings=(
        Reading("A", step_text, never_worse, blind, literal=True),
        Reading("B", penalised_text, penalised, with_bounds),
        Reading("C", per_state_text, per_state, two_policies),
    ),
    repair=Repair(per_state_text, per_state, two_policies),
    variants=of_lemma,
    beware=SHARED,
    sources=(SCHULMAN, "KakadeLangford2002, section 4"),
)

trpo_guarantee = Claim(
    id="neural.5.trpo-guarantee",
    section="5",
    title="The step of TRPO guarantees monotone policy improvement",
    statement="TRPO guarantees monotone policy improvement.",
    readings=(Reading("A", step_text, never_worse, blind, literal=True),),
    repair=Repair(penalised_text, penalised, with_bounds),
    variants=of_bound,
    beware=SHARED + "The theorem is about a penalty with a constant that is too large to be used.",
    sources=(SCHULMAN, "KakadeLangford2002, section 4"),
)
