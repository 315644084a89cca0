"""Section 3: linear regression with normal noise, its Fisher matrix and its natural-gradient step."""

from theorems import (
    Claim,
    Covariance,
    Data,
    Equal,
    Hypothesis,
    Point,
    RandomColumn,
    Reading,
    Rectangle,
    Scalar,
    Term,
    Variant,
    Vector,
    derivative,
    entries,
    expect,
    grad,
    hadamard,
    half,
    jacobian,
    law,
    let,
    log,
    norm2,
    normal_mean,
    ones,
    ones_of,
    pi,
    setting,
    sqrt,
    symbol,
)

theta, tau, x, w, z, Sigma, v = map(symbol, ("theta", "tau", "x", "w", "z", "Sigma", "v"))
q = law("q")

# -- the Fisher matrix ------------------------------------------------------------------------------------

# Noise of variance σ²: wᵀz of a normal column z ~ N(0, Σ), with σ² = wᵀΣw. Outcomes are y = θᵀx + wᵀz.
variance = w.T @ Sigma @ w
y = theta.T @ x + w.T @ z
log_density = -((y - tau.T @ x) ** 2) / (2 * variance)  # less what does not depend on τ
score = let(tau, theta, grad(log_density, tau))


def fisher_over(mean_over_noise: Term) -> Term:
    """The mean of a term over the inputs x ~ q and, inside, over the noise."""
    return expect(q, normal_mean(mean_over_noise, z, Sigma))


second_moment = expect(q, x @ x.T)
regression = setting(
    theta=Point("the weights"),
    w=Vector("with Σ, what makes the noise"),
    Sigma=Covariance(),
    q=Data(says="the law of the inputs"),
    x=RandomColumn("q", says="an input"),
    sizes=(1, 2),
)

fisher_population = Claim(
    id="methods.3.linreg.fisher-population",
    section="3 (linear regression)",
    title="The Fisher matrix of linear regression",
    statement=(
        r"$F(\theta)=\frac1{\sigma^2}\mathbb E[xx^{\top}]$ for $y=\theta^{\top}x+\varepsilon$, "
        r"$\varepsilon\sim N(0,\sigma^2)$"
    ),
    readings=(
        Reading(
            "A",
            r"The mean over inputs and noise of the scores of $\log N(y;\tau^{\top}x,\sigma^2)$ in $\tau$ "
            r"at $\theta$. The noise is written as $w^{\top}z$ with $z\sim N(0,\Sigma)$, so that "
            r"$\sigma^2=w^{\top}\Sigma w$.",
            Equal(fisher_over(score @ score.T), second_moment / variance),
            regression,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "the standard deviation", Equal(fisher_over(score @ score.T), second_moment / sqrt(variance))
        ),
        Variant(
            "the variance in the numerator", Equal(fisher_over(score @ score.T), variance * second_moment)
        ),
        Variant(
            "the product of the mean inputs",
            Equal(fisher_over(score @ score.T), (expect(q, x) @ expect(q, x).T) / variance),
        ),
    ),
    beware="σ² = 1 hides where σ belongs; it is known here, a noise level to be learned adds a row and a column.",
    sources=("LehmannCasella1998, section 2.5",),
)

# -- a sample of m rows -------------------------------------------------------------------------------------

X, t, a, b = symbol("X"), symbol("t"), symbol("a"), symbol("b")
s2, c = symbol("s2"), symbol("c")
count = norm2(ones_of("m"))  # how many rows there are
sample = setting(
    theta=Point("the weights"),
    X=Rectangle("m", "n", says="the design, an input in each row"),
    t=Rectangle("m", "1", says="the observed outcomes y"),
    s2=Scalar(positive=True, says=r"the variance $\sigma^2$ of the noise"),
    dims={"m": 1},
    sizes=(1, 2),
)
of_a_sample = (X.T @ X) / count
with_population = sample.also(
    a=Vector(), b=Vector(), q=Data(says="the law of the inputs"), x=RandomColumn("q", says="an input")
)


