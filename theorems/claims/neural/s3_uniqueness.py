"""Section 3: which metric does not change under which maps of the sample space."""

from theorems import (
    And,
    Claim,
    Equal,
    Hypothesis,
    Implies,
    Metric,
    Model,
    NothingChecked,
    Point,
    Reading,
    Rectangle,
    Repair,
    Scalar,
    Term,
    Variant,
    Vector,
    diag,
    entries,
    entrywise_power,
    fisher,
    hadamard,
    norm2,
    ones,
    ones_of,
    setting,
    symbol,
    tr,
    vec,
)

x, w, k, p, v, b = map(symbol, ("x", "w", "k", "p", "v", "b"))
B, G, W = symbol("B"), symbol("G"), symbol("W")
CENCOV = "Cencov1982"


def form(weights: Term, tangent: Term) -> Term:
    """Σ v_i²/p_i, the Fisher metric of all laws on the sample space."""
    return hadamard(tangent, tangent).T @ entrywise_power(weights, -1)


# -- maps of the sample space -----------------------------------------------------------------------

# Each column of W, (m, n), is a law. Outcome j is split into m parts in its proportions: p becomes vec(W diag(p)), by
# a congruent Markov embedding. The Markov map p ↦ Wp forgets which outcome a part came from.
S = hadamard(B, B)
stochastic = S @ diag(S.T @ ones_of("m")).inv


def split(column: Term) -> Term:
    """The image of a law, or of a tangent vector, under the embedding."""
    return vec(W @ diag(column))


simplex = setting(
    where={p: hadamard(x, x) / norm2(x), v: w - (ones.T @ w) * p, W: stochastic},
    x=Vector("roots of the probabilities, up to a factor"),
    w=Vector("a vector; v is a tangent vector made of it, of sum zero"),
    B=Rectangle("m", "n", "roots of the proportions of the parts, up to factors"),
    k=Vector("roots of the multiplicities of a rational law"),
    G=Metric("a metric at the uniform law"),
    dims={"m": -1},
    sizes=(3,),
)

invariant = Equal(form(split(p), split(v)), form(p, v))
under_all_maps = Equal(form(W @ p, W @ v), form(p, v))

# At the uniform law a metric that permutations keep is its own mean over them.
permutations = tuple(
    entries(*cells)
    for cells in (
        (1, 0, 0, 0, 1, 0, 0, 0, 1),
        (0, 1, 0, 1, 0, 0, 0, 0, 1),
        (0, 0, 1, 0, 1, 0, 1, 0, 0),
        (1, 0, 0, 0, 0, 1, 0, 1, 0),
        (0, 1, 0, 0, 0, 1, 1, 0, 0),
        (0, 0, 1, 1, 0, 0, 0, 1, 0),
    )
)
centred = w - (ones.T @ w) / 3 * ones
six_times_mean = permutations[0].T @ G @ permutations[0]
for other in permutations[1:]:
    six_times_mean = six_times_mean + other.T @ G @ other
multiple = (tr(G) - (ones.T @ G @ ones) / 3) / 2
symmetric = Equal((centred.T @ six_times_mean @ centred) / 6, multiple * norm2(centred))

# A law m/N with whole m is split into N equal parts: of v_i each of its m_i parts gets v_i/m_i.
m = hadamard(k, k)
N = ones.T @ m
part = diag(m).inv @ w
rational_law = Equal(N * (part.T @ diag(m) @ part), form(m / N, w))
unique = And(invariant, symmetric, rational_law)

unique_text = (
    r"One metric $g_n$ on the laws on each finite number of outcomes, with $f^*g_m=g_n$ for every embedding $f$ that "
    r"splits outcomes in fixed proportions: the Fisher metric $\sum v_i^2/p_i$ has it, and only its multiples do. At "
    r"the uniform law permutations leave a multiple $c_n$ of $\|v\|^2$ (shown at $n=3$, where any $G$ has the mean "
    r"$\tfrac12(\mathrm{tr}\,G-\tfrac13\mathbf1^{\top}G\mathbf1)\|v\|^2$); equal splitting makes $c_n=cn$; a law $m/N$ "
    r"splits into $N$ equal parts, which gives $c\sum v_i^2/p_i$; other laws follow by continuity."
)
congruent = Hypothesis(
    "category of maps",
    "The metrics are one for every finite number of outcomes, and the maps are the congruent Markov embeddings, which "
    "split outcomes in fixed proportions and lose nothing.",
    simplex,
    unique,
)
wrong_embeddings = (
    Variant("Under all Markov maps.", under_all_maps),
    Variant("The metric of roots of the probabilities in the plane.", Equal(norm2(split(v)), norm2(v))),
    Variant(
        "The inverse squares of the probabilities.",
        Equal(
            hadamard(split(v), split(v)).T @ entrywise_power(split(p), -2),
            hadamard(v, v).T @ entrywise_power(p, -2),
        ),
    ),
    Variant("Any metric at the uniform law.", Equal(centred.T @ G @ centred, multiple * norm2(centred))),
)

# -- one model --------------------------------------------------------------------------------------

theta, u = symbol("theta"), symbol("u")
F = fisher(theta)
proportional = Equal((u.T @ F @ u) * (w.T @ G @ w), (w.T @ F @ w) * (u.T @ G @ u))
one_model = setting(
    theta=Point(),
    u=Vector(),
    w=Vector(),
    G=Metric("any metric on the parameters of one model, which a statistic of the data does not touch"),
    p=Model(at="theta"),
    sizes=(2,),
)
one_model_text = (
    r"Each metric on the parameters of one model stays as it is when the data are replaced by a sufficient statistic; "
    r"so each would have to be a multiple of $F$: $u^{\top}Fu\cdot w^{\top}Gw=w^{\top}Fw\cdot u^{\top}Gu$."
)

