"""Section 5.1: the learning rate made of the largest eigenvalue and the trace of the Fisher matrix."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Commensurable,
    Covector,
    Equal,
    Greater,
    Id,
    Implies,
    Matrix,
    Metric,
    Model,
    Point,
    PositiveSemidefinite,
    Reading,
    Repair,
    Scalar,
    Term,
    Variant,
    Vector,
    absolute,
    det,
    expect,
    fisher,
    half,
    largest_eigenvalue,
    law,
    norm2,
    score,
    setting,
    sqrt,
    symbol,
    tr,
)

I_F, H, g = symbol("I_F"), symbol("H"), symbol("g")
eta, P_max = symbol("eta"), symbol("P_max")

# Every pair of positive definite I_F and H belongs to a genuine model with a constant Fisher matrix and an exactly
# quadratic loss: the observation is (y, C) with y given C normal around θ with precision C, and C of a law that the
# model gets wrong; then I_F is the mean of C under the model, and H its mean under the law of the data.
metric = Metric("the Fisher matrix")
hessian = Metric("the Hessian of a quadratic loss")
gradient = Covector("the gradient ∇L(θ)")
budget = Scalar(positive=True, says="the power budget, in nats per iteration")
rate_by_curvature = 1 / largest_eigenvalue(I_F)
rate_by_power = P_max / tr(I_F)
steepness = g.T @ I_F.inv @ g


def smaller(a: Term, b: Term) -> Term:
    """min(a, b), with |a − b| written as a root: its square is a polynomial, which a solver can use."""
    return half * (a + b - sqrt((a - b) ** 2))


# -- a metric with a known largest eigenvalue -----------------------------------------------------

# ‖w‖² Id − wwᵀ is zero at n = 1 and, at n = 2, every singular positive semidefinite matrix. So N with
# N⁻¹ = Id/λ + ‖w‖² Id − wwᵀ has the largest eigenvalue λ, with the eigenvector w, and at these sizes every positive
# definite matrix is such an N; every pair is I_F = BᵀB, H = BᵀNB, with I_F⁻¹H = B⁻¹NB. No eigenvalue is computed.
lam, w, B, N = symbol("lambda"), symbol("w"), symbol("B"), symbol("N")
singular = norm2(w) * Id - w @ w.T
factor_of_metric = Matrix("a factor of the Fisher matrix, $I_F=B^{\\top}B$")
largest = Scalar(positive=True, says="the largest eigenvalue")

# -- units ----------------------------------------------------------------------------------------

mu = symbol("mu")
theta, J = symbol("theta"), symbol("J")
in_one_chart = mu * Id - I_F.inv @ H
in_another = mu * Id - (J.T @ I_F @ J).inv @ (J.T @ H @ J)
steepness_in_another = (J.T @ g).T @ (J.T @ I_F @ J).inv @ (J.T @ g)
linear_chart = setting(
    I_F=metric,
    H=hessian,
    g=gradient,
    J=Matrix("the Jacobian of a linear chart, θ = Jx"),
    mu=Scalar(says="the argument of the characteristic polynomial"),
    P_max=budget,
)
without_units = And(
    Equal(det(in_one_chart), det(in_another)), Equal(P_max / steepness, P_max / steepness_in_another)
)

dimension = Claim(
    id="thermo.5.1.dimension",
    section="5.1",
    title="The two terms of the learning rate and the step size have one unit",
    statement=(
        r"$1/\lambda_{\max}(I_F)$, $P_{\max}/\mathrm{tr}\,I_F$ and the step size $\eta$ of "
        r"$\theta\leftarrow\theta-\eta I_F^{-1}\nabla L$ can be compared"
    ),
    readings=(
        Reading(
            "A",
            r"The coordinates carry a unit $[\theta]$, so that $I_F$ carries $[\theta]^{-2}$, and $P_{\max}$ "
            r"is "
            r"in nats per iteration: $\eta$ is a number, and the other two are $[\theta]^2$.",
            Commensurable(rate_by_curvature, rate_by_power, eta),
            setting(
                units=True,
                I_F=metric,
                P_max=budget,
                eta=Scalar(positive=True, says="the step size, per iteration"),
            ),
            literal=True,
        ),
        Reading(
            "B",
            r"Everything is a number in one privileged chart.",
            Commensurable(rate_by_curvature, rate_by_power, eta),
            setting(I_F=metric, P_max=budget, eta=Scalar(positive=True, says="the step size")),
        ),
    ),
    repair=Repair(
        r"The eigenvalues of $I_F^{-1}H$ and the ratio $P_{\max}/(\nabla L^{\top}I_F^{-1}\nabla L)$ are "
        r"numbers, the "
        r"same in every linear chart: they can be compared with $\eta$.",
        without_units,
        linear_chart.also(Greater(norm2(g), 0)),
    ),
    variants=(
        Variant(
            "The eigenvalues of the Fisher matrix alone.",
            Equal(det(mu * Id - I_F), det(mu * Id - J.T @ I_F @ J)),
        ),
        Variant(
            "The trace in the place of the quadratic form of the gradient.",
            Equal(P_max / tr(I_F), P_max / tr(J.T @ I_F @ J)),
        ),
        Variant("The Euclidean length of the gradient.", Equal(P_max / norm2(g), P_max / norm2(J.T @ g))),
    ),
    beware=(
        "With P_max per second instead, the second term has one more unit that the first has not. Orthogonal "
        "charts "
        "have no unit to give away: they leave trace and eigenvalues as they are."
    ),
    sources=("AmariNagaoka2000, section 2.2", "Lee2013, chapter 11"),
)

# -- the term with the curvature ------------------------------------------------------------------

# Id − η I_F⁻¹H maps the error of one step to that of the next; its spectral radius is at most 1
# exactly where 2 I_F − η H is positive semidefinite.
does_not_diverge = PositiveSemidefinite(2 * I_F - rate_by_curvature * H)
s, e, z = symbol("s"), symbol("e"), symbol("z")
bound = -s + half * (lam * s**2)
best_bound = -(half / lam)
plain_step = setting(
    where={H: (Id / lam + singular).inv},
    w=Vector("with λ every Hessian at n = 1 and 2, two equal eigenvalues at n = 3"),
    g=Covector("any gradient"),
    s=Scalar(says="any step size"),
).also(**{"lambda": largest})
every_pair = setting(
    where={N: (Id / lam + singular).inv, I_F: B.T @ B, H: B.T @ N @ B, e: B.inv @ z},
    w=Vector("with λ and B every pair of I_F and H at n = 1 and 2, two equal eigenvalues at n = 3"),
    B=factor_of_metric,
    z=Vector("with B, any error θ − θ*"),
).also(**{"lambda": largest})
last = B.inv @ w  # the direction of the largest eigenvalue
overshoots_nowhere = And(AtLeast(e.T @ I_F @ e, e.T @ (H / lam) @ e), Equal(lam * (I_F @ last), H @ last))

curvature_term = Claim(
    id="thermo.5.1.curvature-term",
    section="5.1",
    title="The inverse of the largest eigenvalue of the Fisher matrix is the stable step of the natural gradient",
    figure="stability_of_the_step",
    statement=(
        r"$\eta=1/\lambda_{\max}(I_F)$ is a stable, and the best, step size for "
        r"$\theta\leftarrow\theta-\eta I_F^{-1}\nabla L$"
    ),
    readings=(
        Reading(
            "A",
            r"Stable on quadratic losses, at the very least: with that step size no error grows, "
            r"$2I_F-\eta H\succeq0$.",
            does_not_diverge,
            setting(sizes=(1, 2), I_F=metric, H=hessian),
            literal=True,
        ),
        Reading(
            "B",
            r"For plain gradient descent with $H=I_F$: $\eta=1/\lambda_{\max}(H)$ is stable without "
            r"overshooting, and "
            r"it is the minimiser of the bound $-\eta+\tfrac12\lambda_{\max}\eta^2$ on the change of the "
            r"loss per "
            r"$\|\nabla L\|^2$.",
            And(
                AtLeast(lam * norm2(g), g.T @ H @ g),
                AtLeast(bound, best_bound),
                Equal(-(1 / lam) + half * (lam * (1 / lam) ** 2), best_bound),
            ),
            plain_step,
        ),
    ),
    repair=Repair(
        r"With $\lambda=\lambda_{\max}(I_F^{-1}H)$ the step size $1/\lambda$ is stable, and it is the "
        r"largest that "
        r"overshoots nowhere: $I_F-H/\lambda\succeq0$ is singular.",
        overshoots_nowhere,
        every_pair,
    ),
    variants=(
        Variant("The roles of the two matrices exchanged.", AtLeast(e.T @ H @ e, e.T @ (I_F / lam) @ e)),
        Variant(
            "Euclidean curvature: the largest eigenvalue of the Hessian alone.",
            PositiveSemidefinite(I_F - H / largest_eigenvalue(H)),
            setting(sizes=(1, 2), I_F=metric, H=hessian),
        ),
        Variant(
            "Three times that step size is stable.", AtLeast(2 * (e.T @ I_F @ e), 3 * (e.T @ (H / lam) @ e))
        ),
    ),
    beware=(
        "The step of the natural gradient lives in I_F⁻¹H, which is the identity where the model is well "
        "specified, "
        "so that η = 1 is the whole answer there, whatever λ_max(I_F). The printed term belongs to the plain "
        "gradient. "
        "A Fisher matrix with λ_max = 1 hides this."
    ),
    sources=("BoydVandenberghe2004, section 9.3", "NocedalWright2006, section 3.3"),
)

# -- the term with the power ----------------------------------------------------------------------

step = -eta * (I_F.inv @ g)
power = g.T @ step
r = symbol("r")
within_budget = And(AtLeast(P_max, power), AtLeast(P_max, -power))
natural_step = setting(
    I_F=metric, g=gradient, eta=Scalar(positive=True, says="the learning rate"), P_max=budget
)
slack = Scalar(says="what is left of the budget is $r^2$")
p = law("p", theta)
single = score(theta)
plain_power = expect(p, -(single.T @ (eta * single)))
sampled = And(
    Equal(expect(p, norm2(single)), tr(fisher(theta))),
    AtLeast(P_max, plain_power),
    AtLeast(P_max, -plain_power),
)

power_term = Claim(
    id="thermo.5.1.power-term",
    section="5.1",
    title="A learning rate of at most the budget over the trace keeps the power within the budget",
    statement=(r"$\eta\le P_{\max}/\mathrm{tr}(I_F)\Rightarrow|\nabla L^{\top}\dot\theta|\le P_{\max}$"),
    readings=(
        Reading(
            "A",
            r"$\dot\theta=-\eta I_F^{-1}\nabla L$ with the gradient of the loss itself.",
            Implies(AtLeast(rate_by_power, eta), AtLeast(P_max, absolute(power))),
            natural_step,
            literal=True,
        ),
        Reading(
            "B",
            r"The mean power of plain stochastic descent with single-sample scores $s$ at an optimum with "
            r"data of the "
            r"model's own law: $\mathbb E\|s\|^2=\mathrm{tr}\,I_F$. Written with "
            r"$P_{\max}=\eta\,\mathrm{tr}\,I_F+r^2$.",
            sampled,
            setting(
                where={P_max: eta * tr(fisher(theta)) + r**2},
                theta=Point(),
                eta=Scalar(positive=True, says="the learning rate"),
                r=slack,
                p=Model(at="theta"),
            ),
        ),
    ),
    repair=Repair(
        r"The power is within the budget exactly as long as $\eta\le P_{\max}/(\nabla L^{\top}I_F^{-1}\nabla "
        r"L)$. "
        r"Written with $P_{\max}=\eta\,\nabla L^{\top}I_F^{-1}\nabla L+r^2$.",
        And(within_budget, Equal(P_max + power, r**2)),
        setting(
            where={P_max: eta * steepness + r**2},
            I_F=metric,
            g=gradient,
            eta=Scalar(positive=True, says="the learning rate"),
            r=slack,
        ),
    ),
    variants=(
        Variant(
            "The Euclidean length of the gradient in the budget.",
            AtLeast(eta * norm2(g) + r**2, -power),
        ),
        Variant("The trace in the budget.", AtLeast(eta * tr(I_F) + r**2, -power)),
        Variant("The power strictly within the budget.", Greater(P_max, -power)),
    ),
    beware=(
        "The trace is the mean square of a score, the gradient of one sample; the power of the natural "
        "gradient is "
        "η∇LᵀI_F⁻¹∇L, of whatever size the gradient of the loss has. With ‖∇L‖ small, all bounds look right."
    ),
    sources=("Amari1998, section 2", "LehmannCasella1998, section 2.5"),
)

# -- both terms -----------------------------------------------------------------------------------

eta_opt = smaller(rate_by_curvature, rate_by_power)
best_step = -eta_opt * (I_F.inv @ g)
q = symbol("q")
# 1/λ_max(I_F⁻¹H) = η + q² and P_max = η ∇LᵀI_F⁻¹∇L + r²: every η that both bounds allow, and no other.
allowed = setting(
    Greater(norm2(g), 0),
    where={
        N: ((eta + q**2) * Id + singular).inv,
        I_F: B.T @ B,
        H: B.T @ N @ B,
        e: B.inv @ z,
        P_max: eta * steepness + r**2,
    },
    eta=Scalar(positive=True, says="the step size"),
    q=Scalar(says="what is left of $1/\\lambda_{\\max}(I_F^{-1}H)$ is $q^2$"),
    r=slack,
    w=Vector("with q and B every pair of I_F and H at n = 1 and 2, two equal eigenvalues at n = 3"),
    B=factor_of_metric,
    g=gradient,
    z=Vector("with B, any error θ − θ*"),
)
best_of_both = smaller(1 / lam, rate_by_power)

eta_opt_claim = Claim(
    id="thermo.5.1.eta-opt",
    section="5.1",
    title="The smaller of the two terms is the optimal learning rate",
    statement=(
        r"$\eta_{opt}=\min(1/\lambda_{\max}(I_F),\,P_{\max}/\mathrm{tr}\,I_F)$ is the optimal learning rate"
    ),
    readings=(
        Reading(
            "A",
            r"At least what an optimal step of the natural gradient on a quadratic loss must be: it lets no "
            r"error "
            r"grow, and it keeps the power within the budget.",
            And(
                PositiveSemidefinite(2 * I_F - eta_opt * H),
                AtLeast(P_max, absolute(g.T @ best_step)),
            ),
            setting(sizes=(1, 2), I_F=metric, H=hessian, g=gradient, P_max=budget),
            literal=True,
        ),
        Reading(
            "B",
            r"A number that gets this name: positive, at most each of the two terms, and equal to one of them.",
            And(
                AtLeast(1 / lam, best_of_both),
                AtLeast(rate_by_power, best_of_both),
                # (a − m)(b − m) = 0 for m = min(a, b)
                Equal(rate_by_power / lam + best_of_both**2, best_of_both * (1 / lam + rate_by_power)),
                Greater(best_of_both, 0),
            ),
            setting(
                where={I_F: (Id / lam + singular).inv},
                w=Vector("with λ, any Fisher matrix"),
                P_max=budget,
            ).also(**{"lambda": largest}),
            defines=r"\eta_{opt}",
        ),
    ),
    repair=Repair(
        r"Each step size up to $\min(1/\lambda_{\max}(I_F^{-1}H),\,P_{\max}/(\nabla L^{\top}I_F^{-1}\nabla "
        r"L))$ is "
        r"stable on quadratic losses and keeps the power within the budget; a larger one overshoots, or "
        r"exceeds it.",
        And(
            AtLeast(e.T @ I_F @ e, eta * (e.T @ H @ e)),
            Equal(I_F @ last, (eta + q**2) * (H @ last)),
            AtLeast(P_max, -power),
            Equal(P_max + power, r**2),
        ),
        allowed,
    ),
    beware=(
        "The two terms are answers to questions about the plain gradient and about single samples. Where the "
        "model is "
        "well specified H = I_F at the optimum, and the first term is then 1, whatever the Fisher matrix."
    ),
    sources=("Amari1998, section 2", "BoydVandenberghe2004, section 9.3", "NocedalWright2006, section 3.3"),
)

# -- another chart --------------------------------------------------------------------------------

I_x = symbol("I_x")
u, Q = symbol("u"), symbol("Q")
eta_opt_x = smaller(1 / largest_eigenvalue(I_x), P_max / tr(I_x))
invariant = smaller(1 / largest_eigenvalue(I_F.inv @ H), P_max / steepness)
invariant_x = smaller(
    1 / largest_eigenvalue((J.T @ I_F @ J).inv @ (J.T @ H @ J)), P_max / steepness_in_another
)
jacobian_of_chart = Matrix("the Jacobian of a linear chart, θ = Jx")
in_linear_charts = setting(
    Greater(norm2(g), 0), sizes=(1, 2), I_F=metric, H=hessian, g=gradient, J=jacobian_of_chart, P_max=budget
)

invariance = Claim(
    id="thermo.5.1.invariance",
    section="5.1",
    title="The optimal learning rate does not depend on the chart",
    statement=r"$\eta_{opt}=\min(1/\lambda_{\max}(I_F),\,P_{\max}/\mathrm{tr}\,I_F)$ is the same in every chart",
    readings=(
        Reading(
            "A",
            r"In all linear charts $\theta=Jx$, where the Fisher matrix is $J^{\top}I_FJ$.",
            Equal(eta_opt, eta_opt_x),
            setting(where={I_x: J.T @ I_F @ J}, sizes=(1, 2), I_F=metric, J=jacobian_of_chart, P_max=budget),
            literal=True,
        ),
        Reading(
            "B",
            r"In all orthogonal charts. It is enough to see it for one reflection "
            r"$Q=\mathrm{Id}-2uu^{\top}/u^{\top}u$: every orthogonal map is a product of reflections.",
            Equal(eta_opt, eta_opt_x),
            setting(
                Greater(norm2(u), 0),
                where={Q: Id - 2 * ((u @ u.T) / norm2(u)), I_x: Q.T @ I_F @ Q},
                sizes=(1, 2),
                I_F=metric,
                u=Vector("the normal of the mirror"),
                P_max=budget,
            ),
        ),
    ),
    repair=Repair(
        r"$\min(1/\lambda_{\max}(I_F^{-1}H),\,P_{\max}/(\nabla L^{\top}I_F^{-1}\nabla L))$ is the same in "
        r"every "
        r"linear chart.",
        Equal(invariant, invariant_x),
        in_linear_charts,
    ),
    variants=(
        Variant(
            "The eigenvalue of the Fisher matrix alone.",
            Equal(largest_eigenvalue(I_F), largest_eigenvalue(J.T @ I_F @ J)),
        ),
        Variant("The trace of the Fisher matrix.", Equal(tr(I_F), tr(J.T @ I_F @ J))),
        Variant("The Euclidean length of the gradient.", Equal(norm2(g), norm2(J.T @ g))),
    ),
    beware=(
        "With n = 1, the chart θ = 2x multiplies I_F by 4 and divides both terms by 4. Rotations hide it. In a "
        "curved chart the Hessian of the loss is a tensor at critical points only."
    ),
    sources=("AmariNagaoka2000, section 2.2", "Lee2013, chapter 11"),
)
