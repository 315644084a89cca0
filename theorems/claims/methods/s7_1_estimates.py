"""Section 7: Fisher matrices from batches, over time, block by block and over several workers."""

from theorems import (
    And,
    Claim,
    Covector,
    Equal,
    Greater,
    Hypothesis,
    Id,
    Metric,
    PositiveDefinite,
    Reading,
    Rectangle,
    Scalar,
    Variant,
    Vector,
    det,
    diag,
    diagonal_of,
    entries,
    half,
    norm2,
    ones_of,
    setting,
    symbol,
)

A, B, F, S, R, v, g = map(symbol, ("A", "B", "F", "S", "R", "v", "g"))
b, c, s, beta, T = map(symbol, ("b", "c", "s", "beta", "T"))

# -- mini-batches -----------------------------------------------------------------------------------------

of_batch = (S.T @ S) / norm2(ones_of("k"))  # from the scores of k examples, a row each
gap = A.inv - B.inv
batches = setting(
    A=Metric("the estimate from one batch"),
    B=Metric("the estimate from another, drawn as often"),
    S=Rectangle("k", "n", says="the scores of a batch with fewer examples than parameters"),
    where={F: half * (A + B)},
    dims={"k": -1},
    sizes=(2, 3),
)

minibatch = Claim(
    id="methods.7.minibatch",
    section="7 (stochastic natural gradients)",
    title="The Fisher matrix is hard to estimate from mini-batches",
    statement="Challenge: estimating the Fisher matrix with mini-batches.",
    readings=(
        Reading(
            "A",
            r"A batch with fewer examples than parameters has a singular estimate, which has no inverse; and "
            r"inverses of unbiased estimates are biased: for two that are drawn equally often, with the mean F, the "
            r"mean of the inverses exceeds $F^{-1}$ by $\frac12D(A^{-1}+B^{-1})^{-1}D$, $D=A^{-1}-B^{-1}$.",
            And(
                Equal(1 + det(of_batch), 1),  # against 1, since no error is small against 0
                Equal(half * (A.inv + B.inv) - F.inv, half * (gap @ (A.inv + B.inv).inv @ gap)),
            ),
            batches,
            literal=True,
        ),
    ),
    variants=(
        Variant("the mean of the inverses", Equal(half * (A.inv + B.inv), F.inv)),
        Variant("a batch with enough examples", Equal(1 + det(A), 1)),
    ),
    beware=(
        "The estimate of F itself is unbiased, if its labels are drawn from the model; it is the inverse that is not. "
        "With one parameter no batch is singular."
    ),
    sources=("Martens2020, section 9", "MartensGrosse2015, section 5"),
)

# -- running averages -------------------------------------------------------------------------------------

average = beta * A + (1 - beta) * B
error = A - F
forgets = And(PositiveDefinite(average), Equal(beta * A + (1 - beta) * F - F, beta * error))
unbiased = Equal(average, B)
averages = setting(
    where={beta: b / (1 + b)},  # every β between 0 and 1
    A=Metric(r"the average $F_{k-1}$ so far, the mean of it"),
    B=Metric(r"the newest estimate $\hat F_k$, of which the mean is $F(\theta_k)$"),
    F=Metric("a Fisher matrix that does not move"),
    b=Scalar(positive=True, says="β = b/(1 + b)"),
    sizes=(1, 2),
)

running_average = Claim(
    id="methods.7.running-average",
    section="7 (stochastic natural gradients)",
    title="Running averages of the Fisher matrix",
    statement=r"Running averages: $F_k=\beta F_{k-1}+(1-\beta)\hat F_k$",
    readings=(
        Reading(
            "A",
            r"What the average is good for is left open. As written it is a solution to the estimation of the Fisher "
            r"matrix: a sound recursion, and an estimate of $F(\theta_k)$ that is right in the mean.",
            And(forgets, unbiased),
            averages,
            literal=True,
        ),
        Reading(
            "B",
            r"A recursion, $0<\beta<1$: it stays positive definite, and where the estimates are right and F does not "
            r"move, the error shrinks by β in each step.",
            forgets,
            averages,
        ),
        Reading(
            "C",
            r"Unbiased: $\mathbb E[F_k]=F(\theta_k)$, where $\mathbb E[\hat F_k]=F(\theta_k)$ and $F_{k-1}$ has "
            r"another mean, as it was made for another θ.",
            unbiased,
            averages,
        ),
    ),
    hypothesis=Hypothesis(
        "reading", "a recursion is meant and no unbiased estimate (reading B)", averages, forgets
    ),
    variants=(
        Variant("the newest estimate alone", unbiased),
        Variant("the weights do not add up to 1", Equal(beta * A + F - F, beta * error)),
        Variant("the weights exchanged", Equal((1 - beta) * A + beta * F - F, beta * error)),
    ),
    beware=(
        "Averages lag behind while θ moves, and from F₀ = 0 they start too small by the factor 1 − βᵏ. Where F is "
        "constant the bias of the lag is hidden."
    ),
    sources=("MartensGrosse2015, section 5",),
)

