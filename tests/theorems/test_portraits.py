"""Portraits: densities read from text, points, charts, and the measurement that confirms or contradicts."""

from __future__ import annotations

from itertools import pairwise

import pytest
import sympy as sp

from derivations.moments import derive_fisher
from derivations.text import read_expression
from theorems.portraits import decimals, fields, measure, metric
from theorems.portraits.confirm import confirm
from theorems.portraits.engine import Check, run_check
from theorems.portraits.request import InputError, Request, from_options
from theorems.portraits.subject import subject_of

LINE, POSITIVE, UNIT = "(-oo, oo)", "(0, oo)", "(0, 1)"


def asked(density, variables, parameters, **more):
    """A request with one set for all variables, and parameters as "a (0, oo); b (0, 1)"."""
    return Request(
        density=density,
        variables=tuple(v if " in " in v else f"{v} in {LINE}" for v in variables),
        parameters=tuple(parameters),
        **more,
    )


AS_TEXT = {
    "Bernoulli": (
        asked("x*log(p) + (1-x)*log(1-p)", ["x in {0,1}"], ["p in (0,1)"]),
        [["1/(p*(1-p))"]],
    ),
    "Poisson": (
        asked("k*log(r) - r - log(factorial(k))", ["k in {0..oo}"], ["r in (0,oo)"]),
        [["1/r"]],
    ),
    "binomial": (
        asked(
            "log(binomial(n,x)) + x*log(p) + (n-x)*log(1-p)",
            ["x in {0..n}"],
            ["p in (0,1)"],
            fixed=("n in {1..oo}",),
        ),
        [["n/(p*(1-p))"]],
    ),
    "geometric, as a book has it": (
        asked("log(p*(1-p)^x)", ["x in {0..oo}"], ["p in (0,1)"]),
        [["1/(p^2*(1-p))"]],
    ),
    "multinomial": (
        asked(
            "log(factorial(n)/(factorial(x)*factorial(y)*factorial(n-x-y))) + x*log(p) + y*log(q)"
            " + (n-x-y)*log(1-p-q)",
            ["x in {0..n}", "y in {0..n}"],
            ["p in (0,1)", "q in (0,1)"],
            fixed=("n in {1..oo}",),
            where=("x + y <= n",),
        ),
        [["n/p + n/(1-p-q)", "n/(1-p-q)"], ["n/(1-p-q)", "n/q + n/(1-p-q)"]],
    ),
    "normal": (
        asked("-log(2*pi*sigma^2)/2 - (x-mu)^2/(2*sigma^2)", ["x"], ["mu in (-oo,oo)", "sigma in (0,oo)"]),
        [["1/sigma^2", "0"], ["0", "2/sigma^2"]],
    ),
    "normal, the density in a logarithm": (
        asked(
            "log(exp(-(x-mu)^2/(2*sigma^2))/sqrt(2*pi*sigma^2))",
            ["x"],
            ["mu in (-oo,oo)", "sigma in (0,oo)"],
        ),
        [["1/sigma^2", "0"], ["0", "2/sigma^2"]],
    ),
    "gamma": (
        asked(
            "a*log(b) - log(gamma(a)) + (a-1)*log(x) - b*x",
            ["x in (0,oo)"],
            ["a in (0,oo)", "b in (0,oo)"],
        ),
        [["polygamma(1,a)", "-1/b"], ["-1/b", "a/b^2"]],
    ),
    "beta": (
        asked(
            "(a-1)*log(x) + (b-1)*log(1-x) - log(beta(a,b))",
            ["x in (0,1)"],
            ["a in (0,oo)", "b in (0,oo)"],
        ),
        [
            ["polygamma(1,a) - polygamma(1,a+b)", "-polygamma(1,a+b)"],
            ["-polygamma(1,a+b)", "polygamma(1,b) - polygamma(1,a+b)"],
        ],
    ),
    "Weibull": (
        asked("log(k/l) + (k-1)*log(x/l) - (x/l)**k", ["x in (0,oo)"], ["k in (0,oo)", "l in (0,oo)"]),
        [
            ["((1-EulerGamma)^2 + pi^2/6)/k^2", "-(1-EulerGamma)/l"],
            ["-(1-EulerGamma)/l", "k^2/l^2"],
        ],
    ),
    "Cauchy": (
        asked("-log(pi*g*(1+((x-m)/g)^2))", ["x"], ["m in (-oo,oo)", "g in (0,oo)"]),
        [["1/(2*g^2)", "0"], ["0", "1/(2*g^2)"]],
    ),
    "Laplace": (
        asked("-Abs(x-m)/b - log(2*b)", ["x"], ["m in (-oo,oo)", "b in (0,oo)"]),
        [["1/b^2", "0"], ["0", "1/b^2"]],
    ),
    "Gumbel, its location": (
        asked("-(x-m) - exp(-(x-m))", ["x"], ["m in (-oo,oo)"]),
        [["1"]],
    ),
    "Pareto": (
        asked("log(a) + a*log(m) - (a+1)*log(x)", ["x in (m,oo)"], ["a in (0,oo)"], fixed=("m in (0,oo)",)),
        [["1/a^2"]],
    ),
    "lognormal": (
        asked(
            "-log(x*s*sqrt(2*pi)) - (log(x)-m)^2/(2*s^2)",
            ["x in (0,oo)"],
            ["m in (-oo,oo)", "s in (0,oo)"],
        ),
        [["1/s^2", "0"], ["0", "2/s^2"]],
    ),
    "von Mises": (
        asked("k*cos(x-m) - log(2*pi*besseli(0,k))", ["x in (-pi,pi)"], ["m in (-pi,pi)", "k in (0,oo)"]),
        [
            ["k*besseli(1,k)/besseli(0,k)", "0"],
            ["0", "1 - besseli(1,k)/(k*besseli(0,k)) - besseli(1,k)^2/besseli(0,k)^2"],
        ],
    ),
    "two normals that are correlated": (
        asked(
            "-((x-a)^2 - 2*r*(x-a)*(y-b) + (y-b)^2)/(2*(1-r^2)) - log(2*pi*sqrt(1-r^2))",
            ["x", "y"],
            ["a in (-oo,oo)", "b in (-oo,oo)", "r in (-1,1)"],
        ),
        [
            ["1/(1-r^2)", "-r/(1-r^2)", "0"],
            ["-r/(1-r^2)", "1/(1-r^2)", "0"],
            ["0", "0", "(1+r^2)/(1-r^2)^2"],
        ],
    ),
}


