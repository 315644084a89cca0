"""Examine a statement: prove it on a generic instance, or look at it at particular ones.

`prove` and `refute` are the two questions; both read the statement's own tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, product
from typing import Any

from theorems.arithmetic.balls import Balls, working_precision
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.flint_fractions import FlintFractions
from theorems.arithmetic.matrix import Mat
from theorems.arithmetic.rationals import Rationals
from theorems.arithmetic.symbolic import ATOMS, Symbolic
from theorems.arithmetic.sympy_fractions import SympyFractions
from theorems.drawing import draw, edges
from theorems.evaluate import Evaluator
from theorems.instances import Column, Instance, Number, Polynomial, Square
from theorems.jets import JET_DEGREE, HigherJetError, NotUniversalError
from theorems.judgement import Judgement, Truth, judge, worst
from theorems.setting import Covector, Scalar, Setting, Vector
from theorems.solver import proves_sign
from theorems.sources import Generic, RandomRationals, WideRationals, to_scalar
from theorems.term import Term

BITS = 200  # 60 digits: 25 to compare, the rest lost to cancellation without harm
POINTS = 3  # generic points per size: three catch every one of 666 wrong variants (DESIGN, rule 4)
WIDE_POINTS = 12
TRANSCENDENTAL = frozenset(
    {"log", "exp", "expm", "eigmax", "sqrt", "sin", "cos", "pow", "logdensity", "abs", "quantity", "pi"}
    | {"eulergamma", "loggamma", "polygamma", "besseli"}
)
INEQUALITIES = frozenset({"ge", "gt", "pd", "psd", "argmin", "argmax", "argmin!"})
ENGINES = (FlintFractions, SympyFractions)  # the fast one first: where it fails, the other is spared


@dataclass(frozen=True)
class Finding:
    """A judgement with the instance it was made at and the arithmetic it was made in.

    particular  whether the polynomials of the instance were asked for more than jets that stand for every
                smooth function: such an instance may refute, but shows nothing of other functions.
    """

    judgement: Judgement
    instance: Instance
    arithmetic: str
    particular: bool = False


# -- particular instances -----------------------------------------------------------------------


def examine(statement: Term, instance: Instance) -> Finding | None:
    """Judge at a particular instance, exactly if possible, else in balls; None if a condition is not met."""
    for arithmetic in (Rationals(), Balls()):
        with working_precision(BITS):
            try:
                ev = instance.evaluator(arithmetic)
                if not admitted(instance, ev):
                    return None
                written_out = instance.setting.written_out(statement)
                finding = Finding(judge(written_out, ev), instance, arithmetic.name, arithmetic.beyond_jets)
            except OutsideArithmeticError:
                continue
            except OutsideDomainError as error:
                outside = Judgement(
                    Truth.UNKNOWN, reason=f"outside the domain: {error}", extra={"outside": True}
                )
                return Finding(outside, instance, arithmetic.name)
        return finding
    unknown = Judgement(Truth.UNKNOWN, reason="neither exact rationals nor balls can evaluate it here")
    return Finding(unknown, instance, "balls")


def admitted(instance: Instance, ev: Evaluator) -> bool:
    """Whether the instance is of the declared kinds, and the conditions of the setting hold at it."""
    if not all(invertible(datum, ev) for datum in instance.data.values()):
        return False
    conditions = map(instance.setting.written_out, instance.setting.given)
    return all(judge(g, ev).truth in (Truth.TRUE, Truth.ENCLOSED) for g in conditions)


def rationally_admitted(instance: Instance) -> bool:
    """Whether an instance meets the conditions of its setting, exactly or in balls."""
    for arithmetic in (Rationals(), Balls()):
        with working_precision(BITS):
            try:
                return admitted(instance, instance.evaluator(arithmetic))
            except OutsideArithmeticError:
                continue
            except OutsideDomainError:
                return False
    return False


def invertible(datum: Any, ev: Evaluator) -> bool:
    """Whether a matrix, or the linear part of a chart, has an inverse; true of everything else."""
    if isinstance(datum, Square):
        rows = datum.rows
    elif (
        isinstance(datum, Polynomial) and datum.value and len(datum.components) == ev.n == len(base_of(datum))
    ):
        axes = [tuple(int(i == j) for j in range(ev.n)) for i in range(ev.n)]
        rows = tuple(tuple(component[axis] for axis in axes) for component in datum.components)
    else:
        return True
    scalars = tuple(tuple(to_scalar(ev.arithmetic, cell) for cell in row) for row in rows)
    return not bool(Mat(scalars, ("n", "n")).determinant() == 0)


def base_of(datum: Polynomial) -> tuple[int, ...]:
    """An exponent tuple of a polynomial: as long as it has variables."""
    return next(iter(datum.components[0]))


def generic_instances(setting: Setting, seed: str, *, points: int = POINTS) -> Iterator[Instance]:
    """Random rational instances in every size of the setting."""
    for n in setting.sizes:
        for k in range(points):
            yield replace_label(
                draw(setting, n, RandomRationals(f"{seed}/{n}/{k}")), f"generic point {k + 1}, n = {n}"
            )


def replace_label(instance: Instance, label: str) -> Instance:
    """The instance under a name for the report."""
    return replace(instance, label=label)


def edge_instances(setting: Setting, seed: str) -> Iterator[Instance]:
    """The particular models of the setting, then instances with one symbol set to zero."""
    yield from edges(setting, RandomRationals(f"{seed}/edges"))
    for n, (name, kind) in product(setting.sizes[:2], setting.symbols.items()):
        zeroed = zero_of(kind, n)
        if zeroed is not None:
            instance = draw(setting, n, RandomRationals(f"{seed}/zero/{name}"))
            instance.data[name] = zeroed
            yield replace_label(instance, f"{name} = 0, n = {n}")


def zero_of(kind: Any, n: int) -> Any:
    """The zero of a kind of symbol that may be zero."""
    if isinstance(kind, Vector | Covector):
        return Column((Fraction(0),) * n)
    if isinstance(kind, Scalar) and not kind.positive:
        return Number(Fraction(0))
    return None


def particular_instances(setting: Setting, seed: str, *, points: int = POINTS) -> Iterator[Instance]:
    """Generic points first, then the edges."""
    yield from generic_instances(setting, seed, points=points)
    yield from edge_instances(setting, seed)


def wide_instances(setting: Setting, seed: str) -> Iterator[Instance]:
    """Instances over many orders of magnitude, where an inequality may fail that holds near 1."""
    for n in setting.sizes:
        for k in range(WIDE_POINTS):
            instance = draw(setting, n, WideRationals(f"{seed}/wide/{n}/{k}"))
            yield replace_label(instance, f"wide point {k + 1}, n = {n}")


def refute(statement: Term, setting: Setting, seed: str, *, points: int = POINTS) -> Finding | None:
    """The first instance at which the statement fails rigorously, smallest sizes and edges included."""
    instances = particular_instances(setting, seed, points=points)
    if any(node.op in INEQUALITIES for node in statement.walk()):
        instances = chain(instances, wide_instances(setting, seed))
    for instance in instances:
        finding = examine(statement, instance)
        if finding is not None and finding.judgement.truth is Truth.FALSE:
            return finding
    return None


# -- generic instances --------------------------------------------------------------------------


@dataclass(frozen=True)
class Proof:
    """What a generic instance of one size showed, in both engines.

    proved   whether both engines reduced the residual to zero (or the sign was proved).
    step     the step that closed it.
    leading  for an asymptotic statement, the leading coefficient.
    reason   why it is not proved.
    """

    proved: bool
    n: int
    step: str = ""
    leading: str = ""
    reason: str = ""


def prove(
    statement: Term, setting: Setting, n: int, *, engines: tuple[type[Symbolic], ...] = ENGINES
) -> Proof:
    """Prove the statement for all values of its symbols in n dimensions, in every engine given.

    Defined symbols are written out first. Jets of smooth functions start at degree 1 and grow
    until they are universal for the derivatives the statement takes. A setting with edge models is
    not closed by a generic smooth one: each edge must hold too, which `prove_at_edges` asks.
    """
    statement = setting.written_out(statement)
    for degree in range(1, JET_DEGREE + 1):
        try:
            return prove_with_jets(statement, setting, n, degree, engines)
        except HigherJetError as error:
            reason = str(error)
        except NotUniversalError as error:
            return Proof(False, n, reason=str(error))
    return Proof(False, n, reason=reason)


def prove_with_jets(
    statement: Term, setting: Setting, n: int, degree: int, engines: tuple[type[Symbolic], ...]
) -> Proof:
    """Prove with jets of one degree; the errors of jets that are not universal pass through."""
    steps, leading = [], ""
    for engine in engines:
        source = Generic()
        instance = draw(setting, n, source, degree=degree)
        atoms = ATOMS if transcendental(statement, setting) else 0
        arithmetic = engine(source.names, frozenset(source.positives), atoms=atoms)
        try:
            ev = instance.evaluator(arithmetic)
            assumptions = assumed_positive(setting, ev)
            judgement = judge(statement, ev)
            step = closing_step(statement, judgement, ev, assumptions)
        except NotUniversalError:
            raise
        except (OutsideArithmeticError, OutsideDomainError) as error:
            return Proof(False, n, reason=f"{arithmetic.name}: {error}")
        if not step:
            return Proof(False, n, reason=judgement.reason or f"{arithmetic.name} left a residual")
        steps.append(step)
        if judgement.extra.get("leading") is not None and engine is SympyFractions:
            leading = str(judgement.extra["leading"])
    return Proof(True, n, step=steps[-1], leading=leading)


def transcendental(statement: Term, setting: Setting) -> bool:
    """Whether evaluating the statement may need symbols for logarithms, roots or the like."""
    terms = [statement, *setting.where.values(), *setting.given]
    return any(node.op in TRANSCENDENTAL for term in terms for node in term.walk())


def assumed_positive(setting: Setting, ev: Evaluator) -> list[Any]:
    """Expressions that the conditions of the setting declare positive."""
    return [x for condition in setting.given for x in declared_positive(setting.written_out(condition), ev)]


def declared_positive(condition: Term, ev: Evaluator) -> list[Any]:
    """The expressions that one condition declares positive."""
    if condition.op == "pd":
        return list(judge(condition, ev).extra["minors"])
    if condition.op == "gt":
        return [judge(condition, ev).extra["difference"]]
    return []


def closing_step(statement: Term, judgement: Judgement, ev: Evaluator, assumptions: list[Any]) -> str:
    """The name of the step that proves the generic instance, or "" when none does."""
    if judgement.truth is Truth.TRUE:
        return "normal form of rational functions"
    if statement.op == "and":
        steps = [closing_step(part, judge(part, ev), ev, assumptions) for part in statement.args]
        return max(steps, key=len) if all(steps) else ""
    if statement.op == "implies":
        premise, conclusion = statement.args
        return closing_step(
            conclusion, judge(conclusion, ev), ev, assumptions + declared_positive(premise, ev)
        )
    assert isinstance(ev.arithmetic, Symbolic)
    extra = judgement.extra
    if statement.op in ("ge", "gt") and "difference" in extra:
        strict = statement.op == "gt"
        return "Z3, nonlinear real arithmetic" * proves_sign(
            ev.arithmetic, extra["difference"], strict=strict, positive=assumptions
        )
    if "minors" in extra and (
        statement.op in ("pd", "psd") or judgement.reason == "the gap form is not shown positive"
    ):
        strict = statement.op in ("pd", "argmin!")
        proved = all(
            proves_sign(ev.arithmetic, minor, strict=strict, positive=assumptions)
            for minor in extra["minors"]
        )
        return "Z3, nonlinear real arithmetic" * proved
    return ""


def prove_at_edges(statement: Term, setting: Setting, seed: str) -> Truth:
    """Whether the statement holds at every edge model of the setting."""
    truths = []
    for instance in edges(setting, RandomRationals(f"{seed}/edges")):
        finding = examine(statement, instance)
        truths.append(Truth.UNKNOWN if finding is None else finding.judgement.truth)
    return worst(truths) if truths else Truth.TRUE
