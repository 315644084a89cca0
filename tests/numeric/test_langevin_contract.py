"""Every method has the orders it declares, and a method with a wrong order or a wrong constant is caught.

Nothing is sampled.  On a linear drift the scheme's own recursion is compared with the exact law; on a bent
drift in one dimension its transfer operator, by quadrature of the step, with the stationary density and
with the semigroup by Galerkin's method; a Metropolis ratio with the one computed from densities.
"""

from dataclasses import replace
from functools import cache
from math import inf, isinf

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.linalg import expm
from scipy.stats import multivariate_normal

from numeric.agreement import Outcome
from numeric.langevin import methods
from numeric.langevin.errors import MethodError
from numeric.langevin.kernel import Method
from numeric.langevin.metropolis import Metropolis
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck, quadratic_langevin
from numeric.langevin.overdamped import Overdamped
from numeric.langevin.recursions import recursion
from numeric.langevin.riemannian import Reading, Riemannian
from numeric.langevin.roots import FromMetric, FromRoot
from numeric.langevin.square_root import SquareRoot
from numeric.langevin.transfer import transfer
from numeric.slopes import measure_slope
from numeric.supports import Interval

ETA, T = 0.8, 0.7

# Linear drifts whose A is far from symmetric: one from a metric and a Hessian, and one whose law circulates.
REVERSIBLE = quadratic_langevin(
    [[2.0, 0.6], [0.6, 0.9]], [[1.0, -0.4], [-0.4, 2.5]], eta=ETA, T=T, centre=[0.3, -1.1]
)
CIRCULATING = OrnsteinUhlenbeck([[1.3, -0.9], [0.4, 0.6]], [[0.5, 0.2], [0.2, 0.9]], [0.3, -1.1])


# A bent drift in one dimension: loss, its slope, the inverse metric, its slope.
def loss(x):
    return x**2 / 2 + np.sin(x + 0.4) / 2


def slope(x):
    return x + np.cos(x + 0.4) / 2


def mobility(x):
    return 0.9 + 0.4 * np.sin(x - 0.3)


def mobility_slope(x):
    return 0.4 * np.cos(x - 0.3)


def observable(x):
    return x**2 + np.sin(x)


def fill_slope(theta, out):
    out[...] = slope(theta)


def fill_loss(theta, out):
    out[...] = loss(theta[0])


def fill_root(theta, out):
    out[...] = np.sqrt(mobility(theta))


SUPPORT = Interval(-7.0, 7.0)
FINE = np.linspace(-7, 7, 4001)
CONSTANT = Overdamped(fill_slope, [[1 / 0.9]], ETA, T, loss=fill_loss)
BENT = {
    reading: Riemannian(fill_slope, FromRoot(fill_root), ETA, T, reading, loss=fill_loss)
    for reading in (Reading.FLAT, Reading.VOLUME)
}
# Drift b, diffusion D and log-density of each, written anew.
EQUATIONS = {
    "constant": (lambda x: -ETA * 0.9 * slope(x), lambda x: ETA * T * 0.9 + 0 * x, lambda x: -loss(x) / T),
    Reading.FLAT: (
        lambda x: -ETA * mobility(x) * slope(x) + ETA * T * mobility_slope(x),
        lambda x: ETA * T * mobility(x),
        lambda x: -loss(x) / T,
    ),
    Reading.VOLUME: (
        lambda x: -ETA * mobility(x) * slope(x) + ETA * T * mobility_slope(x) / 2,
        lambda x: ETA * T * mobility(x),
        lambda x: -loss(x) / T - np.log(mobility(x)) / 2,
    ),
}


def stationary_mean(log_density):
    """The trapezoidal rule is exact to rounding for a smooth density that dies at both ends."""
    weights = np.exp(log_density(FINE))
    return weights @ observable(FINE) / weights.sum()


