"""Section 0: how fast the natural gradient converges, and what Adam divides by."""

from fractions import Fraction

from theorems import (
    And,
    AtLeast,
    Claim,
    Data,
    Equal,
    Hypothesis,
    Id,
    Matrix,
    Metric,
    Model,
    Point,
    Reading,
    Repair,
    Term,
    Variant,
    det,
    diagonal_of,
    entrywise_power,
    expect,
    fisher,
    hadamard,
    half,
    jacobian,
    law,
    let,
    named,
    score,
    setting,
    symbol,
    tr,
)

theta, tau, x = map(symbol, ("theta", "tau", "x"))
F, H, M, R = symbol("F"), symbol("H"), symbol("M"), symbol("R")

# -- rates ------------------------------------------------------------------------------------------

# Any two metrics are the Fisher matrix and the Hessian of a genuine model at a minimum: observe (y, C) with
# y | C ~ N(θ, C⁻¹) and C of a law that the model gets wrong: F is its mean under the model, H under the data.


def squared_rate(K: Term) -> Term:
    """ρ*(K)² at n = 2 for eigenvalues 0 < a ≤ b: ((κ − 1)/(κ + 1))² with κ = b/a is 1 − 4ab/(a + b)²."""
    return 1 - 4 * det(K) / (tr(K) * tr(K))


never_slower = AtLeast(squared_rate(H), squared_rate(F.inv @ H))
any_problem = setting(
    F=Metric("the Fisher matrix at the minimum"), H=Metric("the Hessian of the loss there"), sizes=(2,)
)
# Every metric is RᵀR.
well_specified = setting(
    where={F: R.T @ R, H: R.T @ R}, sizes=(2,), R=Matrix("a factor of the Fisher matrix")
)

hessian = named(r"\nabla^2L", let(tau, theta, jacobian(-expect(law("p", theta), score(tau)), tau)), theta)
on_target = setting(theta=Point(), p=Model(at="theta"))

# Steps of size 1/t with gain M: t·Cov tends to the X with AX + XAᵀ = MFM, A = MH − Id/2, where noise has covariance F.
natural_drift, drift = F.inv @ H - half * Id, M @ H - half * Id
defect = M - F.inv
efficiency = And(
    Equal(natural_drift @ F.inv + F.inv @ natural_drift.T, F.inv @ F @ F.inv),
    Equal(M @ F @ M - (drift @ F.inv + F.inv @ drift.T), defect @ F @ defect),
)

faster = Claim(
    id="neural.0.faster",
    section="0",
    title="The natural gradient converges fundamentally faster",
    statement=r"Amari's natural gradient moves along the curvature and converges fundamentally faster.",
    readings=(
        Reading(
            "A",
            r"For every loss, with two parameters and the best step size of each method: "
            r"$\rho^*(F^{-1}H)\le\rho^*(H)$ with $\rho^*=\tfrac{\kappa-1}{\kappa+1}$, $\kappa$ the ratio of the "
            r"eigenvalues; their squares are $1-4\det/\mathrm{tr}^2$.",
            never_slower,
            any_problem,
            literal=True,
        ),
        Reading(
            "B",
            r"At the minimum of the expected negative log-likelihood of a well-specified model, $H=F$: one step of "
            r"size 1 contracts to nothing, $F^{-1}H=\mathrm{Id}$, where $L=-\mathbb E_p\log p_\tau$.",
            Equal(fisher(theta).inv @ hessian, Id),
            on_target,
        ),
        Reading(
            "C",
            r"Fisher efficiency of steps of size $1/t$ on a well-specified model, gradient noise of covariance $F=H$: "
            r"the limit $X$ of $t$ times the covariance solves $AX+XA^{\top}=MFM$, $A=MH-\mathrm{Id}/2$. For "
            r"$M=F^{-1}$ it is the Cramér–Rao bound $F^{-1}$, and for any $M$ it exceeds it by the response to "
            r"$(M-F^{-1})F(M-F^{-1})\succeq0$.",
            efficiency,
            setting(where={H: F}, F=Metric("the Fisher matrix at the minimum"), M=Metric("a gain")),
        ),
    ),
    hypothesis=Hypothesis(
        "well-specified model",
        r"The loss is the expected negative log-likelihood of a model that contains the law of the data, near its "
        r"optimum, so that $H=F$.",
        well_specified,
    ),
    variants=(
        Variant("The other way round.", AtLeast(squared_rate(F.inv @ H), squared_rate(H))),
        Variant("Preconditioned by the metric itself.", AtLeast(squared_rate(H), squared_rate(F @ H))),
        Variant(
            "In any model, the well-specified rate.",
            AtLeast(0 * det(H), squared_rate(F.inv @ H)),
            any_problem,
        ),
    ),
    beware=(
        "Where the model is wrong F and H differ, and preconditioning by F⁻¹ can spoil a loss that was well "
        "conditioned: H = Id with F far from it. Exponential families have H = F at the optimum even when the data do "
        "not follow the model, and one parameter makes every method perfect: neither can tell."
    ),
    sources=("Amari1998, theorem 2", "Polyak1987, section 1.4", "Martens2020, section 14"),
)

