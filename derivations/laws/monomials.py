"""Reading an expression as a sum of products of powers and logarithms of a few positive bases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.terms import refuse
from derivations.laws.transform import Expansion, Key, collect


@dataclass(frozen=True)
class Monomials:
    """Products b_1^s_1*...*log(b_1)^q_1*...*exp(c*x), of bases that are positive on the support.

    x      the observed symbols.
    bases  polynomials in them with value 1, or 0 for a symbol itself, at the origin; such as x and 1 + x.
    law    the name of the rule, for errors.

    A key is (s_1, ..., s_m, q_1, ..., q_m, c_1, ..., c_d) with the q natural numbers.
    """

    x: tuple[Symbol, ...]
    bases: tuple[Expr, ...]
    law: str

    @cached_property
    def letters(self) -> tuple[Symbol, ...]:
        """A positive symbol in place of each base."""
        return tuple(b if b.is_Symbol else sp.Dummy(f"w{i}", positive=True) for i, b in enumerate(self.bases))

    def read(self, expression: Expr) -> Expansion:
        """The expansion of an expression.

        Raises NotClosedError for a factor that is no power, logarithm or exponential of the bases.
        """
        folded = sp.expand_log(self.fold(expression))
        masks = {p: sp.Dummy("d", real=True) for p in folded.atoms(sp.Pow) if self._is_constant_fraction(p)}
        unmask = {d: p for p, d in masks.items()}
        opened = sp.expand(folded.xreplace(masks), log=False, power_exp=True)
        terms = (self._term(term) for term in sp.Add.make_args(opened) if term != 0)
        return collect((tuple(k.xreplace(unmask) for k in key), c.xreplace(unmask)) for key, c in terms)

    def _is_constant_fraction(self, power: Expr) -> bool:
        """A sum below a fraction bar, without observations: SymPy would multiply it with those beside it."""
        below = power.base.is_Add and power.exp.could_extract_minus_sign()
        return bool(below and not power.has(*self.x, *self.letters))

    def fold(self, expression: Expr) -> Expr:
        """Write sums in powers and logarithms as products of the bases, each by its letter."""
        if not expression.has(*self.x):
            return expression
        args = [self.fold(a) for a in expression.args]
        if isinstance(expression, sp.log):
            return sp.expand_log(sp.log(self._factored(args[0])))
        if expression.is_Pow and not args[1].has(*self.x):
            natural = args[1].is_Integer and args[1] > 0
            base = args[0] if natural else self._factored(args[0])
            return sp.expand_power_base(base ** args[1])
        return expression.func(*args) if args else expression

    def _factored(self, argument: Expr) -> Expr:
        """A sum as a product of a constant and powers of the letters, where it is one."""
        if not argument.is_Add:
            return argument
        joined = two_powers(argument, self.x[0]) if len(self.x) == 1 else None
        found = sp.factor(sp.together(argument)) if joined is None else joined
        return sp.Mul(*(self._letter(f) for f in sp.Mul.make_args(found)))

    def _letter(self, factor: Expr) -> Expr:
        base, power = factor.as_base_exp()
        origin = dict.fromkeys(self.x, 0)
        if not base.is_Add or not base.has(*self.x):
            return factor
        for b, letter in zip(self.bases, self.letters, strict=True):
            if b.is_Symbol:
                continue
            c = base.subs(origin)
            if sp.expand(base - c * b) == 0:
                return (c * letter) ** power
        return factor

    def _term(self, term: Expr) -> tuple[Key, Expr]:
        n, free = len(self.bases), sp.S.One
        powers, logs = [sp.S.Zero] * n, [sp.S.Zero] * n
        tilt = [sp.S.Zero] * len(self.x)
        for factor in sp.Mul.make_args(term):
            if not factor.has(*self.x, *self.letters):
                free *= factor
                continue
            base, power = factor.as_base_exp()
            if base in self.letters and not power.has(*self.x, *self.letters):
                powers[self.letters.index(base)] += power
            elif isinstance(base, sp.log) and base.args[0] in self.letters and _natural(power):
                logs[self.letters.index(base.args[0])] += power
            elif (exponent := self._exponent(factor)) is not None:
                tilt = [t + sp.diff(exponent, v) for t, v in zip(tilt, self.x, strict=True)]
                free *= sp.exp(exponent.subs(dict.fromkeys(self.x, 0)))
            else:
                raise refuse(
                    self.law,
                    factor.xreplace(dict(zip(self.letters, self.bases, strict=True))),
                    f"It is not a product of powers and logarithms of {', '.join(map(str, self.bases))}.",
                )
        return (*powers, *logs, *tilt), free

    def _exponent(self, factor: Expr) -> Expr | None:
        """The linear function that a factor is the exponential of, as in p^x."""
        base, power = factor.as_base_exp()
        if base.has(*self.x, *self.letters):
            return None
        exponent = power * sp.log(base)
        linear = all(not sp.diff(exponent, v).has(*self.x, *self.letters) for v in self.x)
        return exponent if linear else None


def _natural(power: Expr) -> bool:
    return bool(power.is_Integer and power > 0)


def two_powers(argument: Expr, x: Symbol) -> Expr | None:
    """A*x^e + B*x^f as A*x^e*(1 + (B/A)*x^(f - e)), or None for another sum; A*x^e by itself.

    Of the two orders, the one that gives 1 + c*x with a number c if there is one, else f - e positive.
    """
    parts = power_terms(argument, x)
    if parts is not None and len(parts) == 1:
        ((e, A),) = parts.items()
        return A * x**e
    if parts is None or len(parts) != 2:
        return None
    (e, A), (f, B) = sorted(parts.items(), key=lambda part: (part[0] != 0, sp.default_sort_key(part[0])))
    gap, ratio = sp.expand(f - e), sp.cancel(sp.powsimp(B / A))
    if gap.could_extract_minus_sign() and e != 0:
        e, A, gap, ratio = f, B, -gap, 1 / ratio
    if gap == -1 and e == 0:
        return B / x * (1 + A / B * x)
    return sp.Mul(A, x**e, 1 + ratio * x**gap, evaluate=True)


def power_terms(argument: Expr, x: Symbol) -> dict[Expr, Expr] | None:
    """A sum of c*x^e as {e: c}, or None for a sum with another term."""
    found: dict[Expr, Expr] = {}
    for term in sp.Add.make_args(sp.expand(sp.expand_power_base(argument), log=False)):
        c, rest = term.as_independent(x, as_Add=False)
        exponent = sp.S.Zero
        for factor in sp.Mul.make_args(rest):
            base, power = factor.as_base_exp()
            if factor != 1 and (base != x or power.has(x)):
                return None
            exponent += power if factor != 1 else 0
        exponent = sp.factor_terms(exponent)
        found[exponent] = found.get(exponent, sp.S.Zero) + c
    return {e: c for e, c in found.items() if c != 0}
