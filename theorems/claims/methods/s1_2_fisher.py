"""Section 1: the Fisher matrix by entries, as a product of scores, as a Hessian; its definiteness."""

from fractions import Fraction

from theorems import (
    And,
    Claim,
    Data,
    Equal,
    FiniteModel,
    Greater,
    Hypothesis,
    Implies,
    IntervalModel,
    Model,
    Point,
    PositiveDefinite,
    Reading,
    Term,
    Variant,
    Vector,
    derivative,
    det,
    expect,
    fisher,
    grad,
    half,
    jacobian,
    kl,
    law,
    let,
    log_density,
    norm2,
    outcome,
    rational,
    score,
    setting,
    symbol,
)

theta, tau, t, u, v, a = map(symbol, ("theta", "tau", "t", "u", "v", "a"))
p, q = law("p", theta), law("q")
F, s = fisher(theta), score(theta)
smooth = setting(sizes=(1, 2), theta=Point(), u=Vector(), v=Vector(), p=Model(at="theta"))
with_data = smooth.also(q=Data())

# -- by entries and by products of scores -----------------------------------------------------------


def along(direction: Term) -> Term:
    """∂ log p(x|θ + t·direction)/∂t at t = 0: a partial derivative where the direction is an axis."""
    return let(t, rational(0), derivative(log_density(law("p", theta + t * direction)), t))


def entry(under: Term) -> Term:
    """The mean product of two partial derivatives of log p; an entry F_ij where u and v are axes."""
    return expect(under, along(u) * along(v))


hessian_of_kl = let(tau, theta, jacobian(grad(kl(p, law("p", tau)), tau), tau))

fisher_definition = Claim(
    id="methods.1.fisher-definition",
    section="1 (Fisher information matrix)",
    title="The Fisher matrix by its entries",
    statement=(
        r"$F(\theta)_{ij}=\mathbb E_{x\sim p(x|\theta)}[\partial\log p/\partial\theta_i\cdot\partial\log "
        r"p/\partial\theta_j]$ defines the Riemannian metric."
    ),
    readings=(
        Reading(
            "A",
            "A definition. Consistent: along any two directions $u,v$ the mean product of the derivatives "
            r"of $\log p$, an entry $F_{ij}$ for two axes, is symmetric and bilinear, and $u^{\top}Hv$ with "
            r"the Hessian $H$ of $\mathrm{KL}(p_\theta\|p_\tau)$ in $\tau$ at $\theta$.",
            And(
                Equal(entry(p), u.T @ hessian_of_kl @ v),
                Equal(entry(p), v.T @ hessian_of_kl @ u),
            ),
            smooth,
            literal=True,
            defines="F",
        ),
    ),
    variants=(
        Variant("the mean over the data", Equal(entry(q), u.T @ hessian_of_kl @ v), with_data),
        Variant("one partial derivative squared", Equal(expect(p, along(u) ** 2), u.T @ hessian_of_kl @ v)),
        Variant("the product of the means", Equal(expect(p, along(u)) * expect(p, along(v)), entry(p))),
    ),
    beware="The mean is over the model's own law at θ; over data it is another matrix unless the model is right.",
    sources=("AmariNagaoka2000, section 2.2", "LehmannCasella1998, section 2.5"),
)

fisher_outer_form = Claim(
    id="methods.1.fisher-outer-form",
    section="1 (Fisher information matrix)",
    title="The Fisher matrix as the mean product of the score with itself",
    statement=r"$F(\theta)=\mathbb E[\nabla\log p(x|\theta)\,\nabla\log p(x|\theta)^{\top}]$",
    readings=(
        Reading(
            "A",
            "Another form of the definition by entries, the mean being the one of that definition: "
            r"$u^{\top}Fv$ is the mean product of the derivatives of $\log p$ along $u$ and $v$.",
            Equal(u.T @ expect(p, s @ s.T) @ v, entry(p)),
            smooth,
            literal=True,
        ),
    ),
    variants=(
        Variant("the mean over the data", Equal(u.T @ expect(q, s @ s.T) @ v, entry(p)), with_data),
        Variant("the square of the mean score", Equal(u.T @ (expect(p, s) @ expect(p, s).T) @ v, entry(p))),
        Variant("the squared length of the score", Equal(expect(p, s.T @ s) * (u.T @ v), entry(p))),
    ),
    beware=(
        "The subscript of the mean is left out here and carried over from the line above. Column times row, "
        "not row times column: the other product is the trace."
    ),
    sources=("AmariNagaoka2000, section 2.2",),
)

# -- minus the mean Hessian --------------------------------------------------------------------------

mean_hessian = expect(p, let(tau, theta, jacobian(grad(log_density(law("p", tau)), tau), tau)))
mean_score = expect(p, s)
by_hessian = Equal(F, -mean_hessian)