@cache
def semigroup(drift, diffusion, modes=100, nodes=160):
    """Hermite coefficients of E[f(theta(1)) | theta(0) = x], from d/dt u = b u' + D u'' by Galerkin's method."""
    x, w = np.polynomial.hermite_e.hermegauss(nodes)
    w = w / w.sum()
    k = np.arange(modes)
    V = orthonormal(x, modes)
    first, second = np.zeros_like(V), np.zeros_like(V)
    first[:, 1:] = V[:, :-1] * np.sqrt(k[1:])
    second[:, 2:] = V[:, :-2] * np.sqrt(k[2:] * (k[2:] - 1))
    generator = V.T @ (w[:, None] * (drift(x)[:, None] * first + diffusion(x)[:, None] * second))
    return expm(generator) @ (V.T @ (w * observable(x)))


def orthonormal(x, modes):
    """Hermite polynomials of unit norm, by their recurrence: factorials would overflow."""
    columns = [np.ones_like(x), x]
    for k in range(1, modes - 1):
        columns.append((x * columns[k] - np.sqrt(k) * columns[k - 1]) / np.sqrt(k + 1))
    return np.stack(columns, axis=-1)


def linear_measurements(method, linear):
    """Error of the stationary covariance, and of mean and covariance at t = 1, against the exact ones."""
    start = np.array([1.2, 0.7])
    E, Q = linear.transition(1.0)

    def bias(h):
        return recursion(method, linear, h).covariance() - linear.stationary_covariance()

    def weak(h):
        mean, C = recursion(method, linear, h).mean_and_covariance(start, round(1 / h))
        return np.append(mean - linear.centre - E @ (start - linear.centre), C - Q)

    # Leimkuhler-Matthews is better here than in general: that is measured below.
    special = inf if method.name == "leimkuhler_matthews" else method.invariant_bias_order
    yield "stationary covariance, linear drift", bias, special, 0.25
    yield "moments at t = 1, linear drift", weak, method.weak_order, 0.25


def bent_measurements(method, dynamics, drift, diffusion, log_density):
    """Error of one expectation in the stationary law and of another at t = 1, against the exact ones."""
    kept = {}

    def operator(h):
        if h not in kept:
            kept[h] = transfer(method, dynamics, h, SUPPORT)
        return kept[h]

    def bias(h):
        return operator(h).stationary(observable) - stationary_mean(log_density)

    def weak(h):
        points = operator(h).points
        inside = np.abs(points) < 1.5
        found = operator(h).after(observable, round(1 / h))
        exact = semigroup(drift, diffusion)
        return found[inside] - orthonormal(points[inside], exact.size) @ exact

    if not isinstance(
        method.start(dynamics, 0.1, np.zeros((1, 1))), Metropolis
    ):  # which `balance` does better
        yield "stationary expectation, bent drift", bias, method.invariant_bias_order, 0.25
    # Order one half and the next, one, part only at short steps.
    yield (
        "expectation at t = 1, bent drift",
        weak,
        method.weak_order,
        0.25 if method.weak_order >= 1 else 2.0**-9,
    )


def balance_measurements(method, dynamics, drift, covariance, log_density):
    """Log of the Metropolis ratio, against p(y) q(y, x) / p(x) q(x, y) from normal densities, in two dimensions."""
    if not isinstance(method.start(dynamics, 0.1, np.zeros((2, 1))), Metropolis):
        return
    rng = np.random.default_rng(5)
    theta, xi = rng.normal(size=(2, 2, 40))

    def residual(h):
        kernel = method.start(dynamics, h, theta)
        kernel.noise[...] = xi
        kernel.threshold[...] = inf
        kernel.advance()

        def log_q(x, y):
            return multivariate_normal.logpdf(y, x + h * drift(x), 2 * h * covariance(x))

        expected = [
            log_density(y) - log_density(x) + log_q(y, x) - log_q(x, y)
            for x, y in zip(theta.T, kernel.theta.T, strict=True)
        ]
        return kernel.log_ratio - expected

    yield "logarithm of the Metropolis ratio", residual, method.invariant_bias_order, 0.5


# Two dimensions for the ratio.  G = Id + theta theta^T has det 1 + r^2, div G = 3 theta, and with the volume
# 3 theta + G grad log(det I) / 2 = 3 theta - G theta / (1 + r^2) = 2 theta.
def plane_loss(x):
    return np.sum(x**2, axis=0) / 2 + np.sin(x[0] + 2 * x[1]) / 3


