"""Published Fisher matrices.  Letters are those of the entry's source, or ours where it uses words."""

from __future__ import annotations

from typing import Any

from sympy import (
    EulerGamma,
    Matrix,
    Rational,
    besseli,
    cancel,
    coth,
    diag,
    digamma,
    exp,
    gamma,
    log,
    pi,
    polygamma,
    sin,
    sinh,
)
from table_entry import LOOKED_UP, Entry, letters

a, b, c, k, m, n, p, q, r, s, t, v, w, mu, nu, theta, lam, kappa, phi = letters(
    "a b c k m n p q r s t v w mu nu theta lambda kappa phi"
)


def trigamma(x: Any) -> Any:
    """psi'(x)."""
    return polygamma(1, x)


G = 1 - EulerGamma
LC = "Lehmann and Casella, Theory of Point Estimation (1998), table 2.5.1"
MMPC = "Miyamoto, Meneghetti, Pinele and Costa, On closed-form expressions for the Fisher-Rao distance (2023)"
JKB1 = "Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 1 (1994)"
JKB2 = "Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2 (1995)"
NGB = "stanfordmlgroup/ngboost, ngboost/distns"
KK = "Kleiber and Kotz, Statistical Size Distributions (2003)"
LLT = "Lange, Little and Taylor, Robust statistical modeling using the t distribution (1989), appendix B"
GEOMSTATS = "geomstats, API reference, geomstats.information_geometry"
A = besseli(1, kappa) / besseli(0, kappa)
L3 = coth(kappa) - 1 / kappa

DISCRETE = (
    Entry("bernoulli", (p,), Matrix([1 / (p * (1 - p))]), LC),
    Entry(
        "bernoulli.logit", (t,), Matrix([exp(t) / (1 + exp(t)) ** 2]), "McCullagh and Nelder (1989), sec. 4.4"
    ),
    Entry("binomial", (p,), Matrix([n / (p * (1 - p))]), LC, fixed=(n,)),
    Entry("poisson", (lam,), Matrix([1 / lam]), LC),
    Entry("geometric", (p,), Matrix([1 / (p**2 * (1 - p))]), f"{MMPC}, sec. 4"),
    Entry("geometric.trials", (p,), Matrix([1 / (p**2 * (1 - p))]), f"{GEOMSTATS}.geometric", LOOKED_UP),
    Entry("negative_binomial", (p,), Matrix([r / (p**2 * (1 - p))]), f"{MMPC}, sec. 4", fixed=(r,)),
    Entry(
        "categorical",
        (p, q),
        Matrix([[1 / p + 1 / (1 - p - q), 1 / (1 - p - q)], [1 / (1 - p - q), 1 / q + 1 / (1 - p - q)]]),
        "Allison, Multistate distribution: Fisher information (allisons.org/ll/MML/Discrete), one trial",
        LOOKED_UP,
    ),
    Entry(
        "multinomial",
        (p, q),
        Matrix([[n / p + n / (1 - p - q), n / (1 - p - q)], [n / (1 - p - q), n / q + n / (1 - p - q)]]),
        "Allison, Multistate distribution: Fisher information (allisons.org/ll/MML/Discrete)",
        LOOKED_UP,
        fixed=(n,),
    ),
    Entry(
        "logarithmic",
        (theta,),
        Matrix([-(theta + log(1 - theta)) / (theta * (1 - theta) ** 2 * log(1 - theta) ** 2)]),
        "Johnson, Kemp and Kotz, Univariate Discrete Distributions (2005), ch. 7: the variance over theta^2",
    ),
)