# -- measures ---------------------------------------------------------------------------------------


def with_mass(weights: Term, tangent: Term, total: Term) -> Term:
    """Σ v_i²/p_i + b (Σ v_i)², a metric of finite measures."""
    return form(weights, tangent) + b * total**2


cone = setting(
    where={p: hadamard(x, x), W: stochastic},
    x=Vector("roots of the masses of the outcomes"),
    v=Vector("a tangent vector, of any sum"),
    w=Vector("another one"),
    b=Scalar(positive=True, says="a factor"),
    B=Rectangle("m", "n", "roots of the proportions of the parts, up to factors"),
    dims={"m": 1},
    sizes=(2,),
)
total_v, total_w = ones.T @ v, ones.T @ w
only_fisher_on_the_cone = Implies(
    Equal(with_mass(split(p), split(v), ones_of("m*n").T @ split(v)), with_mass(p, v, total_v)),
    Equal(with_mass(p, v, total_v) * form(p, w), with_mass(p, w, total_w) * form(p, v)),
)

cencov_uniqueness = Claim(
    id="neural.3.cencov-uniqueness",
    section="3",
    title="Up to scale one metric is invariant under sufficient statistics",
    statement=(
        "The Fisher–Rao metric is the only Riemannian metric on the space of probability distributions, up to scale, "
        "that sufficient statistics leave invariant."
    ),
    readings=(
        Reading(
            "A",
            "As written, with nothing said of which spaces and which maps: sufficient statistics are those of a model. "
            + one_model_text,
            proportional,
            one_model,
            literal=True,
        ),
        Reading("B", unique_text, unique, simplex),
        Reading("C", one_model_text, proportional, one_model),
        Reading(
            "D",
            r"The same on finite measures of any mass: an invariant metric is a multiple of $\sum v_i^2/p_i$. Here for "
            r"$\sum v_i^2/p_i+b(\sum v_i)^2$, which splitting leaves invariant.",
            only_fisher_on_the_cone,
            cone,
        ),
        Reading(
            "E",
            "On an infinite sample space, with continuity. What is checked is that on the laws on the parts of each "
            "finite partition the metric is that of reading B; that these determine it is the theorem that is cited.",
            unique,
            simplex,
        ),
    ),
    hypothesis=congruent,
    variants=wrong_embeddings,
    beware=(
        "On two outcomes every metric at the uniform law is a multiple of every other: three are needed to see what "
        "permutations do. On measures of any mass two functions of the mass stay free, and on laws one number."
    ),
    sources=(
        CENCOV,
        "Campbell1986",
        "AyJostLeSchwachhofer2015",
        "BauerBruverisMichor2016",
    ),
)

only_metric = Claim(
    id="neural.3.only-metric",
    section="3",
    title="Only one metric does not change when a sufficient statistic is applied to the data",
    statement=(
        "It is the only metric that does not change when a sufficient statistic is applied to the data, that is, when "
        "no information is discarded."
    ),
    readings=(
        Reading(
            "A",
            "As written, of a model and its data. " + one_model_text,
            proportional,
            one_model,
            literal=True,
        ),
        Reading(
            "B", "One metric for all models, pulled back from the simplices. " + unique_text, unique, simplex
        ),
        Reading("C", one_model_text, proportional, one_model),
    ),
    hypothesis=congruent,
    variants=wrong_embeddings,
    beware=(
        "A statistic of one family says nothing of metrics on its parameters. The theorem is about a rule for all "
        "models at once."
    ),
    sources=(CENCOV, "AyJostLeSchwachhofer2015"),
)

quiz_markov = Claim(
    id="neural.3.quiz-markov",
    section="3",
    title="The Fisher matrix is the only metric that is invariant under Markov morphisms",
    statement="The Fisher matrix is the only Riemannian metric on models that Markov morphisms leave invariant.",
    readings=(
        Reading(
            "A",
            r"As written, the morphisms being the maps $p\mapsto Kp$ of the category, with stochastic $K$: the Fisher "
            "metric is invariant under them.",
            under_all_maps,
            simplex,
            literal=True,
        ),
        Reading("B", r"$K^*g=g$ for every stochastic matrix $K$.", under_all_maps, simplex),
        Reading("C", unique_text, unique, simplex),
    ),
    hypothesis=congruent,
    variants=wrong_embeddings,
    beware=(
        "Under a stochastic map lengths can only fall, and no metric is kept by all: a map to one outcome kills "
        "every tangent vector."
    ),
    sources=(CENCOV, "Campbell1986"),
)

canonical_status = Claim(
    id="neural.3.canonical-status",
    section="3",
    title="The Fisher metric is the natural geometry and no arbitrary choice",
    statement="Uniqueness gives the Fisher metric its canonical status: the natural geometry, not an arbitrary one.",
    readings=(
        Reading("A", "Canonical in the sense of uniqueness. " + unique_text, unique, simplex),
        Reading(
            "B",
            "No other geometry of probability distributions is natural.",
            NothingChecked("which geometries deserve to be called natural, a value judgement"),
            literal=True,
        ),
    ),
    repair=Repair(unique_text, unique, simplex),
    variants=wrong_embeddings,
    beware=(
        "Transport metrics, and the dual connections of the same space, are natural for other purposes: they use a "
        "distance between outcomes, or no metric at all."
    ),
    sources=(CENCOV,),
)
