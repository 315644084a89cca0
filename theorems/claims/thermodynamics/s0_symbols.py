"""The whole document: whether each of its symbols has one meaning."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Data,
    Equal,
    Formula,
    Metric,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Symbols,
    Variant,
    Vector,
    cross_entropy,
    derivative,
    entropy,
    exp,
    expect,
    function,
    grad,
    half,
    jacobian,
    kl,
    law,
    log,
    norm,
    norm2,
    rational,
    setting,
    sqrt,
    symbol,
    tr,
)

# The document's letters, undeclared: what each stands for is inferred from the formulas alone.
t, x, theta, eta, lam, eps, T = map(symbol, ("t", "x", "theta", "eta", "lambda", "epsilon", "T"))
dtheta, ds, dt, dW = map(symbol, ("dtheta", "ds", "dt", "dW"))
theta_dot, eta_dot, F_bare, v = map(symbol, ("theta_dot", "eta_dot", "F", "v"))
theta_0, theta_star, T_0, P_max, eta_opt = map(symbol, ("theta_0", "theta_star", "T_0", "P_max", "eta_opt"))
L, S, F, E, P, H, R = map(function, ("L", "S", "F", "E", "P", "H", "R"))
p, I_F, theta_at, T_at = map(function, ("p", "I_F", "theta", "T"))
KL, O, integral, least, average, delta = map(function, ("KL", "O", "integral", "min", "mean", "delta"))
# F·v is a product of columns, ≈ is read as =, I_F^{-1/2} as a function of the inverse, ∝ as an unknown factor c.
lambda_max, lambda_min, root = map(function, ("lambda_max", "lambda_min", "root"))

metric, gradient = I_F(theta), grad(L(theta), theta)
natural = metric.inv @ gradient
log_p = log(p(x, theta))
score = grad(log_p, theta)
energy = half * (dtheta.T @ metric @ dtheta)
speed = theta_dot.T @ metric @ theta_dot
J = jacobian(theta, eta)

formulas = (
    # 𝔼 is printed without a measure. A Fisher metric, and step 1 of 2.1, ask for the model's; a loss that is
    # not the entropy of the next line asks for the data's: see thermo.1.2.expectation-consistency.
    Formula("1.1", Equal(metric, expect(law("p"), score @ score.T))),
    Formula("1.1", Equal(ds**2, dtheta.T @ metric @ dtheta)),
    Formula("1.2", Equal(L(theta), -expect(law("q"), log_p))),
    Formula("1.2", Equal(S(theta), -integral(p(x, theta) * log_p))),
    Formula("1.2", Equal(F(theta), L(theta) - T * S(theta))),
    Formula("2.1 step 1", Equal(KL(theta, theta + dtheta), energy + O(norm(dtheta) ** 3))),
    Formula("2.1 step 2", Equal(norm(dtheta), eps)),
    Formula("2.1 step 3", Equal(symbol("L"), energy + lam * (norm2(dtheta) - eps**2))),
    Formula("2.1 step 4", Equal(dtheta, -symbol("c") * natural)),
    Formula("2.2 step 1", Equal(E(theta), half * speed)),
    Formula("2.2 step 2", Equal(I_F(eta), J.T @ metric @ J)),
    Formula("2.2 step 3", Equal(speed, eta_dot.T @ I_F(eta) @ eta_dot)),
    Formula("2.2 step 4", Equal(theta_dot, -natural)),
    Formula("3.1 step 1", Equal(P(t), F_bare.T @ v)),
    Formula("3.1 step 1", Equal(F_bare.T @ v, gradient.T @ theta_dot)),
    Formula("3.1 step 2", Equal(P(t), (metric @ theta_dot).T @ (metric.inv @ gradient))),
    Formula("3.1 step 3", Equal(speed, symbol("const"))),
    Formula("3.1 step 4", Equal(theta_dot, -eta * natural)),
    Formula("3.2 step 1", Equal(derivative(symbol("I"), t), -tr(metric @ theta_dot))),
    Formula("3.2 step 2", Equal(speed, 2 * P(t) / eta)),
    Formula("3.2 step 3", Equal(theta_dot, -sqrt(P(t) / (eta * tr(metric))) * natural)),
    Formula("4.1 step 1", Equal(derivative(F_bare, t), grad(F(theta), theta).T @ theta_dot
                                - T * (grad(S(theta), theta).T @ theta_dot))),
    Formula("4.1 step 2", Equal(derivative(F_bare, t), -speed)),
    Formula("4.1 step 3", Equal(theta_dot, -(metric.inv @ grad(F(theta), theta)))),
    Formula("4.2 step 1", Equal(dtheta, -eta * natural * dt + sqrt(2 * eta * T) * (root(metric.inv) @ dW))),
    Formula("4.2 step 2", Equal(average(symbol("deltatheta") @ symbol("deltatheta").T), T * metric.inv)),
    Formula("4.2 step 3", Equal(R(t), -eta * average(theta_at(t) @ grad(L(theta_at(rational(0))), theta).T))),
    Formula("4.2 step 3", Equal(R(t), eta * metric.inv * delta(t))),
    Formula("5.1", Equal(eta_opt, least(1 / lambda_max(metric), P_max / tr(metric)))),
    Formula("5.2", Equal(T_at(t), T_0 * sqrt(tr(I_F(theta_0)) / tr(I_F(theta_at(t)))))),
    Formula("5.3", Equal(theta_at(t + dt), theta_at(t) - eta_opt * natural * sqrt(P(t) / P_max))),
    Formula("6.1 step 1", Equal(L(theta + dtheta), L(theta) + gradient.T @ dtheta
                                + half * (dtheta.T @ H(theta) @ dtheta))),
    Formula("6.1 step 2", Equal(dtheta, -eta * natural)),
    Formula("6.1 step 3", AtLeast(norm(theta_0 - theta_star) * exp(-eta * lambda_min(metric.inv @ H(theta)) * t),
                                  norm(theta_at(t) - theta_star))),
)  # fmt: skip

# The repair: each letter that served twice gets a letter of its own, and each object keeps its defining property.
q, at = law("q"), law("p", theta)
w, mu, radius, I, g = map(symbol, ("w", "mu", "epsilon", "I_F", "g"))
Lagrangian = half * (w.T @ I @ w) + mu * (norm2(w) - radius**2)
loss = cross_entropy(q, at)
kept_apart = setting(
    theta=Point(),
    w=Vector("an infinitesimal displacement, which is not the increment of a process"),
    I_F=Metric("the Fisher matrix at θ"),
    mu=Scalar(says="the multiplier of the Lagrangian Λ"),
    epsilon=Scalar(positive=True, says="the radius"),
    p=Model(at="theta"),
    q=Data(),
)
split = And(
    Equal(loss, entropy(q) + kl(q, at)),
    Equal(derivative(Lagrangian, mu), norm2(w) - radius**2),
    Equal(grad(Lagrangian, w), I @ w + 2 * mu * w),
)

symbols = Claim(
    id="thermo.0.symbols",
    section="0 (whole document)",
    title="Each symbol of the document stands for one object",
    statement=(
        r"Every symbol has one meaning throughout: $L$, $F$, $\eta$, $I$, $d\theta$ and $\mathbb E$ "
        "denote one object each."
    ),
    readings=(
        Reading(
            "A",
            "One symbol is one typed object from the first formula to the last.",
            Symbols(*formulas),
            literal=True,
        ),
        Reading(
            "B",
            "Each displayed block has a scope of its own, and symbols are read afresh in each.",
            Symbols(*formulas, by_block=True),
        ),
    ),
    repair=Repair(
        r"With letters of their own, each object keeps its defining property: the loss is $L=H(q)+\mathrm{KL}"
        r"(q\|p_\theta)$ with its mean over the data, while the Lagrangian $\Lambda$ is a function of $w$ and $\mu$ "
        r"whose derivatives are the constraint $\|w\|^2-\epsilon^2$ and the condition $I_Fw+2\mu w$.",
        split,
        kept_apart,
    ),
    variants=(
        Variant(
            "the loss with its mean over the model",
            And(Equal(cross_entropy(at, at), entropy(q) + kl(q, at)), *split.args[1:]),
        ),
        Variant(
            "one letter for the loss and the Lagrangian",
            And(Equal(Lagrangian, entropy(q) + kl(q, at)), *split.args[1:]),
        ),
    ),
    beware=(
        "What each symbol has to be is inferred from the formulas, by unification of shapes, of orders in dt (a "
        "Wiener increment is of order 1/2) and of functions of the parameter against values. Inference reports "
        "only what the formulas force, so a symbol that is merely left vague is not listed. Subscripts are taken "
        "as marks on a symbol, as in T₀ and P_max, when the whole document is one scope: this is what sets the "
        "information I against the matrix I_F."
    ),
    sources=("Milner1978, section 4",),
)
