"""Section 5: the empirical Fisher matrix, with labels of the data, and the Gauss-Newton matrix."""

from theorems import (
    And,
    Claim,
    Data,
    Equal,
    Hypothesis,
    Model,
    Point,
    RandomColumn,
    Reading,
    Scalar,
    Term,
    Variant,
    Vector,
    derivative,
    exp,
    expect,
    grad,
    jacobian,
    law,
    let,
    log,
    log_density,
    named,
    outcome,
    rational,
    score,
    setting,
    symbol,
)

theta, tau, t, v, x, c, N, s = map(symbol, ("theta", "tau", "t", "v", "x", "c", "N", "s"))
p, q = law("p", theta), law("q")
gradient = score(theta)
smooth = setting(
    theta=Point(),
    p=Model(at="theta"),
    q=Data(says="the law of the data: each example with its share 1/n"),
    v=Vector("a direction"),
    sizes=(1, 2),
)

# -- the definition ---------------------------------------------------------------------------------------

along = let(t, rational(0), derivative(log_density(law("p", theta + t * v)), t))
empirical = expect(q, gradient @ gradient.T)
mean_score = expect(q, gradient)

empirical_fisher_definition = Claim(
    id="methods.5.empirical-fisher-definition",
    section="5 (empirical Fisher information)",
    title="The empirical Fisher matrix",
    statement=(
        r"$\hat F(\theta)=\frac1n\sum_i\nabla\log p(y_i|x_i,\theta)\,\nabla\log p(y_i|x_i,\theta)^{\top}$"
    ),
    readings=(
        Reading(
            "A",
            r"A definition: the mean over the examples. Consistent: along every direction $v$, $v^{\top}\hat Fv$ is "
            r"the mean square of the derivative of $\log p$, hence not negative, and $\hat F$ is the covariance of "
            "the gradients of the examples and the product of their mean with itself.",
            And(
                Equal(v.T @ empirical @ v, expect(q, along**2)),
                Equal(
                    empirical,
                    expect(q, (gradient - mean_score) @ (gradient - mean_score).T)
                    + mean_score @ mean_score.T,
                ),
            ),
            smooth,
            literal=True,
            defines=r"\hat F",
        ),
    ),
    variants=(
        Variant(
            "labels of the model", Equal(v.T @ expect(p, gradient @ gradient.T) @ v, expect(q, along**2))
        ),
        Variant("the square of the mean gradient", Equal((v.T @ mean_score) ** 2, expect(q, along**2))),
    ),
    beware=(
        "The gradient of each example first, then the product: the product of the mean gradient with itself has rank 1."
    ),
    sources=("Kunstner2019, section 2",),
)

# -- as an approximation ----------------------------------------------------------------------------------

slope_of_kl = -expect(p, score(tau))
local_kl = let(tau, theta, jacobian(slope_of_kl, tau))

empirical_fisher_approximates = Claim(
    id="methods.5.empirical-fisher-approximates",
    section="5 (empirical Fisher information)",
    title="The empirical Fisher matrix approximates the Fisher matrix",
    statement="Instead of the true Fisher matrix, use the empirical one as an approximation.",
    readings=(
        Reading(
            "A",
            r"With examples without number it is the Fisher matrix: $\mathbb E_q[\nabla\log p\,\nabla\log p^{\top}]$ "
            r"over the law $q$ of the data is the Hessian of $\mathrm{KL}(p_\theta\|p_\tau)$ in τ at θ.",
            Equal(empirical, local_kl),
            smooth,
            literal=True,
        ),
    ),
    hypothesis=Hypothesis(
        "well-specified model",
        r"the data follow the model at the very θ where the matrix is taken, $q=p_\theta$",
        smooth,
        Equal(expect(p, gradient @ gradient.T), local_kl),
    ),
    variants=(
        Variant("any law of the data", Equal(empirical, local_kl)),
        Variant("the labels most at odds", Equal(2 * expect(p, gradient @ gradient.T) - empirical, local_kl)),
        Variant("the mean gradient of the data", Equal(mean_score @ mean_score.T, local_kl)),
    ),
    beware=(
        "A well-specified model is not enough: away from the true parameter, as in training, the data do not follow "
        "p_θ. Bernoulli at p = 1/2 cannot tell. With few examples there is an error of sampling besides."
    ),
    sources=("Kunstner2019, section 3", "Martens2020, section 11"),
)

# -- the note -----------------------------------------------------------------------------------------------

# Three kinds of examples k = 0, 1, 2, each with an input, a share and the label 0, 1, 0, which is k(2 − k).
label = named("y", outcome * (2 - outcome))


def sigmoid(u: Term) -> Term:
    """σ(u) = 1/(1 + e⁻ᵘ)."""
    return 1 / (1 + exp(-u))


chance = sigmoid(theta.T @ x)  # of the label 1


def squared_slope(y: Term) -> Term:
    """The squared derivative along v of the log-likelihood of a label."""
    chance_there = sigmoid((theta + t * v).T @ x)
    return let(t, rational(0), derivative(y * log(chance_there) + (1 - y) * log(1 - chance_there), t)) ** 2


