"""Section 9: what AdaHessian averages, and what it divides by."""

from theorems import (
    And,
    Claim,
    Equal,
    Greater,
    Loss,
    Point,
    Reading,
    Repair,
    Scalar,
    Term,
    Variant,
    Vector,
    derivative,
    diagonal_of,
    entries,
    function,
    grad,
    hadamard,
    half,
    jacobian,
    let,
    ones,
    rational,
    setting,
    symbol,
)

theta, tau, h, alpha, beta, b, eps = map(symbol, ("theta", "tau", "h", "alpha", "beta", "b", "epsilon"))
d1, d2, d3, d, u, g = map(symbol, ("d_1", "d_2", "d_3", "d", "u", "g"))
L = function("L")

# -- the diagonal -----------------------------------------------------------------------------------------

both, opposite = ones, entries(1, 0, 0, -1) @ ones  # the sign vectors of two parameters, up to their own sign


def along(z: Term) -> Term:
    """Hz, the derivative of the gradient along z: no Hessian is formed."""
    return let(h, rational(0), derivative(let(tau, theta + h * z, grad(L(tau), tau)), h))


estimate = half * (hadamard(both, along(both)) + hadamard(opposite, along(opposite)))
hessian = jacobian(grad(L(theta), theta), theta)

diagonal = Claim(
    id="methods.9.adahessian.diagonal",
    section="9 (AdaHessian)",
    title="A diagonal approximation by Hessian information",
    statement="AdaHessian: diagonal approximation using Hessian information.",
    readings=(
        Reading(
            "A",
            r"What it estimates is the diagonal of the Hessian: $\mathrm{diag}(H)$ is the mean of $z\odot Hz$ over "
            r"all signs $z$, by products $Hz$ alone; here with two parameters.",
            Equal(estimate, diagonal_of(hessian)),
            setting(theta=Point(), L=Loss(at="theta"), sizes=(2,)),
            literal=True,
        ),
    ),
    variants=(
        Variant("one sign vector only", Equal(hadamard(both, along(both)), diagonal_of(hessian))),
        Variant(
            "the products without the signs",
            Equal(half * (along(both) + along(opposite)), diagonal_of(hessian)),
        ),
        Variant(
            "the squared gradient", Equal(hadamard(grad(L(theta), theta), grad(L(theta), theta)), estimate)
        ),
    ),
    beware="One draw is right in the mean only, unless the Hessian is diagonal; one parameter hides the rest of H.",
    sources=("Yao2021, section 3.2",),
)

# -- the average ------------------------------------------------------------------------------------------


def average(first: Term, second: Term, third: Term) -> Term:
    """v₃ of v_t = βv_{t−1} + (1 − β)x_t from v₀ = 0."""
    found = 0 * first
    for newest in (first, second, third):
        found = beta * found + (1 - beta) * newest
    return found


def weighted(first: Term, second: Term, third: Term) -> Term:
    """(1 − β)Σβ^{3−i}x_i."""
    return (1 - beta) * (beta**2 * first + beta * second + third)


def squares(*columns: Term) -> tuple[Term, ...]:
    """Each column squared entry by entry."""
    return tuple(hadamard(column, column) for column in columns)


published = weighted(*squares(d1, d2, d3))
diagonals = setting(
    where={beta: b / (1 + b)},
    b=Scalar(positive=True, says="β = b/(1 + b)"),
    d_1=Vector("the diagonal of the Hessian in step 1"),
    d_2=Vector("the same in step 2"),
    d_3=Vector("the same in step 3"),
    sizes=(1, 2),
)