@pytest.mark.parametrize("name", AS_TEXT)
def test_a_density_as_a_user_writes_it_has_the_published_matrix(name):
    """The text integrates to one, and its Fisher matrix is that of the family's page in the books."""
    request, published = AS_TEXT[name]
    (answer,) = run_check(Check("density", "fisher", "derive"), request.as_options())
    subject = subject_of(request)
    names = {d.symbol.name: d.symbol for d in subject.declared}
    gaps = [
        read_expression(found, names) - read_expression(wanted, names)
        for row, rows in zip(answer["values"]["fisher"], published, strict=True)
        for found, wanted in zip(row, rows, strict=True)
    ]

    assert answer["values"]["regular"] is True
    for gap in gaps:
        assert all(abs(sp.N(gap.subs(point), 30)) < sp.Float("1e-25") for point in subject.points)


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (asked("-x^2/2", ["x"], ["m in (-oo,oo)"]), "does not integrate to 1"),
        (asked("log(a) - b*x", ["x in (0,oo)"], ["a in (0,oo)", "b in (0,oo)"]), "does not integrate to 1"),
        (asked("log(a - a*x", ["x in (0,oo)"], ["a in (0,oo)"]), "never closed"),
        (asked("log(a) - rate*x", ["x in (0,oo)"], ["a in (0,oo)"]), "unknown name"),
        (asked("log(a) - a*x", ["x in (0,oo)"], ["a in (0,oo)"], at="a=-1"), "is not in"),
        (asked("log(a) - a*x", ["x in (0,oo)"], ["a in (0,oo)"], at=""), None),
        (asked("log(a) - a*x", ["x in (0,oo)"], ["a in {1..5}"]), "open interval"),
        (asked("-x", ["x in (0,oo)"], []), "at least one --variable and one --parameter"),
        (asked("log(a)-a*x", ["x in {-oo..oo}"], ["a in (0,oo)"]), "needs a first one"),
        (Request(name="weibul"), "weibull"),
        (Request(name="../normal"), "There is no family"),
        (Request(name="normal", at="mu=1"), "no value to v"),
        (Request(name="normal.mean", at="mu=2, q=1"), "outside the domain"),
        (Request(name="normal", chart="mu"), "1 coordinates for the 2 parameters"),
        (Request(name="normal", chart="mu + v, 2*mu + 2*v"), "Jacobian"),
        (Request(name="normal", chart="mu, log(w)"), "unknown name"),
        (Request(name="normal", chart="mu + exp(mu), v"), "no inverse"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(request_, says):
    """Each refusal says what is wrong; the control, a density that is one, is not refused."""
    (answer,) = run_check(Check("family", "fisher", "derive"), request_.as_options())

    if says is None:
        assert answer["values"]["fisher"] == [["a**(-2)"]]
    else:
        assert says in answer["refused"]
        assert "\n" not in answer["refused"]


def test_a_request_survives_the_way_to_a_worker():
    """What JSON makes of a request is read back as the same request."""
    request = asked("-x", ["x in (0,oo)"], ["a in (0,oo)"], where=("x < 1",), digits=7)

    assert from_options({**request.as_options(), "matrix": None}) == request


@pytest.mark.parametrize("name", ["gamma", "categorical", "wishart", "normal.mean", "normal.natural"])
def test_generic_points_lie_in_the_domain_and_differ(name):
    """Three points satisfy all conditions, and no coordinate is 0 or 1 or repeated."""
    subject = subject_of(Request(name=name))
    points = subject.points

    assert len(points) == 3
    for point in points:
        assert all(c.subs(point) == sp.true for c in subject.family.where)
        assert not any(one.excludes(point[one.symbol], point) for one in subject.declared)
        assert not {sp.S.Zero, sp.S.One} & set(point.values())
    assert all(one != other for one, other in pairwise(points))


def test_conditions_that_nothing_satisfies_are_refused():
    """An empty domain has no generic points."""
    with pytest.raises(InputError, match="0 of 200 points"):
        _ = subject_of(asked("log(a)-a*x", ["x in (0,oo)"], ["a in (0,oo)"], where=("a < 0 - 1",))).points


@pytest.mark.parametrize("name", ["bernoulli", "laplace", "dirichlet", "von_mises_fisher", "multinomial"])
def test_a_derived_matrix_is_confirmed_and_its_double_is_contradicted(name):
    """The log-density alone tells the matrix from twice the matrix, and from one that is 1e-6 off."""
    subject = subject_of(Request(name=name))
    matrix = derive_fisher(subject.family).matrix
    points = subject.points[:1]
    nearly = matrix * (1 + sp.Rational(1, 10**6))

    assert confirm(subject.written, matrix, points).digits >= 10
    assert confirm(subject.written, 2 * matrix, points).disagrees
    assert confirm(subject.written, nearly, points).disagrees
    assert confirm(subject.written, nearly, points).digits is None


def test_one_dimension_is_confirmed_to_thirty_digits():
    """A gamma law, at a generic point."""
    subject = subject_of(Request(name="gamma"))
    found = confirm(subject.written, derive_fisher(subject.family).matrix, subject.points[:1])

    assert found.digits == 30


def test_the_wrong_divergence_is_contradicted(monkeypatch):
    """KL of a Poisson law, and the same with the two laws exchanged."""
    subject = subject_of(Request(name="poisson"))
    right = fields.kl(subject)
    exchanged = fields.divergence(subject.family)
    wrong = type(exchanged)(exchanged.value, exchanged.second, exchanged.first, exchanged.rule)
    monkeypatch.setattr(fields, "divergence", lambda family: wrong)

    assert right.values["kl"] == "r_1*log(r_1) - r_1*log(r_2) - r_1 + r_2"
    assert fields.kl(subject).reasons["kl"].startswith("CONTRADICTION")


def test_both_kernels_measure_the_same():
    """Doubles and decimals, on the matrix of a Weibull law."""
    subject = subject_of(Request(name="weibull"))
    (point, *_) = subject.points
    floats = measure.information(subject.written, point).value
    many = decimals.information(subject.written, point, digits=15).values

    for i in range(2):
        for j in range(2):
            assert floats[i, j] == pytest.approx(float(many[i][j]), rel=1e-11)


@pytest.mark.parametrize("name", ["gamma", "beta", "normal.sd"])
def test_the_tensor_from_the_third_order_of_kl_is_the_mean_of_products_of_three_scores(name):
    """Two roads to T_ijk: the metric with E[l_ijk], and E[s_i*s_j*s_k]."""
    subject = subject_of(Request(name=name))
    matrix = derive_fisher(subject.family).matrix

    one = fields.third_order(subject, matrix).values["amari_chentsov"]
    other = fields.amari_chentsov(subject).values["amari_chentsov"]
    assert one == other


def test_a_chart_is_derived_afresh_and_agrees_with_the_metric_pulled_back():
    """N(mu, v) by the logarithm of v: the metric is constant in it, and the point moves along."""
    subject = subject_of(Request(name="normal", chart="mu, log(v)", at="mu=1, v=2"))
    found = metric.fisher(subject)

    assert found.values["fisher"] == [["exp(-t2)", "0"], ["0", "1/2"]]
    assert "proved zero" in found.values["fisher_route"]
    assert list(subject.at.values()) == [1, sp.log(2)]


def test_a_chart_with_a_wrong_pull_back_is_withdrawn(monkeypatch):
    """If the two ways to a chart differ, nothing is reported."""
    subject = subject_of(Request(name="normal", chart="mu, log(v)"))
    monkeypatch.setattr(type(subject.charted), "pulled_back", lambda self, metric: sp.eye(2) / 2)
    found = metric.fisher(subject)

    assert found.values["fisher"] is None
    assert found.reasons["fisher"].startswith("CONTRADICTION")


def test_a_chart_may_be_written_in_the_parameters_of_a_variant():
    """normal has mu and v; a chart in mu and sigma is one of normal.sd."""
    subject = subject_of(Request(name="normal", chart="mu, log(sigma)"))

    assert metric.fisher(subject).values["fisher"] == [["exp(-2*t2)", "0"], ["0", "2"]]


def test_a_logarithm_that_is_not_always_real_becomes_a_condition():
    """Without --where, p + q < 1 is what log(1 - p - q) needs, and is reported."""
    request, _ = AS_TEXT["multinomial"]
    subject = subject_of(request)

    assert [str(c) for c in subject.inferred] == ["-p - q + 1 > 0"]
