"""Published Kullback-Leibler divergences KL(p_1 | p_2)."""

from __future__ import annotations

from typing import Any

from sympy import Abs, EulerGamma, Matrix, Rational, besseli, cos, digamma, exp, gamma, log, loggamma
from table_entry import LOOKED_UP, Entry, letters

p1, q1, p2, q2, n, r, x1, x2, a1, a2, b1, b2, c1, c2 = letters("p1 q1 p2 q2 n r x1 x2 a1 a2 b1 b2 c1 c2")
mu1, mu2, s1, s2, v1, v2, k1, k2, m = letters("mu1 mu2 sigma1 sigma2 v1 v2 k1 k2 m")
g = EulerGamma

TORCH = "pytorch/pytorch, torch/distributions/kl.py"
GIL = "Gil, Alajaji and Linder, Renyi divergence measures for commonly used univariate continuous distributions (2013)"
KULLBACK = "Kullback, Information Theory and Statistics (1959)"
NN = "Nawa and Nadarajah, Exact expressions for Kullback-Leibler divergence for univariate distributions (2024)"


def _bernoulli(p: Any, q: Any) -> Any:
    return p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))


def _cells(p: Any, q: Any, s: Any, t: Any) -> Any:
    return p * log(p / s) + q * log(q / t) + (1 - p - q) * log((1 - p - q) / (1 - s - t))


def _dirichlet(a: Any, b: Any) -> Any:
    total_a, total_b = sum(a), sum(b)
    ends = loggamma(total_a) - loggamma(total_b)
    terms = (
        loggamma(y) - loggamma(x) + (x - y) * (digamma(x) - digamma(total_a))
        for x, y in zip(a, b, strict=True)
    )
    return ends + sum(terms)


def _gamma_kl(k: Any, b: Any, l: Any, d: Any) -> Any:
    """Shapes k, l and rates b, d."""
    return l * log(b / d) + loggamma(l) - loggamma(k) + (k - l) * digamma(k) + (d - b) * k / b


def _weibull(k: Any, x: Any, l: Any, y: Any) -> Any:
    """Shapes k, l and scales x, y."""
    shapes = log(k / x**k) - log(l / y**l) + (k - l) * (log(x) - g / k)
    return shapes + (x / y) ** l * gamma(l / k + 1) - 1


def _gumbel(mu: Any, s: Any, nu: Any, t: Any) -> Any:
    return -log(s / t) - (nu - mu) / t + s / t * g + exp((nu - mu) / t) * gamma(1 + s / t) - (1 + g)


def _normal(mu: Any, v: Any, nu: Any, w: Any) -> Any:
    return log(w / v) / 2 + (v + (mu - nu) ** 2) / (2 * w) - Rational(1, 2)


A = besseli(1, k1) / besseli(0, k1)

DISCRETE = (
    Entry("bernoulli", (p1,), _bernoulli(p1, p2), f"{KULLBACK}, ch. 2, example 2.2", others=(p2,)),
    Entry(
        "binomial", (p1,), n * _bernoulli(p1, p2), f"{KULLBACK}, ch. 2, example 2.2", others=(p2,), fixed=(n,)
    ),
    Entry("poisson", (a1,), a1 * log(a1 / a2) + a2 - a1, f"{KULLBACK}, table 2.1", others=(a2,)),
    Entry("geometric", (p1,), _bernoulli(p1, p2) / p1, "Johnson, Kemp and Kotz (2005), ch. 5", others=(p2,)),
    Entry(
        "geometric.trials",
        (p1,),
        _bernoulli(p1, p2) / p1,
        "Johnson, Kemp and Kotz (2005), ch. 5",
        others=(p2,),
    ),
    Entry(
        "negative_binomial",
        (p1,),
        r * _bernoulli(p1, p2) / p1,
        "Johnson, Kemp and Kotz (2005), ch. 5",
        others=(p2,),
        fixed=(r,),
    ),
    Entry(
        "categorical",
        (p1, q1),
        _cells(p1, q1, p2, q2),
        "dajmcdon/dpf, R/kldivergences.R, KLmultinom",
        LOOKED_UP,
        others=(p2, q2),
    ),
    Entry(
        "multinomial", (p1, q1), n * _cells(p1, q1, p2, q2), f"{KULLBACK}, ch. 6", others=(p2, q2), fixed=(n,)
    ),
)

LOCATION_SCALE = (
    Entry(
        "normal",
        (mu1, v1),
        log(v2) / 2 - log(v1) / 2 + (v1 + (mu1 - mu2) ** 2) / (2 * v2) - Rational(1, 2),
        "Allison, KL of normals (csse.monash.edu.au/~lloyd/tildeMML/KL/Normal), in variances",
        LOOKED_UP,
        others=(mu2, v2),
    ),
    Entry(
        "normal.sd",
        (mu1, s1),
        log(s2 / s1) + (s1**2 - s2**2 + (mu1 - mu2) ** 2) / (2 * s2**2),
        "Wicklin, The Kullback-Leibler divergence between continuous distributions (blogs.sas.com, 2020)",
        LOOKED_UP,
        others=(mu2, s2),
    ),
    Entry("lognormal", (mu1, s1), _normal(mu1, s1**2, mu2, s2**2), f"{GIL}, table 3", others=(mu2, s2)),
    Entry(
        "laplace.scale",
        (mu1, b1),
        log(b2 / b1) + Abs(mu1 - mu2) / b2 + b1 / b2 * exp(-Abs(mu1 - mu2) / b1) - 1,
        f"{TORCH}, after {GIL}",
        LOOKED_UP,
        others=(mu2, b2),
    ),
    Entry("gumbel", (mu1, s1), _gumbel(mu1, s1, mu2, s2), TORCH, LOOKED_UP, others=(mu2, s2)),
    Entry(
        "cauchy",
        (mu1, s1),
        log(((s1 + s2) ** 2 + (mu1 - mu2) ** 2) / (4 * s1 * s2)),
        "Chyzak and Nielsen, A closed-form formula for the KL divergence between Cauchy distributions (2019)",
        others=(mu2, s2),
    ),
)

