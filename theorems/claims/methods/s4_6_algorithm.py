"""Section 4: the five lines of the K-FAC algorithm."""

from theorems import (
    And,
    Claim,
    Covariance,
    Data,
    Equal,
    Hypothesis,
    Id,
    PositiveSemidefinite,
    RandomColumn,
    Reading,
    Rectangle,
    Variant,
    Vector,
    expect,
    identity_of,
    kron,
    law,
    norm2,
    setting,
    symbol,
    vec,
    vec_rows,
)

a, g, x, y, u, D, U, A, G = map(symbol, ("a", "g", "x", "y", "u", "D", "U", "A", "G"))
q = law("q")

# -- the two moments --------------------------------------------------------------------------------------

input_moment = expect(q, a @ a.T)
one_gradient = expect(q, vec(y @ a.T) @ vec(y @ a.T).T)
mean_input = expect(q, a)

step_1 = Claim(
    id="methods.4.alg.step1",
    section="4 (K-FAC algorithm)",
    title="Line 1: A is the mean product of the inputs with themselves",
    statement=r"$A_l=\mathbb E[a_la_l^{\top}]$ (input covariance)",
    readings=(
        Reading(
            "A",
            r"A definition, covariance being said without centring. Consistent: $A$ is positive semidefinite, and "
            r"for every fixed gradient $y$ in the outputs the mean product of the gradients $ya^{\top}$ in $W$ is "
            r"$A\otimes yy^{\top}$.",
            And(
                Equal(one_gradient, kron(input_moment, y @ y.T)),
                Equal(u.T @ input_moment @ u, expect(q, (a.T @ u) ** 2)),
                PositiveSemidefinite(input_moment),
            ),
            setting(
                q=Data(says="the law of the inputs"),
                a=RandomColumn("q", "n", says="the inputs of the layer"),
                y=Rectangle("m", "1", says="a fixed gradient in its outputs"),
                u=Vector("a direction"),
                dims={"m": 1},
                sizes=(1, 2),
            ),
            literal=True,
            defines="A_l",
        ),
    ),
    variants=(
        Variant("centred", Equal(one_gradient, kron(input_moment - mean_input @ mean_input.T, y @ y.T))),
        Variant("the mean inputs", Equal(one_gradient, kron(mean_input @ mean_input.T, y @ y.T))),
        Variant("the factors in the other order", Equal(one_gradient, kron(y @ y.T, input_moment))),
    ),
    beware=(
        "With a centred covariance the next lines do not belong to F: inputs have a mean, see the claim on what A is."
    ),
    sources=("MartensGrosse2015, section 3",),
)

output_moment = expect(q, g @ g.T)
one_input = expect(q, vec(g @ x.T) @ vec(g @ x.T).T)
mean_gradient = expect(q, g)

step_2 = Claim(
    id="methods.4.alg.step2",
    section="4 (K-FAC algorithm)",
    title="Line 2: G is the mean product of the output gradients with themselves",
    statement=r"$G_l=\mathbb E[g_lg_l^{\top}]$ (output gradient covariance)",
    readings=(
        Reading(
            "A",
            r"A definition, covariance being said without centring. Consistent: along every direction $u$ of the "
            r"outputs $u^{\top}Gu$ is the mean square of $g^{\top}u$, and for every fixed input $x$ the mean product "
            r"of the gradients $gx^{\top}$ in $W$ is $xx^{\top}\otimes G$.",
            And(
                Equal(one_input, kron(x @ x.T, output_moment)),
                Equal(u.T @ output_moment @ u, expect(q, (g.T @ u) ** 2)),
            ),
            setting(
                q=Data(says="the law of the labels, of the model or of training"),
                g=RandomColumn("q", "m", says="the gradient in the outputs of the layer"),
                x=Vector("a fixed input"),
                u=Rectangle("m", "1", says="a direction of the outputs"),
                dims={"m": 1},
                sizes=(1, 2),
            ),
            literal=True,
            defines="G_l",
        ),
    ),
    variants=(
        Variant("the mean gradient", Equal(one_input, kron(x @ x.T, mean_gradient @ mean_gradient.T))),
        Variant("the factors in the other order", Equal(one_input, kron(output_moment, x @ x.T))),
        Variant(
            "the squared length of the gradient",
            Equal(expect(q, norm2(g)) * norm2(u), u.T @ output_moment @ u),
        ),
    ),
    beware=(
        "The labels are not named. With labels of the model g has the mean zero and the moment is a covariance; with "
        "those of training it is a factor of the empirical Fisher matrix."
    ),
    sources=("MartensGrosse2015, section 3", "Kunstner2019, section 3"),
)

# -- the inverse and the step -----------------------------------------------------------------------------

factors = setting(
    A=Covariance("n"),
    G=Covariance("m"),
    D=Rectangle("m", "n", says=r"the gradient $\partial L/\partial W_l$"),
    U=Rectangle("m", "n", says="a change of W"),
    dims={"m": 1},
    sizes=(1, 2),
)
whole = kron(Id, identity_of("m"))

