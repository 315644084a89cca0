"""Section 4.2, steps 1 and 2: the Langevin equation, its stationary law, and its covariance.

Step 1 is dθ = −η I_F⁻¹∇L dt + √(2ηT) I_F^{−1/2} dW. Its generator is b·∇ + D : ∇∇ with b = −η I_F⁻¹∇L and
D = η T I_F⁻¹ when it is read in Itô's sense. Every smooth metric is the Fisher metric of a genuine model,
N(f(θ), Id) with f an isometric embedding; and a smooth loss comes with it, from one more Bernoulli observation
with success probability e^{−L−c}, where the data always succeed: its Fisher matrix ∇L∇Lᵀ/(e^{L+c} − 1) is small
for large c and is taken off the metric that f must realise.
"""

from fractions import Fraction

from theorems import (
    And,
    Chart,
    Claim,
    Equal,
    Loss,
    Metric,
    MetricField,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Setting,
    Simulation,
    Term,
    Variant,
    det,
    divergence,
    exp,
    expect,
    fisher,
    function,
    grad,
    half,
    jacobian,
    law,
    let,
    log,
    named,
    rational,
    score,
    setting,
    sqrt,
    symbol,
    tr,
)

m, w, V = symbol("m"), symbol("w"), symbol("V")
theta, y, tau = symbol("theta"), symbol("y"), symbol("tau")
eta, T = symbol("eta"), symbol("T")
L, f, psi = function("L"), function("f"), function("psi")
temperature = Scalar(positive=True, says="the temperature")
rate = Scalar(positive=True, says="the learning rate")

# -- the noise ----------------------------------------------------------------------------------

S = symbol("S")
noise = sqrt(2 * eta * T) * S
root = setting(
    where={symbol("I_F"): (S @ S).inv},
    S=Metric(r"the symmetric root $I_F^{-1/2}$"),
    T=temperature,
    eta=rate,
)
einstein = Equal(noise @ noise.T, (2 * T) * (eta * symbol("I_F").inv))

langevin_noise = Claim(
    id="thermo.4.2.langevin-noise",
    section="4.2 step 1",
    title="The noise meets the Einstein relation",
    statement=(
        r"The noise amplitude $\sigma=\sqrt{2\eta T}\,I_F^{-1/2}$ meets the Einstein relation "
        r"$\sigma\sigma^{\top}=2T\cdot\eta I_F^{-1}$ for the mobility $\eta I_F^{-1}$."
    ),
    readings=(
        Reading(
            "A",
            r"With the symmetric root $S=I_F^{-1/2}$, at one point.",
            einstein,
            root,
            literal=True,
        ),
    ),
    beware=(
        r"Any root with $\sigma\sigma^{\top}=2\eta T I_F^{-1}$ gives the same law in Itô's sense; in "
        r"Stratonovich's "
        r"the choice of the root changes the drift."
    ),
    sources=("Risken1989, chapter 3", "Pavliotis2014, chapter 6"),
)

# -- the stationary law -------------------------------------------------------------------------

metric = function("I_F")
drift = -(eta * (metric(theta).inv @ grad(L(theta), theta)))
diffusion = (eta * T) * metric(theta).inv
position_dependent = setting(
    theta=Point(),
    L=Loss(at="theta"),
    I_F=MetricField(at="theta", says="the Fisher metric of a smooth model"),
    T=temperature,
    eta=rate,
)
gibbs = -(L(theta) / T)
covariant_gibbs = half * log(det(metric(theta))) - L(theta) / T


def stationary(drift: Term, diffusion: Term, log_density: Term) -> Term:
    """The density e^φ solves 0 = −∇·(bρ) + ∇·∇·(Dρ), divided by ρ: ∇·b + b·∇φ = ∇·u + u·∇φ, u = ∇·D + D∇φ."""
    slope = grad(log_density, theta)
    balanced = divergence(diffusion, theta) + diffusion @ slope
    return Equal(divergence(drift, theta) + drift.T @ slope, divergence(balanced, theta) + balanced.T @ slope)


# Stratonovich's drift with the symmetric root S: in Itô's form it gains ½ Σ_k (σ_k·∇)σ_k = ∇·D − ηT S ∇·S.
field_root = function("S")
mobility = field_root(theta) @ field_root(theta)
stratonovich_diffusion = (eta * T) * mobility
stratonovich_drift = (
    -(eta * (mobility @ grad(L(theta), theta)))
    + divergence(stratonovich_diffusion, theta)
    - (eta * T) * (field_root(theta) @ divergence(field_root(theta), theta))
)
covariant_by_root = -log(det(field_root(theta))) - L(theta) / T


