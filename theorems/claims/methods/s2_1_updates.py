"""Section 2: the two updates, and what each of them descends steepest in."""

from theorems import (
    And,
    Claim,
    Covector,
    Equal,
    Greater,
    Loss,
    Metric,
    Point,
    Reading,
    Scalar,
    UniqueMinimiser,
    Variant,
    Vector,
    derivative,
    function,
    grad,
    let,
    norm2,
    rational,
    setting,
    symbol,
)

theta, w, v, t, s = map(symbol, ("theta", "w", "v", "t", "s"))
alpha, mu, g, F, H = map(symbol, ("alpha", "mu", "g", "F", "H"))
L = function("L")

step = w - theta
metric = Metric("the Fisher matrix at θ, positive definite")
gradient = Covector("the gradient ∇L(θ)")
rate = Scalar(positive=True, says="the step size")
at_a_point = setting(theta=Point("the iterate"), F=metric, g=gradient, alpha=rate)

# -- the updates ----------------------------------------------------------------------------------------

gd = theta - alpha * g
ngd = theta - alpha * (F.inv @ g)
near_in_euclid = g.T @ step + (step.T @ step) / (2 * alpha)
near_in_fisher = g.T @ step + (step.T @ F @ step) / (2 * alpha)

gd_update = Claim(
    id="methods.2.gd-update",
    section="2 (standard and natural gradient)",
    title="The update of gradient descent",
    statement=r"$\theta_{k+1}=\theta_k-\alpha\nabla L(\theta_k)$",
    readings=(
        Reading(
            "A",
            r"A definition. Consistent: for each step size $\alpha>0$ it is the one point that minimises "
            r"$\nabla L^{\top}(w-\theta_k)+\|w-\theta_k\|^2/2\alpha$.",
            UniqueMinimiser(gd, near_in_euclid, w),
            at_a_point,
            literal=True,
            defines=r"\theta_{k+1}",
        ),
    ),
    variants=(
        Variant("uphill", UniqueMinimiser(theta + alpha * g, near_in_euclid, w)),
        Variant("distance in the Fisher matrix", UniqueMinimiser(gd, near_in_fisher, w)),
        Variant("the point without the last iterate", UniqueMinimiser(-alpha * g, near_in_euclid, w)),
    ),
    beware="The point where the gradient is taken is the old iterate; taken at the new one it is another method.",
    sources=("NocedalWright2006, section 2.2",),
)

ngd_update = Claim(
    id="methods.2.ngd-update",
    section="2 (standard and natural gradient)",
    title="The update of natural gradient descent",
    statement=r"$\theta_{k+1}=\theta_k-\alpha F(\theta_k)^{-1}\nabla L(\theta_k)$",
    readings=(
        Reading(
            "A",
            r"A definition, where $F\succ0$ as the inverse needs. Consistent: it is the one point that "
            r"minimises $\nabla L^{\top}(w-\theta_k)+(w-\theta_k)^{\top}F(w-\theta_k)/2\alpha$.",
            UniqueMinimiser(ngd, near_in_fisher, w),
            at_a_point,
            literal=True,
            defines=r"\theta_{k+1}",
        ),
    ),
    variants=(
        Variant(
            "the metric where its inverse belongs",
            UniqueMinimiser(theta - alpha * (F @ g), near_in_fisher, w),
        ),
        Variant("the plain gradient", UniqueMinimiser(gd, near_in_fisher, w)),
        Variant("distance in the Euclidean norm", UniqueMinimiser(ngd, near_in_euclid, w)),
    ),
    beware="Over a metric that is a multiple of the identity the two updates differ by a step size only.",
    sources=("Amari1998, section 2",),
)

# -- steepest descent -------------------------------------------------------------------------------------

slope = grad(L(theta), theta)
rate_along = let(t, rational(0), derivative(L(theta + t * v), t))
with_loss = setting(
    Greater(norm2(slope), 0),
    theta=Point(),
    L=Loss(at="theta"),
    v=Vector("a direction"),
    mu=Scalar(positive=True, says="a positive factor"),
)

