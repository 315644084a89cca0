"""Section 4: what the two factors of K-FAC are moments of."""

from theorems import (
    And,
    Chart,
    Claim,
    Data,
    Equal,
    Hypothesis,
    Model,
    Point,
    RandomColumn,
    Reading,
    Term,
    Variant,
    expect,
    function,
    jacobian,
    kron,
    law,
    let,
    score,
    setting,
    symbol,
    vec,
)

a, g, x, s = map(symbol, ("a", "g", "x", "s"))
phi = function("phi")
q, r = law("q"), law("r")

# -- the meaning of A -------------------------------------------------------------------------------------

# Inputs of one law and gradients of another: each input with each gradient.
independent = expect(q, let(x, a, expect(r, vec(g @ x.T) @ vec(g @ x.T).T)))
two_laws = setting(
    q=Data(says="the law of the inputs"),
    r=Data(says="the law of the gradients"),
    a=RandomColumn("q", "n", says="the inputs of the layer"),
    g=RandomColumn("r", "m", says="the gradient in the outputs, independent of the inputs"),
    dims={"m": 1},
    sizes=(1, 2),
)
uncentred = Equal(independent, kron(expect(q, a @ a.T), expect(r, g @ g.T)))

mean_input = expect(q, a)
centred = Equal(independent, kron(expect(q, a @ a.T) - mean_input @ mean_input.T, expect(r, g @ g.T)))

kfac_a_covariance = Claim(
    id="methods.4.kfac-A-covariance",
    section="4 (K-FAC)",
    title="A is the covariance of the inputs of the layer",
    statement=r"$A_l$: the covariance of the inputs of layer $l$",
    readings=(
        Reading(
            "A",
            r"Centred or not is left open. As written $A$ is the factor with which $F_l=A\otimes G$ for independent "
            r"inputs and gradients, and it is both, the covariance in the sense of the word and the second moment of "
            "line 1 of the algorithm.",
            And(centred, uncentred),
            two_laws,
            literal=True,
        ),
        Reading(
            "B",
            r"The centred covariance $\mathbb E[(a-\mathbb Ea)(a-\mathbb Ea)^{\top}]$ is that factor.",
            centred,
            two_laws,
        ),
        Reading(
            "C",
            r"The second moment $\mathbb E[aa^{\top}]$, not centred, is that factor.",
            uncentred,
            two_laws,
        ),
    ),
    hypothesis=Hypothesis(
        "reading",
        "covariance is meant without centring, as the second moment (reading C)",
        two_laws,
        uncentred,
    ),
    variants=(
        Variant("centred", centred),
        Variant(
            "the product of the means",
            Equal(independent, kron(mean_input @ mean_input.T, expect(r, g @ g.T))),
        ),
        Variant(
            "the factors in the other order", Equal(independent, kron(expect(r, g @ g.T), expect(q, a @ a.T)))
        ),
    ),
    beware=(
        "Inputs of mean zero hide it; activations such as ReLU and an appended 1 for the bias have none. A centred "
        "covariance is even singular along that 1."
    ),
    sources=("MartensGrosse2015, section 3",),
)

# -- the meaning of G -------------------------------------------------------------------------------------

gradient = score(
    s
)  # of the log-likelihood in the outputs s of the layer; that of the loss has the other sign


def second_moment(under: Term) -> Term:
    """The mean product of the gradient with itself."""
    return expect(under, gradient @ gradient.T)


def covariance(under: Term) -> Term:
    """The mean product of the gradient less its mean with itself."""
    off = gradient - expect(under, gradient)
    return expect(under, off @ off.T)


at_s = law("p", s)
outputs = setting(
    s=Point("the outputs of the layer"), p=Model(at="s", says="the law of the label, given s"), sizes=(1, 2)
)
training = outputs.also(q=Data(says="the law of the labels of training"))
model_labels = Equal(second_moment(at_s), covariance(at_s))
training_labels = Equal(second_moment(q), covariance(q))
at_z = score(phi(s))
through_activation = jacobian(phi(s), s).T @ at_z

kfac_g_covariance = Claim(
    id="methods.4.kfac-G-covariance",
    section="4 (K-FAC)",
    title="G is the covariance of the gradients in the outputs of the layer",
    statement=r"$G_l$: the covariance of the gradients in the outputs of layer $l$",
    readings=(
        Reading(
            "A",
            r"With labels from the model, of which the gradient has the mean zero: the second moment of line 2 of the "
            "algorithm is the covariance.",
            model_labels,
            outputs,
        ),
        Reading(
            "B",
            "With the labels of training: the second moment of line 2 of the algorithm is the covariance.",
            training_labels,
            training,
            literal=True,
        ),
        Reading(
            "C",
            r"The output is the one after the activation, $z=\phi(s)$: $\mathbb E[g_zg_z^{\top}]$ is "
            r"$\mathbb E[g_sg_s^{\top}]$ with $g_s=(\partial\phi/\partial s)^{\top}g_z$.",
            Equal(
                expect(law("p", phi(s)), at_z @ at_z.T),
                expect(law("p", phi(s)), through_activation @ through_activation.T),
            ),
            setting(
                s=Point("what the layer sums"),
                z=Point("what it puts out"),
                phi=Chart(at="s", value="z", says="the activation, smooth with a smooth inverse"),
                p=Model(at="z", says="the law of the label, given z"),
                sizes=(1, 2),
            ),
        ),
    ),
    hypothesis=Hypothesis(
        "which expectation",
        "the labels are drawn from the model at θ, and not those of training (reading A)",
        outputs,
        model_labels,
    ),
    variants=(
        Variant("the labels of training", training_labels, training),
        Variant(
            "the labels of training about the mean under the model",
            Equal(second_moment(q) - expect(at_s, gradient) @ expect(at_s, gradient).T, covariance(q)),
            training,
        ),
        Variant("the mean under the model with its sign lost", Equal(second_moment(at_s), -covariance(at_s))),
    ),
    beware=(
        "Over all training examples the mean gradient vanishes at a minimum in the weights, not in the outputs of each "
        "layer. With the labels of training the matrix is a factor of the empirical Fisher matrix, another one."
    ),
    sources=("MartensGrosse2015, section 3", "Kunstner2019, section 3"),
)