LOCATION_SCALE = (
    Entry("normal", (mu, v), diag(1 / v, 1 / (2 * v**2)), LC),
    Entry(
        "normal.sd",
        (mu, s),
        diag(1 / s**2, 2 / s**2),
        "Atkinson and Mitchell, Rao's distance measure (1981), sec. 4",
    ),
    Entry(
        "normal.natural",
        (a, b),
        Matrix([[-1 / (2 * b), a / (2 * b**2)], [a / (2 * b**2), 1 / (2 * b**2) - a**2 / (2 * b**3)]]),
        "Amari and Nagaoka, Methods of Information Geometry (2000), sec. 3.5: the Hessian of the log-partition",
    ),
    Entry("lognormal", (mu, s), diag(1 / s**2, 2 / s**2), f"{MMPC}, sec. 5"),
    Entry("laplace", (mu,), Matrix([1]), f"{MMPC}, sec. 5"),
    Entry("laplace.scale", (mu, b), diag(1 / b**2, 1 / b**2), f"{MMPC}, sec. 5"),
    Entry("cauchy", (mu, s), diag(1 / (2 * s**2), 1 / (2 * s**2)), f"{MMPC}, sec. 5"),
    Entry("logistic", (mu, s), diag(1 / (3 * s**2), (pi**2 + 3) / (9 * s**2)), f"{JKB2}, sec. 23.10"),
    Entry(
        "gumbel",
        (mu, s),
        Matrix([[1, -G], [-G, pi**2 / 6 + G**2]]) / s**2,
        f"{JKB2}, sec. 22.9",
    ),
    Entry(
        "student_t",
        (mu, s),
        diag((nu + 1) / ((nu + 3) * s**2), 2 * nu / ((nu + 3) * s**2)),
        LLT,
        fixed=(nu,),
    ),
    Entry(
        "student_t.free",
        (mu, s, nu),
        Matrix(
            [
                [(nu + 1) / ((nu + 3) * s**2), 0, 0],
                [0, 2 * nu / ((nu + 3) * s**2), -2 / (s * (nu + 1) * (nu + 3))],
                [
                    0,
                    -2 / (s * (nu + 1) * (nu + 3)),
                    (trigamma(nu / 2) - trigamma((nu + 1) / 2)) / 4
                    - (nu + 5) / (2 * nu * (nu + 1) * (nu + 3)),
                ],
            ]
        ),
        LLT,
    ),
    Entry(
        "generalised_normal",
        (mu, s, b),
        Matrix(
            [
                [b * (b - 1) * gamma(1 - 1 / b) / (s**2 * gamma(1 / b)), 0, 0],
                [0, b / s**2, -(1 + digamma(1 + 1 / b)) / (b * s)],
                [
                    0,
                    -(1 + digamma(1 + 1 / b)) / (b * s),
                    ((1 + 1 / b) * trigamma(1 + 1 / b) + (1 + digamma(1 + 1 / b)) ** 2 - 1) / b**3,
                ],
            ]
        ),
        "Agro, Maximum likelihood estimation for the exponential power function parameters (1995)",
    ),
)

POSITIVE = (
    Entry("exponential", (b,), Matrix([1 / b**2]), LC),
    Entry("exponential.scale", (t,), Matrix([1 / t**2]), LC),
    Entry(
        "gamma",
        (k, b),
        Matrix([[k**2 * trigamma(k), -k], [-k, k]]),
        f"{NGB}/gamma.py: in logarithms",
        LOOKED_UP,
        units=(k, b),
    ),
    Entry(
        "gamma.shape_scale", (k, t), Matrix([[trigamma(k), 1 / t], [1 / t, k / t**2]]), f"{JKB1}, sec. 17.7"
    ),
    Entry("gamma.shape_mean", (k, m), diag(trigamma(k) - 1 / k, k / m**2), f"{GEOMSTATS}.gamma", LOOKED_UP),
    Entry("inverse_gamma", (a, b), Matrix([[trigamma(a), -1 / b], [-1 / b, a / b**2]]), f"{KK}, sec. 5.1"),
    Entry("chi_squared", (k,), Matrix([trigamma(k / 2) / 4]), f"{JKB1}, ch. 18"),
    Entry("chi", (k,), Matrix([trigamma(k / 2) / 4]), f"{JKB1}, sec. 18.10"),
    Entry("rayleigh", (s,), Matrix([4 / s**2]), f"{MMPC}, sec. 5"),
    Entry("maxwell", (s,), Matrix([6 / s**2]), f"{JKB1}, sec. 17.8"),
    Entry("half_normal", (s,), Matrix([2 / s**2]), f"{JKB1}, sec. 13.10"),
    Entry("levy", (c,), Matrix([1 / (2 * c**2)]), f"{JKB1}, sec. 15.10", fixed=(mu,)),
    Entry("pareto", (a,), Matrix([1 / a**2]), f"{MMPC}, sec. 5", fixed=(c,)),
    Entry(
        "lomax",
        (a, b),
        Matrix([[1 / a**2, -1 / (b * (a + 1))], [-1 / (b * (a + 1)), a / (b**2 * (a + 2))]]),
        "Brazauskas, Information matrix for Pareto(IV), Burr and related distributions (2003)",
    ),
    Entry(
        "weibull",
        (k, lam),
        Matrix([[pi**2 / 6 + G**2, -k * G], [-k * G, k**2]]),
        f"{NGB}/weibull.py: in logarithms, with Euler's constant to ten digits there",
        LOOKED_UP,
        units=(k, lam),
    ),
    Entry(
        "frechet",
        (a, s),
        Matrix([[(pi**2 / 6 + G**2) / a**2, G / s], [G / s, a**2 / s**2]]),
        "Kotz and Nadarajah, Extreme Value Distributions (2000), ch. 2, by the logarithm of a Gumbel law",
    ),
    Entry("log_logistic", (a, b), diag(b**2 / (3 * a**2), (pi**2 + 3) / (9 * b**2)), f"{KK}, sec. 6.4"),
    Entry(
        "inverse_gaussian",
        (mu, lam),
        diag(lam / mu**3, 1 / (2 * lam**2)),
        "Tweedie, Statistical properties of inverse Gaussian distributions I (1957)",
    ),
    Entry(
        "nakagami",
        (m, w),
        diag(trigamma(m) - 1 / m, m / w**2),
        "Nakagami, The m-distribution (1960), by the square",
    ),
)

