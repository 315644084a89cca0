"""Section 4: the blocks of the Fisher matrix that belong to layers."""

from theorems import (
    And,
    Claim,
    Data,
    Equal,
    Metric,
    Model,
    Point,
    PositiveDefinite,
    RandomColumn,
    Reading,
    Rectangle,
    Repair,
    Scalar,
    Term,
    Variant,
    Vector,
    derivative,
    det,
    diag,
    diagonal_of,
    expect,
    fisher,
    grad,
    law,
    let,
    log_density,
    norm2,
    rational,
    setting,
    symbol,
    tr,
)

theta, tau, x, v, u = map(symbol, ("theta", "tau", "x", "v", "u"))
b, d, F, E = map(symbol, ("b", "beta", "F", "E"))
q, noise = law("q"), symbol("s")

in_layer = let(tau, rational(0) * (E.T @ theta), grad(log_density(law("p", theta + E @ tau)), tau))
of_layer = expect(law("p", theta), in_layer @ in_layer.T)
layers = setting(
    theta=Point("all parameters"),
    E=Rectangle(
        "n", "k", says="how the parameters of the layer enter θ: its columns are axes, or any columns"
    ),
    p=Model(at="theta"),
    dims={"k": -1},
    sizes=(2, 3),
)

block_layer_fisher = Claim(
    id="methods.4.block-layer-fisher",
    section="4 (block-diagonal approximations)",
    title="A diagonal block is the Fisher matrix of its layer",
    statement=r"$F_l$ is the Fisher matrix for the parameters of layer $l$",
    readings=(
        Reading(
            "A",
            r"The block of F for layer $l$, $E^{\top}FE$ with the axes of the layer as columns of $E$, is the Fisher "
            r"matrix of the model $p(x|\theta+E\omega)$ in the parameters ω of the layer alone, the others fixed.",
            Equal(of_layer, E.T @ fisher(theta) @ E),
            layers,
            literal=True,
        ),
    ),
    variants=(
        Variant("the block of the inverse, inverted", Equal(of_layer, (E.T @ fisher(theta).inv @ E).inv)),
        Variant("twice the block", Equal(of_layer, 2 * (E.T @ fisher(theta) @ E))),
        Variant(
            "the mean score squared",
            Equal(
                expect(law("p", theta), in_layer) @ expect(law("p", theta), in_layer).T,
                E.T @ fisher(theta) @ E,
            ),
        ),
    ),
    beware=(
        "The others are held fixed. The information that is left where they are unknown, the inverse of the block of "
        "F⁻¹, is smaller unless F is block-diagonal."
    ),
    sources=("LehmannCasella1998, section 2.6", "MartensGrosse2015, section 3"),
)

# f(x) = b·uᵀx with normal noise of variance s: two such laws with the means f and f′ have the divergence (f − f′)²/2s.
# The first layer has the weights u, the second the weight b.
between = expect(q, (b * (u.T @ x) - d * (tau.T @ x)) ** 2) / (2 * noise)
across = let(d, b, let(tau, u, grad(derivative(between, d), tau)))
two_layers = setting(
    u=Vector("the weights of the first layer"),
    b=Scalar(says="the weight of the second layer"),
    s=Scalar(positive=True, says="the variance of the noise"),
    q=Data(says="the law of the inputs"),
    x=RandomColumn("q", says="an input"),
    sizes=(1, 2),
)
left_out = (b * (expect(q, x @ x.T) @ u)) / noise

blocks = diag(diagonal_of(F))


def distance(other: Term) -> Term:
    """The squared Frobenius norm of what is missing to F."""
    return tr((F - other) @ (F - other).T)


scheme = And(
    PositiveDefinite(blocks),
    Equal(diagonal_of(blocks), diagonal_of(F)),
    Equal(distance(diag(v)), distance(blocks) + norm2(v - diagonal_of(F))),
)
one_each = setting(
    F=Metric("the Fisher matrix"), v=Vector("the diagonal of any other such matrix"), sizes=(1, 2)
)

block_diagonal = Claim(
    id="methods.4.block-diagonal",
    section="4 (block-diagonal approximations)",
    title="The Fisher matrix is approximated by its diagonal blocks",
    statement=r"$F\approx\mathrm{diag}(F_1,F_2,\dots,F_L)$",
    readings=(
        Reading(
            "A",
            r"A scheme, with nothing said of how good: $B=\bigoplus_lF_{ll}$, here with one parameter in each layer. "
            r"It is positive definite, agrees with F within each layer, and of all such matrices it is nearest to F "
            r"in the Frobenius norm.",
            scheme,
            one_each,
        ),
        Reading(
            "B",
            r"F is its diagonal blocks: $\mathbb E[\nabla_l\nabla_m^{\top}]=0$ for $l\ne m$. Among the networks is "
            r"$f(x)=b\,u^{\top}x$ with normal noise, with $u$ and $b$ in two layers.",
            Equal(across, 0 * u),
            two_layers,
            literal=True,
        ),
    ),
    repair=Repair(
        r"With one parameter in each layer $B=\bigoplus_lF_{ll}$ is positive definite, agrees with F within each "
        r"layer and is nearest to it; across the layers of $f(x)=b\,u^{\top}x$ it leaves out $b\,\mathbb "
        r"E[xx^{\top}]u/\sigma^2$.",
        And(scheme, Equal(across, left_out)),
        one_each.also(**two_layers.symbols),
    ),
    variants=(
        Variant("across the layers is nothing", Equal(across, 0 * u)),
        Variant("the blocks exceed F", PositiveDefinite(blocks - F)),
        Variant("F and its blocks have one determinant", Equal(det(blocks), det(F))),
    ),
    beware="Where the second weight is 0 no gradient reaches the first layer and the off-diagonal block vanishes.",
    sources=("MartensGrosse2015, section 4", "HornJohnson2013, section 7.7"),
)
