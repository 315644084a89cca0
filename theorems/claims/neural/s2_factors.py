"""Section 2: the two factors of K-FAC, and what their Kronecker product stands for."""

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
    Repair,
    Term,
    Variant,
    expect,
    kron,
    law,
    score,
    setting,
    symbol,
    vec,
    vec_rows,
)

q = law("q")
MARTENS = "MartensGrosse2015, section 3"
MAGNUS = "MagnusNeudecker2019, chapter 2"


def second_moment(under: Term, x: Term) -> Term:
    """E[xxᵀ]."""
    return expect(under, x @ x.T)


def covariance(under: Term, x: Term) -> Term:
    """E[(x − E x)(x − E x)ᵀ]."""
    centred = x - expect(under, x)
    return expect(under, centred @ centred.T)


# -- the factor of the inputs ------------------------------------------------------------------------

a, g = symbol("a"), symbol("g")
centred_input = a - expect(q, a)
inputs = setting(q=Data(), a=RandomColumn("q", says="the input activations of the layer"), sizes=(1, 2))
is_covariance = Equal(second_moment(q, a), covariance(q, a))
is_covariance_of_centred = Equal(second_moment(q, centred_input), covariance(q, centred_input))

kfac_A = Claim(
    id="neural.2.kfac-A",
    section="2",
    title="The factor of the inputs is their covariance",
    statement=r"$A_l=\mathbb E[a_{l-1}a_{l-1}^{\top}]$ is the covariance of the input activations.",
    readings=(
        Reading(
            "A",
            r"$\mathbb E[aa^{\top}]=\mathbb E[(a-\mathbb Ea)(a-\mathbb Ea)^{\top}]$ for every law of the inputs.",
            is_covariance,
            inputs,
            literal=True,
        ),
    ),
    hypothesis=Hypothesis(
        "norm or normalisation",
        r"the activations are centred, $a-\mathbb Ea$ in the place of $a$",
        inputs,
        is_covariance_of_centred,
    ),
    variants=(
        Variant("Without centring.", is_covariance),
        Variant(
            "Twice the outer product of the mean left out.",
            Equal(second_moment(q, a), covariance(q, a) + 2 * (expect(q, a) @ expect(q, a).T)),
        ),
    ),
    beware=(
        "What K-FAC uses is the second moment without centring, which is larger by the outer product of the mean. "
        "Outputs of a ReLU are never centred, and a constant 1 appended for the bias never is."
    ),
    sources=(MARTENS,),
)

# -- the factor of the outputs -----------------------------------------------------------------------

# For one input, a label is drawn given the pre-activation θ of the layer; g is the derivative of its log-density.
theta = symbol("theta")
p = law("p", theta)
gradient = score(theta)
labelled = setting(
    theta=Point("the pre-activation of the layer, for one input"),
    p=Model(at="theta", says="the law of the label given the pre-activation, as the network above makes it"),
    q=Data(says="any law of the label, such as that of the training data"),
    sizes=(1, 2),
)

kfac_G = Claim(
    id="neural.2.kfac-G",
    section="2",
    title="The factor of the outputs is the covariance of pre-activation gradients",
    statement=r"$G_l=\mathbb E[g_lg_l^{\top}]$ is the covariance of the gradients in the pre-activations.",
    readings=(
        Reading(
            "A",
            r"Whatever law the labels under the mean are drawn from, $\mathbb E[gg^{\top}]=\mathbb E[(g-\mathbb Eg)"
            r"(g-\mathbb Eg)^{\top}]$ with $g=\nabla\log p$ in the pre-activation.",
            Equal(second_moment(q, gradient), covariance(q, gradient)),
            labelled,
            literal=True,
        ),
    ),
    hypothesis=Hypothesis(
        "which expectation",
        "the labels under the mean are drawn from the law of the network itself, as for the Fisher matrix",
        labelled,
        Equal(second_moment(p, gradient), covariance(p, gradient)),
    ),
    variants=(
        Variant(
            "Labels of the data on one side.",
            Equal(second_moment(p, gradient), covariance(q, gradient)),
        ),
        Variant("Labels of the data on both.", Equal(second_moment(q, gradient), covariance(q, gradient))),
    ),
    beware=(
        "Under the network's own law the score has mean zero for every input, so that no centring is needed; with "
        "labels of the training data the mean is the gradient itself, and the matrix is an empirical one."
    ),
    sources=(MARTENS, "Kunstner2019, section 3"),
)

# -- the product -------------------------------------------------------------------------------------

layer = setting(
    q=Data(says="the law of inputs with labels"),
    a=RandomColumn("q", "n", says="the input activations"),
    g=RandomColumn("q", "m", says="the gradients in the pre-activations"),
    dims={"m": 1},
    sizes=(1, 2),
)
A, G = second_moment(q, a), second_moment(q, g)
weight_gradient = g @ a.T  # of the m×n matrix of weights
correlation = expect(q, kron(a @ a.T - A, g @ g.T - G))
below = second_moment(q, vec(weight_gradient))
in_rows = second_moment(q, vec_rows(weight_gradient))
columns_stacked = Equal(below - kron(A, G), correlation)

kfac_kron = Claim(
    id="neural.2.kfac-kron",
    section="2",
    title="The block of a layer is approximately the Kronecker product of the two factors",
    statement=r"$F_l\approx A_l\otimes G_l$",
    readings=(
        Reading(
            "A",
            r"The block is $F_l=\mathbb E[\mathrm{vec}(ga^{\top})\mathrm{vec}(ga^{\top})^{\top}]$, and what the "
            r"approximation leaves out is the correlation of the two factors, "
            r"$F_l-A\otimes G=\mathbb E[(aa^{\top}-A)\otimes(gg^{\top}-G)]$; for weights stored by columns and for "
            "weights stored by rows.",
            And(columns_stacked, Equal(in_rows - kron(A, G), correlation)),
            layer,
            literal=True,
        ),
    ),
    hypothesis=Hypothesis(
        "vec convention",
        r"vec puts the columns of the $d_{out}\times d_{in}$ matrix of weights below each other",
        layer,
        columns_stacked,
    ),
    repair=Repair(
        r"$F_l-A\otimes G=\mathbb E[(aa^{\top}-A)\otimes(gg^{\top}-G)]$ for columns below each other, and "
        r"$F_l-G\otimes A=\mathbb E[(gg^{\top}-G)\otimes(aa^{\top}-A)]$ for rows after each other.",
        And(columns_stacked, Equal(in_rows - kron(G, A), expect(q, kron(g @ g.T - G, a @ a.T - A)))),
        layer,
    ),
    variants=(
        Variant("Exactly.", Equal(below, kron(A, G))),
        Variant("The other order.", Equal(below - kron(G, A), correlation)),
        Variant("Rows after each other.", Equal(in_rows - kron(A, G), correlation)),
    ),
    beware=(
        "Frameworks that store weights by rows have G ⊗ A. Square layers with equal factors hide the order; "
        "independence of a and g makes the approximation exact, and so does a single example."
    ),
    sources=(MARTENS, MAGNUS),
)
