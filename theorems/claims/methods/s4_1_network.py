"""Section 4: the Fisher matrix of a network, its size and cost, and how it moves."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Data,
    Equal,
    Greater,
    Model,
    Point,
    RandomColumn,
    Reading,
    Repair,
    Scalar,
    Term,
    Variant,
    Vector,
    derivative,
    expect,
    grad,
    half,
    jacobian,
    law,
    let,
    norm2,
    rational,
    score,
    setting,
    symbol,
    vec,
)

theta, tau, x, v, u, h = map(symbol, ("theta", "tau", "x", "v", "u", "h"))
a, b, c, P = map(symbol, ("a", "b", "c", "P"))
q, noise = law("q"), symbol("s")

# -- the definition ---------------------------------------------------------------------------------------

# Two inputs with the shares 1 and b; the laws of the label given either are any two smooth models.
first, second = law("p", theta), law("r", theta)
s_first, s_second = score(theta), score(theta, model="r")


def over_inputs(of_first: Term, of_second: Term) -> Term:
    """The mean over the two inputs."""
    return (of_first + b * of_second) / (1 + b)


def slope_of_kl(model: str) -> Term:
    """The gradient in τ of the divergence of the law at τ from the law at θ, −E_θ of the score at τ."""
    return -expect(law(model, theta), score(tau, model=model))


local_kl = let(tau, theta, jacobian(over_inputs(slope_of_kl("p"), slope_of_kl("r")), tau))
true_fisher = over_inputs(expect(first, s_first @ s_first.T), expect(second, s_second @ s_second.T))
of_data = over_inputs(expect(law("q"), s_first @ s_first.T), expect(law("t"), s_second @ s_second.T))
two_inputs = setting(
    theta=Point("the weights"),
    b=Scalar(positive=True, says="the share of the second input against the first"),
    p=Model(at="theta", says="the law of the label at the first input", families=()),
    r=Model(at="theta", says="the law of the label at the second input", families=()),
    sizes=(1, 2),
)
with_data = two_inputs.also(
    q=Data(says="the labels in the data at the first input"), t=Data(says="at the second")
)

mlp_fisher = Claim(
    id="methods.4.mlp-fisher",
    section="4 (multilayer perceptrons)",
    title="The Fisher matrix of a network",
    statement=r"$F(\theta)=\mathbb E[\nabla\log p(y|x,\theta)\,\nabla\log p(y|x,\theta)^{\top}]$",
    readings=(
        Reading(
            "A",
            r"A definition, with $x\sim q$ and $y\sim p(\cdot|x,\theta)$. Consistent: it is the Hessian in τ at θ of "
            r"the mean over the inputs of $\mathrm{KL}(p(\cdot|x,\theta)\|p(\cdot|x,\tau))$, for two inputs and any "
            "two smooth laws of the label.",
            Equal(true_fisher, local_kl),
            two_inputs,
            literal=True,
            defines="F",
        ),
        Reading(
            "B",
            "With inputs and labels from the data, as in section 5.",
            Equal(of_data, local_kl),
            with_data,
        ),
    ),
    variants=(
        Variant("the labels of the data", Equal(of_data, local_kl), with_data),
        Variant("one input only", Equal(expect(first, s_first @ s_first.T), local_kl)),
        Variant(
            "the product of the mean scores over the inputs",
            Equal(
                over_inputs(expect(first, s_first @ s_second.T), expect(second, s_second @ s_first.T)),
                local_kl,
            ),
        ),
    ),
    beware=(
        "The mean is printed without its law. Labels from the model make it a Fisher matrix, labels of the data do not."
    ),
    sources=("Martens2020, section 5",),
)

# -- size and cost ----------------------------------------------------------------------------------------

counted = setting(
    where={P: 1 + u**2}, u=Scalar(says="P = 1 + u² parameters: every number from 1 on"), sizes=(1,)
)
distinct = P + half * P * (P - 1)

size = Claim(
    id="methods.4.size",
    section="4 (challenges)",
    title="The size of the Fisher matrix",
    statement=r"The Fisher matrix is huge: $O(P^2)$, with $P$ parameters.",
    readings=(
        Reading(
            "A",
            r"The numbers in it that differ, $P$ on the diagonal and $P(P-1)/2$ above it, are between $P^2/2$ and "
            r"$P^2$.",
            And(AtLeast(P**2, distinct), AtLeast(distinct, half * P**2)),
            counted,
            literal=True,
        ),
    ),
    variants=(
        Variant("of the order of P", AtLeast(8 * P, distinct)),
        Variant("the diagonal left out", AtLeast(half * P * (P - 1), half * P**2)),
    ),
    beware=(
        "From N examples with C classes its rank is at most NC: kept as a product of factors it takes NCP numbers, "
        "which may be less."
    ),
    sources=("MartensGrosse2015, section 1",),
)


def elimination(n: Term) -> Term:
    """Multiplications and divisions that factor an n×n matrix."""
    return (n**3 - n) / 3


budget = setting(
    where={P: 1 + 3 * c + u**2},
    c=Scalar(positive=True, says="a factor of the number of parameters, however large"),
    u=Scalar(says="P = 1 + 3c + u² parameters"),
    sizes=(1,),
)

intractable = Claim(
    id="methods.4.intractable",
    section="4 (challenges)",
    title="Computing and inverting the Fisher matrix is intractable for large networks",
    statement="Computing and inverting F is intractable for large networks.",
    readings=(
        Reading(
            "A",
            r"For every $c$ and all large $P$, what it takes exceeds $c$ times what a gradient takes, which is of "
            r"order $P$: the numbers in F that differ, and the $(P^3-P)/3$ multiplications and divisions of an "
            r"elimination, which spends $P(P-1)$ of them on its first column and leaves a matrix with a row and a "
            r"column less.",
            And(
                Equal(elimination(P) - elimination(P - 1), P * (P - 1)),
                Equal(elimination(rational(1)), 0),
                Greater(distinct, c * P),
                Greater(elimination(P), c * P),
            ),
            budget,
            literal=True,
        ),
    ),
    variants=(
        Variant("more than the square, by entries", Greater(distinct, P**2)),
        Variant("more than the cube, by elimination", Greater(elimination(P), P**3)),
        Variant(
            "a first column at the cost of one number for each row",
            Equal(elimination(P) - elimination(P - 1), P - 1),
        ),
    ),
    beware=(
        "Intractable is meant of budgets, not of complexity: P³ is a polynomial. Products F v cost as much as a few "
        "gradients and need no F; with N examples (F + λ Id)⁻¹ needs N×N inverses only."
    ),
    sources=("MartensGrosse2015, section 1", "GolubVanLoan2013, section 3.2"),
)

# -- how it moves -----------------------------------------------------------------------------------------

# A unit with the activation t + ct², linear for c = 0, and normal noise of variance s. Two such laws with the means f
# and f′ have the divergence (f − f′)²/2s.


def unit(at: Term) -> Term:
    """The output of the unit with the weights `at`."""
    return at.T @ x + c * (at.T @ x) ** 2


def fisher_of_unit(at: Term) -> Term:
    """The Hessian in τ at `at` of the mean divergence over the inputs."""
    divergence = expect(q, (unit(at) - unit(tau)) ** 2 / (2 * noise))
    return let(tau, at, jacobian(grad(divergence, tau), tau))


unit_symbols: dict[str, Scalar | Point | Data | RandomColumn] = {
    "theta": Point("the weights"),
    "c": Scalar(says="how curved the activation is; 0 for a linear unit"),
    "s": Scalar(positive=True, says="the variance of the noise"),
    "q": Data(says="the law of the inputs"),
    "x": RandomColumn("q", says="an input"),
}
moves = setting(Greater(norm2(v), 0), v=Vector("the step, not zero"), sizes=(1,)).also(**unit_symbols)
# The derivative of aᵀFa along the step v.
moved = let(h, rational(0), derivative(a.T @ fisher_of_unit(theta + h * v) @ a, h))
moving = setting(v=Vector("the direction of the step"), a=Vector("where F is looked at"), sizes=(1, 2)).also(
    **unit_symbols
)


def rate_with(factor: Term) -> Term:
    """4c/σ² times the mean of a factor, vᵀx and (aᵀx)²."""
    return (4 * c * expect(q, factor * (v.T @ x) * (a.T @ x) ** 2)) / noise


changes = Claim(
    id="methods.4.changes",
    section="4 (challenges)",
    title="The Fisher matrix changes at every iteration",
    statement="The Fisher matrix changes at every iteration.",
    readings=(
        Reading(
            "A",
            r"For every network and every step $v\ne0$: $F(\theta+v)\ne F(\theta)$. Among the networks is a unit "
            r"with the activation $t+ct^2$, linear or not, and normal noise.",
            Greater(norm2(vec(fisher_of_unit(theta + v) - fisher_of_unit(theta))), 0),
            moves,
            literal=True,
        ),
    ),
    repair=Repair(
        r"It changes at a rate: for a unit with the activation $t+ct^2$ and normal noise the derivative of "
        r"$a^{\top}Fa$ along $v$ is $\frac{4c}{\sigma^2}\mathbb E[(1+2c\,\theta^{\top}x)(v^{\top}x)(a^{\top}x)^2]$, "
        r"and for a linear one, $c=0$, it is zero.",
        Equal(moved, rate_with(1 + 2 * c * (theta.T @ x))),
        moving,
    ),
    variants=(
        Variant("not at all", Equal(moved, 0)),
        Variant("at half the rate", Equal(2 * moved, rate_with(1 + 2 * c * (theta.T @ x)))),
        Variant("as at θ = 0", Equal(moved, rate_with(rational(1)))),
    ),
    beware=(
        "A network that is linear in its weights, with squared loss, has one Fisher matrix for all of them. That F "
        "changes little in a small step is why running averages and rare updates work."
    ),
    sources=("Martens2020, section 8",),
)