step_3 = Claim(
    id="methods.4.alg.step3",
    section="4 (K-FAC algorithm)",
    title="Line 3: the inverse of the approximation",
    statement=r"$F_l^{-1}\approx A_l^{-1}\otimes G_l^{-1}$",
    readings=(
        Reading(
            "A",
            r"The matrix on the right is the inverse, from either side, of $A_l\otimes G_l$, which stands for $F_l$.",
            And(Equal(kron(A, G) @ kron(A.inv, G.inv), whole), Equal(kron(A.inv, G.inv) @ kron(A, G), whole)),
            factors,
            literal=True,
        ),
    ),
    variants=(
        Variant("the inverses in the other order", Equal(kron(A, G) @ kron(G.inv, A.inv), whole)),
        Variant("one inverse only", Equal(kron(A, G) @ kron(A.inv, G), whole)),
    ),
    beware=(
        "The inverse of the approximation, not an approximation of the inverse: where A ⊗ G is near F in its large "
        "eigenvalues only, the inverses are far apart."
    ),
    sources=("MartensGrosse2015, section 4", "HornJohnson1991, section 4.2"),
)

step = kron(A.inv, G.inv) @ vec(D)

step_4 = Claim(
    id="methods.4.alg.step4",
    section="4 (K-FAC algorithm)",
    title="Line 4: the natural gradient by the inverse of the approximation",
    statement=r"$\Delta w_l=(A_l^{-1}\otimes G_l^{-1})\,\mathrm{vec}(\partial L/\partial W_l)$",
    readings=(
        Reading(
            "A",
            r"With the vec for which $F_l$ is approximated by $A\otimes G$, columns below each other. It is the "
            r"natural gradient of that metric: its product with any change $U$, which for independent inputs and "
            r"gradients is $\mathbb E[(g^{\top}Va)(g^{\top}Ua)]=\mathrm{vec}(V)^{\top}\mathrm{vec}(GUA)$, is the "
            r"change of the loss, $\mathrm{vec}(D)^{\top}\mathrm{vec}(U)$.",
            Equal(step.T @ vec(G @ U @ A), vec(D).T @ vec(U)),
            factors,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "the rows after each other",
            Equal((kron(A.inv, G.inv) @ vec_rows(D)).T @ vec_rows(G @ U @ A), vec_rows(D).T @ vec_rows(U)),
        ),
        Variant(
            "the metric instead of its inverse",
            Equal((kron(A, G) @ vec(D)).T @ vec(G @ U @ A), vec(D).T @ vec(U)),
        ),
        Variant(
            "the factors in the other order",
            Equal((kron(G.inv, A.inv) @ vec(D)).T @ vec(G @ U @ A), vec(D).T @ vec(U)),
        ),
    ),
    beware="It is the natural gradient; a step that lowers the loss is a negative multiple of it.",
    sources=("MartensGrosse2015, section 4",),
)

in_matrices = G.inv @ D @ A.inv
columns = Equal(step, vec(G.inv @ D @ A.inv.T))
rows = Equal(kron(A.inv, G.inv) @ vec_rows(D), vec_rows(in_matrices))

step_5 = Claim(
    id="methods.4.alg.step5",
    section="4 (K-FAC algorithm)",
    title="Line 5: the same step as a product of matrices",
    statement=r"Equivalently: $\Delta W_l=G_l^{-1}(\partial L/\partial W_l)A_l^{-1}$",
    readings=(
        Reading(
            "A",
            "How a matrix becomes a column is left open. As written: line 4 is this matrix as a column, columns below "
            "each other and rows after each other.",
            And(columns, rows),
            factors,
            literal=True,
        ),
        Reading(
            "B",
            r"Columns below each other: $(A^{-1}\otimes G^{-1})\mathrm{vec}(X)=\mathrm{vec}(G^{-1}XA^{-\top})$, and "
            "$A$ is symmetric.",
            And(columns, Equal(step, vec(in_matrices))),
            factors,
        ),
        Reading(
            "C",
            r"Rows after each other: $(A^{-1}\otimes G^{-1})\mathrm{vec}_r(X)=\mathrm{vec}_r(G^{-1}XA^{-1})$.",
            rows,
            factors,
        ),
    ),
    hypothesis=Hypothesis(
        "vec convention",
        "vec puts the columns of a matrix below each other (reading B)",
        factors,
        And(columns, Equal(step, vec(in_matrices))),
    ),
    variants=(
        Variant("the rows after each other", rows),
        Variant("the factors exchanged", Equal(kron(G.inv, A.inv) @ vec(D), vec(in_matrices))),
        Variant("without the inverses", Equal(kron(A, G) @ vec(D), vec(in_matrices))),
    ),
    beware=(
        "Arrays flatten rows after each other by default; then G⁻¹ ⊗ A⁻¹ is right. m = n with symmetric gradients "
        "hides it."
    ),
    sources=("HornJohnson1991, section 4.2", "MartensGrosse2015, section 4"),
)
