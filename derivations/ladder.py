"""A short ladder of named simplifications that proves an expression to be zero.

    structural    the expression is 0 as it stands
    expand        products and powers multiplied out
    cancel        a quotient of polynomials in the symbols and the transcendental atoms
    trig          as cancel, with sums of angles opened and sin(a)^2 = 1 - cos(a)^2
    hyperbolic    hyperbolic functions and their inverses written with exponentials and logarithms
    logarithms    logarithms opened where the arguments are known to be positive
    functions     gamma, polygamma and their like written out by their own equations
    gamma         quotients of gamma functions reduced
    radicals      as cancel, with g^q = u for every root g = u^(1/q)
    anchor        the derivative in one variable is zero, and so is the value at one point

Every step is an identity wherever the expression is defined, so reaching zero proves it.  Not reaching
zero decides nothing: there is no outcome that refutes.  `Expr.equals` and bare `simplify` are not used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

OPERATIONS = 4000  # beyond this size a step is not tried: it would cost seconds and has never helped
ANALYTIC = (
    sp.exp,
    sp.log,
    sp.gamma,
    sp.loggamma,
    sp.polygamma,
    sp.sin,
    sp.cos,
    sp.sinh,
    sp.cosh,
    sp.erf,
    sp.atan,
)


@dataclass(frozen=True)
class Outcome:
    """What the ladder found.

    proved    whether the expression was reduced to zero.
    step      the name of the step that did it, or None.
    residual  what was left of the expression where nothing did.
    """

    proved: bool
    step: str | None
    residual: Expr

    def __bool__(self) -> bool:
        return self.proved

    def __str__(self) -> str:
        return f"proved zero by {self.step}" if self.proved else f"not decided; left: {self.residual}"


def prove_zero(expression: Any, *, anchors: Sequence[Symbol] | None = None) -> Outcome:
    """Try to prove that an expression, or every entry of a matrix, is zero wherever it is defined.

    expression  a SymPy expression or matrix.
    anchors     the variables in which to differentiate and anchor; None for the positive ones.

    >>> x = Symbol("x", positive=True)
    >>> str(prove_zero(sp.log(x**2) - 2 * sp.log(x)))
    'proved zero by logarithms'
    >>> prove_zero(sp.sin(2 * x) - 2 * sp.sin(x) * sp.cos(x)).step
    'trig'
    >>> bool(prove_zero(x - 1))
    False
    """
    if isinstance(expression, sp.MatrixBase):
        return _prove_entries(expression, anchors)
    value = sp.sympify(expression)
    if _divides_by_zero(value):
        return Outcome(False, None, value)
    outcome = _climb(value)
    if outcome.proved:
        return outcome
    for symbol in _anchor_symbols(value) if anchors is None else anchors:
        if _anchored(value, symbol):
            return Outcome(True, f"anchor in {symbol}", sp.S.Zero)
    return outcome


def _divides_by_zero(expression: Expr) -> bool:
    """Whether a denominator vanishes when it is expanded: then nothing is defined, and nothing is proved."""
    inverted = [p.base for p in expression.atoms(sp.Pow) if p.exp.could_extract_minus_sign()]
    return expression.has(sp.zoo, sp.nan, sp.oo) or any(sp.expand(base) == 0 for base in inverted)


def prove_equal(left: Any, right: Any) -> Outcome:
    """Prove left - right = 0; see prove_zero."""
    return prove_zero(left - right)


def _prove_entries(matrix: Any, anchors: Sequence[Symbol] | None) -> Outcome:
    steps: list[str] = []
    for entry in matrix:
        outcome = prove_zero(entry, anchors=anchors)
        if not outcome.proved:
            return outcome
        if outcome.step not in steps:
            steps.append(str(outcome.step))
    return Outcome(True, ", ".join(steps) or "structural", sp.S.Zero)


def _climb(expression: Expr) -> Outcome:
    """The steps without differentiation, cheapest first."""
    residual = expression
    for name, step in STEPS:
        if residual == 0:
            return Outcome(True, "structural", sp.S.Zero)
        if sp.count_ops(expression) > OPERATIONS:
            break
        try:
            found = step(expression)
        except (sp.PolynomialError, NotImplementedError, ValueError, TypeError):
            continue  # this step does not apply to such an expression
        if found == 0:
            return Outcome(True, name, sp.S.Zero)
        if found is not sp.nan and sp.count_ops(found) < sp.count_ops(residual):
            residual = found
    return Outcome(False, None, residual)


def expand(expression: Expr) -> Expr:
    """Multiply out, and open exponents: exp(a + b) = exp(a)*exp(b)."""
    return sp.expand(expression, log=False)


def cancel(expression: Expr) -> Expr:
    """The numerator over a common denominator, as a polynomial in symbols and atoms."""
    return _numerator(sp.expand_power_exp(expression))


def _numerator(expression: Expr) -> Expr:
    numerator, _ = sp.fraction(sp.together(expression))
    return sp.expand(sp.expand_power_exp(sp.expand(numerator, log=False)), log=False)


def trig(expression: Expr) -> Expr:
    """Open angles, clear denominators, and put 1 - cos(a)^2 for sin(a)^2."""
    plain = expression.replace(sp.tan, lambda a: sp.sin(a) / sp.cos(a))
    numerator = _numerator(sp.expand_trig(plain))
    for atom in sorted(numerator.atoms(sp.sin), key=sp.default_sort_key):
        numerator = _remainder(numerator, atom, atom**2 - 1 + sp.cos(atom.args[0]) ** 2)
    return numerator


def _remainder(numerator: Expr, atom: Expr, relation: Expr) -> Expr:
    """Rest of the polynomial division of the numerator by a relation in one atom."""
    g = sp.Dummy("g")
    poly = sp.Poly(numerator.xreplace({atom: g}), g)
    return sp.expand(sp.rem(poly, sp.Poly(relation.xreplace({atom: g}), g)).as_expr().xreplace({g: atom}))


def hyperbolic(expression: Expr) -> Expr:
    """Write hyperbolic functions with exponentials, their inverses with logarithms, then cancel."""
    plain = expression.rewrite([sp.sinh, sp.cosh, sp.tanh, sp.coth], sp.exp)
    return _numerator(plain.rewrite([sp.asinh, sp.acosh, sp.atanh], sp.log))


def logarithms(expression: Expr) -> Expr:
    """Open logarithms of positive products and powers, then cancel; opens sums that factor, too."""
    opened = sp.expand_log(_factored_logs(expression), force=False)
    return _numerator(opened)


def _factored_logs(expression: Expr) -> Expr:
    return expression.replace(sp.log, lambda a: sp.log(sp.factor(sp.together(a))))


def functions(expression: Expr) -> Expr:
    """Write special functions out (recurrences, duplication, special values), then cancel."""
    plain = expression.replace(
        sp.loggamma, lambda a: sp.log(sp.gamma(a)) if a.is_positive else sp.loggamma(a)
    )
    return _numerator(sp.expand_log(sp.expand_func(plain)))


def gamma(expression: Expr) -> Expr:
    """Reduce quotients of gamma functions, then cancel."""
    plain = expression.rewrite(sp.gamma) if expression.has(sp.factorial, sp.binomial, sp.beta) else expression
    return _numerator(sp.gammasimp(plain))


def radicals(expression: Expr) -> Expr:
    """Write each base as one factored fraction, give it one root g, and reduce its powers by g^q = u."""
    plain = expression.replace(_is_root, lambda p: sp.factor(sp.together(p.base)) ** p.exp)
    return _reduced_roots(_numerator(plain))


def _is_root(e: Expr) -> bool:
    return bool(e.is_Pow and e.exp.is_Rational and not e.exp.is_Integer)


def _reduced_roots(numerator: Expr) -> Expr:
    """Replace u^(p/q) by g^p with g^q = u, base by base, and divide by the relation."""
    for _ in range(8):  # a root can uncover roots; no page nests eight
        roots = [p for p in numerator.atoms(sp.Pow) if _is_root(p)]
        if not roots:
            return numerator
        base = max((p.base for p in roots), key=lambda b: (sp.count_ops(b), sp.default_sort_key(b)))
        numerator = _reduce_root(numerator, base, [p for p in roots if p.base == base])
    return numerator


def _reduce_root(numerator: Expr, base: Expr, roots: list[Expr]) -> Expr:
    q = sp.ilcm(*[p.exp.q for p in roots]) if len(roots) > 1 else roots[0].exp.q
    g = sp.Dummy("g")
    in_root = sp.together(numerator.xreplace({p: g ** (p.exp * q) for p in roots}))
    poly = sp.Poly(sp.fraction(in_root)[0], g)
    rest = sp.rem(poly, sp.Poly(g**q - base, g)).as_expr()
    found = sp.expand(sp.fraction(sp.together(rest))[0])
    return found if found == 0 else sp.expand(found.xreplace({g: base ** sp.Rational(1, q)}))


STEPS: tuple[tuple[str, Callable[[Expr], Expr]], ...] = (
    ("expand", expand),
    ("cancel", cancel),
    ("trig", trig),
    ("hyperbolic", hyperbolic),
    ("logarithms", logarithms),
    ("functions", functions),
    ("gamma", gamma),
    ("radicals", radicals),
)


def _anchor_symbols(expression: Expr) -> list[Symbol]:
    return sorted((s for s in expression.free_symbols if s.is_positive), key=str)


def _anchored(expression: Expr, symbol: Symbol) -> bool:
    """Zero derivative and a zero: enough where the expression is analytic on an interval.

    A positive symbol runs over (0, oo) and is anchored at 1, a real one over the line and is anchored at 0.
    Analyticity is checked from the tree: functions of ANALYTIC only, denominators and arguments of
    logarithms of known sign.  atan(x) + atan(1/x) on the line is what this keeps out.
    """
    if not (symbol.is_positive or symbol.is_real) or not _is_analytic(expression):
        return False
    anchor = sp.S.One if symbol.is_positive else sp.S.Zero
    if not _climb(sp.diff(expression, symbol)).proved:
        return False
    value = expression.subs(symbol, anchor)
    return bool(_climb(value).proved)


def _is_analytic(e: Expr) -> bool:
    """Whether the tree shows that the expression is analytic for all values of its real symbols."""
    if e.is_Symbol:
        return bool(e.is_real)
    if e.is_number:
        return bool(e.is_finite)
    if not all(_is_analytic(a) for a in e.args):
        return False
    if isinstance(e, sp.Add | sp.Mul):
        return True
    if isinstance(e, sp.Pow):
        if e.exp.is_Integer and e.exp > 0:
            return True
        return bool(e.base.is_positive or (e.exp.is_Integer and e.base.is_nonzero))
    if isinstance(e, sp.log | sp.gamma | sp.loggamma):
        return bool(e.args[0].is_positive)
    if isinstance(e, sp.polygamma):
        return bool(e.args[0].is_Integer and e.args[1].is_positive)
    return isinstance(e, ANALYTIC)
