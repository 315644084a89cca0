"""Section 1.2: loss, entropy and free energy, and the means they are taken under."""

from fractions import Fraction

from theorems import (
    And,
    Claim,
    Data,
    Equal,
    Formula,
    Greater,
    IntervalModel,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Symbols,
    Term,
    Variant,
    Vector,
    cross_entropy,
    density,
    entropy,
    expect,
    fisher,
    function,
    grad,
    jacobian,
    kl,
    law,
    let,
    log,
    log_density,
    ones,
    outcome,
    rational,
    score,
    setting,
    symbol,
)

theta, tau, T, u = map(symbol, ("theta", "tau", "T", "u"))
p, q = law("p", theta), law("q")
model_and_data = setting(theta=Point(), p=Model(at="theta"), q=Data())
displaced = model_and_data.also(u=Vector("a displacement of θ"))
s = score(theta)

# The entropy by another road: relative to a fixed law q, −∫ p log p dx = −KL(p‖q) − ∫ p log q dx.
S_relative = -kl(p, q) - expect(p, log_density(q))
S_gradient = -expect(p, log_density(p) * s)
S_to_first_order = S_relative + u.T @ S_gradient

# -- the loss ---------------------------------------------------------------------------------------

L = cross_entropy(q, p)
L_model = cross_entropy(p, p)
decomposed = Equal(L, entropy(q) + kl(q, p))
L_gradient = Equal(grad(L, theta), -expect(q, s))
frozen_slope = let(tau, theta, grad(cross_entropy(p, law("p", tau)), tau))

loss_def = Claim(
    id="thermo.1.2.loss-def",
    section="1.2",
    title="The loss is the mean negative log-likelihood",
    statement=r"$L(\theta)=-\mathbb E[\log p(x|\theta)]$ is the loss (negative log-likelihood).",
    readings=(
        Reading(
            "A",
            r"The mean is over the data $q$, a population or the empirical law of $N$ samples (then $L$ is the "
            r"negative log-likelihood over $N$): the cross-entropy $L=H(q)+\mathrm{KL}(q\|p_\theta)$, with slope "
            r"$-\mathbb E_q[\nabla\log p]$.",
            And(L_gradient, decomposed),
            model_and_data,
            literal=True,
            defines="L",
        ),
        Reading(
            "B",
            r"The mean is over the model, and θ is differentiated wherever it occurs: $L$ is the entropy $S$, with "
            r"slope $-\mathbb E_\theta[\log p\,\nabla\log p]$.",
            And(Equal(L_model, S_relative), Equal(L_model + u.T @ grad(L_model, theta), S_to_first_order)),
            displaced,
        ),
        Reading(
            "C",
            r"The mean is over the model and held fixed when $L$ is differentiated: $\nabla L=-\mathbb E_\theta"
            r"[\nabla\log p]$ vanishes, and no step changes $L$ to first order.",
            Equal(L_model + u.T @ frozen_slope, L_model),
            displaced,
        ),
    ),
    variants=(
        Variant("the entropy of the model in place of that of the data", Equal(L, entropy(p) + kl(q, p))),
        Variant("the divergence the other way round", Equal(L, entropy(q) + kl(p, q))),
    ),
    beware=(
        "Only the mean over the data makes a loss that can be learned from: over the model it is the entropy of the "
        "model, or a function whose slope is zero wherever one stands."
    ),
    sources=("CoverThomas2006, section 2.3",),
)

# -- one mean or two --------------------------------------------------------------------------------

hessian_of_kl = let(tau, theta, jacobian(grad(kl(p, law("p", tau)), tau), tau))
is_metric, is_loss = Equal(fisher(theta), hessian_of_kl), decomposed
metric_over_data = Equal(fisher(theta, under=q), hessian_of_kl)
loss_over_model = Equal(L_model, entropy(q) + kl(q, p))
x, pi, I_F, L_at = symbol("x"), function("p"), function("I_F"), function("L")
printed_log = log(pi(x, theta))
printed_score = grad(printed_log, theta)

