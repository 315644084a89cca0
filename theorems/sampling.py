"""The statistical route: draw until the value that a statement asserts is confirmed to within an effect, or excluded.

The exact identity comes first, in the other routes; this one looks at the same statement at one instance by
simulation, with an anytime-valid test at a fixed level. It never refutes by itself. The same draws are then held
against near misses of the asserted value, so that the instance is known to tell them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from numeric.arrays import Array
from numeric.sequential import Decision, SequentialOutcome, draws_needed, run_until_decided
from theorems import experiments
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import Mat, column
from theorems.claim import Simulation
from theorems.evaluate import Evaluator, as_scalar
from theorems.language import Equal, half, symbol
from theorems.mutants import mutants
from theorems.setting import Kind, Matrix, Scalar, Setting, Vector
from theorems.term import Term

LEVEL = 1e-7  # of every test, whatever else is selected
MARGIN = 2  # draws allowed, over those that a true target needs
SMALLER = {"default": 1.0, "deep": 0.5}  # the effect, in units of the declared one
MEASURED = "measured"
LEAST = 5  # near misses that the draws must exclude before a value counts as confirmed
MOST = 24  # mutants looked at; they cost an evaluation each, no draws
KINDS: dict[int, Kind] = {0: Scalar(), 1: Vector(), 2: Matrix()}  # of a symbol, by the shape of its value
ALIKE = 1e-9  # a near miss this close to the asserted value, relatively, is the same value here


@dataclass(frozen=True)
class Sampled:
    """What the draws said.

    decision   of the sequential test on the asserted value.
    separated  how many near misses the same intervals exclude.
    tried      how many there were that differ from the asserted value at this instance.
    together   those that the intervals hold as well, in words.
    effect     the deviation declared not to matter, as a fraction of the scale.
    scale      the size that the effect is a fraction of, of the mean's shape.
    """

    decision: Decision
    separated: int
    tried: int
    together: tuple[str, ...]
    effect: float
    scale: Array


def sample(simulation: Simulation, setting: Setting, rng: np.random.Generator, profile: str) -> Sampled:
    """Simulate one instance and test the value that the statement asserts there."""
    experiment = experiments.named(simulation.experiment)(realised(simulation.instance))
    target = asserted(simulation.target, simulation.instance, setting)
    sequence = experiment.sequence(LEVEL)
    fraction = float(simulation.effect) * SMALLER[profile]
    effect = fraction * experiment.scale
    decision = run_until_decided(
        experiment.draw,
        sequence,
        target,
        effect,
        rng=rng,
        most_draws=MARGIN * draws_needed(experiment.sequence(LEVEL), effect),
    )
    if decision.outcome is not SequentialOutcome.WITHIN:
        return Sampled(decision, 0, 0, (), fraction, experiment.scale)
    misses = near_misses(simulation, setting, target)
    together = [text for text, value in misses if holds(decision, value)]
    apart = len(misses) - len(together)
    return Sampled(decision, apart, len(misses), tuple(together), fraction, experiment.scale)


def holds(decision: Decision, value: Any) -> bool:
    """Whether the intervals hold a value in every entry."""
    return bool(np.all((decision.low <= value) & (value <= decision.high)))


def realised(instance: Mapping[str, Any]) -> dict[str, Any]:
    """Exact data as arrays: numbers, columns (n,) and matrices (n, n)."""
    return {name: np.array(floats_of(value), dtype=np.float64) for name, value in instance.items()}


def floats_of(value: Any) -> Any:
    """Nested fractions as floats."""
    return [floats_of(part) for part in value] if isinstance(value, tuple | list) else float(Fraction(value))


def asserted(target: Term, instance: Mapping[str, Any], setting: Setting) -> Any:
    """The value of a term at an instance, as an array of the shape of what is measured."""
    environment: dict[str, Any] = {}
    sizes = [1]
    for name, value in realised(instance).items():
        if value.ndim == 0:
            environment[name] = np.float64(value)
        elif value.ndim == 1:
            environment[name] = column(list(value))
            sizes.append(len(value))
        else:
            environment[name] = Mat(tuple(tuple(row) for row in value), ("n", "n"))
            sizes.append(len(value))
    ev = Evaluator(Floats(), environment, max(sizes))
    found = ev(setting.written_out(target))
    if isinstance(found, Mat) and found.dims == ("n", "n"):
        return np.array(found.rows, dtype=np.float64)
    if isinstance(found, Mat) and found.dims == ("n", "1"):
        return np.array(found.entries, dtype=np.float64)
    return np.float64(as_scalar(found))


def near_misses(simulation: Simulation, setting: Setting, target: Any) -> list[tuple[str, Any]]:
    """The values that mutants of `measured = target` assert, where they differ from the target's."""
    from theorems.latex import latex

    kinds = {name: KINDS[value.ndim] for name, value in realised(simulation.instance).items()}
    known = setting.also(**{MEASURED: KINDS[np.ndim(target)]})
    known = known.also(**{name: kind for name, kind in kinds.items() if name not in known.symbols})
    right = setting.written_out(simulation.target)  # a defined symbol has near misses inside its formula
    scaled = [-right, 2 * right, half * right, *([right.T] if np.ndim(target) == 2 else [])]
    statement = Equal(symbol(MEASURED), right)
    mutated = [m.statement for m in mutants(statement, known, most=MOST) if m.statement.op == "eq"]
    terms = [m.args[1] for m in mutated if m.args[0] == statement.args[0]]
    found = {}
    for term in {term.digest: term for term in (*scaled, *terms)}.values():
        try:
            value = asserted(term, simulation.instance, setting)
        except (OutsideArithmeticError, OutsideDomainError):
            continue
        if np.max(np.abs(value - target)) > ALIKE * np.max(np.abs(target) + np.abs(value)):
            found[latex(term)] = value
    return list(found.items())
