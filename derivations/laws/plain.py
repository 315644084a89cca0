"""A log-density in plain form: logarithms of products opened, factorials by log-gamma, no hyperbolic functions.

What people write is often the logarithm of the density as it stands in a book.  All steps are identities
wherever the symbols are real and the log-density is real.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sympy as sp
from sympy import Expr, Symbol

from derivations.family import Counts, Family, Interval, Simplex


def plain(family: Family) -> Family:
    """The same family with its log-density in plain form.

    >>> from derivations.families import load
    >>> from dataclasses import replace
    >>> p, x = load("bernoulli").parameters[0], load("bernoulli").observations[0]
    >>> plain(replace(load("bernoulli"), log_density=sp.log(p**x * (1 - p) ** (1 - x)))).log_density
    x*log(p) + (1 - x)*log(1 - p)
    """
    found = plain_form(family.log_density, family.observations, positive_expressions(family))
    return replace(family, log_density=found)


def positive_expressions(family: Family) -> tuple[Expr, ...]:
    """Distances to the finite ends of intervals, and both sides of `where`: positive on the domain."""
    found: list[Expr] = []
    for symbol, domain in zip(family.parameters, family.domains, strict=True):
        found += _inside(symbol, domain)
    if isinstance(family.support, Interval):
        found += _inside(family.observations[0], family.support)
    if isinstance(family.support, Simplex | Counts):
        whole = family.support.total if isinstance(family.support, Counts) else sp.S.One
        found.append(whole - sp.Add(*family.observations))
    found += [c.gts - c.lts for c in family.where if isinstance(c, _Strict)]
    return tuple(e for e in found if e.is_Add)


_Strict = (sp.StrictGreaterThan, sp.StrictLessThan)


def _inside(symbol: Symbol, interval: Interval) -> Iterable[Expr]:
    if interval.upper != sp.oo:
        yield interval.upper - symbol
    if interval.lower != -sp.oo:
        yield symbol - interval.lower


def plain_form(log_density: Expr, x: Sequence[Symbol], positive: Sequence[Expr] = ()) -> Expr:
    """An expression in plain form.

    x         the observed symbols.
    positive  sums that are positive on the domain.
    """
    hyperbolic = [f for f in log_density.atoms(sp.cosh, sp.sinh, sp.tanh) if f.has(*x)]
    found = log_density.xreplace({f: f.rewrite(sp.exp) for f in hyperbolic})
    letters = {e: sp.Dummy("w", positive=True) for e in positive}
    signs = {-e: -w for e, w in letters.items()}
    found = with_loggamma(found).xreplace({**letters, **signs})
    opened = sp.expand_log(found.replace(sp.log, _open))
    return opened.xreplace({w: e for e, w in letters.items()})


def _open(argument: Expr) -> Expr:
    """The logarithm of a product by that of its factors.

    An exponential of a real number is positive.  Of the others, if a single one has no known sign, then it
    is positive wherever the logarithm is real; so is the base of its power, unless the exponent is even.
    """
    opened, unknown = sp.S.Zero, []
    for factor in sp.Mul.make_args(sp.expand_power_base(sp.powdenest(argument))):
        if isinstance(factor, sp.exp):
            opened += factor.args[0]
        elif factor.is_positive:
            opened += sp.expand_log(sp.log(factor))
        else:
            unknown.append(factor)
    if len(unknown) == 1:
        base, power = unknown[0].as_base_exp()
        odd = power.is_integer is not True or power.is_odd
        return opened + (power * sp.log(base) if odd and power.is_real else sp.log(unknown[0]))
    return opened + sp.log(sp.Mul(*unknown))


def with_loggamma(log_density: Expr) -> Expr:
    """Factorials, binomial coefficients, betas and gammas inside logarithms, by log-gamma."""
    found = log_density.replace(
        sp.binomial, lambda n, k: sp.gamma(n + 1) / (sp.gamma(k + 1) * sp.gamma(n - k + 1))
    ).replace(sp.factorial, lambda a: sp.gamma(a + 1))
    found = found.replace(sp.beta, lambda a, b=None: sp.gamma(a) * sp.gamma(b) / sp.gamma(a + b))

    def open_one(argument: Expr) -> Expr:
        gammas = [f for f in sp.Mul.make_args(argument) if isinstance(f.as_base_exp()[0], sp.gamma)]
        rest = argument / sp.Mul(*gammas)
        logs = [f.as_base_exp()[1] * sp.loggamma(f.as_base_exp()[0].args[0]) for f in gammas]
        return sp.log(rest) + sp.Add(*logs)

    return found.replace(sp.log, open_one)
