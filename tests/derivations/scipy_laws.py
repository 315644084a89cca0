"""SciPy's laws for our families, and the Fisher matrix measured from SciPy's log-densities alone.

Scores are central differences of sixth order of SciPy's log-density in the parameters; expectations are
double exponential quadrature, sums, or rules that are exact for polynomials.  Nothing is taken from our own
log-densities or derivations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.stats as st
from scipy import special

Array = Any
NEAR = 1e-13  # closer to a kink, rounding in x leaves nothing of x - m
STEP = 4e-3  # truncation STEP^6/140 and rounding 1e-16/STEP are both far below the digits asked for


@dataclass(frozen=True)
class Case:
    """A family as SciPy has it.

    of           log p of (x, *parameters), from SciPy; x has the observations in its first axis if there are several.
    nodes        of the parameters: points and weights for integrals over the support.
    points       generic parameter points.
    fixed        values of fixed symbols, by name.
    kink         of the parameters: where the log-density is not smooth in the first of them, or None.
    digits       that the quadrature is good for.
    """

    of: Callable[..., Array]
    nodes: Callable[..., tuple[Array, Array]]
    points: tuple[tuple[float, ...], ...]
    fixed: dict[str, float] | None = None
    kink: Callable[..., float] | None = None
    digits: float = 8

    def log_density(self, x: Array, *theta: Any) -> Array:
        """SciPy's log-density, which may overflow to minus infinity far out."""
        with np.errstate(all="ignore"):
            return self.of(x, *theta)


def fisher(case: Case, point: tuple[float, ...]) -> Array:
    """E[s*s.T] at a point, (n, n)."""
    x, w = case.nodes(*point)
    mass = w * np.exp(case.log_density(x, *point))
    kept = np.isfinite(mass) & (mass > 1e-200)  # beyond, scores may overflow before the mass is zero
    if case.kink is not None:
        kept &= np.abs(x - case.kink(*point)) > NEAR
    x, mass = x[..., kept], mass[kept]
    np.testing.assert_allclose(mass.sum(), 1, rtol=1e-9)
    scores = [score(case, x, point, k) for k in range(len(point))]
    return np.array([[np.sum(mass * a * b) for b in scores] for a in scores])


def score(case: Case, x: Array, point: tuple[float, ...], k: int) -> Array:
    """The derivative of the log-density in parameter k, at every node."""
    h = STEP * min(1.0, abs(point[k]))
    if case.kink is not None and k == 0:
        h = np.minimum(h, STEP * np.abs(x - case.kink(*point)))

    def at(steps: int) -> Array:
        return case.log_density(x, *point[:k], point[k] + steps * h, *point[k + 1 :])

    weights = {1: 45, 2: -9, 3: 1}
    return sum(c * (at(j) - at(-j)) for j, c in weights.items()) / (60 * h)


# ---- nodes

T = np.arange(-4.6, 4.6, 1 / 64)
SINH = np.pi / 2 * np.sinh(T)
RATE = np.pi / 2 * np.cosh(T) / 64


def above(c: float) -> tuple[Array, Array]:
    """(c, oo) by x = c + exp(pi/2*sinh(t))."""
    y = np.exp(SINH)
    return c + y, RATE * y


def around(m: float) -> tuple[Array, Array]:
    """The line in two halves at m."""
    y, w = above(0.0)
    return np.concatenate([m - y, m + y]), np.concatenate([w, w])


def unit(*_: float) -> tuple[Array, Array]:
    """(0, 1) by the logistic function."""
    u = special.expit(2 * SINH)
    return u, 2 * RATE * u * special.expit(-2 * SINH)


def circle(*_: float) -> tuple[Array, Array]:
    """A full turn, equally spaced."""
    n = 400
    return -np.pi + 2 * np.pi * (np.arange(n) + 0.5) / n, np.full(n, 2 * np.pi / n)


def integers(lower: int, upper: int) -> tuple[Array, Array]:
    """lower, ..., upper."""
    x = np.arange(lower, upper + 1)
    return x, np.ones(x.size)


def counts(total: int) -> tuple[Array, Array]:
    """Pairs of naturals with sum at most a total."""
    x = np.array([(i, j) for i in range(total + 1) for j in range(total + 1 - i)]).T
    return x, np.ones(x.shape[1])


def simplex(*_: float) -> tuple[Array, Array]:
    """x1 = u, x2 = (1 - u)*v."""
    u, w = unit()
    u, w = u[::3], 3 * w[::3]
    a, b = np.meshgrid(u, u)
    return np.array([a, (1 - a) * b]).reshape(2, -1), (np.outer(w, w) * (1 - a)).ravel()


