"""Section 4: the two Kronecker factors of K-FAC, their shapes and their order."""

from theorems import (
    And,
    Claim,
    Covariance,
    Data,
    Equal,
    RandomColumn,
    Reading,
    Rectangle,
    Variant,
    Vector,
    expect,
    grad,
    kron,
    law,
    setting,
    symbol,
    vec,
    vec_rows,
)

a, g, x, y, W, A, G = map(symbol, ("a", "g", "x", "y", "W", "A", "G"))
q = law("q")
both = expect(q, kron(a @ a.T, g @ g.T))
apart = kron(expect(q, a @ a.T), expect(q, g @ g.T))
one_law = setting(
    q=Data(says="the law of the inputs with their labels"),
    a=RandomColumn("q", "n", says="the inputs of the layer"),
    g=RandomColumn("q", "m", says="the gradient in the outputs of the layer"),
    x=Vector("fixed inputs"),
    y=Rectangle("m", "1", says="a fixed gradient"),
    dims={"m": 1},
    sizes=(1, 2),
)

# -- shapes -----------------------------------------------------------------------------------------------

layer = setting(
    A=Covariance("n"),
    G=Covariance("m"),
    W=Rectangle("m", "n", says="the weights"),
    x=Vector("the inputs of the layer"),
    y=Rectangle("m", "1", says="the gradient in its outputs"),
    dims={"m": 1},
    sizes=(1, 2),
)
slope = grad(y.T @ (W @ x), W)
square = slope.T @ slope

kfac_dims = Claim(
    id="methods.4.kfac-dims",
    section="4 (K-FAC)",
    title="The dimensions of the factors",
    statement=(
        r"$A_l\in\mathbb R^{n\times n}$ belongs to the inputs, $G_l\in\mathbb R^{m\times m}$ to the outputs, for "
        r"$W_l\in\mathbb R^{m\times n}$"
    ),
    readings=(
        Reading(
            "A",
            r"The shapes fit: with $s=Wx$ and $y=\partial L/\partial s$ the gradient in $W$ is $yx^{\top}$, of the "
            r"shape of $W$; its products are $n\times n$ on the side of the inputs and $m\times m$ on that of the "
            r"outputs; and $A\otimes G$ acts on the columns of $W$ as $GWA$ does.",
            And(
                Equal(slope, y @ x.T),
                Equal(square, (y.T @ y) * (x @ x.T)),
                Equal(slope @ slope.T, (x.T @ x) * (y @ y.T)),
                Equal(kron(A, G) @ vec(W), vec(G @ W @ A)),
            ),
            layer,
            literal=True,
        ),
    ),
    variants=(
        Variant("the two moments exchanged in length", Equal(square, (x.T @ x) * (x @ x.T))),
        Variant("the factors in the other order", Equal(kron(G, A) @ vec(W), vec(G @ W @ A))),
    ),
    beware=(
        "A square W cannot tell m from n. With a bias the inputs have a 1 appended, and A has a row and a column more."
    ),
    sources=("MartensGrosse2015, section 3",),
)

# -- the approximation ------------------------------------------------------------------------------------

stacked = expect(q, vec(g @ a.T) @ vec(g @ a.T).T)
in_rows = expect(q, vec_rows(g @ a.T) @ vec_rows(g @ a.T).T)
kfac_approx = Claim(
    id="methods.4.kfac-approx",
    section="4 (K-FAC)",
    title="The Fisher matrix of a layer is approximated by a Kronecker product",
    statement=r"$F_l\approx A_l\otimes G_l$",
    readings=(
        Reading(
            "A",
            r"An approximation for the columns of W below each other: $\mathrm{vec}(ga^{\top})=a\otimes g$, hence "
            r"$F_l=\mathbb E[aa^{\top}\otimes gg^{\top}]$, where the mean of the product is replaced by the product "
            r"of the means, in the order that is right for that vec.",
            And(Equal(vec(y @ x.T), kron(x, y)), Equal(stacked, both)),
            one_law,
            literal=True,
        ),
        Reading(
            "B",
            r"For the rows of W after each other, as arrays are flattened by default: "
            r"$F_l=\mathbb E[aa^{\top}\otimes gg^{\top}]$ in the same order.",
            Equal(in_rows, both),
            one_law,
        ),
        Reading(
            "C",
            r"An equality: $\mathbb E[aa^{\top}\otimes gg^{\top}]=\mathbb E[aa^{\top}]\otimes\mathbb E[gg^{\top}]$ for "
            "every layer.",
            Equal(both, apart),
            one_law,
        ),
    ),
    variants=(
        Variant("the rows after each other", Equal(in_rows, both)),
        Variant("as an equality", Equal(stacked, apart)),
        Variant("the factors in the other order", Equal(stacked, expect(q, kron(g @ g.T, a @ a.T)))),
    ),
    beware=(
        "m = n with symmetric gradients hides the order. Where a and g are independent the equality holds; the "
        "labels of the mean in g must be drawn from the model for F_l to be a Fisher matrix."
    ),
    sources=("MartensGrosse2015, section 3",),
)