def over_rows(column: Term) -> Term:
    """The mean of the entries of a column, one for each row of the design: E of the empirical law."""
    return (ones_of("m").T @ column) / count


fisher_sample = Claim(
    id="methods.3.linreg.fisher-sample",
    section="3 (linear regression)",
    title="The mean product of inputs is that of the sample",
    statement=r"$\frac1{\sigma^2}\mathbb E[xx^{\top}]=\frac1{\sigma^2}X^{\top}X/n$",
    readings=(
        Reading(
            "A",
            "The mean is over the law of the inputs, as in the formula to the left, and the rows of X are "
            "any n inputs.",
            Equal(a.T @ (expect(q, x @ x.T) / s2) @ b, a.T @ (of_a_sample / s2) @ b),
            with_population,
            literal=True,
        ),
    ),
    hypothesis=Hypothesis(
        "which expectation",
        "the mean is over the empirical law of the inputs, each row of X with weight 1/n",
        with_population,
        Equal(over_rows(hadamard(X @ a, X @ b)) / s2, a.T @ (of_a_sample / s2) @ b),
    ),
    variants=(
        Variant(
            "without 1/n",
            Equal(over_rows(hadamard(X @ a, X @ b)) / s2, a.T @ ((X.T @ X) / s2) @ b),
        ),
        Variant(
            "the product of the mean inputs",
            Equal(over_rows(X @ a) * over_rows(X @ b) / s2, a.T @ (of_a_sample / s2) @ b),
        ),
    ),
    beware=(
        "For inputs drawn from the law the right side is an estimate with that mean, not the number itself. "
        "The claim is stated along two directions a, b; with axes they give the entries."
    ),
    sources=("LehmannCasella1998, section 2.5", "Martens2020"),
)

# -- the step -------------------------------------------------------------------------------------------------

residual = X @ theta - t
printed = -((X.T @ X).inv @ (X.T @ residual))
per_sample = of_a_sample / s2
squares = norm2(X @ tau - t)


def slope_of(loss: Term) -> Term:
    """The gradient in τ at θ of a loss written in τ."""
    return let(tau, theta, grad(loss, tau))


def step(fisher: Term, loss: Term) -> Term:
    """−F⁻¹∇L."""
    return -(fisher.inv @ slope_of(loss))


log_of_variance = half * log(2 * pi * s2)
mean_nll = squares / (2 * s2 * count) + log_of_variance
total_nll = squares / (2 * s2) + count * log_of_variance
mean_loss = Equal(step(per_sample, mean_nll), printed)
scaled = sample.also(c=Scalar(positive=True, says="the factor of the loss"))

natgrad = Claim(
    id="methods.3.linreg.natgrad",
    section="3 (linear regression)",
    title="The natural-gradient step of linear regression",
    statement=r"$\Delta\theta=-(X^{\top}X)^{-1}X^{\top}(X\theta-y)$",
    readings=(
        Reading(
            "A",
            r"The loss is not named: any multiple of the sum of squares, $L=\frac c2\|X\theta-y\|^2$, with "
            r"the Fisher matrix $X^{\top}X/n\sigma^2$ of the line above, and step size 1.",
            Equal(step(per_sample, (c / 2) * squares), printed),
            scaled,
            literal=True,
        ),
        Reading(
            "B",
            r"$L$ is the mean negative log-likelihood per sample, and so is $F$.",
            mean_loss,
            sample,
        ),
        Reading(
            "C",
            r"$L=\frac12\|X\theta-y\|^2$: larger by the factor $n\sigma^2$.",
            Equal(step(per_sample, half * squares), printed),
            sample,
        ),
        Reading(
            "D",
            r"$L=\frac1n\|X\theta-y\|^2$: larger by the factor $2\sigma^2$.",
            Equal(step(per_sample, squares / count), printed),
            sample,
        ),
        Reading(
            "E",
            r"$L$ is the total negative log-likelihood, with $F$ per sample: larger by the factor $n$.",
            Equal(step(per_sample, total_nll), printed),
            sample,
        ),
        Reading(
            "F",
            r"$L$ is the total negative log-likelihood, and $F$ the total $X^{\top}X/\sigma^2$.",
            Equal(step((X.T @ X) / s2, total_nll), printed),
            sample,
        ),
    ),
    hypothesis=Hypothesis(
        "norm or normalisation",
        r"the loss is the negative log-likelihood, normalised as the Fisher matrix is: per sample (reading B)",
        sample,
        mean_loss,
    ),
    variants=(
        Variant("the plain gradient", Equal(-slope_of(mean_nll), printed)),
        Variant("the Fisher matrix without 1/n", Equal(step((X.T @ X) / s2, mean_nll), printed)),
        Variant("the Fisher matrix without the variance", Equal(step(of_a_sample, mean_nll), printed)),
    ),
    beware=(
        "With σ² = 1 and n = 1 all the factors are 1; with σ² = 1/2 the mean squared error happens to pass. "
        "Where loss and Fisher matrix are normalised alike the variance cancels: it then need not be known."
    ),
    sources=("Amari1998, section 2", "Martens2020"),
)

