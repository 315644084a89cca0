"""The hump of a log-density on R^d: its top m, and a factor L of its inverse curvature.

L L^T = (-Hess log f(m))^{-1}
"""

from collections.abc import Callable
from dataclasses import dataclass

from mpmath import mp

from numeric.decimals.figures import Real
from numeric.decimals.location import LOOKING, Height, modes, scale
from numeric.errors import ConvergenceError

LogF = Callable[[list[Real]], Real]

SWEEPS = 2  # over all coordinates, each searched over all orders of magnitude
NEWTON = 40  # steps; a smooth hump takes fewer than ten
STILL = mp.mpf("1e-3")  # of the width of the hump: the top need not be known better
FAR = 20  # widths; from there to twice as far a log-density with exponential tails falls as much again,
LESS = 1.5  # one with algebraic tails by a constant: the fall at 40 widths is then not 1.5 times that at 20


@dataclass(frozen=True)
class Hump:
    """The top of a log-density and its widths.

    top     (d,).
    factor  (d, d) lower triangular, L.
    heavy   whether the tails along some axis of the frame fall slower than exponentially.
    """

    top: list[Real]
    factor: list[list[Real]]
    heavy: bool


def hump(log_f: LogF, d: int) -> Hump:
    """Find the top by search along coordinates, then by Newton's method.

    log_f  (d,) to the logarithm, -inf where the integrand is zero or cannot be evaluated.
    Raises ConvergenceError when no top with curvature downward is found.
    """
    with mp.workdps(LOOKING):
        y = [mp.mpf(0)] * d
        for _ in range(SWEEPS):
            for i in range(d):
                y[i] = _along(log_f, y, i)
        widths = [scale(_line(log_f, y, i), y[i], 1, mp.inf) for i in range(d)]
        for _ in range(NEWTON):
            gradient, curvature = _slopes(log_f, y, widths)
            try:
                step = mp.lu_solve(curvature, gradient)
                factor = mp.cholesky(curvature**-1)
            except (ZeroDivisionError, ValueError):
                break
            if mp.sqrt(abs((step.T * curvature * step)[0])) < STILL:
                found = [[factor[i, j] for j in range(d)] for i in range(d)]
                return Hump(y, found, _heavy(log_f, y, found))
            y = _climbed(log_f, y, list(step))
    raise ConvergenceError(
        "no smooth top of the log-density was found. Likely it has no mode in logarithmic coordinates, "
        "or has kinks: cut the domain, or integrate one coordinate after the other."
    )


def _line(log_f: LogF, y: list[Real], i: int) -> Height:
    """The logarithm along coordinate i through y."""
    before, after = y[:i], y[i + 1 :]
    return lambda t: log_f([*before, t, *after])


def _along(log_f: LogF, y: list[Real], i: int) -> Real:
    seen = _line(log_f, y, i)
    return max(modes(seen, -mp.inf, mp.inf, []), key=seen)


def _slopes(log_f: LogF, y: list[Real], widths: list[Real]) -> tuple[mp.matrix, mp.matrix]:
    """The gradient (d,) and minus the Hessian (d, d), by central differences of 1e-6 widths."""
    d = len(y)
    h = [w * mp.mpf("1e-6") for w in widths]

    def at(**steps: int) -> Real:
        return log_f([y[k] + steps.get(f"_{k}", 0) * h[k] for k in range(d)])

    here = log_f(y)
    gradient, curvature = mp.zeros(d, 1), mp.zeros(d, d)
    for i in range(d):
        up, down = at(**{f"_{i}": 1}), at(**{f"_{i}": -1})
        gradient[i] = (up - down) / (2 * h[i])
        curvature[i, i] = -(up - 2 * here + down) / h[i] ** 2
        for j in range(i):
            mixed = sum(p * q * at(**{f"_{i}": p, f"_{j}": q}) for p in (1, -1) for q in (1, -1))
            curvature[i, j] = curvature[j, i] = -mixed / (4 * h[i] * h[j])
    return gradient, curvature


def _climbed(log_f: LogF, y: list[Real], step: list[Real]) -> list[Real]:
    here, length = log_f(y), mp.mpf(1)
    while length > mp.mpf("1e-6"):
        there = [a + length * s for a, s in zip(y, step, strict=True)]
        if log_f(there) >= here:
            return there
        length /= 2
    return y


def _heavy(log_f: LogF, y: list[Real], factor: list[list[Real]]) -> bool:
    here = log_f(y)

    def fall(widths: int, column: list[Real]) -> Real:
        return here - log_f([a + widths * c for a, c in zip(y, column, strict=True)])

    columns = [[row[j] for row in factor] for j in range(len(y))]
    return any(
        fall(2 * k * FAR, column) < LESS * fall(k * FAR, column) < mp.inf
        for column in columns
        for k in (1, -1)
    )