of_examples = expect(q, squared_slope(label))
of_samples = expect(q, chance * squared_slope(rational(1)) + (1 - chance) * squared_slope(rational(0)))
residuals = expect(q, (label - chance) ** 2 * (v.T @ x) ** 2)
logistic = setting(
    theta=Point("the weights, not zero: at θ = 0 each σ is 1/2"),
    v=Vector("the direction in which the matrix is looked at"),
    q=Data(says="the examples, with their shares and the labels 0, 1, 0"),
    x=RandomColumn("q", says="an input"),
    sizes=(1, 2),
)

empirical_fisher_note = Claim(
    id="methods.5.empirical-fisher-note",
    section="5 (empirical Fisher information)",
    title="The empirical Fisher matrix uses the labels of the examples",
    statement=r"Note: this uses the actual labels $y_i$, not samples from the model.",
    readings=(
        Reading(
            "A",
            r"For logistic regression, along every direction: by the definition the labels of the examples enter, as "
            r"$(y_i-\sigma_i)^2x_ix_i^{\top}$; with a mean over labels from the model it would be "
            r"$\sigma_i(1-\sigma_i)x_ix_i^{\top}$, and the two differ by $(1-2\sigma_i)(y_i-\sigma_i)x_ix_i^{\top}$.",
            And(
                Equal(of_examples, residuals),
                Equal(
                    of_examples - of_samples, expect(q, (1 - 2 * chance) * (label - chance) * (v.T @ x) ** 2)
                ),
            ),
            logistic,
            literal=True,
        ),
    ),
    variants=(
        Variant("samples from the model", Equal(of_samples, residuals)),
        Variant("as at θ = 0", Equal(of_examples, of_samples)),
    ),
    beware="The formula that section 3 calls empirical has the labels averaged over the model, and is another matrix.",
    sources=("Kunstner2019, section 3",),
)

# -- Gauss and Newton -------------------------------------------------------------------------------------

# f(x, θ) = θᵀx + c(θᵀx)², normal noise of variance s: two such laws have the divergence (f − f′)²/2s.


def output(at: Term) -> Term:
    """The output of the model with the weights `at`."""
    return at.T @ x + c * (at.T @ x) ** 2


slope = let(tau, theta, grad(output(tau), tau))
mean_divergence = expect(q, (output(theta) - output(tau)) ** 2 / (2 * s))
per_sample = let(tau, theta, jacobian(grad(mean_divergence, tau), tau))
gauss_newton_matrix = N * expect(q, slope @ slope.T)  # JᵀJ: the sum over the N examples
target = named("y", outcome + 1)  # the outcomes 1, 2, 3 to be fitted
squared_score = (target - output(theta)) ** 2 / s**2
half_squares = N * expect(q, (target - output(tau)) ** 2 / 2)
hessian = let(tau, theta, jacobian(grad(half_squares, tau), tau))
curved = setting(
    theta=Point("the weights"),
    c=Scalar(says="how far the model is from a linear one"),
    s=Scalar(positive=True, says=r"the variance $\sigma^2$ of the noise"),
    N=Scalar(natural=True, says="the number n of examples"),
    q=Data(says="the shares of the examples"),
    x=RandomColumn("q", says="an input"),
    sizes=(1, 2),
)
in_units_of_noise = Equal(per_sample, gauss_newton_matrix / (N * s))

gauss_newton = Claim(
    id="methods.5.gauss-newton",
    section="5 (Gauss-Newton approximation)",
    title="With squared loss the Fisher matrix is the product of the Jacobian with itself",
    statement=(
        r"For models with squared loss $\hat F(\theta)\approx J^{\top}J$, where $J$ is the Jacobian of the outputs "
        "of the model in the parameters."
    ),
    readings=(
        Reading(
            "A",
            r"$\hat F$ is the Fisher matrix, a mean over the examples, of the model with normal noise of variance "
            r"$\sigma^2$, the Hessian of the mean divergence; it is $\frac1{n\sigma^2}J^{\top}J$.",
            Equal(per_sample, gauss_newton_matrix),
            curved,
            literal=True,
        ),
        Reading(
            "B",
            r"$\hat F$ is the empirical Fisher matrix of this section, $\frac1n\sum_ir_i^2J_i^{\top}J_i/\sigma^4$.",
            Equal(expect(q, squared_score * (slope @ slope.T)), gauss_newton_matrix),
            curved,
        ),
        Reading(
            "C",
            r"It is the Hessian of $\frac12\|r\|^2$, from which $\sum_ir_i\nabla^2f_i$ is missing.",
            Equal(hessian, gauss_newton_matrix),
            curved,
        ),
    ),
    hypothesis=Hypothesis(
        "norm or normalisation",
        r"the outputs are in units of the noise and the Jacobian is averaged as $\hat F$ is: $J$ stands for "
        r"$J/(\sigma\sqrt n)$",
        curved,
        in_units_of_noise,
    ),
    variants=(
        Variant("without the number of examples", Equal(per_sample, gauss_newton_matrix / s)),
        Variant("the variance in the numerator", Equal(per_sample, s * gauss_newton_matrix / N)),
        Variant("the Hessian of the loss", Equal(hessian / (N * s), per_sample)),
    ),
    beware=(
        "σ² = 1 and one example hide the factor; it does not matter for a direction. The empirical Fisher matrix has "
        "the squared residuals besides, a linear model no second derivatives."
    ),
    sources=("Martens2020, section 8", "NocedalWright2006, section 10.3"),
)