# -- Newton's step ----------------------------------------------------------------------------------------------

proportional = (c / 2) * squares
hessian = let(tau, theta, jacobian(grad(proportional, tau), tau))
newton_step = -(hessian.inv @ slope_of(proportional))

# Slope and level of the noise, both unknown, from the moments of a sample: mean of x², xy and y².
k, e, mxx, mxy, myy, r = map(symbol, ("k", "e", "m_xx", "m_xy", "m_yy", "r"))
joint = half * log(v) + (myy - 2 * k * mxy + k**2 * mxx) / (2 * v)
by_k, by_v = derivative(joint, k), derivative(joint, v)
joint_slope = entries(by_k, 0, 0, by_v) @ ones
joint_hessian = entries(derivative(by_k, k), derivative(by_k, v), derivative(by_v, k), derivative(by_v, v))
joint_fisher = entries(mxx / v, 0, 0, 1 / (2 * v**2))

newton = Claim(
    id="methods.3.linreg.newton",
    section="3 (linear regression)",
    title="The natural-gradient step of linear regression is Newton's",
    statement="This step is exactly that of Newton's method.",
    readings=(
        Reading(
            "A",
            r"In θ, with σ² fixed: for every $c>0$ and $L=\frac c2\|X\theta-y\|^2$, "
            r"$-(\nabla^2L)^{-1}\nabla L$ is the printed step.",
            Equal(newton_step, printed),
            scaled,
            literal=True,
        ),
        Reading(
            "B",
            r"In θ and $v=\sigma^2$ together, one input: $F^{-1}\nabla L=(\nabla^2L)^{-1}\nabla L$ for the "
            r"mean negative log-likelihood $\frac12\log v+\frac1{2v}\,\overline{(y-\theta x)^2}$ of a "
            "sample.",
            Equal(joint_fisher.inv @ joint_slope, joint_hessian.inv @ joint_slope),
            setting(
                where={myy: mxy**2 / mxx + r**2},  # what Cauchy and Schwarz leave for the mean of y²
                k=Scalar(says="the weight θ"),
                v=Scalar(positive=True, says="the variance of the noise"),
                m_xx=Scalar(positive=True, says="the mean of x²"),
                m_xy=Scalar(says="the mean of xy"),
                r=Scalar(positive=True, says="with the other two, the mean of y²"),
                sizes=(2,),
            ),
        ),
    ),
    variants=(
        Variant("without the inverse Hessian", Equal(-slope_of(proportional), printed)),
        Variant("twice the step", Equal(2 * newton_step, printed)),
        Variant("the residual with the other sign", Equal(newton_step, (X.T @ X).inv @ (X.T @ residual))),
    ),
    beware=(
        "The Hessian of a quadratic loss scales as its gradient does, so Newton's step has no normalisation "
        "to choose, unlike the natural gradient's. With the variance unknown the Hessian is not the Fisher "
        "matrix away from the optimum."
    ),
    sources=("NocedalWright2006, section 10.2",),
)
