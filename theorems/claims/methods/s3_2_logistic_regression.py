"""Section 3: logistic regression, its Fisher matrix, the formula called empirical, and its update."""

from theorems import (
    And,
    Claim,
    Data,
    Equal,
    Point,
    RandomColumn,
    Reading,
    Repair,
    Scalar,
    Term,
    Variant,
    exp,
    expect,
    grad,
    jacobian,
    law,
    let,
    log,
    named,
    outcome,
    setting,
    symbol,
)

theta, tau, x, alpha = map(symbol, ("theta", "tau", "x", "alpha"))
q = law("q")


def sigmoid(z: Term) -> Term:
    """σ(z) = 1/(1 + e⁻ᶻ)."""
    return 1 / (1 + exp(-z))


on = sigmoid(theta.T @ x)  # p(y = 1|x, θ)
at_tau = sigmoid(tau.T @ x)
score_of_one = let(tau, theta, grad(log(at_tau), tau))
score_of_zero = let(tau, theta, grad(log(1 - at_tau), tau))
over_model_labels = on * (score_of_one @ score_of_one.T) + (1 - on) * (score_of_zero @ score_of_zero.T)
printed = expect(q, (on * (1 - on)) * (x @ x.T))
inputs = setting(
    theta=Point("the weights, not zero: at θ = 0 each σ is 1/2"),
    q=Data(says="the law of the inputs"),
    x=RandomColumn("q", says="an input"),
    sizes=(1, 2),
)

logistic_fisher = Claim(
    id="methods.3.logistic.fisher",
    section="3 (logistic regression)",
    title="The Fisher matrix of logistic regression",
    statement=r"$F(\theta)=\mathbb E[\sigma(\theta^{\top}x)(1-\sigma(\theta^{\top}x))\,xx^{\top}]$",
    readings=(
        Reading(
            "A",
            r"The mean over the inputs, and over $y\sim p(y|x,\theta)$ of the products of the scores of "
            r"$\log p(y|x,\tau)$ in $\tau$ at $\theta$.",
            Equal(expect(q, over_model_labels), printed),
            inputs,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "the probability of one label only",
            Equal(expect(q, over_model_labels), expect(q, on * (x @ x.T))),
        ),
        Variant(
            "both labels alike",
            Equal(
                expect(q, (score_of_one @ score_of_one.T + score_of_zero @ score_of_zero.T) / 2),
                printed,
            ),
        ),
        Variant("as at θ = 0", Equal(expect(q, over_model_labels), expect(q, x @ x.T) / 4)),
    ),
    beware="At θ = 0 each probability is 1/2, and means over any labels agree.",
    sources=("LehmannCasella1998, section 2.5", "Martens2020"),
)

# -- a sample ---------------------------------------------------------------------------------------------

# A sample is a law of its own: inputs with labels, each with its share. Its three kinds k = 0, 1, 2 have the
# labels 0, 1, 0, which is k(2 − k).
label = outcome * (2 - outcome)
sample_score = let(tau, theta, grad(label * log(at_tau) + (1 - label) * log(1 - at_tau), tau))
actual = expect(q, (label - on) ** 2 * (x @ x.T))
sample = setting(
    theta=Point("the weights, not zero: at θ = 0 each σ is 1/2"),
    q=Data(says="the empirical law of a sample, with the labels 0, 1, 0"),
    x=RandomColumn("q", says="an input of the sample"),
    sizes=(1, 2),
)
inputs_averaged = Equal(expect(q, over_model_labels), printed)

logistic_empirical_fisher = Claim(
    id="methods.3.logistic.empirical-fisher",
    section="3 (logistic regression)",
    title="The empirical Fisher matrix of logistic regression",
    statement=(
        r"Empirical Fisher: $\hat F(\theta)=\frac1n\sum_i"
        r"\sigma(\theta^{\top}x_i)(1-\sigma(\theta^{\top}x_i))\,x_ix_i^{\top}$"
    ),
    readings=(
        Reading(
            "A",
            "What section 5 defines under this name, from the labels of the sample: the mean of "
            r"$(y_i-\sigma_i)^2x_ix_i^{\top}$.",
            Equal(actual, printed),
            sample,
            literal=True,
        ),
        Reading(
            "B",
            "The Fisher matrix with a mean over the sample in the place of that over the inputs: the mean "
            r"of $\mathbb E_{y\sim p(\cdot|x_i,\theta)}[s_is_i^{\top}]$.",
            inputs_averaged,
            sample,
        ),
    ),
    repair=Repair(
        "The printed matrix is the Fisher matrix for the inputs of the sample, its labels averaged over "
        r"the model; with the labels of the sample each $\sigma_i(1-\sigma_i)$ becomes $(y_i-\sigma_i)^2$.",
        And(
            inputs_averaged,
            Equal(expect(q, sample_score @ sample_score.T), actual),
        ),
        sample,
    ),
    variants=(
        Variant("the labels of the sample", Equal(actual, printed)),
        Variant("the labels of the sample, not squared", Equal(expect(q, (label - on) * (x @ x.T)), printed)),
        Variant("as at θ = 0", Equal(expect(q, over_model_labels), expect(q, x @ x.T) / 4)),
    ),
    beware=(
        "At θ = 0 every σ is 1/2, (y − σ)² = 1/4 = σ(1 − σ), and the two matrices are one. Labels drawn "
        "from the model make them agree in the mean."
    ),
    sources=("Kunstner2019, section 3", "Martens2020, section 11"),
)

# -- the update -------------------------------------------------------------------------------------------

loss = -expect(q, label * log(at_tau) + (1 - label) * log(1 - at_tau))
slope = named(r"\nabla L", let(tau, theta, grad(loss, tau)), theta)
hessian = named(r"\nabla^2L", let(tau, theta, jacobian(grad(loss, tau), tau)), theta)
F_hat = named(r"\hat F", printed, theta)
update = theta - alpha * (F_hat.inv @ slope)
with_rate = sample.also(alpha=Scalar(positive=True, says="the step size"))

logistic_update = Claim(
    id="methods.3.logistic.update",
    section="3 (logistic regression)",
    title="The natural-gradient update of logistic regression",
    statement=r"$\theta_{k+1}=\theta_k-\alpha\hat F(\theta_k)^{-1}\nabla L(\theta_k)$",
    readings=(
        Reading(
            "A",
            "A definition, with the matrix printed above it and the mean negative log-likelihood $L$ of "
            r"the sample. Consistent: at $\alpha=1$ it is Newton's update, since $\nabla^2L=\hat F$ "
            "whatever the labels.",
            Equal(hessian @ (theta - update), alpha * slope),
            with_rate,
            literal=True,
            defines=r"\theta_{k+1}",
        ),
    ),
    variants=(
        Variant(
            "with the labels of the sample in the matrix",
            Equal(hessian @ (actual.inv @ slope), slope),
        ),
        Variant("the plain gradient", Equal(hessian @ slope, slope)),
        Variant("with the matrix of θ = 0", Equal(hessian @ ((expect(q, x @ x.T) / 4).inv @ slope), slope)),
    ),
    beware="Of the labels only the gradient knows; with the empirical Fisher matrix of section 5 it is another update.",
    sources=("Amari1998, section 2", "Martens2020"),
)