def plane_slope(x):
    return x + np.cos(x[0] + 2 * x[1]) * (np.array([1, 2]) / 3).reshape(2, *[1] * (x.ndim - 1))


def fill_plane_metric(theta, out):
    """(Id + theta theta^T)^-1 = Id - theta theta^T / (1 + r^2)."""
    out[...] = np.eye(2)[..., None] - theta * theta[:, None] / (1 + np.sum(theta**2, axis=0))


def fill_plane_root(theta, out):
    """Cholesky factor of Id + theta theta^T."""
    a = np.sqrt(1 + theta[0] ** 2)
    out[0, 0], out[1, 0] = a, theta[0] * theta[1] / a
    out[1, 1] = np.sqrt(1 + theta[0] ** 2 + theta[1] ** 2) / a


def fill_plane_slope(theta, out):
    out[...] = plane_slope(theta)


def fill_plane_loss(theta, out):
    out[...] = plane_loss(theta)


METRIC = np.array([[2.0, 0.6], [0.6, 0.9]])
PLANE = Overdamped(fill_plane_slope, METRIC, ETA, T, loss=fill_plane_loss)


def plane(root, reading):
    return Riemannian(fill_plane_slope, root, ETA, T, reading, loss=fill_plane_loss)


def plane_mobility(x):
    return np.eye(2) + np.outer(x, x)


def square_root_measurements(method):
    """Laplace transform of the transition, from the parameters the kernel asks of NumPy, against Riccati's equation."""
    m, start, s = np.array([0.8, 2.3]), np.array([1.7, 0.2]), np.array([0.3, 1.1, 4.0])
    dynamics = SquareRoot(m, ETA, T)

    class Asked:
        def noncentral_chisquare(self, freedom, noncentrality):
            self.freedom, self.noncentrality = freedom, noncentrality
            return freedom + noncentrality

    def transform(h):
        kernel, asked = method.start(dynamics, h, start[:, None]), Asked()
        kernel.draw(asked)
        kernel.advance()
        k, nc = asked.freedom, asked.noncentrality
        c = kernel.theta / (k + nc)  # the kernel scaled what it was given
        found = (1 + 2 * c * s) ** (-k / 2) * np.exp(-nc * c * s / (1 + 2 * c * s))
        # E exp(-s U) = exp(-a(h) - b(h) U_0):  b' = -eta b - eta T b^2,  a' = eta m b,  b(0) = s.
        solved = solve_ivp(
            lambda _, b: np.append(-ETA * b[:3] - ETA * T * b[:3] ** 2, ETA * b[:3]),
            (0, h),
            np.append(s, np.zeros(3)),
            rtol=1e-12,
            atol=1e-14,
            method="DOP853",
        ).y[:, -1]
        return found - np.exp(-np.outer(m, solved[3:]) - np.outer(start, solved[:3]))

    yield "Laplace transform of the transition", transform, method.invariant_bias_order, 0.5
    yield "Laplace transform of the transition", transform, method.weak_order, 0.5


def measurements(method):
    """Everything that can be measured of the method: what, error as a function of h, order declared, first h."""
    if OrnsteinUhlenbeck in method.dynamics:
        yield from linear_measurements(method, REVERSIBLE)
        if method.name != "leimkuhler_matthews":  # which refuses it: see below
            yield from linear_measurements(method, CIRCULATING)
    if Overdamped in method.dynamics:
        yield from bent_measurements(method, CONSTANT, *EQUATIONS["constant"])
        G = np.linalg.inv(METRIC)
        yield from balance_measurements(
            method,
            PLANE,
            lambda x: -ETA * G @ plane_slope(x),
            lambda _: ETA * T * G,
            lambda x: -plane_loss(x) / T,
        )
    if Riemannian in method.dynamics:
        for reading, multiple in ((Reading.FLAT, 3), (Reading.VOLUME, 2)):
            yield from bent_measurements(method, BENT[reading], *EQUATIONS[reading])
            for root in (FromMetric(fill_plane_metric), FromRoot(fill_plane_root)):
                yield from balance_measurements(
                    method,
                    plane(root, reading),
                    lambda x, v=multiple: -ETA * plane_mobility(x) @ plane_slope(x) + ETA * T * v * x,
                    lambda x: ETA * T * plane_mobility(x),
                    lambda x, v=multiple: -plane_loss(x) / T - (3 - v) * np.log(1 + x @ x) / 2,
                )
    if SquareRoot in method.dynamics:
        yield from square_root_measurements(method)


