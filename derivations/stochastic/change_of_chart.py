"""The same process in other coordinates.

With x = x(y), J = d x/d y, and everything on the right written in y,

    Stratonovich    b_new = J^-1*b,                          sigma_new = J^-1*sigma
    Ito             b_new = J^-1*(b - D_new : Hess x),       sigma_new = J^-1*sigma
    generator       b_new as for Ito,                        D_new = J^-1*D*J^-T
    density         rho_new = rho*|det J|

The second line is G x = b read in the new chart; with y = phi(x) it is b_new = G phi, the Ito formula.
Source: [Oksendal2003] thm. 4.2.1; [Risken1989] sec. 4.10.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.charts import Chart
from derivations.ladder import prove_zero
from derivations.stochastic.errors import NotInvertibleError, StochasticError
from derivations.stochastic.generator import Generator
from derivations.stochastic.sde import SDE, Convention
from derivations.tidy import tidy


def sde_in_new(sde: SDE, through: Chart) -> SDE:
    """The equation, in its own convention, in the new coordinates of a chart.

    through  the old coordinates in terms of the new ones.  Where it carries an inverse, that is proved to be
             one; without, the result holds wherever det J is not zero.

    Raises StochasticError where the chart starts from other coordinates than the equation has, and
    NotInvertibleError where det J = 0, or an inverse that is given was not shown to undo the chart.
    """
    back = _inverse_jacobian(through, sde.coordinates)
    noise = tidy(back * through.into_new(sde.noise))
    drift = through.into_new(sde.drift)
    if sde.convention is Convention.ITO:
        drift = drift - _second_order(through, noise * noise.T / 2)
    return SDE(through.new, tidy(back * drift), noise, sde.convention)


def generator_in_new(generator: Generator, through: Chart) -> Generator:
    """The generator in the new coordinates; arguments and errors as in sde_in_new."""
    back = _inverse_jacobian(through, generator.coordinates)
    D = tidy(back * through.into_new(generator.D) * back.T)
    drift = through.into_new(generator.b) - _second_order(through, D)
    return Generator(through.new, tidy(back * drift), D)


def log_density_in_new(log_density: Expr, through: Chart) -> Expr:
    """log rho + log|det J|, in the new coordinates; log rho is per unit of volume of the old ones.

    Raises NotInvertibleError as sde_in_new does.
    """
    _inverse_jacobian(through, through.old)
    # log(det^2)/2 is log|det| and has the derivative det'/det without a sign
    return through.into_new(sp.sympify(log_density)) + sp.log(tidy(through.jacobian.det()) ** 2) / 2


def _second_order(through: Chart, D: Any) -> Any:
    """D : Hess x, (n, 1), with D in the new coordinates."""
    return sp.Matrix([(D * sp.hessian(form, list(through.new))).trace() for form in through.forms])


def _inverse_jacobian(through: Chart, coordinates: tuple[Symbol, ...]) -> Any:
    """J^-1 in the new coordinates, once the chart is known to fit and to be invertible."""
    if through.old != coordinates:
        raise StochasticError(f"The chart starts from {through.old}, the process lives in {coordinates}.")
    J = through.jacobian
    if J.rows != J.cols or prove_zero(J.det()):
        raise NotInvertibleError(
            f"From {through.old} to {through.new} there is no way back: the Jacobian is {J}. "
            "Give as many new coordinates as old ones, and forms that depend on all of them."
        )
    if through.inverse is not None:
        _check(through)
    return tidy(J.adjugate() / tidy(J.det()))


def _check(through: Chart) -> None:
    shown = through.check_inverse()
    if not shown:
        raise NotInvertibleError(
            f"The inverse given from {through.old} to {through.new} was not shown to undo the forms; "
            f"left: {shown.residual}. A sign, or an assumption missing on a symbol (positive=True), is the "
            "usual cause. Without an inverse the chart is used where its Jacobian is invertible."
        )