# -- Adam -------------------------------------------------------------------------------------------

p, q = law("p", theta), law("q")
s = score(theta)
second_moment = expect(p, hadamard(s, s))  # what v tends to where labels are drawn from the model
under_data = expect(q, hadamard(s, s))
mean_score = expect(q, s)
one_draw = let(x, s, expect(q, hadamard(half * (x + s), half * (x + s))))
of_two = expect(q, one_draw)  # the gradient of a batch is the mean of two independent ones
fixed_point = And(
    Equal(under_data, diagonal_of(fisher(theta, under=q))),
    Equal(of_two, half * diagonal_of(fisher(theta, under=q)) + half * hadamard(mean_score, mean_score)),
    Equal(second_moment, diagonal_of(fisher(theta))),
)
with_data = setting(theta=Point(), p=Model(at="theta", families=()), q=Data())

adam = Claim(
    id="neural.0.adam",
    section="0",
    title="The square root that Adam divides by approximates the diagonal of the Fisher matrix",
    statement=(
        r"Dividing by $\sqrt{v_t}$ approximates the diagonal of the Fisher matrix: a diagonal natural gradient."
    ),
    readings=(
        Reading(
            "A",
            r"$\sqrt{v_t}\approx\mathrm{diag}\,F$, so that $m/\sqrt{v}\approx\mathrm{diag}(F)^{-1}g$. At its best: at "
            r"rest, with single examples and labels from the model, $v=\mathbb E[s\odot s]$.",
            Equal(entrywise_power(second_moment, Fraction(1, 2)), diagonal_of(fisher(theta))),
            on_target,
            literal=True,
        ),
        Reading(
            "B",
            r"$v_t$ itself resembles the diagonal of the empirical Fisher matrix, and Adam uses its power $-\tfrac12$. "
            r"The mean of the squared gradient is that diagonal for single examples; for batches of two it is half of "
            r"it and half the squared mean; it is the diagonal of $F$ where labels come from the model.",
            fixed_point,
            with_data,
        ),
    ),
    repair=Repair(
        r"The mean of $v_t$ at rest is the diagonal of the empirical Fisher matrix for single examples, for batches "
        r"of two $\tfrac12\mathrm{diag}\,I_q+\tfrac12\mathbb E_q[s]\odot\mathbb E_q[s]$, and the diagonal of $F$ only "
        r"with labels from the model. Adam divides by its square root, not by it.",
        fixed_point,
        with_data,
    ),
    variants=(
        Variant(
            "Labels of the data for the Fisher matrix of the model.",
            Equal(under_data, diagonal_of(fisher(theta))),
        ),
        Variant("A batch of two as a single example.", Equal(of_two, diagonal_of(fisher(theta, under=q)))),
        Variant("The square root.", Equal(entrywise_power(under_data, Fraction(1, 2)), under_data)),
    ),
    beware=(
        "Where a gradient is scaled by c, √v is scaled by c and F by c²: no choice of constants reconciles them. "
        "Agreement needs diag F = 1. AdaGrad and Adam divide by the root to be free of the scale of the loss."
    ),
    sources=("KingmaBa2015, section 5", "Kunstner2019, section 3.3"),
)