def violations(method):
    """Each order that the method declares and does not have, found one by one."""
    measured = 0
    for what, error, order, largest in measurements(method):
        measured += 1
        if isinf(order):
            worst = max(np.max(np.abs(error(largest * 2.0**-k))) for k in range(4))
            if not worst < 1e-10:
                yield f"{what}: off by {worst:.3g}, declared exact"
            continue
        seen = measure_slope(error, largest=largest, count=7)
        if seen.against(order) is not Outcome.AGREES:
            yield f"{what}: order {seen.order:.3f} +- {seen.half_width:.3f}, declared {order}"
    if measured == 0:
        yield f"no measurement covers {method.dynamics}"


@pytest.mark.parametrize("name", methods.names())
def test_a_method_has_the_orders_it_declares(name):
    """Weak order and order of the stationary bias agree with their measured slopes, or the error is rounding."""
    assert list(violations(methods.load(name))) == []


def heated(name, factor, **declared):
    """A method that runs the dynamics with its noise power multiplied."""
    right = methods.load(name)

    def kernel(dynamics, h, theta):
        if isinstance(dynamics, OrnsteinUhlenbeck):
            return right.kernel(replace(dynamics, D=factor * dynamics.D), h, theta)
        return right.kernel(replace(dynamics, T=factor * dynamics.T), h, theta)

    return replace(right, kernel=kernel, **declared)


def hurried(name):
    """A method that takes twice the step it is asked for: right stationary law, wrong clock."""
    right = methods.load(name)
    return replace(right, kernel=lambda dynamics, h, theta: right.kernel(dynamics, 2 * h, theta))


def changed(name, **attributes):
    """A method whose kernels have private constants changed."""
    right = methods.load(name)

    def kernel(dynamics, h, theta):
        made = right.kernel(dynamics, h, theta)
        for key, change in attributes.items():
            setattr(made, key, change(getattr(made, key)))
        return made

    return replace(right, kernel=kernel)