# -- updates now and then ---------------------------------------------------------------------------------

cheaper = Greater(s + c, (T * s + c) / T)  # T steps with one refresh, by the step
lazy = And(Greater(g.T @ A.inv @ g, 0), cheaper)
first = entries(1, 0, 0, 0)  # the first of two blocks with one parameter each
refreshed = first @ diag(diagonal_of(B)) + (Id - first) @ diag(diagonal_of(A))
in_turn = And(Greater(g.T @ refreshed.inv @ g, 0), Greater(s + c, s + half * c))
full = A + first @ (B - A) @ first
now_and_then = setting(
    Greater(norm2(g), 0),
    where={T: 1 + b},
    A=Metric("the Fisher matrix of some steps ago"),
    B=Metric("the Fisher matrix now"),
    g=Covector("the gradient now"),
    s=Scalar(positive=True, says="the cost of a step"),
    c=Scalar(positive=True, says="the cost of a refresh of all blocks, of which two are equally dear"),
    b=Scalar(positive=True, says="T = 1 + b steps from one refresh to the next"),
    sizes=(2,),
)

blockwise = Claim(
    id="methods.7.blockwise",
    section="7 (stochastic natural gradients)",
    title="The approximation of the Fisher matrix is updated less often",
    statement="Block-wise updates: update the approximation of the Fisher matrix less frequently.",
    readings=(
        Reading(
            "A",
            "Which is meant, blocks of steps or blocks of the matrix, is left open. As written both do: each saves, "
            "and the step stays one downhill.",
            And(lazy, in_turn),
            now_and_then,
            literal=True,
        ),
        Reading(
            "B",
            r"One refresh in T steps, $T>1$: a step costs $s+c/T$ in the mean instead of $s+c$, and the old metric "
            r"keeps its direction downhill, $g^{\top}A^{-1}g>0$.",
            lazy,
            now_and_then,
        ),
        Reading(
            "C",
            "One block of the block-diagonal matrix at a time, here one of two with one parameter each: half of the "
            "cost, and the direction stays downhill.",
            in_turn,
            now_and_then,
        ),
    ),
    variants=(
        Variant("one block of the full matrix at a time", Greater(g.T @ full.inv @ g, 0)),
        Variant("half of the cost in any case", Greater(s + half * c, (T * s + c) / T)),
        Variant("the old gradient too", Greater(g.T @ A.inv @ (B @ g), 0)),
    ),
    beware=(
        "Downhill is all that is safe: how much of the advantage is left depends on how far θ has moved. A full "
        "matrix with one block replaced may be indefinite."
    ),
    sources=("MartensGrosse2015, section 8",),
)

# -- several workers --------------------------------------------------------------------------------------

first_local, second_local = (R.T @ R) / norm2(ones_of("k")), (S.T @ S) / norm2(ones_of("m"))
count = norm2(ones_of("k")) + norm2(ones_of("m"))
weighted = (norm2(ones_of("k")) * first_local + norm2(ones_of("m")) * second_local) / count
of_all = (norm2(R @ v) + norm2(S @ v)) / count  # the mean over all examples of the squared slope along v
workers = setting(
    R=Rectangle("k", "n", says="the scores of the examples of one worker, a row each"),
    S=Rectangle("m", "n", says="the scores of the examples of another worker, one more"),
    v=Vector("the direction in which the matrices are looked at"),
    dims={"k": 1, "m": 2},
    sizes=(1, 2),
)

dist_aggregate = Claim(
    id="methods.7.dist.aggregate",
    section="7 (distributed natural gradients)",
    title="The Fisher matrices of the workers are combined",
    statement="Aggregation: combine the Fisher matrices across workers.",
    readings=(
        Reading(
            "A",
            r"They can be: the mean of the local matrices, each with the weight of its number of examples, is along "
            r"every direction $v$ the mean square of the slopes of all examples.",
            Equal(v.T @ weighted @ v, of_all),
            workers,
            literal=True,
        ),
    ),
    variants=(
        Variant("the plain mean", Equal(v.T @ (half * (first_local + second_local)) @ v, of_all)),
        Variant("the sum", Equal(v.T @ (first_local + second_local) @ v, of_all)),
        Variant("one worker for all", Equal(v.T @ first_local @ v, of_all)),
    ),
    beware=(
        "The plain mean is right for equal shares only, and a mean of inverses is not the inverse of the mean. "
        "Kronecker factors averaged one by one give another product."
    ),
    sources=("MartensGrosse2015, section 5",),
)
