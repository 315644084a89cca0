"""Section 6: the natural gradient beside Adam, which scales each coordinate by a second moment."""

from fractions import Fraction

from theorems import (
    And,
    Claim,
    Covector,
    Data,
    Equal,
    Greater,
    Loss,
    Metric,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Term,
    Variant,
    Vector,
    derivative,
    diag,
    diagonal_of,
    entrywise_power,
    expect,
    fisher,
    function,
    grad,
    hadamard,
    jacobian,
    kl,
    law,
    let,
    named,
    ones,
    rational,
    score,
    setting,
    symbol,
)

theta, tau, t, v = map(symbol, ("theta", "tau", "t", "v"))
F, g, eps = symbol("F"), symbol("g"), symbol("epsilon")
p, q, s = law("p", theta), law("q"), score(theta)

ROOT = Fraction(1, 2)

# The Fisher matrix by another road: the Hessian of KL.
of_kl = named(r"\nabla^2\mathrm{KL}", let(tau, theta, jacobian(grad(kl(p, law("p", tau)), tau), tau)), theta)
squares = hadamard(s, s)

# -- the update ---------------------------------------------------------------------------------------------

second_moment = diagonal_of(F)  # the most favourable case: Adam's v is the diagonal of F, its m the gradient
adam = diag(entrywise_power(second_moment, ROOT) + eps * ones).inv @ g
without_eps = diag(entrywise_power(second_moment, ROOT)).inv @ g
diagonal_natural = diag(second_moment).inv @ g
favourable = setting(
    F=Metric("the Fisher matrix"),
    g=Covector("the gradient, which is also Adam's mean gradient"),
    epsilon=Scalar(positive=True, says="Adam's small constant"),
)
of_labels = And(
    Equal(expect(q, squares), diagonal_of(expect(q, s @ s.T))),
    Equal(expect(p, squares), diagonal_of(of_kl)),
)
model_and_data = setting(sizes=(1, 2), theta=Point(), p=Model(at="theta"), q=Data())
root_of_diagonal = diag(entrywise_power(second_moment, ROOT))

adam_diagonal = Claim(
    id="methods.6.adam-diagonal",
    section="6 (natural gradient and adaptive methods)",
    title="Adam is the natural gradient with the diagonal of the Fisher matrix",
    statement="Adam-style adaptation is a diagonal approximation of the natural gradient.",
    readings=(
        Reading(
            "A",
            r"The updates are one: $m/(\sqrt v+\epsilon)=\mathrm{diag}(F)^{-1}\nabla L$, at least where $v$ "
            r"is just the diagonal of $F$ and $m$ just $\nabla L$.",
            Equal(adam, diagonal_natural),
            favourable,
            literal=True,
        ),
        Reading(
            "B",
            "Adam scales each coordinate by an estimate that is related to the diagonal of $F$: the mean "
            r"of $g\circ g$ for single examples is the diagonal of $\mathbb E_q[gg^{\top}]$ with labels of "
            "the data, and of $F$ with labels of the model.",
            of_labels,
            model_and_data,
        ),
    ),
    repair=Repair(
        "With $v$ the diagonal of $F$, which takes single examples and labels of the model, and "
        r"$\epsilon=0$, Adam scales by $\mathrm{diag}(F)^{-1/2}$: its step is $\mathrm{diag}(F)^{1/2}$ "
        "times that of the diagonal natural gradient.",
        And(
            Equal(expect(p, squares), diagonal_of(of_kl)),
            Equal(without_eps, root_of_diagonal @ diagonal_natural),
        ),
        setting(
            sizes=(1, 2),
            theta=Point(),
            p=Model(at="theta"),
            F=Metric("any Fisher matrix"),
            g=Covector("any gradient"),
        ),
    ),
    variants=(
        Variant("without the root", Equal(without_eps, diagonal_natural)),
        Variant("with the plain gradient", Equal(without_eps, g)),
        Variant(
            "labels of the data",
            Equal(expect(q, squares), diagonal_of(of_kl)),
            model_and_data,
        ),
    ),
    beware=(
        "With diag F = Id, as after whitening, all three steps are one. The root is what keeps Adam's steps "
        "of one size whatever the scale of the loss; the natural gradient has another reason to do so."
    ),
    sources=("KingmaBa2015, algorithm 1", "Martens2020, section 11"),
)

# -- the moments ---------------------------------------------------------------------------------------------

g1, g2, g3, a, beta = map(symbol, ("g_1", "g_2", "g_3", "a", "beta"))
w1, w2, w3 = symbol("w_1"), symbol("w_2"), symbol("w_3")


def running(before: Term, gradient: Term) -> Term:
    """v ← βv + (1 − β) g∘g."""
    return beta * before + (1 - beta) * hadamard(gradient, gradient)


v_3 = running(running(running(0 * g1, g1), g2), g3)
unbiased = v_3 / (1 - beta**3)
weighted = w1 * (g1 @ g1.T) + w2 * (g2 @ g2.T) + w3 * (g3 @ g3.T)
gradient = Covector("a gradient that was seen")
three_steps = setting(
    where={
        beta: a / (1 + a),  # every a > 0 is a decay 0 < β < 1
        w3: 1 / (1 + beta + beta**2),
        w2: beta * w3,
        w1: beta * w2,
    },
    a=Scalar(positive=True, says="the odds of the decay β"),
    g_1=gradient,
    g_2=gradient,
    g_3=gradient,
)
is_a_mean = And(
    Equal(unbiased, diagonal_of(weighted)),
    Equal(w1 + w2 + w3, 1),
    Greater(w1, 0),
    Greater(w2, 0),
    Greater(w3, 0),
)