def normal_nodes(mean: Array, cov: Array) -> tuple[Array, Array]:
    """Gauss-Hermite in each direction, exact for the products of two quadratics; Lebesgue weights."""
    d = len(mean)
    z, w = special.roots_hermitenorm(6)
    grid = np.array(np.meshgrid(*[z] * d)).reshape(d, -1)
    weights = np.prod(np.meshgrid(*[w / np.sqrt(2 * np.pi)] * d), axis=0).ravel()
    x = np.array(mean)[:, None] + np.linalg.cholesky(cov) @ grid
    return x, weights / np.exp(st.multivariate_normal(mean, cov).logpdf(x.T))


def wishart_nodes(v11: float, v21: float, v22: float, n: float) -> tuple[Array, Array]:
    """Bartlett's decomposition by Gauss rules, exact for polynomials of degree two; Lebesgue weights."""
    V = np.array([[v11, v21], [v21, v22]])
    a, wa = special.roots_genlaguerre(6, n / 2 - 1)
    b, wb = special.roots_genlaguerre(6, (n - 1) / 2 - 1)
    z, wz = special.roots_hermitenorm(6)
    A, B, Z = (g.ravel() for g in np.meshgrid(np.sqrt(2 * a), np.sqrt(2 * b), z, indexing="ij"))
    weights = np.einsum("i,j,k", wa / wa.sum(), wb / wb.sum(), wz / wz.sum()).ravel()
    L = np.linalg.cholesky(V)
    T_ = np.array([[A, 0 * A], [Z, B]])
    M = np.einsum("ij,jkn->ikn", L, T_)
    X = np.einsum("ikn,jkn->ijn", M, M)
    x = np.array([X[0, 0], X[1, 0], X[1, 1]])
    return x, weights / np.exp(wishart(x, v11, v21, v22, n))


def sphere(*_: float) -> tuple[Array, Array]:
    """Gauss-Legendre in the height, equally spaced in the angle."""
    z, w = np.polynomial.legendre.leggauss(60)
    angle = 2 * np.pi * np.arange(80) / 80
    Z, F = np.meshgrid(z, angle)
    r = np.sqrt(1 - Z**2)
    return np.array([r * np.cos(F), r * np.sin(F), Z]).reshape(3, -1), np.tile(w, 80) * 2 * np.pi / 80


# ---- densities that SciPy has in another shape


def wishart(x: Array, v11: float, v21: float, v22: float, n: float) -> Array:
    """SciPy's Wishart law by lower triangles."""
    X = np.array([[x[0], x[1]], [x[1], x[2]]])
    return st.wishart(n, np.array([[v11, v21], [v21, v22]])).logpdf(X)


def lower(entries: tuple[float, ...]) -> Array:
    """A lower triangle, row by row."""
    d = {1: 1, 3: 2, 6: 3}[len(entries)]
    L = np.zeros((d, d))
    L[np.tril_indices(d)] = entries
    return L


def symmetric(entries: tuple[float, ...]) -> Array:
    """The symmetric matrix with a lower triangle."""
    L = lower(entries)
    return L + np.tril(L, -1).T


def split(d: int, theta: tuple[float, ...]) -> tuple[Array, tuple[float, ...]]:
    """Mean and the rest."""
    return np.array(theta[:d]), theta[d:]


def gaussian(d: int, covariance: Callable[[tuple[float, ...]], Array], *points: tuple[float, ...]) -> Case:
    """The multivariate normal family in a chart of its covariance."""

    def log_density(x: Array, *theta: float) -> Array:
        mean, rest = split(d, theta)
        return st.multivariate_normal(mean, covariance(rest)).logpdf(x.T)

    def nodes(*theta: float) -> tuple[Array, Array]:
        mean, rest = split(d, theta)
        return normal_nodes(mean, covariance(rest))

    return Case(log_density, nodes, points)


def kumaraswamy(x: Array, a: float, b: float) -> Array:
    """x^a is Beta(1, b)."""
    return st.beta(1, b).logpdf(x**a) + np.log(a) + (a - 1) * np.log(x)


def fisher_on_sphere(x: Array, k: float, t: float, f: float) -> Array:
    """SciPy's von Mises-Fisher law by polar angles."""
    mu = np.array([np.sin(t) * np.cos(f), np.sin(t) * np.sin(f), np.cos(t)])
    return st.vonmises_fisher(mu, k).logpdf(x.T)


def mixture(x: Array, w: float, a: float, b: float) -> Array:
    """Two unit normal laws."""
    return np.logaddexp(np.log(w) + st.norm.logpdf(x, a), np.log1p(-w) + st.norm.logpdf(x, b))


def cells(x: Array, n: int, p1: float, p2: float) -> Array:
    """SciPy's multinomial law by two counts."""
    return st.multinomial(n, [p1, p2, 1 - p1 - p2]).logpmf(np.array([x[0], x[1], n - x[0] - x[1]]).T)


