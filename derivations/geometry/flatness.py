"""Whether a connection is flat, and whether a metric has constant curvature, each with its proof.

    flat                 R_ijkl = 0
    constant curvature   R_ijkl = K*(g_jk g_il - g_ik g_jl) with one number K

Source: [doCarmo1992, ch. 4, Lemma 3.4]; [AmariNagaoka2000, sec. 1.7].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp
from sympy import Symbol

from derivations.geometry.connections import Connection, alpha_connection, levi_civita
from derivations.geometry.curvature import riemann_lowered, scalar_of
from derivations.geometry.curvature_at import scalar_curvature_at
from derivations.geometry.outcomes import Decision, Found, NotFound, decide_zero
from derivations.geometry.tensors import Tensor, entries, tensor

CLOSE = 1e-12  # far above the rounding of 50 digits, far below any curvature that varies
Points = Sequence[Mapping[Symbol, Any]]


def is_flat(connection: Connection, *, points: Points = ()) -> Decision:
    """Decide whether R_ijkl = 0, by proof or by a value that is not zero.

    points  generic points of the domain, where a component that is not zero shows it.

    >>> r, t = sp.symbols("r t", positive=True)
    >>> is_flat(levi_civita(sp.diag(1, r**2), (r, t))).holds
    True
    """
    return decide_zero(entries(riemann_lowered(connection)), points=points, of="the Riemann tensor")


def is_dually_flat(
    metric: Any, coordinates: Sequence[Symbol], amari_chentsov: Any, *, points: Points = ()
) -> Decision:
    """Decide whether the exponential and the mixture connection (alpha = 1 and -1) are both flat.

    The arguments, and what is raised, are those of alpha_connection; points as in is_flat.
    """
    reasons = []
    for alpha in (1, -1):
        decision = is_flat(alpha_connection(metric, coordinates, amari_chentsov, alpha=alpha), points=points)
        if not decision:
            return Decision(decision.holds, f"alpha = {alpha}: {decision.why}")
        reasons.append(f"alpha = {alpha}: {decision.why}")
    return Decision(True, "; ".join(reasons))


def constant_curvature(
    metric: Any, coordinates: Sequence[Symbol], *, points: Points = ()
) -> Found[Any] | NotFound:
    """The number K with R_ijkl = K*(g_jk g_il - g_ik g_jl), or why there is none.

    metric       (n, n), n > 1.
    coordinates  n symbols; K may depend on other symbols.
    points       generic points of the domain.

    Raises MetricError as levi_civita does.
    """
    n = len(coordinates)
    if n == 1:
        return NotFound("A line has no curvature: every metric on it is flat.")
    values = [scalar_curvature_at(metric, coordinates, point) for point in points[:2]]
    if (
        len(values) == 2
        and all(v.is_number for v in values)
        and abs(sp.N(values[0] - values[1])) > CLOSE * (1 + abs(sp.N(values[0])))
    ):
        shown = " and ".join(str(sp.N(v / (n * (n - 1)), 8)) for v in values)
        return NotFound(f"The curvature is not constant: at two points it is {shown}.")
    connection = levi_civita(metric, coordinates)
    R = riemann_lowered(connection)
    K = scalar_of(R, connection.inverse_metric) / (n * (n - 1))
    slopes = decide_zero([sp.diff(K, x) for x in coordinates], points=points, of="the slope of the curvature")
    if not slopes:
        return NotFound(f"The curvature is not shown to be constant. {slopes.why}.")
    K = _without(K, coordinates, points)
    if n > 2:
        shape = _constant_shape(R, connection.metric, K, points)
        if not shape:
            return NotFound(f"The sectional curvatures are not shown to be equal. {shape.why}.")
    return Found(K, "Riemann tensor", slopes)


def _without(K: Any, coordinates: Sequence[Symbol], points: Points) -> Any:
    """A constant written without the coordinates: its value at a point of the domain."""
    if not K.free_symbols & set(coordinates):
        return K
    at = {x: points[0][x] for x in coordinates} if points else {x: sp.S(2) for x in coordinates}
    return K.subs(at, simultaneous=True)


def _constant_shape(R: Tensor, g: Any, K: Any, points: Points) -> Decision:
    gap = tensor(g.rows, 4, lambda i, j, k, m: R[i][j][k][m] - K * (g[j, k] * g[i, m] - g[i, k] * g[j, m]))
    return decide_zero(entries(gap), points=points, of="R_ijkl - K*(g_jk g_il - g_ik g_jl)")