adam_moments = Claim(
    id="methods.6.adam-moments",
    section="6 (natural gradient and adaptive methods)",
    title="Adam uses empirical second moments of gradients",
    statement="Adam uses empirical second moments of the gradients.",
    readings=(
        Reading(
            "A",
            r"After three steps from $v=0$ of $v\leftarrow\beta v+(1-\beta)\,g\circ g$, $v/(1-\beta^3)$ is "
            r"the diagonal of a weighted mean of the $g_ig_i^{\top}$ that were seen, with positive weights "
            r"that add up to 1 and fall off by the factor $\beta$.",
            is_a_mean,
            three_steps,
            literal=True,
        ),
    ),
    variants=(
        Variant("without the correction of the bias", Equal(v_3, diagonal_of(weighted))),
        Variant(
            "central moments",
            Equal(
                unbiased,
                diagonal_of(weighted) - hadamard(w1 * g1 + w2 * g2 + w3 * g3, w1 * g1 + w2 * g2 + w3 * g3),
            ),
        ),
        Variant(
            "equal weights",
            Equal(unbiased, diagonal_of(g1 @ g1.T + g2 @ g2.T + g3 @ g3.T) / 3),
        ),
    ),
    beware=(
        "Moments about zero, not variances; of the gradients that were used, which are means over a batch "
        "with labels of the data; taken at the iterates that were passed, not at one point."
    ),
    sources=("KingmaBa2015, section 3",),
)

# -- what the natural gradient uses ----------------------------------------------------------------------------

L = function("L")
natural = fisher(theta).inv @ grad(L(theta), theta)
rate_along = let(t, rational(0), derivative(L(theta + t * v), t))
with_loss = setting(theta=Point(), v=Vector("any direction"), L=Loss(at="theta"), p=Model(at="theta"))

ng_uses_fisher = Claim(
    id="methods.6.ng-uses-fisher",
    section="6 (natural gradient and adaptive methods)",
    title="The natural gradient uses the Fisher matrix",
    statement="The natural gradient uses the Fisher information matrix.",
    readings=(
        Reading(
            "A",
            "The vector whose product with each $v$, in the quadratic form that KL has at θ, is the "
            r"derivative of $L$ along $v$, is $F^{-1}\nabla L$ with the whole Fisher matrix, $F=\mathbb "
            r"E_\theta[ss^{\top}]$.",
            Equal((of_kl @ natural).T @ v, rate_along),
            with_loss,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "its diagonal only",
            Equal((of_kl @ (diag(diagonal_of(fisher(theta))).inv @ grad(L(theta), theta))).T @ v, rate_along),
        ),
        Variant(
            "the mean over the data",
            Equal((of_kl @ (fisher(theta, under=q).inv @ grad(L(theta), theta))).T @ v, rate_along),
            with_loss.also(q=Data()),
        ),
        Variant("no matrix", Equal((of_kl @ grad(L(theta), theta)).T @ v, rate_along)),
    ),
    beware="With one parameter the matrix is its diagonal.",
    sources=("Amari1998, section 2",),
)

# -- where the two meet ------------------------------------------------------------------------------------------

b = symbol("b")
mean_score = expect(q, s)
of_a_batch = expect(q, squares) / b + (1 - 1 / b) * hadamard(mean_score, mean_score)

adam_connection = Claim(
    id="methods.6.adam-connection",
    section="6 (natural gradient and adaptive methods)",
    title="The diagonal of the Fisher matrix is a mean square of gradients in some settings",
    statement=r"$\mathrm{diag}\,F\approx\mathbb E[g^2]$ in some settings",
    readings=(
        Reading(
            "A",
            r"There is such a setting: for gradients $g=\nabla\log p$ of single examples with labels of the "
            r"model, in every smooth model, $\mathbb E_\theta[g_i^2]$ is the diagonal of the Hessian of KL, "
            "entry by entry.",
            Equal(expect(p, squares), diagonal_of(of_kl)),
            setting(theta=Point(), p=Model(at="theta")),
            literal=True,
        ),
        Reading(
            "B",
            r"For means $\bar g$ of $b$ independent examples with labels of the data: $\mathbb E[\bar "
            r"g_i^2]=F_{ii}$, where $\mathbb E[\bar g\circ\bar g]=\frac1b\mathbb E_q[g\circ "
            r"g]+(1-\frac1b)\,\mathbb E_q[g]\circ\mathbb E_q[g]$.",
            Equal(of_a_batch, diagonal_of(of_kl)),
            model_and_data.also(b=Scalar(natural=True, says="the size of the batch")),
        ),
    ),
    variants=(
        Variant("labels of the data", Equal(expect(q, squares), diagonal_of(of_kl)), model_and_data),
        Variant(
            "means over a batch, with labels of the model",
            Equal(expect(p, squares) / b, diagonal_of(of_kl)),
            setting(theta=Point(), p=Model(at="theta"), b=Scalar(natural=True, says="the size of the batch")),
        ),
        Variant(
            "the square of the mean",
            Equal(hadamard(mean_score, mean_score), diagonal_of(of_kl)),
            model_and_data,
        ),
    ),
    beware=(
        "A batch of b divides the mean square by b, where gradients have mean zero; away from an optimum "
        "the square of the mean gradient is what remains of a large batch, and has nothing to do with F. A "
        "batch of one hides it."
    ),
    sources=("Kunstner2019, section 3", "Martens2020, section 11"),
)