BOUNDED = (
    Entry(
        "beta",
        (a, b),
        diag(trigamma(a), trigamma(b)) - trigamma(a + b) * Matrix([[1, 1], [1, 1]]),
        f"{GEOMSTATS}.beta",
        LOOKED_UP,
    ),
    Entry(
        "dirichlet",
        (a, b, c),
        diag(trigamma(a), trigamma(b), trigamma(c)) - trigamma(a + b + c) * Matrix(3, 3, [1] * 9),
        f"{GEOMSTATS}.dirichlet",
        LOOKED_UP,
    ),
    Entry(
        "kumaraswamy",
        (a, b),
        Matrix(
            [
                [
                    (1 + b / (b - 2) * ((digamma(b) - digamma(2)) ** 2 - (trigamma(b) - trigamma(2)))) / a**2,
                    -(digamma(b + 1) - digamma(2)) / (a * (b - 1)),
                ],
                [-(digamma(b + 1) - digamma(2)) / (a * (b - 1)), 1 / b**2],
            ]
        ),
        "Jones, Kumaraswamy's distribution (2009), sec. 5",
    ),
    Entry(
        "von_mises",
        (mu, kappa),
        diag(kappa * A, 1 - A / kappa - A**2),
        "Allison, von Mises (allisons.org/ll/MML/Continuous/von-Mises), whose determinant has these two factors",
        LOOKED_UP,
    ),
    Entry(
        "von_mises_fisher",
        (kappa, theta, phi),
        diag(1 / kappa**2 - 1 / sinh(kappa) ** 2, kappa * L3, kappa * L3 * sin(theta) ** 2),
        "Mardia and Jupp, Directional Statistics (2000), sec. 10.3",
    ),
)


def _gaussian(family: str, size: int, names: str, covariance: Any, place: str) -> Entry:
    """I_ij = (d_i mu).T*C^-1*(d_j mu) + tr(C^-1*(d_i C)*C^-1*(d_j C))/2, as it is printed for any Gaussian model."""
    means, rest = letters(" ".join(f"m{i}" for i in range(1, size + 1))), letters(names)
    theta_, mean, C = (*means, *rest), Matrix(means), covariance(*rest)
    P = C.inv()
    steps = [P * C.diff(e) for e in rest]
    upper = P.applyfunc(cancel)
    lower = Matrix(len(rest), len(rest), lambda i, j: Rational(1, 2) * (steps[i] * steps[j]).trace())
    assert mean.jacobian(means).is_Identity  # so that the first term is C^-1 in the means
    return Entry(family, theta_, diag(upper, lower), place)


def _two(x: Any, y: Any, z: Any) -> Any:
    return Matrix([[x, y], [y, z]])


def _root(x: Any, y: Any, z: Any) -> Any:
    L = Matrix([[x, 0], [y, z]])
    return L * L.T


KAY = "Kay, Fundamentals of Statistical Signal Processing: Estimation Theory (1993), eq. (3.31)"
MATRICES = (
    _gaussian("multivariate_normal", 2, "x y z", _two, KAY),
    _gaussian("multivariate_normal.precision", 2, "x y z", lambda *e: _two(*e).inv(), KAY),
    _gaussian("multivariate_normal.cholesky", 2, "x y z", _root, KAY),
)


def _wishart() -> Entry:
    x, y, z = letters("x y z")
    V = _two(x, y, z)
    P = V.inv()
    steps = [V.diff(e) for e in (x, y, z)]
    matrix = Matrix(3, 3, lambda i, j: n / 2 * (P * steps[i] * P * steps[j]).trace())
    place = (
        "Muirhead, Aspects of Multivariate Statistical Theory (1982), sec. 3.2: n times a centred Gaussian's"
    )
    return Entry("wishart", (x, y, z), matrix, place, fixed=(n,))


TABLE = (*DISCRETE, *LOCATION_SCALE, *POSITIVE, *BOUNDED, *MATRICES, _wishart())

# What a source prints and a quadrature of the density excludes; the right entry is in the table.
MISPRINTS = (
    Entry(
        "student_t",
        (mu, s),
        diag((nu + 1) / ((nu + 3) * s**2), nu / (2 * (nu + 3) * s**2)),
        f"{NGB}/t.py, TFixedDf.metric, in (mu, log s): its second entry is that of the chart (mu, s^2), times s^2; "
        "it has to be 2*nu/(nu + 3)",
        LOOKED_UP,
        fixed=(nu,),
        units=(Rational(1), s),
    ),
)