POSITIVE = (
    Entry("exponential", (b1,), -log(b2 / b1) + b2 / b1 - 1, TORCH, LOOKED_UP, others=(b2,)),
    Entry("gamma", (k1, b1), _gamma_kl(k1, b1, k2, b2), TORCH, LOOKED_UP, others=(k2, b2)),
    Entry(
        "gamma.shape_scale", (k1, b1), _gamma_kl(k1, 1 / b1, k2, 1 / b2), f"{GIL}, table 3", others=(k2, b2)
    ),
    Entry("inverse_gamma", (a1, b1), _gamma_kl(a1, b1, a2, b2), f"{NN}, by 1/x", others=(a2, b2)),
    Entry(
        "chi_squared",
        (k1,),
        loggamma(k2 / 2) - loggamma(k1 / 2) + (k1 - k2) / 2 * digamma(k1 / 2),
        f"{GIL}, table 3",
        others=(k2,),
    ),
    Entry(
        "chi",
        (k1,),
        loggamma(k2 / 2) - loggamma(k1 / 2) + (k1 - k2) / 2 * digamma(k1 / 2),
        f"{GIL}, table 3",
        others=(k2,),
    ),
    Entry("rayleigh", (s1,), 2 * log(s2 / s1) + s1**2 / s2**2 - 1, f"{GIL}, table 3", others=(s2,)),
    Entry("half_normal", (s1,), log(s2 / s1) + (s1**2 / s2**2 - 1) / 2, f"{GIL}, table 3", others=(s2,)),
    Entry(
        "maxwell",
        (s1,),
        3 * log(s2 / s1) + Rational(3, 2) * (s1**2 / s2**2 - 1),
        f"{GIL}, table 3",
        others=(s2,),
    ),
    Entry("levy", (c1,), log(c1 / c2) / 2 + (c2 / c1 - 1) / 2, f"{NN}", others=(c2,), fixed=(m,)),
    Entry(
        "pareto",
        (a1,),
        -log(a2 / a1) + a2 / a1 - 1,
        f"{TORCH}, equal scales",
        LOOKED_UP,
        others=(a2,),
        fixed=(m,),
    ),
    Entry(
        "weibull",
        (k1, b1),
        _weibull(k1, b1, k2, b2),
        "Bauckhage, arXiv 1310.3713, as in tensorflow/probability weibull.py",
        LOOKED_UP,
        others=(k2, b2),
    ),
    Entry("frechet", (k1, b1), _weibull(k1, 1 / b1, k2, 1 / b2), f"{NN}, by 1/x", others=(k2, b2)),
    Entry(
        "inverse_gaussian",
        (mu1, k1),
        (log(k1 / k2) + k2 / k1 - 1) / 2 + k2 * (mu1 - mu2) ** 2 / (2 * mu1 * mu2**2),
        f"{GIL}, table 3",
        others=(mu2, k2),
    ),
    Entry("nakagami", (k1, a1), _gamma_kl(k1, k1 / a1, k2, k2 / a2), f"{NN}, by the square", others=(k2, a2)),
)

BOUNDED = (
    Entry(
        "beta",
        (a1, b1),
        _dirichlet((a1, b1), (a2, b2)),
        f"{TORCH}, Dirichlet with two cells",
        LOOKED_UP,
        others=(a2, b2),
    ),
    Entry(
        "dirichlet",
        (a1, b1, c1),
        _dirichlet((a1, b1, c1), (a2, b2, c2)),
        TORCH,
        LOOKED_UP,
        others=(a2, b2, c2),
    ),
    Entry(
        "von_mises",
        (mu1, k1),
        A * (k1 - k2 * cos(mu1 - mu2)) + log(besseli(0, k2) / besseli(0, k1)),
        "Mardia and Jupp, Directional Statistics (2000), sec. 3.5; tensorflow/probability von_mises.py",
        others=(mu2, k2),
    ),
)


def _gaussian() -> Entry:
    x, y, u, v, w = letters("x1 y1 u1 v1 w1")
    X, Y, U, V, W = letters("x2 y2 u2 v2 w2")
    C, D = Matrix([[u, v], [v, w]]), Matrix([[U, V], [V, W]])
    step = Matrix([X - x, Y - y])
    value = ((D.inv() * C).trace() + (step.T * D.inv() * step)[0] - 2 + log(D.det() / C.det())) / 2
    place = f"{KULLBACK}, sec. 9.1, eq. (1.2)"
    return Entry("multivariate_normal", (x, y, u, v, w), value, place, others=(X, Y, U, V, W))


def _wishart() -> Entry:
    u, v, w, U, V, W = letters("u1 v1 w1 u2 v2 w2")
    C, D = Matrix([[u, v], [v, w]]), Matrix([[U, V], [V, W]])
    value = n / 2 * ((D.inv() * C).trace() - 2 + log(D.det() / C.det()))
    return Entry(
        "wishart",
        (u, v, w),
        value,
        "Kullback (1959), sec. 9.2, equal degrees of freedom",
        others=(U, V, W),
        fixed=(n,),
    )


TABLE = (*DISCRETE, *LOCATION_SCALE, *POSITIVE, *BOUNDED, _gaussian(), _wishart())
