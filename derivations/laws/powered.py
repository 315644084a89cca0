"""Laws c*exp(-k*|x - t|^b) on the line: the Mellin transform of both halves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.terms import diverges, normalised, power_and_logs, refuse, terms


@dataclass(frozen=True)
class Powered:
    """Density proportional to exp(-k*|x - t|^b) on the line.

    E|x - t|^s = k^(-s/b)*Gamma((s + 1)/b)/Gamma(1/b) for s > -1; odd parts vanish.
    For b = 1 also E|x - u| = |t - u| + exp(-k*|t - u|)/k.
    """

    x: Symbol
    t: Expr
    k: Expr
    b: Expr
    rule: str = "Mellin transform of both halves"

    def mean(self, expression: Expr) -> Expr:
        """Powers, logarithms and signs of x - t; deltas at t count as zero, as they do almost everywhere."""
        far = [
            a
            for a in expression.atoms(sp.Abs)
            if a.has(self.x) and not _same_kink(a.args[0], self.x - self.t)
        ]
        rest = sp.expand(expression, log=False)
        total = sp.S.Zero
        for kink in far:
            coefficient = rest.coeff(kink, 1)
            total += coefficient * self._distance(kink.args[0])
            rest = sp.expand(rest - coefficient * kink)
        if total.has(self.x) or any(rest.has(kink) for kink in far):
            raise refuse(
                self.rule, expression, "A second kink has a rule only for b = 1, and only by itself."
            )
        r = sp.Dummy("r", positive=True)
        halves = (rest.subs(self.x, self.t + r) + rest.subs(self.x, self.t - r)) / 2
        return total + sp.Add(*(self._term(term, r) for term in terms(halves)))

    def _distance(self, argument: Expr) -> Expr:
        slope = sp.diff(argument, self.x)
        if self.b != 1 or not slope.is_number:
            raise refuse(
                self.rule, sp.Abs(argument), "A distance to another point has a rule only for b = 1."
            )
        gap = sp.Abs(self.t + argument / slope - self.x)
        return sp.Abs(slope) * (gap + sp.exp(-self.k * gap) / self.k)

    def _term(self, term: Expr, r: Symbol) -> Expr:
        free, rest = term.as_independent(r, as_Add=False)
        s, q = power_and_logs(rest, r, self.rule)
        if (s + 1).is_nonpositive:
            raise diverges(self.rule, term, f"The integral of |x - t|^({s}) diverges at the kink.")
        a = sp.Dummy("a", positive=True)
        mellin = self.k ** (-a / self.b) * sp.gamma((a + 1) / self.b) / sp.gamma(1 / self.b)
        return free * (sp.diff(mellin, a, q).subs(a, s) if q else mellin.subs(a, s))


def _same_kink(argument: Expr, centred: Expr) -> bool:
    return sp.expand(argument - centred) == 0 or sp.expand(argument + centred) == 0


def powered(log_density: Expr, x: Symbol) -> Powered | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    kinks = [a for a in log_density.atoms(sp.Abs) if a.has(x)]
    if len(kinks) != 1 or sp.diff(kinks[0].args[0], x).has(x):
        return None
    t, g = sp.solve(kinks[0].args[0], x)[0], sp.Dummy("g", positive=True)
    constant, held = sp.expand(log_density.xreplace({kinks[0]: g})).as_independent(g, as_Add=True)
    coefficient, power = held.as_independent(g, as_Add=False)
    b = reduce(lambda total, f: total + f.as_base_exp()[1], sp.Mul.make_args(power), sp.S.Zero)
    slope = sp.Abs(sp.diff(kinks[0].args[0], x))
    k = -coefficient * slope**b
    if power != g**b or not b.is_number or constant.has(x) or not k.is_positive:
        return None
    normaliser = sp.log(b) + sp.log(k) / b - sp.log(2) - sp.log(sp.gamma(1 / b))
    return Powered(x, t, k, b) if normalised(constant - normaliser) else None