WRONG = {
    "variance 1.155 where 1 is claimed": heated("euler_maruyama", 1.155),
    "the same, declared exact": heated("exact_ornstein_uhlenbeck", 1.155),
    "noises added, not averaged with 1/2": heated("leimkuhler_matthews", 4.0),
    "noise without the factor 2": heated("euler_maruyama", 0.5),
    "Euler-Maruyama declared of second order in law": replace(
        methods.load("euler_maruyama"), invariant_bias_order=2
    ),
    "Euler-Maruyama declared of weak order 2": replace(methods.load("euler_maruyama"), weak_order=2),
    "Euler-Maruyama declared exact in law": replace(methods.load("euler_maruyama"), invariant_bias_order=inf),
    "Leimkuhler-Matthews declared of weak order 2": replace(
        methods.load("leimkuhler_matthews"), weak_order=2
    ),
    "Leimkuhler-Matthews declared of first order in law": replace(
        methods.load("leimkuhler_matthews"), invariant_bias_order=1
    ),
    "exact transition on a double clock": hurried("exact_ornstein_uhlenbeck"),
    "Euler-Maruyama on a double clock": hurried("euler_maruyama"),
    "MALA with half the way back": changed("mala", _back=lambda back: back / 2),
    "MALA of weak order 2": replace(methods.load("mala"), weak_order=2),
    "position-dependent MALA without the determinant": changed("riemannian_mala", _weight=lambda _: 0.0),
    "position-dependent MALA with it twice": changed("riemannian_mala", _weight=lambda w: 2 * w),
    "position-dependent MALA declared of weak order 1": replace(
        methods.load("riemannian_mala"), weak_order=1
    ),
    "half the correction": changed("riemannian_euler_maruyama", _push=lambda push: push / 2),
    "no correction": changed("riemannian_euler_maruyama", _push=lambda _: 0.0),
    "square-root process on a double clock": hurried("exact_square_root"),
    "square-root process with another temperature": heated("exact_square_root", 1.155),
    "a method that nothing measures": Method("nothing", 1, 1, (), lambda *_: None),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_method_is_caught(what):
    """A wrong constant, a wrong order, a missing factor: each is a violation."""
    assert next(violations(WRONG[what]), None) is not None


def test_the_ito_equation_as_printed_has_neither_law_but_the_metric_times_the_gibbs_density():
    """In one dimension its law is I e^(-L/T): the bias against it falls like h, against the two others it stays."""
    method = methods.load("riemannian_euler_maruyama")
    printed = Riemannian(fill_slope, FromRoot(fill_root), ETA, T, Reading.PRINTED)

    def bias(power):
        exact = stationary_mean(lambda x: -loss(x) / T - power * np.log(mobility(x)))
        return measure_slope(
            lambda h: transfer(method, printed, h, SUPPORT).stationary(observable) - exact,
            largest=2.0**-5,
            count=7,
        )

    assert Outcome.AGREES is bias(1.0).against(1)
    assert Outcome.AGREES is bias(0.0).against(0)
    assert Outcome.AGREES is bias(0.5).against(0)


def test_leimkuhler_matthews_is_of_first_order_on_a_law_that_circulates_and_refuses_it():
    """Without the check its stationary covariance there is off like h, not h^2, let alone exact."""
    method = methods.load("leimkuhler_matthews")

    class Unchecked(OrnsteinUhlenbeck):
        reversible = True

    unchecked = Unchecked(CIRCULATING.A, CIRCULATING.D, CIRCULATING.centre)

    seen = measure_slope(
        lambda h: recursion(method, unchecked, h).covariance() - CIRCULATING.stationary_covariance(),
        largest=0.25,
    )

    assert Outcome.AGREES is seen.against(1)
    assert REVERSIBLE.reversible
    with pytest.raises(MethodError, match="current"):
        method.start(CIRCULATING, 0.1, np.zeros((2, 1)))


def test_the_threshold_of_acceptance_is_minus_the_logarithm_of_a_uniform():
    """A proposal is taken just when log r > -e, and its chain stays where it was otherwise."""
    theta = np.random.default_rng(6).normal(size=(2, 50))
    for name, dynamics in (
        ("mala", PLANE),
        ("riemannian_mala", plane(FromRoot(fill_plane_root), Reading.FLAT)),
    ):
        for margin, taken in ((1e-9, True), (-1e-9, False)):
            kernel = methods.load(name).start(dynamics, 0.7, theta)
            assert isinstance(kernel, Metropolis)
            xi = np.random.default_rng(7).normal(size=(2, 50))
            kernel.noise[...], kernel.threshold[...] = xi, inf
            kernel.advance()
            ratio = kernel.log_ratio.copy()

            again = methods.load(name).start(dynamics, 0.7, theta)
            again.noise[...], again.threshold[...] = xi, margin - ratio
            again.advance()

            assert np.all(taken == (again.accepted == 1))
            assert np.all(taken == np.any(again.theta != theta, axis=0))
            assert 0.2 < np.mean(ratio < 0) < 1  # some would be rejected


def test_the_transfer_operator_of_euler_maruyama_has_the_variance_of_its_recursion():
    """Rate 1, h = 0.2: the variance is 1 / (1 - 0.1), by quadrature of the step to ten digits."""

    def identity(theta, out):
        out[...] = theta

    unit = Overdamped(identity, [[1.0]], 1.0, 1.0)

    found = transfer(methods.load("euler_maruyama"), unit, 0.2, Interval(-9.0, 9.0)).stationary(
        lambda x: x**2
    )

    assert abs(found * 0.9 - 1) < 1e-10