recursion = Claim(
    id="methods.9.adahessian.v",
    section="9 (AdaHessian)",
    title="The average of AdaHessian",
    statement=r"$v_t=\beta v_{t-1}+(1-\beta)\odot\mathrm{diag}(H_t)$",
    readings=(
        Reading(
            "A",
            r"As the recursion of AdaHessian, which is published as an average of squares, before the correction of "
            r"its start $(1-\beta)\sum_i\beta^{t-i}D_i\odot D_i$; here after three steps from $v_0=0$.",
            Equal(average(d1, d2, d3), published),
            diagonals,
            literal=True,
        ),
        Reading(
            "B",
            r"As a definition of some average: $v_t=(1-\beta)\sum_i\beta^{t-i}\mathrm{diag}(H_i)$.",
            Equal(average(d1, d2, d3), weighted(d1, d2, d3)),
            diagonals,
            defines="v_t",
        ),
    ),
    repair=Repair(
        r"AdaHessian averages the squares: $v_t=\beta v_{t-1}+(1-\beta)\,D_t\odot D_t$.",
        Equal(average(*squares(d1, d2, d3)), published),
        diagonals,
    ),
    variants=(
        Variant("without the squares", Equal(average(d1, d2, d3), published)),
        Variant("the square of the average", Equal(squares(average(d1, d2, d3))[0], published)),
        Variant("the steps in the other order", Equal(average(*squares(d3, d2, d1)), published)),
    ),
    beware=(
        "The diagonal may be negative, its square not. Published are besides a mean of the diagonal over neighbouring "
        "weights and a correction of the start. ⊙ stands between a number and a column: read as a product."
    ),
    sources=("Yao2021, section 3.3 and algorithm 1",),
)

# -- the step ---------------------------------------------------------------------------------------------

signed = beta * u + (1 - beta) * d  # u is the average so far, of entries of either sign
squared = beta * u**2 + (1 - beta) * d**2  # and u² one of squares
settled = beta * d**2 + (1 - beta) * d**2
has_root = And(
    Greater(squared + eps, 0),
    Equal((alpha * g) ** 2 / settled, (alpha * (g / d)) ** 2),
)
one_weight = setting(
    Greater(d**2, 0),
    where={beta: b / (1 + b)},
    b=Scalar(positive=True, says="β = b/(1 + b)"),
    u=Scalar(says="the average so far, or a root of it"),
    d=Scalar(says="the entry of the diagonal of the Hessian"),
    g=Scalar(says="the entry of the gradient"),
    alpha=Scalar(positive=True, says="the step size"),
    epsilon=Scalar(positive=True, says="what is added under the root"),
    sizes=(1,),
)

step = Claim(
    id="methods.9.adahessian.theta",
    section="9 (AdaHessian)",
    title="The update of AdaHessian",
    statement=(
        r"$\theta_{t+1}=\theta_t-\frac{\alpha}{\sqrt{v_t+\epsilon}}\odot\nabla L_t$, where $H_t$ is the diagonal of "
        r"the Hessian"
    ),
    readings=(
        Reading(
            "A",
            r"With $v_t$ as given above, for every loss: the root is one of a positive number, $v_t+\epsilon>0$, in "
            "each entry.",
            Greater(signed + eps, 0),
            one_weight,
            literal=True,
        ),
        Reading(
            "B",
            r"With the published average of squares, without momentum and at Hessian power 1: $v_t+\epsilon>0$, and "
            r"where the diagonal has settled the step is $\alpha\nabla L/|d|$ in size.",
            has_root,
            one_weight,
        ),
    ),
    repair=Repair(
        r"With $v_t$ an average of the squares of the diagonal the root exists for every loss, and where the "
        r"diagonal has settled at $d$ the squared step is $(\alpha\nabla L/d)^2$: Newton's in size.",
        has_root,
        one_weight,
    ),
    variants=(
        Variant("without the squares", Greater(signed + eps, 0)),
        Variant("the root of the curvature", Equal((alpha * g) ** 2 / settled, (alpha * g) ** 2 / d**4)),
        Variant("without the curvature", Equal((alpha * g) ** 2 / settled, (alpha * g) ** 2)),
    ),
    beware=(
        "Where the loss is convex the printed root exists, and divides by the root of the curvature instead of the "
        "curvature. Published are besides momentum and a power between 0 and 1 of the root."
    ),
    sources=("Yao2021, section 3.3 and algorithm 1",),
)