def positive(log_density: Callable[..., Array], *points: tuple[float, ...], **fixed: float) -> Case:
    """A family on (0, oo)."""
    return Case(log_density, lambda *_: above(0.0), points, fixed)


def line(log_density: Callable[..., Array], *points: tuple[float, ...], **fixed: float) -> Case:
    """A family on the line, located at its first parameter."""
    return Case(log_density, lambda m, *_: around(m), points, fixed)


def kinked(log_density: Callable[..., Array], *points: tuple[float, ...]) -> Case:
    """A family on the line with a kink at its first parameter."""
    return Case(log_density, lambda m, *_: around(m), points, None, lambda m, *_: m)


def naturals(
    log_density: Callable[..., Array], *points: tuple[float, ...], first: int = 0, **fixed: float
) -> Case:
    """A family on integers whose tail beyond 1200 is nothing."""
    return Case(log_density, lambda *_: integers(first, 1200), points, fixed)


def sd(v: Array) -> Array:
    """Standard deviation."""
    return np.sqrt(v)


S2 = ((0.3, -0.7, 1.7, 0.4, 0.9),)
S3 = ((0.3, -0.7, 1.1, 1.7, 0.4, 0.9, -0.3, 0.2, 1.3),)

CASES: dict[str, Case] = {
    "bernoulli": Case(st.bernoulli.logpmf, lambda *_: integers(0, 1), ((0.37,), (0.81,))),
    "bernoulli.logit": Case(
        lambda x, t: st.bernoulli.logpmf(x, special.expit(t)), lambda *_: integers(0, 1), ((0.37,), (-1.3,))
    ),
    "binomial": Case(
        lambda x, p: st.binom.logpmf(x, 7, p), lambda *_: integers(0, 7), ((0.37,), (0.81,)), {"n": 7}
    ),
    "categorical": Case(lambda x, p, q: cells(x, 1, p, q), lambda *_: counts(1), ((0.23, 0.41),)),
    "multinomial": Case(lambda x, p, q: cells(x, 5, p, q), lambda *_: counts(5), ((0.23, 0.41),), {"n": 5}),
    "poisson": naturals(st.poisson.logpmf, (2.7,), (0.6,)),
    "geometric": naturals(lambda x, p: st.nbinom.logpmf(x, 1, p), (0.37,), (0.81,)),
    "geometric.trials": naturals(st.geom.logpmf, (0.37,), (0.81,), first=1),
    "negative_binomial": naturals(lambda x, p: st.nbinom.logpmf(x, 2.6, p), (0.37,), (0.81,), r=2.6),
    "logarithmic": naturals(st.logser.logpmf, (0.37,), (0.81,), first=1),
    "normal": line(lambda x, m, v: st.norm.logpdf(x, m, sd(v)), (0.4, 1.7), (-2.1, 0.3)),
    "normal.sd": line(st.norm.logpdf, (0.4, 1.7), (-2.1, 0.3)),
    "normal.natural": line(
        lambda x, a, b: st.norm.logpdf(x, -a / (2 * b), sd(-1 / (2 * b))), (0.4, -0.7), (1.3, -2.1)
    ),
    "normal.mean": line(lambda x, m, q: st.norm.logpdf(x, m, sd(q - m**2)), (0.4, 1.7), (-1.1, 2.3)),
    "laplace": kinked(st.laplace.logpdf, (0.4,)),
    "laplace.scale": kinked(st.laplace.logpdf, (0.4, 1.7), (-2.1, 0.3)),
    "stretched": replace(  # s^2 is like |x|^(-1/2), and sqrt(NEAR) of it is left out
        kinked(lambda x, t: st.gennorm.logpdf(x, 0.75, t), (0.4,)), digits=6
    ),
    "generalised_normal": kinked(
        lambda x, m, s, b: st.gennorm.logpdf(x, b, m, s), (0.4, 1.7, 1.6), (-2.1, 0.3, 2.7)
    ),
    "gumbel": line(st.gumbel_r.logpdf, (0.4, 1.7), (-2.1, 0.3)),
    "logistic": line(st.logistic.logpdf, (0.4, 1.7), (-2.1, 0.3)),
    "cauchy": line(st.cauchy.logpdf, (0.4, 1.7), (-2.1, 0.3)),
    "student_t": line(lambda x, m, s: st.t.logpdf(x, 3.4, m, s), (0.4, 1.7), (-2.1, 0.3), nu=3.4),
    "student_t.free": line(lambda x, m, s, nu: st.t.logpdf(x, nu, m, s), (0.4, 1.7, 3.4), (-2.1, 0.3, 1.6)),
    "exponential": positive(lambda x, b: st.expon.logpdf(x, scale=1 / b), (1.7,), (0.3,)),
    "exponential.scale": positive(lambda x, t: st.expon.logpdf(x, scale=t), (1.7,), (0.3,)),
    "gamma": positive(lambda x, k, b: st.gamma.logpdf(x, k, scale=1 / b), (2.7, 1.3), (0.6, 3.1)),
    "gamma.shape_scale": positive(lambda x, k, t: st.gamma.logpdf(x, k, scale=t), (2.7, 1.3), (0.6, 3.1)),
    "gamma.shape_mean": positive(lambda x, k, m: st.gamma.logpdf(x, k, scale=m / k), (2.7, 1.3), (0.6, 3.1)),
    "inverse_gamma": positive(lambda x, a, b: st.invgamma.logpdf(x, a, scale=b), (2.7, 1.3), (0.9, 3.1)),
    "chi_squared": positive(st.chi2.logpdf, (3.4,), (1.7,)),
    "chi": positive(st.chi.logpdf, (3.4,), (1.7,)),
    "rayleigh": positive(lambda x, s: st.rayleigh.logpdf(x, scale=s), (1.7,), (0.3,)),
    "maxwell": positive(lambda x, s: st.maxwell.logpdf(x, scale=s), (1.7,), (0.3,)),
    "half_normal": positive(lambda x, s: st.halfnorm.logpdf(x, scale=s), (1.7,), (0.3,)),
    "nakagami": positive(lambda x, m, w: st.nakagami.logpdf(x, m, scale=sd(w)), (1.7, 0.6), (0.8, 2.3)),
    "weibull": positive(lambda x, k, b: st.weibull_min.logpdf(x, k, scale=b), (1.7, 0.6), (0.8, 2.3)),
    "frechet": positive(lambda x, a, s: st.invweibull.logpdf(x, a, scale=s), (1.7, 0.6), (0.8, 2.3)),
    "lognormal": positive(lambda x, m, s: st.lognorm.logpdf(x, s, scale=np.exp(m)), (0.4, 1.7), (-1.1, 0.3)),
    "log_logistic": positive(lambda x, a, b: st.fisk.logpdf(x, b, scale=a), (1.7, 2.6), (0.8, 1.3)),
    "lomax": positive(lambda x, a, b: st.lomax.logpdf(x, a, scale=b), (1.7, 0.6), (2.8, 2.3)),
    "inverse_gaussian": positive(
        lambda x, m, k: st.invgauss.logpdf(x, m / k, scale=k), (1.7, 0.6), (0.8, 2.3)
    ),
    "pareto": Case(
        lambda x, a: st.pareto.logpdf(x, a, scale=0.7), lambda *_: above(0.7), ((1.7,), (0.6,)), {"c": 0.7}
    ),
    "levy": Case(
        lambda x, c: st.levy.logpdf(x, 0.25, c), lambda *_: above(0.25), ((1.7,), (0.3,)), {"m": 0.25}
    ),
    "beta": Case(st.beta.logpdf, unit, ((2.3, 3.1), (1.4, 0.7))),
    "kumaraswamy": Case(kumaraswamy, unit, ((2.3, 3.1), (0.7, 1.4))),
    "von_mises": Case(lambda x, m, k: st.vonmises.logpdf(x, k, m), circle, ((0.4, 1.7), (-1.1, 0.6))),
    "dirichlet": Case(
        lambda x, a, b, c: st.dirichlet([a, b, c]).logpdf(np.array([x[0], x[1], 1 - x[0] - x[1]])),
        simplex,
        ((2.3, 3.1, 1.7),),
    ),
    "wishart": Case(
        lambda x, a, b, c: wishart(x, a, b, c, 4.3),
        lambda a, b, c: wishart_nodes(a, b, c, 4.3),
        ((1.7, 0.4, 0.9),),
        {"n": 4.3},
    ),
    "von_mises_fisher": Case(fisher_on_sphere, sphere, ((1.7, 0.6, 2.3),)),
    "multivariate_normal": gaussian(2, symmetric, *S2),
    "multivariate_normal.precision": gaussian(2, lambda p: np.linalg.inv(symmetric(p)), *S2),
    "multivariate_normal.cholesky": gaussian(2, lambda e: lower(e) @ lower(e).T, *S2),
    "multivariate_normal.three": gaussian(3, symmetric, *S3),
    "multivariate_normal.three_precision": gaussian(3, lambda p: np.linalg.inv(symmetric(p)), *S3),
    "multivariate_normal.three_cholesky": gaussian(3, lambda e: lower(e) @ lower(e).T, *S3),
    "zipf": naturals(st.zipf.logpmf, (2.7,), first=1),
    "normal_mixture": line(mixture, (0.3, 0.4, 1.7)),
    "uniform": Case(
        lambda x, t: st.uniform.logpdf(x, 0, t), lambda t: (t * unit()[0], t * unit()[1]), ((1.7,),)
    ),
}