# Scores of mean zero, where mass that the score does not see moves at second order.
born_outcome = FiniteModel(
    "two outcomes (1 - a²)(1 ± a)/2 and a third one of probability a²",
    (a,),
    ((1 - a**2) * (1 + a) * half, (1 - a**2) * (1 - a) * half, a**2),
    (Fraction(0),),
)
# A location family: its density has one height and two slopes at the ends of the support, which moves.
y = outcome - a
shifted_arc = IntervalModel(
    "the density 6(1 + y − y²)/7 of y = x − a on (0, 1)",
    (a,),
    rational(6, 7) * (1 + y - y**2),
    (a, a + 1),
    (Fraction(1, 3),),
)
mean_zero = setting(
    theta=Point(),
    p=Model(at="theta", edges=(born_outcome, shifted_arc), says="a model with a score of mean zero"),
)

fisher_hessian_form = Claim(
    id="methods.1.fisher-hessian-form",
    section="1 (Fisher information matrix)",
    title="The Fisher matrix as minus the mean Hessian of the log-density",
    statement=r"$F(\theta)=-\mathbb E[\nabla^2\log p(x|\theta)]$, when regularity conditions hold",
    readings=(
        Reading(
            "A",
            r"The conditions let both derivatives pass the integral, so that $\int\nabla^2p\,dx=0$: as for "
            "a smooth model with a common support.",
            by_hessian,
            setting(theta=Point(), p=Model(at="theta")),
        ),
        Reading(
            "B",
            r"The conditions are not named; all that is used of them is $\mathbb E[\nabla\log p]=0$.",
            Implies(Equal(norm2(mean_score), 0), by_hessian),
            mean_zero,
            literal=True,
        ),
    ),
    hypothesis=Hypothesis(
        "regularity",
        r"two derivatives pass the integral, $\int\nabla^2p(x|\theta)\,dx=0$ (reading A)",
        setting(theta=Point(), p=Model(at="theta")),
        by_hessian,
    ),
    variants=(
        Variant("without the sign", Equal(F, mean_hessian)),
        Variant(
            "the mean of both over the data",
            Equal(
                expect(q, s @ s.T),
                -expect(q, let(tau, theta, jacobian(grad(log_density(law("p", tau)), tau), tau))),
            ),
            setting(theta=Point(), p=Model(at="theta"), q=Data()),
        ),
    ),
    beware=(
        "F + E[∇² log p] is the integral of ∇²p, whatever the model: the form needs that this vanishes, one "
        "derivative more than a score of mean zero. The location family of the Laplace law has F = 1 and ∇² "
        "log p = 0 almost everywhere; Uniform(0, θ) has a score of mean −1/θ and is out already."
    ),
    sources=("LehmannCasella1998, lemma 2.5.3",),
)

# -- definiteness ------------------------------------------------------------------------------------

bias = Fraction(1, 4) + half * a**3
stalled_coin = FiniteModel(
    "Bernoulli with success probability 1/4 + a³/2", (a,), (bias, 1 - bias), (Fraction(0),)
)
b = symbol("b")
share = Fraction(1, 4) * a * b
product_coin = FiniteModel(
    "Bernoulli with success probability ab/4", (a, b), (share, 1 - share), (Fraction(1), Fraction(2))
)
nonsingular = setting(Greater(det(F) ** 2, 0), theta=Point(), p=Model(at="theta"), sizes=(1, 2))

positive_definite = Claim(
    id="methods.1.positive-definite",
    section="1 (geometric properties)",
    title="The Fisher matrix is positive definite under regularity conditions",
    statement=r"$F(\theta)\succ0$ under regularity conditions",
    readings=(
        Reading(
            "A",
            "The conditions of the Cramér–Rao bound: common support, smooth densities, derivatives that "
            "pass the integral.",
            PositiveDefinite(F),
            setting(
                theta=Point(),
                p=Model(at="theta", edges=(stalled_coin, product_coin)),
                sizes=(1, 2),
            ),
            literal=True,
        ),
        Reading(
            "B",
            r"The conditions include that $F$ is nonsingular, $\det F\ne0$.",
            PositiveDefinite(F),
            nonsingular,
        ),
    ),
    hypothesis=Hypothesis("nondegeneracy", r"$\det F(\theta)\ne0$ (reading B)", nonsingular),
    variants=(
        Variant(
            "over the data, less the model's",
            PositiveDefinite(expect(q, s @ s.T) - F),
            nonsingular.also(q=Data()),
        ),
        Variant("the mean Hessian itself", PositiveDefinite(mean_hessian)),
    ),
    beware=(
        "Smoothness never gives more than ⪰ 0. A law that stalls for a moment (1/4 + a³/2) and a law with a "
        "superfluous parameter (ab/4) are both smooth with a common support; exponential families in "
        "minimal form cannot tell."
    ),
    sources=("LehmannCasella1998, section 2.6", "Watanabe2009, section 1.2"),
)
