"""Section 3: the prior of Jeffreys, its invariance, and its form for coins."""

from theorems import (
    And,
    Chart,
    Claim,
    Equal,
    Hypothesis,
    Id,
    Implies,
    Matrix,
    Model,
    NothingChecked,
    Point,
    Reading,
    Repair,
    Scalar,
    Variant,
    Vector,
    density,
    derivative,
    det,
    expect,
    fisher,
    fisher_of,
    function,
    grad,
    half,
    jacobian,
    law,
    let,
    log_density,
    named,
    pi,
    setting,
    sin,
    sqrt,
    symbol,
)

theta, eta, u, c, p, phi, a = map(symbol, ("theta", "eta", "u", "c", "p", "phi", "a"))
F, R, S, V = symbol("F"), symbol("R"), symbol("S"), symbol("V")
psi = function("psi")
KASS = "KassWasserman1996, section 3.1"

# θ = ψ(η). The root of a determinant is compared by its square: both sides are positive.
J = jacobian(psi(eta), eta)
score_eta = grad(log_density(law("p", psi(eta))), eta)
F_eta = named("F", expect(law("p", psi(eta)), score_eta @ score_eta.T), eta)
F_theta = fisher(psi(eta))
both_charts = setting(
    theta=Point(), eta=Point(), psi=Chart(at="eta", value="theta"), p=Model(at="theta"), sizes=(1, 2)
)
equivariant = Equal(det(F_eta), det(J) ** 2 * det(F_theta))
equivariant_text = (
    r"$\sqrt{\det F_\eta}=\sqrt{\det F_\theta}\,|\det J|$ with $J=\partial\theta/\partial\eta$, as a density has to "
    r"change; in squares, and with $F_\eta$ derived afresh from the model written in $\eta$."
)
wrong_densities = (
    Variant("The same number in all coordinates.", Equal(det(F_eta), det(F_theta))),
    Variant("The determinant without its root.", Equal(det(F_eta) ** 2, det(J) ** 2 * det(F_theta) ** 2)),
    Variant("The other Jacobian.", Equal(det(F_eta) * det(J) ** 2, det(F_theta))),
)

equivariance = Claim(
    id="neural.jeffreys.equivariance",
    section="3",
    title="The root of the determinant of the Fisher matrix keeps its meaning under reparametrization",
    statement=r"$\sqrt{\det F}$ is invariant under reparametrization.",
    readings=(Reading("A", equivariant_text, equivariant, both_charts, literal=True),),
    variants=wrong_densities,
    beware="It is the measure that is invariant; the number √det F at a point is not. Charts of volume 1 hide this.",
    sources=("Jeffreys1946, section 3", KASS),
)

jeffreys_canonical = Claim(
    id="neural.jeffreys.canonical",
    section="3",
    title="The prior of Jeffreys is the canonical prior without information",
    statement=r"Jeffreys' prior $p(\theta)\propto\sqrt{\det F}$ is the canonical non-informative prior.",
    readings=(
        Reading(
            "A",
            "It is the one prior without information that all accept.",
            NothingChecked("which prior deserves to be called non-informative, a value judgement"),
            literal=True,
        ),
        Reading(
            "B",
            "It is a rule that gives one measure in all coordinates: " + equivariant_text,
            equivariant,
            both_charts,
        ),
    ),
    repair=Repair(
        "It is a rule that gives one measure in all coordinates: " + equivariant_text,
        equivariant,
        both_charts,
    ),
    variants=wrong_densities,
    beware=(
        "With several parameters Jeffreys himself used another rule for location and scale; reference priors differ "
        "from it there, and it may depend on the rule by which an experiment is stopped."
    ),
    sources=(KASS,),
)

# -- uniqueness -------------------------------------------------------------------------------------