def stratonovich(*sizes: int) -> Setting:
    """The setting with the symmetric root of the inverse metric given as a field."""
    return setting(
        sizes=sizes,
        theta=Point(),
        L=Loss(at="theta"),
        S=MetricField(at="theta", says=r"the symmetric root $I_F^{-1/2}$ of the inverse Fisher metric"),
        T=temperature,
        eta=rate,
    )


corrected_drift = drift + divergence(diffusion, theta)
corrected = And(
    stationary(corrected_drift, diffusion, gibbs),
    Equal(corrected_drift, divergence(diffusion, theta) + diffusion @ grad(gibbs, theta)),  # no current
)


def residual(statement: Term) -> Term:
    """The difference of the two sides of an equation between numbers."""
    left, right = statement.args
    return left - right


one_of_the_two = Equal(
    residual(stationary(stratonovich_drift, stratonovich_diffusion, covariant_by_root))
    * residual(stationary(stratonovich_drift, stratonovich_diffusion, gibbs)),
    0,
)

langevin_gibbs = Claim(
    id="thermo.4.2.langevin-gibbs",
    section="4.2 steps 1–2",
    title="The Langevin equation of step 1 equilibrates to the Gibbs law",
    statement=(
        r"$d\theta=-\eta I_F^{-1}\nabla L\,dt+\sqrt{2\eta T}\,I_F^{-1/2}dW$ leaves $e^{-L/T}$ invariant."
    ),
    readings=(
        Reading(
            "A",
            r"In Itô's sense, with a metric that depends on $\theta$; the density is with respect to "
            r"$d\theta$.",
            stationary(drift, diffusion, gibbs),
            position_dependent,
            literal=True,
        ),
        Reading(
            "B",
            r"In Itô's sense, the density with respect to the Riemannian volume $\sqrt{|I_F|}\,d\theta$.",
            stationary(drift, diffusion, covariant_gibbs),
            position_dependent,
        ),
        Reading(
            "C",
            r"In Stratonovich's sense with one parameter: $\sqrt{I_F}\,e^{-L/T}d\theta$ is invariant.",
            stationary(stratonovich_drift, stratonovich_diffusion, covariant_by_root),
            stratonovich(1),
        ),
        Reading(
            "D",
            r"In Stratonovich's sense with two and more parameters and the symmetric root: one of the two "
            r"laws, "
            r"$e^{-L/T}d\theta$ and $\sqrt{|I_F|}\,e^{-L/T}d\theta$, is invariant.",
            one_of_the_two,
            stratonovich(2, 3),
        ),
    ),
    repair=Repair(
        r"With the drift $\eta T\,\nabla\cdot I_F^{-1}$ added, the Itô equation leaves $e^{-L/T}d\theta$ "
        r"invariant, "
        r"with no probability current.",
        corrected,
        position_dependent,
    ),
    variants=(
        Variant(
            "half of the correction",
            stationary(drift + half * divergence(diffusion, theta), diffusion, gibbs),
        ),
        Variant(
            "the correction for the other density",
            stationary(drift + divergence(diffusion, theta), diffusion, covariant_gibbs),
        ),
        Variant(
            "the correction with the sign of the force",
            stationary(drift - divergence(diffusion, theta), diffusion, gibbs),
        ),
    ),
    simulations=(
        Simulation(
            "reading A",
            r"Poisson law in its mean $\mu$, data mean $m$: $\mathrm E\,e^{-\mu}$ by exact transitions; "
            r"Gibbs says "
            r"Gamma with shape $m/T+1$.",
            "laplace_of_mean_rate",
            exp(-((m / T + 1) * log(1 + T))),
            {"m": 2, "T": "4/5", "eta": "3/2"},
        ),
        Simulation(
            "repair",
            r"Poisson law in its mean $\mu$, data mean $m$, drift $\eta T$ added: $\mathrm E\,e^{-\mu}$ by "
            r"exact "
            r"transitions; Gibbs says Gamma with shape $m/T+1$.",
            "laplace_of_corrected_rate",
            exp(-((m / T + 1) * log(1 + T))),
            {"m": 2, "T": "4/5", "eta": "3/2"},
            Fraction(1, 100),
        ),
    ),
    figure="stationary_histogram",
    beware=(
        r"With one parameter the Itô equation as printed has the stationary density $I_F e^{-L/T}$: one "
        r"factor $I_F$ "
        r"more than Gibbs, half a factor more than the covariant law. A constant metric hides all of this. In "
        r"Stratonovich's sense $\sqrt{I_F}\,e^{-L/T}$ is right for one parameter, and for two neither "
        r"density is, "
        r"since the added drift is $\nabla\cdot D-\eta T\,S\,\nabla\cdot S$ with $S=I_F^{-1/2}$."
    ),
    sources=(
        "Risken1989, chapters 4 and 6",
        "MaChenFox2015, theorem 1",
        "Xifara2014",
    ),
)