expectation_consistency = Claim(
    id="thermo.1.2.expectation-consistency",
    section="1.1/1.2",
    title="One expectation serves both the Fisher matrix and the loss",
    statement=r"The same $\mathbb E$, without a subscript, defines $I_F$ in 1.1 and $L$ in 1.2.",
    readings=(
        Reading(
            "A",
            r"The symbol stands for the mean over one law. A metric that gives KL to second order asks for the model's "
            "law in 1.1; a loss that is measured on data, and is not the entropy defined beside it, asks for the law "
            "of the data in 1.2.",
            Symbols(
                Formula("1.1", Equal(I_F(theta), expect(law("p"), printed_score @ printed_score.T))),
                Formula("1.2", Equal(L_at(theta), -expect(law("q"), printed_log))),
            ),
            literal=True,
        ),
        Reading(
            "B",
            r"The mean is over $p_\theta$ in 1.1 and over $q$ in 1.2: the matrix is the Hessian of KL, and the loss is "
            r"$H(q)+\mathrm{KL}(q\|p_\theta)$.",
            And(is_metric, is_loss),
            model_and_data,
        ),
    ),
    repair=Repair(
        r"With $\mathbb E_\theta$ in 1.1 and $\mathbb E_q$ in 1.2 both sentences say what they mean: $\mathbb E_\theta"
        r"[\nabla\log p\,\nabla\log p^{\top}]$ is the Hessian of KL, and $-\mathbb E_q[\log p]$ is $H(q)+\mathrm{KL}"
        r"(q\|p_\theta)$.",
        And(is_metric, is_loss),
        model_and_data,
    ),
    variants=(
        Variant("one mean for both, over the data", And(metric_over_data, is_loss)),
        Variant("one mean for both, over the model", And(is_metric, loss_over_model)),
        Variant("the two means exchanged", And(metric_over_data, loss_over_model)),
    ),
    beware=(
        "That neither law can serve both places is shown by the hand-written mutants of the repair: over the data the "
        "matrix is no longer the Hessian of KL, over the model the loss no longer sees the data. The two means are "
        "one only where q is the model's own law at θ."
    ),
    sources=("Kunstner2019, section 3", "Martens2020, section 11"),
)

# -- the entropy ------------------------------------------------------------------------------------

entropy_def = Claim(
    id="thermo.1.2.entropy-def",
    section="1.2",
    title="The entropy of the model's law of the data",
    statement=r"$S(\theta)=-\int p(x|\theta)\log p(x|\theta)\,dx$",
    readings=(
        Reading(
            "A",
            r"The Shannon or differential entropy of the law of the data at θ, $S=-\mathbb E_\theta[\log p]$: "
            r"relative to any fixed law $q$ it is $-\mathrm{KL}(p_\theta\|q)-\mathbb E_\theta[\log q]$, and to first "
            r"order it changes by $-\mathbb E_\theta[\log p\,\nabla\log p]$.",
            And(
                Equal(S_relative, entropy(p)),
                Equal(entropy(p) + u.T @ grad(entropy(p), theta), S_to_first_order),
            ),
            displaced,
            literal=True,
            defines="S",
        ),
    ),
    variants=(
        Variant("the mean over the data", Equal(S_relative, L)),
        Variant(
            "the slope with log p held fixed and its sign lost", Equal(grad(entropy(p), theta), -S_gradient)
        ),
    ),
    beware=(
        "It is an entropy of the data given the parameter, not of a law over parameters: the Gibbs ensemble of 4.2 "
        "has an entropy of its own. For continuous x it is relative to the coordinate dx and may be negative."
    ),
    sources=("CoverThomas2006, sections 2.1 and 8.1",),
)

# -- the entropy in another coordinate of the data ----------------------------------------------------

a = symbol("a")
uniform = IntervalModel(
    "the uniform density on (0, 1/2)", (a,), rational(1) / a, (rational(0), a), (Fraction(1, 2),)
)
stretch = 1 + 2 * outcome  # dy/dx for the bijection y = x + x² of (0, a) onto its image
S_in_y = -expect(p, log(density(p) / stretch))
continuous = setting(
    Greater(expect(p, density(p)), 1),  # the mean of a probability is at most 1: only densities are admitted
    theta=Point(),
    p=Model(
        at="theta", edges=(uniform,), families=(), says="a model with a density that exceeds 1 on average"
    ),
    sizes=(1,),
)

# Any fixed volume element of the data, as a law r: densities with respect to it are p/r.
r = law("r")
S_volume = -expect(p, log_density(p) - log_density(r))
KL_volume = expect(p, (log_density(p) - log_density(r)) - (log_density(q) - log_density(r)))
any_volume = model_and_data.also(r=Data(says="a volume element on the space of the data"))


def shannon(*weights: Term) -> Term:
    """The entropy −Σ p log p of the law with these weights, in the order given."""
    mass = sum(weights[1:], weights[0])
    terms = [weight / mass * log(weight / mass) for weight in weights]
    return -sum(terms[1:], terms[0])


