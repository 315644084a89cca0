"""Section 9: the two preconditioners of Shampoo and its update."""

from theorems import (
    And,
    Claim,
    Covariance,
    Equal,
    Id,
    PositiveDefinite,
    Reading,
    Rectangle,
    Scalar,
    Term,
    Variant,
    kron,
    setting,
    symbol,
    vec,
)

M, B, O, W = map(symbol, ("M", "B", "O", "W"))
t, alpha, cosine, sine = map(symbol, ("t", "alpha", "c", "s"))

# Every symmetric positive definite matrix is M⁴, with M⁻¹ for its power −1/4. Two gradients whose products add up to
# it: M² turned by O, an orthogonal matrix by Cayley's formula, and M² itself, with the shares c² + s² = 1.
turned = {
    O: (Id - (B - B.T)) @ (Id + (B - B.T)).inv,
    cosine: 2 * t / (1 + t**2),
    sine: (1 - t**2) / (1 + t**2),
}
gradients = setting(
    where=turned,
    M=Covariance(says="the root of order 4 of the sum"),
    B=Rectangle(says="with its transpose, what O turns by"),
    t=Scalar(positive=True, says="how the sum is shared by two gradients"),
    alpha=Scalar(positive=True, says="the step size"),
    sizes=(1, 2),
)
root = M.inv


def whitens(preconditioner: Term, total: Term) -> Term:
    """P² S P² = Id: what makes P the power −1/4 of S where it is positive definite."""
    squared = preconditioner @ preconditioner
    return Equal(squared @ total @ squared, Id)


first, second = cosine * (M @ M @ O), sine * (M @ M)
left_sum = first @ first.T + second @ second.T

left = Claim(
    id="methods.9.shampoo.left",
    section="9 (Shampoo)",
    title="The left preconditioner",
    statement=r"$P_L=(\sum GG^{\top})^{-1/4}$ for gradients $G\in\mathbb R^{m\times n}$",
    readings=(
        Reading(
            "A",
            r"A definition, where the sum is invertible. Consistent: every positive definite sum has such a root, "
            r"positive definite itself, and $P_L^2(\sum GG^{\top})P_L^2=\mathrm{Id}$; here the sum of two gradients.",
            And(PositiveDefinite(root), whitens(root, left_sum)),
            gradients,
            literal=True,
            defines="P_L",
        ),
    ),
    variants=(
        Variant("the products on the other side", whitens(root, first.T @ first + second.T @ second)),
        Variant("the root of order 2", whitens(root @ root, left_sum)),
        Variant("the last gradient only", whitens(root, second @ second.T)),
    ),
    beware=(
        "The sum of the first gradients is singular where there are more rows than columns; Gupta2018 starts it at a "
        "multiple of the identity. Symmetric gradients cannot tell left from right."
    ),
    sources=("Gupta2018, algorithm 1",),
)

first_right, second_right = cosine * (O @ M @ M), sine * (M @ M)
right_sum = first_right.T @ first_right + second_right.T @ second_right

right = Claim(
    id="methods.9.shampoo.right",
    section="9 (Shampoo)",
    title="The right preconditioner",
    statement=r"$P_R=(\sum G^{\top}G)^{-1/4}$",
    readings=(
        Reading(
            "A",
            r"A definition, where the sum is invertible. Consistent: every positive definite sum has such a root, "
            r"positive definite itself, and $P_R^2(\sum G^{\top}G)P_R^2=\mathrm{Id}$; here the sum of two gradients.",
            And(PositiveDefinite(root), whitens(root, right_sum)),
            gradients,
            literal=True,
            defines="P_R",
        ),
    ),
    variants=(
        Variant(
            "the products on the other side",
            whitens(root, first_right @ first_right.T + second_right @ second_right.T),
        ),
        Variant("the root of order 2", whitens(root @ root, right_sum)),
        Variant("the last gradient only", whitens(root, second_right.T @ second_right)),
    ),
    beware="The sum of products, not the product of sums: gradients that cancel in the mean still count.",
    sources=("Gupta2018, algorithm 1",),
)

# One gradient G = M²O: GGᵀ = M⁴ and GᵀG = OᵀM⁴O.
G = M @ M @ O
on_left, on_right = M.inv, O.T @ M.inv @ O
step = on_left @ G @ on_right
after = W - alpha * step

update = Claim(
    id="methods.9.shampoo.update",
    section="9 (Shampoo)",
    title="The update of Shampoo",
    statement=r"$W\leftarrow W-\alpha P_LGP_R$",
    readings=(
        Reading(
            "A",
            r"A definition. Consistent: after one gradient $G=HO$, $H$ positive definite and $O$ orthogonal, the "
            r"update is by $\alpha O$, with all singular values 1, whatever the scale of $G$; and "
            r"$\mathrm{vec}(P_LGP_R)=(P_R\otimes P_L)\mathrm{vec}(G)$.",
            And(
                whitens(on_left, G @ G.T),
                whitens(on_right, G.T @ G),
                Equal(W - after, alpha * O),
                Equal(vec(step), kron(on_right, on_left) @ vec(G)),
            ),
            gradients.also(W=Rectangle(says="the weights")),
            literal=True,
            defines="W",
        ),
    ),
    variants=(
        Variant("the roots of order 2", Equal(on_left @ step @ on_right, O)),
        Variant("the left side only", Equal(on_left @ G, O)),
        Variant("the factors in the other order", Equal(vec(step), kron(on_left, on_right) @ vec(G))),
    ),
    beware=(
        "Two powers −1/4 make one −1/2: Shampoo is AdaGrad for matrices, with one row and column AdaGrad itself, and "
        "no natural gradient, whose inverse has the power −1."
    ),
    sources=("Gupta2018, algorithm 1",),
)
