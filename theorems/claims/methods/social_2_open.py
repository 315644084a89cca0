"""Socratic questions that ask what something is, and assert nothing: with an answer that can be checked."""

from theorems import (
    Claim,
    Equal,
    Loss,
    NothingChecked,
    Point,
    Reading,
    Rectangle,
    Repair,
    Variant,
    Vector,
    function,
    grad,
    half,
    jacobian,
    kron,
    let,
    rational,
    setting,
    symbol,
)

theta, tau = map(symbol, ("theta", "tau"))
L, A = function("L"), function("A")

# -- mirror descent ---------------------------------------------------------------------------------------

# The mirror map is ∇A, A the log-partition function of an exponential family with the natural parameter θ; m = ∇A(θ)
# are its mean parameters. The Fisher matrix is the Hessian of the divergence of the family, which is Bregman's.
slope = grad(L(theta), theta)
mirror = grad(A(theta), theta)
D = jacobian(mirror, theta)
bregman = A(tau) - A(theta) - (tau - theta).T @ mirror
F = let(tau, theta, jacobian(grad(bregman, tau), tau))
in_means = (D.inv.T @ F @ D.inv).inv @ (D.inv.T @ slope)
families = setting(
    theta=Point("the natural parameter"),
    L=Loss(at="theta"),
    A=Loss(at="theta", says="the log-partition function, smooth"),
    sizes=(1, 2),
)
on_means = Equal(in_means, slope)

mirror_descent = Claim(
    id="methods.soc.e3",
    section="14 (extension)",
    title="What natural gradients and mirror descent have to do with each other",
    statement="What is the relation between natural gradients and mirror descent?",
    readings=(
        Reading(
            "A",
            "A question, which asks for a relation and names none.",
            NothingChecked("a question that names no relation"),
            literal=True,
        ),
    ),
    repair=Repair(
        r"For an exponential family with log-partition function $A$, mirror descent with the mirror map $\nabla A$ "
        r"moves the means $m=\nabla A(\theta)$ by $-\alpha\nabla_\theta L$, and this is the natural gradient in the "
        r"means: $F_m^{-1}\nabla_mL=\nabla_\theta L$.",
        on_means,
        families,
    ),
    variants=(
        Variant("in the natural parameter", Equal(F.inv @ slope, slope)),
        Variant("the metric not carried over to the means", Equal(F.inv @ (D.inv.T @ slope), slope)),
        Variant("the gradient not carried over", Equal((D.inv.T @ F @ D.inv).inv @ slope, slope)),
    ),
    beware="In the natural parameter itself the two differ for steps of finite size and agree to first order.",
    sources=("RaskuttiMukherjee2015, theorem 1",),
)

# -- limits of Kronecker products -------------------------------------------------------------------------

a1, a2, g1, g2 = map(symbol, ("a_1", "a_2", "g_1", "g_2"))
inputs, gradients = half * (a1 @ a1.T + a2 @ a2.T), half * (g1 @ g1.T + g2 @ g2.T)
whole = half * (kron(a1 @ a1.T, g1 @ g1.T) + kron(a2 @ a2.T, g2 @ g2.T))
missing = rational(1, 4) * kron(a1 @ a1.T - a2 @ a2.T, g1 @ g1.T - g2 @ g2.T)

kronecker = Claim(
    id="methods.soc.r2",
    section="14 (research)",
    title="What limits Kronecker factors in K-FAC",
    statement="What are the fundamental limitations of Kronecker factorization in K-FAC?",
    readings=(
        Reading(
            "A",
            "A question, which asks for limitations and names none.",
            NothingChecked("a question that names no limitation"),
            literal=True,
        ),
    ),
    repair=Repair(
        r"The product leaves out how inputs and gradients vary together: for two examples that are equally likely "
        r"$F-A\otimes G=\frac14(a_1a_1^{\top}-a_2a_2^{\top})\otimes(g_1g_1^{\top}-g_2g_2^{\top})$, zero only where "
        "one of the two does not vary up to its sign.",
        Equal(whole - kron(inputs, gradients), missing),
        setting(
            a_1=Vector("the inputs of one example"),
            a_2=Vector("the inputs of another"),
            g_1=Rectangle("m", "1", says="the gradient of the first in the outputs"),
            g_2=Rectangle("m", "1", says="the gradient of the second"),
            dims={"m": 1},
            sizes=(1, 2),
        ),
    ),
    variants=(
        Variant("nothing is missing", Equal(whole, kron(inputs, gradients))),
        Variant("half as much again", Equal(whole - kron(inputs, gradients), 2 * missing)),
        Variant("the factors in the other order", Equal(whole, kron(gradients, inputs) + missing)),
    ),
    beware=(
        "Independent inputs and gradients hide it, and so does a single example. Besides, blocks of different layers "
        "are dropped, and what is fundamental is a matter of opinion."
    ),
    sources=("MartensGrosse2015, section 3",),
)