# The mean of the density is one number for each law, whatever the coordinates: multiplied by it, the rule remains
# equivariant.
weight = expect(law("p", theta), density(law("p", theta)))
weight_eta = expect(law("p", psi(eta)), density(law("p", psi(eta))))
weight_theta = let(theta, psi(eta), weight)
another_rule = Implies(
    Equal(weight_eta**2 * det(F_eta), det(J) ** 2 * (weight_theta**2 * det(F_theta))),
    Equal(u.T @ grad(weight, theta), 0),
)
# A rule r(F) that sees the matrix at the point and nothing else. Each F is RᵀR; in the chart x = Rθ it is the identity.
pointwise = setting(
    where={F: R.T @ R},
    R=Matrix("a factor of the Fisher matrix"),
    S=Matrix("the Jacobian of any other change of coordinates"),
    c=Scalar(positive=True, says="the value r(Id) of the rule at the identity"),
)
forced = And(
    Equal(R.inv.T @ F @ R.inv, Id),
    Equal((c * det(R)) ** 2, c**2 * det(F)),
    Equal(c**2 * det(S.T @ F @ S), det(S) ** 2 * (c**2 * det(F))),
)

uniqueness = Claim(
    id="neural.jeffreys.uniqueness",
    section="3",
    title="The prior of Jeffreys is the only one that is invariant under reparametrization",
    statement=r"It is the unique prior that is invariant under reparametrization of $\theta$.",
    readings=(
        Reading(
            "A",
            r"Each rule that makes a density of a model, with $R_\eta=R_\theta|\det\partial\theta/\partial\eta|$, is a "
            r"constant multiple of $\sqrt{\det F}$. Here for $\sqrt{\det F}\,\mathbb E[p]$: if it is equivariant, its "
            r"ratio to $\sqrt{\det F}$ has no slope.",
            another_rule,
            both_charts.also(u=Vector("a direction of the parameter")),
            literal=True,
        ),
        Reading("B", "The rule is equivariant: " + equivariant_text, equivariant, both_charts),
        Reading(
            "C",
            r"The measure with this density is kept by changes of coordinates taken as maps: the density has the same "
            r"value at $\eta$ as at $\theta=\psi(\eta)$, $\det F_\eta=\det F_\theta$.",
            Equal(det(F_eta), det(F_theta)),
            both_charts,
        ),
    ),
    hypothesis=Hypothesis(
        "reading",
        r"The prior at θ is a function $r(F(\theta))$ of the matrix there and of nothing else. In the coordinates in "
        r"which $F$ is the identity it is $c=r(\mathrm{Id})$, and $r(F)=c|\det R|=c\sqrt{\det F}$ with $F=R^{\top}R$.",
        pointwise,
        forced,
    ),
    variants=(
        Variant("The determinant without its root.", Equal((c * det(R)) ** 2, c**2 * det(F) ** 2)),
        Variant("The rule as a number.", Equal(c**2 * det(S.T @ F @ S), c**2 * det(F))),
        Variant("The trace instead.", Equal(c**2 * (det(S) ** 2 * det(F)), c**2 * det(S.T @ S))),
    ),
    beware=(
        "Every invariant function of the law, such as the mean of its density or its entropy, makes a further rule. "
        "With one parameter and the matrix alone there is no such function, but the model offers others."
    ),
    sources=(KASS, "Jeffreys1946, section 3"),
)

# -- volume -----------------------------------------------------------------------------------------

volumes = And(
    Equal(det(V.T @ F @ V), det(F) * det(V) ** 2),
    Equal(det(R @ V) ** 2, det(F) * det(V) ** 2),
    Equal(det((S.inv @ V).T @ (S.T @ F @ S) @ (S.inv @ V)), det(V.T @ F @ V)),
)
frames = setting(
    where={F: R.T @ R},
    R=Matrix("a factor of the Fisher matrix: Rv are the components of v in an orthonormal frame"),
    V=Matrix("n displacements as columns"),
    S=Matrix("the Jacobian of a change of coordinates"),
)
volume_text = (
    r"$\sqrt{\det F}\,d\theta$ is the Riemannian volume: the squared volume of the parallelepiped of the columns of "
    r"$V$, $\det(V^{\top}FV)$, is $\det F\,(\det V)^2$; it is $(\det RV)^2$ in an orthonormal frame, and "
    r"the same in all coordinates."
)