# -- the chart ----------------------------------------------------------------------------------

I = symbol("I_F")
J = jacobian(psi(y), y)


def generator(mobility: Term, of: Term, loss: Term, at: Term) -> Term:
    """The generator of step 1 in Itô's sense on a function: −η(M∇L)·∇f + ηT tr(M ∇∇f), M the inverse metric."""
    slope = grad(of, at)
    return -(eta * (slope.T @ mobility @ grad(loss, at))) + eta * T * tr(mobility @ jacobian(slope, at))


def same_process(affine: bool) -> tuple[Term, Setting]:
    """The generator on f in θ and on f∘ψ in y agree: both equations have one law."""
    statement = Equal(
        generator(I.inv, f(theta), L(theta), theta),
        generator((J.T @ I @ J).inv, f(psi(y)), L(psi(y)), y),
    )
    charts = setting(
        theta=Point(),
        y=Point("the same point in the other chart"),
        psi=Chart(at="y", value="theta", affine=affine),
        L=Loss(at="theta"),
        f=Loss(at="theta", says="any smooth function of the state"),
        I_F=Metric("the Fisher matrix at θ"),
        T=temperature,
        eta=rate,
    )
    return statement, charts


# With one parameter a Stratonovich equation is b·d/dx + ½ (σ d/dx)², and σ is a vector field.
def stratonovich_generator(root: Term, of: Term, loss: Term, at: Term) -> Term:
    """−η s² L' f' + ηT s (s f')' for n = 1, with s² the inverse metric."""
    along = root @ grad(of, at)
    return -(eta * (grad(of, at).T @ root @ root @ grad(loss, at))) + eta * T * tr(root @ jacobian(along, at))


langevin_covariance = Claim(
    id="thermo.4.2.langevin-covariance",
    section="4.2 step 1",
    title="The Langevin equation of step 1 does not depend on the chart",
    statement=(r"Step 1 written in $\theta$ and in another chart, $\theta=\psi(y)$, defines one process."),
    readings=(
        Reading(
            "A",
            r"In Itô's sense, for every smooth chart: both generators agree on every function $f$.",
            same_process(affine=False)[0],
            same_process(affine=False)[1],
            literal=True,
        ),
        Reading("B", r"For affine charts.", *same_process(affine=True)),
        Reading(
            "C",
            r"In Stratonovich's sense, with one parameter; $S=I_F^{-1/2}$ is a vector field then.",
            Equal(
                stratonovich_generator(field_root(theta), f(theta), L(theta), theta),
                stratonovich_generator(J.inv @ field_root(psi(y)), f(psi(y)), L(psi(y)), y),
            ),
            setting(
                sizes=(1,),
                theta=Point(),
                y=Point("the same point in the other chart"),
                psi=Chart(at="y", value="theta"),
                L=Loss(at="theta"),
                f=Loss(at="theta", says="any smooth function of the state"),
                S=MetricField(at="theta", says=r"the root $I_F^{-1/2}$"),
                T=temperature,
                eta=rate,
            ),
        ),
    ),
    repair=Repair(
        r"For affine charts: nothing is added, because Itô's second-order term has no second derivative to "
        r"act on.",
        *same_process(affine=True),
    ),
    variants=(
        Variant("every smooth chart", *same_process(affine=False)),
        Variant(
            "the noise is carried over with the wrong index",
            Equal(
                generator(I.inv, f(theta), L(theta), theta),
                generator((J @ I @ J.T).inv, f(psi(y)), L(psi(y)), y),
            ),
            same_process(affine=True)[1],
        ),
    ),
    simulations=(
        Simulation(
            "reading A",
            r"Poisson law, step 1 in its mean and in its logarithm, from the mean $m$ of the data, after the "
            r"time $t$: "
            r"$\mathrm E\,e^{-\mu(t)}$ by exact transitions of both, which one process would make equal.",
            "two_charts",
            rational(0),
            {"m": 2, "T": "4/5", "eta": "3/2", "t": "2/3"},
        ),
    ),
    beware=(
        r"Itô's formula adds $\eta T\,I_F^{-1}\!:\!\nabla^2$ of the chart to the drift. In the mean "
        r"parameter of a "
        r"Poisson law step 1 is a square-root process with mean $m$; written in the log-rate it is, carried "
        r"back, the "
        r"one with mean $m+T$."
    ),
    sources=("Risken1989, chapter 4", "Pavliotis2014, chapter 3"),
)

# -- the covariance -----------------------------------------------------------------------------