first, second, third = map(symbol, ("w_1", "w_2", "w_3"))
positive = Scalar(positive=True, says="the weight of an outcome")

entropy_data_invariance = Claim(
    id="thermo.1.2.entropy-data-invariance",
    section="1.2",
    title="The entropy does not depend on the coordinate in which the data are written",
    statement=(
        r"$S$, and with it the minimiser of $F=L-TS$, is the same for $x$ and for $y=\varphi(x)$, where $\varphi$ is "
        "one to one."
    ),
    readings=(
        Reading(
            "A",
            r"For continuous x and any smooth bijection: with the density $p(x)/\varphi'(x)$ of $y=\varphi(x)$, here "
            r"$y=x+x^2$, the entropy is that of $x$.",
            Equal(S_in_y, entropy(p)),
            continuous,
            literal=True,
        ),
        Reading(
            "B",
            "For discrete x, whose bijections relabel the outcomes.",
            Equal(shannon(third, first, second), shannon(first, second, third)),
            setting(w_1=positive, w_2=positive, w_3=positive),
        ),
    ),
    repair=Repair(
        r"Relative to any fixed volume element $r$ of the data the entropy changes by $\mathbb E_\theta[\log r]$, its "
        r"slope by $\mathbb E_\theta[\log r\,\nabla\log p]$, and KL not at all.",
        And(
            Equal(grad(S_volume, theta), S_gradient + expect(p, log_density(r) * s)),
            Equal(S_volume, entropy(p) + expect(p, log_density(r))),
            Equal(KL_volume, kl(p, q)),
        ),
        any_volume,
    ),
    variants=(
        Variant(
            "the change as a mean over the data", Equal(S_volume, entropy(p) + expect(q, log_density(r)))
        ),
        Variant("a change that does not depend on θ", Equal(grad(S_volume, theta), grad(entropy(p), theta))),
    ),
    beware=(
        "The change depends on θ, so it moves the minimiser of F as soon as T > 0. Scaling all data by one constant "
        "adds a constant to S and hides this. Relabelling outcomes has no volume element and changes nothing."
    ),
    sources=("CoverThomas2006, section 8.6",),
)

# -- the free energy ----------------------------------------------------------------------------------

F, F_model = L - T * entropy(p), L_model - T * entropy(p)
with_temperature = model_and_data.also(T=Scalar(positive=True, says="the temperature, a constant"))

free_energy_def = Claim(
    id="thermo.1.2.free-energy-def",
    section="1.2",
    title="The free energy is the loss less temperature times entropy",
    statement=r"$F(\theta)=L(\theta)-T\,S(\theta)$ is the free energy.",
    readings=(
        Reading(
            "A",
            r"$L$ is a mean over the data and $T$ a constant number: $F=H(q)+\mathrm{KL}(q\|p_\theta)-TS$, with slope "
            r"$-\mathbb E_q[\nabla\log p]+T\,\mathbb E_\theta[\log p\,\nabla\log p]$.",
            And(
                Equal(grad(F, theta), -expect(q, s) + T * expect(p, log_density(p) * s)),
                Equal(F, entropy(q) + kl(q, p) - T * S_relative),
            ),
            with_temperature,
            literal=True,
            defines="F",
        ),
        Reading(
            "B",
            r"$L$ is a mean over the model: $F=(1-T)S$, so that $F$ vanishes at $T=1$ and its slope changes sign "
            "there.",
            And(
                Equal(F_model, (1 - T) * S_relative),
                Equal(F_model + u.T @ grad(F_model, theta), (1 - T) * S_to_first_order),
                Equal(entropy(p) + let(T, rational(1), F_model), S_relative),
            ),
            with_temperature.also(u=Vector("a displacement of θ")),
        ),
        Reading(
            "C",
            r"$F$ is the free energy $-T\log Z$ of the ensemble of parameters that 4.2 samples. That is one number for "
            "all parameters, so F would have slope zero everywhere.",
            Equal(grad(F, theta), 0 * ones),
            with_temperature,
        ),
    ),
    variants=(
        Variant("the entropy of the data", Equal(F, entropy(q) + kl(q, p) - T * entropy(q))),
        Variant(
            "the slope of the entropy with the other sign",
            Equal(grad(F, theta), -expect(q, s) + T * S_gradient),
        ),
    ),
    beware=(
        "The entropy is that of the data given θ. The free energy of a Gibbs ensemble over parameters subtracts the "
        "entropy of the ensemble from the mean loss, and is a number, not a function of θ."
    ),
    sources=("CoverThomas2006, section 2.3", "Callen1985, chapter 16"),
)
