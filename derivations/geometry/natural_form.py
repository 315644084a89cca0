"""How the natural form eta(theta).T(x) - psi(theta) + h(x) is read off a log-density.

The log-density is expanded; a term without x goes to psi, one without theta to h, and every other has to be a
product a(theta)*b(x).  Equal factors b are collected; what is left over by linear dependence with rational
coefficients, among the a and among the b and with constants, is taken out, so that the form is minimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.outcomes import NotFound


@dataclass(frozen=True)
class Split:
    """log p = natural.statistics - log_partition + carrier, with as many terms as are independent."""

    natural: tuple[Expr, ...]
    statistics: tuple[Expr, ...]
    log_partition: Expr
    carrier: Expr


def split(
    log_density: Expr, parameters: Sequence[Symbol], observations: Sequence[Symbol]
) -> Split | NotFound:
    """The natural form term by term, or the term that is no product."""
    theta, x = set(parameters), set(observations)
    found: Split | NotFound = NotFound("no way of expanding was tried")
    for opened in _openings(log_density):
        found = _collected(opened, theta, x)
        if isinstance(found, Split):
            return _minimal(found)
    return found


def _openings(log_density: Expr) -> list[Expr]:
    """The expanded log-density: with logarithms as they stand, opened, and with sums of angles opened too."""
    plain = sp.expand(log_density, log=False)
    opened = sp.expand(sp.expand_log(sp.expand(sp.expand_log(log_density)), force=False))
    forms = [plain, opened]
    if log_density.has(sp.sin, sp.cos):
        forms += [sp.expand(sp.expand_trig(form), log=False) for form in (plain, opened)]
    return forms


def _collected(opened: Expr, theta: set[Symbol], x: set[Symbol]) -> Split | NotFound:
    by_statistic: dict[Expr, Expr] = {}
    partition, carrier = sp.S.Zero, sp.S.Zero
    for term in sp.Add.make_args(opened):
        if not term.free_symbols & x:
            partition -= term
        elif not term.free_symbols & theta:
            carrier += term
        else:
            pair = _product(term, theta, x)
            if pair is None:
                return NotFound(
                    f"The term {term} is no product of a function of {_names(theta)} and one of {_names(x)}, so the "
                    "log-density is not of the form eta.T - psi + h as it is written"
                )
            a, b = pair
            by_statistic[b] = by_statistic.get(b, sp.S.Zero) + a
    return Split(tuple(by_statistic.values()), tuple(by_statistic), partition, carrier)


def _names(symbols: set[Symbol]) -> str:
    return ", ".join(sorted(s.name for s in symbols))


def _product(term: Expr, theta: set[Symbol], x: set[Symbol]) -> tuple[Expr, Expr] | None:
    a, b = [], []
    for factor in sp.Mul.make_args(sp.expand_power_base(sp.expand_power_exp(term))):
        if not factor.free_symbols & x:
            a.append(factor)
        elif not factor.free_symbols & theta:
            b.append(factor)
        else:
            return None
    number, rest = sp.Mul(*b).as_coeff_Mul()
    return number * sp.Mul(*a), rest


def _minimal(form: Split) -> Split:
    """Take out dependent natural parameters (their constants go to the carrier), then dependent statistics."""
    basis, weights, constants = _affine_basis(form.natural)
    statistics = tuple(
        sp.Add(*(weights[i][k] * form.statistics[i] for i in range(len(form.natural))))
        for k in range(len(basis))
    )
    carrier = form.carrier + sp.Add(*(c * b for c, b in zip(constants, form.statistics, strict=True)))
    natural = tuple(form.natural[i] for i in basis)
    kept, weights, constants = _affine_basis(statistics)
    eta = tuple(sp.Add(*(weights[i][k] * natural[i] for i in range(len(natural)))) for k in range(len(kept)))
    partition = form.log_partition - sp.Add(*(c * a for c, a in zip(constants, natural, strict=True)))
    return Split(eta, tuple(statistics[i] for i in kept), partition, carrier)


def _affine_basis(functions: Sequence[Expr]) -> tuple[list[int], list[list[Any]], list[Any]]:
    """Indices of a basis, and each function as weights on the basis plus a constant.

    Functions are written as rational combinations of monomials in their generators over one denominator; a
    dependence found is one, though one that needs an identity between generators is not seen.
    """
    rows = _coefficients(functions)
    basis: list[int] = []
    weights: list[list[Any]] = []
    constants: list[Any] = []
    for i in range(len(functions)):
        solution = _combination(rows, [*basis, len(functions)], i)
        if solution is None:
            basis.append(i)
            solution = [*([sp.S.Zero] * (len(basis) - 1)), sp.S.One, sp.S.Zero]
        weights.append(solution[:-1])
        constants.append(solution[-1])
    return basis, [w + [sp.S.Zero] * (len(basis) - len(w)) for w in weights], constants


def _coefficients(functions: Sequence[Expr]) -> list[list[Any]]:
    """One row of rational numbers for each function, and one for the constant 1."""
    common = sp.S.One
    fractions = [sp.fraction(sp.together(f)) for f in functions]
    for _, bottom in fractions:
        common = sp.lcm(common, bottom)
    tops = [*(sp.expand(sp.cancel(top * common / bottom)) for top, bottom in fractions), sp.expand(common)]
    monomials: dict[Expr, int] = {}
    rows: list[dict[int, Any]] = []
    for top in tops:
        row: dict[int, Any] = {}
        for term in sp.Add.make_args(top):
            number, rest = term.as_coeff_Mul(rational=True)
            column = monomials.setdefault(rest, len(monomials))
            row[column] = row.get(column, sp.S.Zero) + number
        rows.append(row)
    return [[row.get(c, sp.S.Zero) for c in range(len(monomials))] for row in rows]


def _combination(rows: Sequence[Sequence[Any]], of: Sequence[int], target: int) -> list[Any] | None:
    """Rational weights that make row `target` of the rows `of`, if there are any."""
    system = sp.Matrix([list(rows[i]) for i in of]).T
    right = sp.Matrix(list(rows[target]))
    unknowns = sp.symbols(f"w0:{len(of)}", cls=sp.Dummy)
    solutions = sp.linsolve((system, right), *unknowns)
    if not solutions:
        return None
    (solution,) = solutions
    return [w.subs(dict.fromkeys(unknowns, sp.S.Zero)) for w in solution]