H = symbol("H")
quadratic = setting(
    I_F=Metric("the Fisher matrix, the same at every θ"),
    H=Metric(r"the second derivative of $L$, the same at every $\theta$"),
    T=temperature,
    eta=rate,
)


def lyapunov(covariance: Term, metric: Term, curvature: Term) -> Term:
    """The covariance is stationary: ηKX + ηXKᵀ = σσᵀ, with K = I⁻¹H."""
    k = metric.inv @ curvature
    return Equal(eta * (k @ covariance) + eta * (covariance @ k.T), 2 * eta * T * metric.inv)


# −∇∇E_θ[log p_τ] at τ = θ: the second derivative of the loss where the data follow the model's own law.
second = jacobian(-expect(law("p", theta), score(tau)), tau)
own_hessian = named(r"H", let(tau, theta, second), theta)

equilibrium_covariance = Claim(
    id="thermo.4.2.equilibrium-covariance",
    section="4.2 step 2",
    title="The equilibrium covariance is the temperature times the inverse Fisher matrix",
    statement=r"$\langle\delta\theta\,\delta\theta^{\top}\rangle=T\,I_F^{-1}(\theta)$",
    readings=(
        Reading(
            "A",
            r"The stationary covariance of step 1 for every loss and model; already where the metric is "
            r"constant and "
            r"the loss quadratic, so that the law is normal and its covariance solves "
            r"$\eta KX+\eta XK^{\top}=2\eta TI_F^{-1}$ with $K=I_F^{-1}H$.",
            lyapunov(T * I.inv, I, H),
            quadratic,
            literal=True,
        ),
        Reading(
            "B",
            r"The model is well specified, $T\to0$, at $\theta^*$: the coefficient of $T$ solves the same "
            r"equation with "
            r"$H=\nabla^2\mathrm E_{\theta}[-\log p_\tau]$ at $\tau=\theta$.",
            lyapunov(T * fisher(theta).inv, fisher(theta), own_hessian),
            setting(theta=Point(), p=Model(at="theta"), T=temperature, eta=rate),
        ),
        Reading(
            "C",
            r"Exactly at a finite temperature, in a well-specified model: Bernoulli in its mean $\mu$, where "
            r"step 1 is "
            r"$d\mu=-\eta(\mu-m)dt+\sqrt{2\eta T\mu(1-\mu)}\,dW$ and a stationary variance $V$ about $m$ "
            r"solves "
            r"$\eta V=\eta T\,\mathrm E[\mu(1-\mu)]=\eta T(m(1-m)-V)$.",
            Equal(eta * V, eta * T * (m * (1 - m) - V)),
            setting(
                where={m: 1 / (1 + w), V: T * (m * (1 - m))},
                w=Scalar(positive=True, says="the odds of a zero among the data"),
                T=temperature,
                eta=rate,
                sizes=(1,),
            ),
        ),
    ),
    repair=Repair(
        r"With a constant metric and a quadratic loss the covariance is $T H^{-1}$ at every temperature; it is "
        r"$T I_F^{-1}$ just where $H=I_F$, as in a well-specified model.",
        lyapunov(T * H.inv, I, H),
        quadratic,
    ),
    simulations=tuple(
        Simulation(
            of,
            r"Two parameters, $K\ne K^{\top}$ and $H\ne I_F$: the covariance long after a start at "
            r"$\theta^*$, by exact "
            r"transitions.",
            "equilibrium_covariance",
            covariance,
            {"I_F": ((2, "3/5"), ("3/5", "1/2")), "H": ((1, "-2/5"), ("-2/5", 3)), "T": "7/10", "eta": "3/2"},
        )
        for of, covariance in (("reading A", T * I.inv), ("repair", T * H.inv))
    ),
    figure="covariance_against_temperature",
    beware=(
        r"Exponential families have $H(\theta^*)=I_F(\theta^*)$ whatever the data and cannot tell the two "
        r"apart. A pair "
        r"$(I_F,H)$ of any two positive definite matrices is that of a genuine model with a loss that is "
        r"exactly "
        r"quadratic: $y\mid C\sim\mathrm N(\theta,C^{-1})$ with a random precision $C$, observed, whose law "
        r"the model "
        r"gets wrong: $I_F$ is its mean under the model and $H$ under the data. The rate of an exponential "
        r"law has, "
        r"by accident, $\langle(\theta-\theta^*)^2\rangle=T I_F^{-1}(\theta^*)$ about $\theta^*$ at every "
        r"$T<1$, and not "
        r"about its mean."
    ),
    sources=("Risken1989, chapter 6", "Pavliotis2014, chapter 3", "MandtHoffmanBlei2017, section 3"),
)
