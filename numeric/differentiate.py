"""Derivatives of callables: complex step where the callable is analytic, differences where it is not.

    complex step   df/dx_k = Im f(x + i h e_k) / h,  h = 1e-100 |x_k|: no subtraction, so no cancellation
    differences    (f(x + h e_k) - f(x - h e_k)) / 2h, extrapolated to h = 0 in powers of h^2

Both are *differentiators*: a callable (f, point) -> Estimate of shape (*shape of f, k).
The Jacobian of a vector-valued f is what they return.

Source  Squire and Trapp, Using complex variables to estimate derivatives of real functions,
        SIAM Review 40 (1998); Ridders, Accurate computation of F'(x) and F'(x)F''(x),
        Adv. Eng. Softw. 4 (1982); Press et al., Numerical Recipes (3rd ed., 2007), eq. (5.7.7).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, Estimate, Function, require_finite, require_vector
from numeric.errors import AnalyticityError, NonFiniteError, ShapeError

Differentiator = Callable[[Function, Array], Estimate]

TINY = 1e-100  # the square of it vanishes beside one; it does not underflow times 1e-200
PROBE = 2.0**-20  # step of the real differences that keep the complex step honest
WIDEST = 2.0**-4  # first step of the extrapolation, relative to the coordinate
HALVINGS = 9
OPTIMISM = 4.0  # the table cannot see the rounding inside f; Jacobians of random charts were off by 5 times
SHRINKS = 30


def complex_step(f: Function, point: ArrayLike) -> Estimate:
    """Gradient or Jacobian of an analytic callable, to nearly full precision.

    df/dx_k = Im f(x + i h e_k) / h.

    f      complex (k,) to complex (...); must be built from analytic operations: no abs, real, max, gammaln.
           `analytic_abs` is |x| in analytic form.
    point  (k,) real.
    Returns value and error of shape (..., k).
    Raises AnalyticityError when real differences contradict it, NonFiniteError for NaN or infinity.
    """
    x = require_vector("the point of differentiation", point)
    columns = []
    for k in range(x.size):
        step = TINY * _unit(x[k])
        with np.errstate(under="ignore"):
            moved = x.astype(np.result_type(x.dtype, np.complex64))
            moved[k] += 1j * step
            columns.append(np.imag(np.asarray(f(moved))) / step)
    value = np.stack(columns, axis=-1)
    require_finite("the complex-step derivative", value)
    _require_analytic(f, x, value)
    return Estimate(value, 8 * np.finfo(x.dtype).eps * np.abs(value))


def central_differences(f: Function, point: ArrayLike) -> Estimate:
    """Gradient or Jacobian by central differences, extrapolated (Ridders), with the error the table shows.

    (f(x + h e_k) - f(x - h e_k)) / 2h with h halved nine times; every entry picks its own best column.

    f      (k,) to (...), smooth near the point.
    point  (k,).
    Returns value and error of shape (..., k).
    Raises NonFiniteError when f is not finite near the point.
    """
    x = require_vector("the point of differentiation", point)
    columns = [_ridders(f, x, k) for k in range(x.size)]
    return Estimate(np.stack([c[0] for c in columns], axis=-1), np.stack([c[1] for c in columns], axis=-1))


def jacobian(f: Function, point: ArrayLike, *, differentiate: Differentiator = complex_step) -> Estimate:
    """J_ij = df_i/dx_j of a vector-valued callable.

    f      (k,) to (m,).
    point  (k,).
    Returns value and error of shape (m, k).
    Raises ShapeError when f is not vector-valued.
    """
    found = differentiate(f, require_vector("the point of differentiation", point))
    if found.value.ndim != 2:
        raise ShapeError(f"a Jacobian needs f of shape (m,); this one has shape {found.value.shape[:-1]}.")
    return found


def hessian(f: Function, point: ArrayLike, *, differentiate: Differentiator = complex_step) -> Estimate:
    """H_jk = d^2 f / dx_j dx_k by differences of the gradient, made symmetric.

    f              (k,) to (...).
    differentiate  takes the first derivative: `complex_step` or `central_differences`.
    Returns value and error of shape (..., k, k); the asymmetry found is part of the error.
    Raises as the differentiator does.
    """
    x = require_vector("the point of differentiation", point)
    found = central_differences(lambda y: differentiate(f, y).value, x)
    turned = np.swapaxes(found.value, -1, -2)
    error = np.maximum(found.error, np.swapaxes(found.error, -1, -2))
    return Estimate((found.value + turned) / 2, error + np.abs(found.value - turned) / 2)


def analytic_abs(z: Array) -> Array:
    """|x| continued analytically off the real axis: z for Re z > 0, -z for Re z < 0.

    Its derivative by complex step is sign(x); numpy.abs has modulus and phase, and derivative zero.
    """
    return np.asarray(np.where(np.real(z) < 0, -z, z))


def _unit(x: float) -> float:
    return abs(x) if x != 0 else 1.0


def _shifted(f: Function, x: Array, k: int, step: float) -> Array:
    moved = x.copy()
    moved[k] += step
    with np.errstate(all="ignore"):
        return np.asarray(f(moved))


def _require_analytic(f: Function, x: Array, value: Array) -> None:
    """Compare with one-sided real differences, where the two of them agree that f is smooth."""
    here = _shifted(f, x, 0, 0.0)
    for k in range(x.size):
        step = PROBE * _unit(x[k])
        ahead = (_shifted(f, x, k, step) - here) / step
        behind = (here - _shifted(f, x, k, -step)) / step
        with np.errstate(invalid="ignore"):
            noise = 64 * np.finfo(x.dtype).eps * np.maximum(1.0, np.abs(here)) / step
            size = np.abs(ahead) + np.abs(behind)
            smooth = np.abs(ahead - behind) <= 1e-3 * size + noise
            wrong = smooth & (np.abs(value[..., k] - (ahead + behind) / 2) > 2e-2 * size + 4 * noise)
        if np.any(wrong):
            where = tuple(int(i) for i in np.argwhere(np.atleast_1d(wrong))[0])
            raise AnalyticityError(
                f"coordinate {k}, output {where}: the complex step gives "
                f"{np.atleast_1d(value[..., k])[where]:.6g}, real differences give "
                f"{np.atleast_1d(ahead)[where]:.6g}. The callable is not analytic as written: likely it uses "
                "abs, real, maximum or a comparison of complex numbers. "
                "Use analytic_abs, or central_differences."
            )


def _ridders(f: Function, x: Array, k: int) -> tuple[Array, Array]:
    widest = _first_step(f, x, k)
    here = np.abs(_shifted(f, x, k, 0.0))
    eps = np.finfo(x.dtype).eps
    best = error = None
    previous: list[Array] = []
    for i in range(HALVINGS):
        step = widest * 0.5**i
        step = float((x[k] + step) - x[k])  # so that x + step is exact
        row = [(_shifted(f, x, k, step) - _shifted(f, x, k, -step)) / (2 * step)]
        for j, older in enumerate(previous):
            row.append(row[j] + (row[j] - older) / (4.0 ** (j + 1) - 1))
            seen = np.maximum(np.abs(row[-1] - row[-2]), np.abs(row[-1] - older)) + eps * here / step
            if best is None or error is None:
                best, error = row[-1], seen
            else:
                better = seen < error
                best, error = np.where(better, row[-1], best), np.where(better, seen, error)
        previous = row
    assert best is not None and error is not None
    require_finite("a derivative by differences", np.asarray(best))
    return np.asarray(best), np.asarray(OPTIMISM * error + eps * np.abs(best))


def _first_step(f: Function, x: Array, k: int) -> float:
    """The widest step, halved until f is finite on both sides."""
    for shrink in range(SHRINKS):
        step = float(WIDEST * _unit(x[k]) * 0.5**shrink)
        if all(np.all(np.isfinite(_shifted(f, x, k, side * step))) for side in (1, 0, -1)):
            return step
    raise NonFiniteError(
        f"the callable is not finite near the point {x} along coordinate {k}, however small the step. "
        "The point is on the boundary of its domain or outside; move it inside."
    )