gd_euclidean_steepest = Claim(
    id="methods.2.gd-euclidean-steepest",
    section="2 (geometric interpretation)",
    title="The gradient is the direction of steepest descent in Euclidean space",
    statement="Standard gradient: steepest descent in Euclidean space.",
    readings=(
        Reading(
            "A",
            r"The derivative of $L$ along $v$ is $\nabla L^{\top}v$, and each positive multiple of $-\nabla "
            r"L$ is the only direction of its Euclidean length along which it is least, where $\nabla "
            r"L\ne0$.",
            And(Equal(rate_along, slope.T @ v), UniqueMinimiser(-mu * slope, slope.T @ v, v, level=v.T @ v)),
            with_loss,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "among directions of one Fisher length",
            UniqueMinimiser(-mu * slope, slope.T @ v, v, level=v.T @ F @ v),
            with_loss.also(F=metric),
        ),
        Variant(
            "the natural gradient among directions of one Euclidean length",
            UniqueMinimiser(-mu * (F.inv @ slope), slope.T @ v, v, level=v.T @ v),
            with_loss.also(F=metric),
        ),
    ),
    beware="With n = 1 the level set has two points, and every positive definite metric gives the same one.",
    sources=("BoydVandenberghe2004, section 9.4",),
)

natural = F.inv @ g
directions = setting(
    Greater(norm2(g), 0), F=metric, g=gradient, mu=Scalar(positive=True, says="a positive factor")
)

# N(θ, F⁻¹) has KL(θ‖θ + d) = ½ dᵀFd exactly. A minimiser of L on a sphere or ball of KL is a point where the
# gradient of L is a multiple of that of KL, or zero.
d = -(s * natural)
loss_slope, kl_slope = g + H @ d, F @ d
on_a_sphere = setting(
    F=metric,
    g=gradient,
    H=Metric("the Hessian of a quadratic loss"),
    s=Scalar(positive=True, says="the length of the step"),
)

ngd_fisher_steepest = Claim(
    id="methods.2.ngd-fisher-steepest",
    section="2 (geometric interpretation)",
    title="The natural gradient is the direction of steepest descent in the Fisher metric",
    statement=(
        "Natural gradient: steepest descent on the statistical manifold with the Fisher metric, in the "
        "sense of information geometry."
    ),
    readings=(
        Reading(
            "A",
            r"A tangent direction: $\arg\min_{d^{\top}Fd=1}\nabla L^{\top}d$, on every level of "
            r"$d^{\top}Fd$ in the place of 1, is the multiple of $-F^{-1}\nabla L$ on that level and "
            "nothing else.",
            UniqueMinimiser(-mu * natural, g.T @ v, v, level=v.T @ F @ v),
            directions,
            literal=True,
        ),
        Reading(
            "B",
            r"A finite ball: the $d$ that minimises $L(\theta+d)$ on "
            r"$\mathrm{KL}(\theta\|\theta+d)\le\epsilon$ is a multiple of $-F^{-1}\nabla L$ for each "
            r"$\epsilon$. Then for $N(\theta,F^{-1})$ and a quadratic loss the gradients of $L$ and KL are "
            "parallel at that multiple.",
            Equal(norm2(loss_slope) * norm2(kl_slope), (loss_slope.T @ kl_slope) ** 2),
            on_a_sphere,
        ),
    ),
    variants=(
        Variant("the plain gradient", UniqueMinimiser(-mu * g, g.T @ v, v, level=v.T @ F @ v)),
        Variant(
            "among directions of one Euclidean length",
            UniqueMinimiser(-mu * natural, g.T @ v, v, level=v.T @ v),
        ),
        Variant(
            "the metric where its inverse belongs",
            UniqueMinimiser(-mu * (F @ g), g.T @ v, v, level=v.T @ F @ v),
        ),
    ),
    beware=(
        "For steps of finite length it is the limit of small balls: the Hessian of the loss bends the path "
        "of the minimisers, unless the loss is linear or its Hessian a multiple of F."
    ),
    sources=("Amari1998, theorem 1", "Martens2020"),
)