volume_form = Claim(
    id="neural.jeffreys.volume-form",
    section="3",
    title="The Fisher matrix is the natural volume form",
    statement="Invariance is a direct consequence of the Fisher matrix being the natural volume form.",
    readings=(
        Reading("A", volume_text, volumes, frames),
        Reading(
            "B",
            "The matrix itself is the volume form, a square matrix equated with a density.",
            Equal(fisher(theta), sqrt(det(fisher(theta)))),
            setting(theta=Point(), p=Model(at="theta")),
            literal=True,
        ),
    ),
    repair=Repair(volume_text, volumes, frames),
    variants=(
        Variant("The determinant as the volume.", Equal(det(V.T @ F @ V), det(F) ** 2 * det(V) ** 2)),
        Variant("The Euclidean volume.", Equal(det(V.T @ F @ V), det(V) ** 2)),
    ),
    beware="With one parameter the matrix and its determinant are one number, and the slip is not seen.",
    sources=("Lee2013, chapter 15", "Jeffreys1946, section 3"),
)

# -- coins ------------------------------------------------------------------------------------------

proportion = setting(
    where={p: a / (1 + a)}, a=Scalar(positive=True, says="odds: every a > 0 is a point 0 < p < 1"), sizes=(1,)
)
# The density of Beta(1/2, 1/2): its constant is Γ(1)/Γ(1/2)² = 1/π.
beta_half = 1 / (pi * sqrt(p) * sqrt(1 - p))
jeffreys_of_coin = sqrt(det(fisher_of("bernoulli", p)))

bernoulli = Claim(
    id="neural.jeffreys.bernoulli",
    section="3",
    title="For coins the prior of Jeffreys is Beta(1/2, 1/2)",
    statement=r"For a Bernoulli model it is the $\mathrm{Beta}(1/2,1/2)$ prior.",
    readings=(
        Reading(
            "A",
            r"In the success probability $p$: $\sqrt{\det F}$ is $\pi$ times the density of "
            r"$\mathrm{Beta}(\tfrac12,\tfrac12)$, $\tfrac1\pi p^{-1/2}(1-p)^{-1/2}$, at every $p$; the constant makes "
            r"the mass 1, as the next claim has it.",
            Equal(jeffreys_of_coin, pi * beta_half),
            proportion,
            literal=True,
        ),
    ),
    variants=(
        Variant("The uniform prior.", Equal(jeffreys_of_coin, pi)),
        Variant("The prior of Haldane.", Equal(jeffreys_of_coin, 1 / (p * (1 - p)))),
        Variant("Beta(3/2, 3/2).", Equal(jeffreys_of_coin, 8 * sqrt(p * (1 - p)))),
    ),
    beware="In the log-odds the same prior has another density; at p = 1/2 alone other shapes cannot be told.",
    sources=("Jeffreys1946, section 3", "KassWasserman1996, section 2"),
)

# x = sin²φ for 0 < φ < π/2, and (2/π) arcsin √x = 2φ/π.
angle = setting(
    where={phi: half * pi * (a / (1 + a))},
    a=Scalar(positive=True, says="makes an angle below π/2"),
    sizes=(1,),
)
square_of_sine = sin(phi) ** 2
squared_density = 1 / (pi**2 * square_of_sine * (1 - square_of_sine))  # of Beta(1/2, 1/2) at x = sin²φ

arcsine = Claim(
    id="neural.jeffreys.arcsine",
    section="3",
    title="Beta(1/2, 1/2) is the arcsine distribution",
    statement=r"$\mathrm{Beta}(1/2,1/2)$ is the arcsine distribution.",
    readings=(
        Reading(
            "A",
            r"Its distribution function is $\tfrac2\pi\arcsin\sqrt x$: along $x=\sin^2\varphi$ the density times "
            r"$dx/d\varphi$ is $\tfrac2\pi$, the derivative of $\tfrac2\pi\varphi$; in squares, as both are positive.",
            Equal(squared_density * derivative(square_of_sine, phi) ** 2, 4 / pi**2),
            angle,
            literal=True,
        ),
    ),
    variants=(
        Variant("Uniform in x.", Equal(derivative(square_of_sine, phi) ** 2, 4 / pi**2)),
        Variant(
            "Along x = sin φ.",
            Equal(derivative(sin(phi), phi) ** 2 / (pi**2 * sin(phi) * (1 - sin(phi))), 4 / pi**2),
        ),
    ),
    beware="In φ, the angle of the sphere of square roots, it is uniform: the Fisher length of dφ is 2 everywhere.",
    sources=("JohnsonKotzBalakrishnan1995, chapter 25",),
)
