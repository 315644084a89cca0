"""The routes: each looks at one statement in its own way and returns one piece of evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric.sequential import Decision, SequentialOutcome
from theorems.all_sizes import proves_for_all_sizes
from theorems.arithmetic.flint_fractions import FlintFractions
from theorems.certificates import certificate, one_line, shown_data
from theorems.claim import Simulation
from theorems.evaluate import IllTypedError, UndefinedSymbolError
from theorems.evidence import Evidence, Known, Outcome
from theorems.examination import (
    INEQUALITIES,
    POINTS,
    Finding,
    examine,
    generic_instances,
    particular_instances,
    prove,
    prove_at_edges,
    wide_instances,
)
from theorems.instances import Instance
from theorems.judgement import Truth
from theorems.language import Greater
from theorems.latex import latex
from theorems.measurement import Seen, measure
from theorems.quantities.written import NotReplayedError
from theorems.sampling import LEAST, sample
from theorems.search import simplest_counterexample
from theorems.setting import BIND_LATER_ARGUMENTS, BINDERS, Model, Setting
from theorems.symbol_table import SYMBOL_STATEMENTS, find_clashes
from theorems.term import Term
from theorems.types import checker
from theorems.verdict import TYPE_STATEMENTS

READABLE = 120  # characters of a leading coefficient that a reader takes in
PROVED_SIZES = 2  # generic proofs are done up to this size; larger ones are measured
EXAMPLES = {"quick": 0, "default": 40, "deep": 300}


@dataclass(frozen=True)
class Subject:
    """A statement under examination.

    claim   the claim's id.
    name    "reading A", "hypothesis" or "repair".
    states  the statement.
    given   its setting.
    seed    the run's seed.
    profile quick, default or deep.
    """

    claim: str
    name: str
    states: Term
    given: Setting
    seed: int
    profile: str

    @property
    def key(self) -> str:
        """What random numbers are keyed by: the same on any number of workers."""
        return f"{self.seed}/{self.claim}/{self.name}"

    def rng(self, route: str) -> np.random.Generator:
        """A generator of the route's own."""
        digest = hashlib.sha256(f"{self.key}/{route}".encode()).digest()
        return np.random.default_rng(np.random.SeedSequence(int.from_bytes(digest[:16], "big")))


def types(subject: Subject) -> Evidence:
    """Shapes, variance and units from the statement's own tree; for a symbol table, one meaning each."""
    required = "every operation joins things of fitting types"
    if subject.states.op in SYMBOL_STATEMENTS:
        return symbol_table(subject)
    try:
        check = checker(subject.given)
        check(subject.states)
    except UndefinedSymbolError as error:
        detail = f"{error} Declare it in the setting, or correct its name."
        return Evidence(subject.name, "types", Outcome.ERROR, None, required, "not checked", detail)
    except IllTypedError as error:
        return Evidence(subject.name, "types", Outcome.REFUTES, Known.PROVED, required, str(error))
    negative = negative_radicand(subject)
    if negative:
        return Evidence(subject.name, "types", Outcome.REFUTES, Known.PROVED, required, negative)
    notes = "; ".join(dict.fromkeys(check.notes))
    return Evidence(subject.name, "types", Outcome.SUPPORTS, Known.PROVED, required, "well typed", notes)


def negative_radicand(subject: Subject) -> str:
    """What a root or logarithm is taken of, when the setting itself makes it negative; else "".

    A proof is tried only where one instance does not tell that there is nothing to prove.
    """
    setting = subject.given
    sizes = [n for n in setting.sizes if n <= PROVED_SIZES]
    for node in free_nodes(subject.states):
        if node.op not in ("sqrt", "log") or not sizes:
            continue
        negative = Greater(0 * node.args[0], node.args[0])
        seen = examine(negative, next(generic_instances(setting, subject.key)))
        if seen is not None and seen.judgement.truth is Truth.FALSE:
            continue
        if all(prove(negative, setting, n, engines=(FlintFractions,)).proved for n in sizes):
            return f"the {node.op} of a quantity that is negative throughout the setting, ${latex(node.args[0])}$"
    return ""


def free_nodes(term: Term) -> Iterator[Term]:
    """The nodes of a tree outside of binders, where every symbol is one of the setting."""
    yield term
    if term.op not in BINDERS | BIND_LATER_ARGUMENTS | {"expect"}:
        for argument in term.args:
            yield from free_nodes(argument)


def symbol_table(subject: Subject) -> Evidence:
    """One object for each symbol, over the whole document or within each block."""
    clashes = find_clashes(subject.states)
    required = "each symbol denotes one object"
    if clashes:
        return Evidence(subject.name, "types", Outcome.REFUTES, Known.PROVED, required, "; ".join(clashes))
    seen = f"{len(subject.states.args)} formulas, no symbol used for two things"
    return Evidence(subject.name, "types", Outcome.SUPPORTS, Known.PROVED, required, seen)


def symbolic(subject: Subject) -> Evidence:
    """A proof for all values of the symbols, by SymPy and again by FLINT."""
    required = "residual zero (or sign proved) for generic symbols, in two implementations"
    sizes = [n for n in subject.given.sizes if n <= PROVED_SIZES] or [min(subject.given.sizes)]
    proofs = [prove(subject.states, subject.given, n) for n in sizes]
    failed = [proof for proof in proofs if not proof.proved]
    if failed:
        reason = f"n = {failed[0].n}: {failed[0].reason}"
        return Evidence(
            subject.name, "symbolic", Outcome.UNDECIDED, None, required, "not closed", shorten(reason)
        )
    at_edges = prove_at_edges(subject.states, subject.given, subject.key)
    if at_edges in (Truth.FALSE, Truth.UNKNOWN):
        reason = "proved for every smooth model, but a listed edge model is not covered"
        return Evidence(subject.name, "symbolic", Outcome.UNDECIDED, None, required, "not closed", reason)
    everywhere = proves_for_all_sizes(subject.states, subject.given)
    shown = ", ".join(str(n) for n in sizes)
    detail = f"proved at n = {shown} for all values; {proofs[0].step}"
    if any(isinstance(kind, Model) for kind in subject.given.symbols.values()):
        detail += "; over every smooth model on three outcomes"
    if everywhere:
        detail += "; proved for every n: both sides have one normal form in the free algebra of matrices"
    if proofs[0].leading and len(proofs[0].leading) <= READABLE:
        detail += f"; leading coefficient at n = {sizes[0]}: {proofs[0].leading}"
    observed = f"closed by SymPy and by FLINT at n = {shown}"
    extra = {"sizes_proved": sizes, "proved_for_all_n": everywhere}
    return Evidence(
        subject.name, "symbolic", Outcome.SUPPORTS, Known.PROVED, required, observed, shorten(detail), extra
    )


def enclosure(subject: Subject) -> Evidence:
    """The statement at generic rational points and edges, exactly or in balls."""
    required = f"true at {POINTS} generic points per size and at the edges, to 25 digits"
    points = {"quick": POINTS, "default": POINTS, "deep": 4 * POINTS}[subject.profile]
    if any(node.op == "quantity" for node in subject.states.walk()):
        points = 4 * POINTS  # the domain of a family refuses some
    findings = []
    instances = list(particular_instances(subject.given, subject.key, points=points))
    if any(node.op in INEQUALITIES for node in subject.states.walk()):
        instances.extend(wide_instances(subject.given, subject.key))
    for instance in instances:
        found = examine(subject.states, instance)
        if found is None or (found.judgement.extra.get("outside") and not is_edge(instance, subject.given)):
            continue  # a condition is not met, or a random instance leaves the domain of the formula
        if found.judgement.truth is Truth.FALSE:
            return refutation(subject, "enclosure", required, found)
        findings.append(found)
    generic = [
        f for f in findings if f.instance.label.startswith("generic") and not f.judgement.extra.get("vacuous")
    ]
    if len(generic) < POINTS:
        reason = f"only {len(generic)} generic points meet the conditions of the setting; at least {POINTS} are needed"
        return Evidence(subject.name, "enclosure", Outcome.UNDECIDED, None, required, reason)
    unknown = [f for f in findings if f.judgement.truth is Truth.UNKNOWN]
    if unknown:
        reason = f"{unknown[0].instance.label}: {unknown[0].judgement.reason or 'balls too wide'}"
        return Evidence(subject.name, "enclosure", Outcome.UNDECIDED, None, required, "cannot tell", reason)
    if any(f.particular for f in findings):
        reason = "a smooth function is asked for more than its derivatives up to third order at one point"
        return Evidence(subject.name, "enclosure", Outcome.UNDECIDED, None, required, "cannot tell", reason)
    exact = sum(f.arithmetic == "exact rationals" for f in findings)
    observed = (
        f"true at {len(findings)} points ({exact} exactly, {len(findings) - exact} in balls of 200 bits)"
    )
    extra = {"points": len(findings)}
    return Evidence(
        subject.name, "enclosure", Outcome.SUPPORTS, Known.ENCLOSED, required, observed, extra=extra
    )


def is_edge(instance: Instance, setting: Setting) -> bool:
    """Whether the instance is one of the particular models listed in the setting."""
    names = {
        model.name for kind in setting.symbols.values() if isinstance(kind, Model) for model in kind.edges
    }
    return instance.label in names


def property_search(subject: Subject) -> Evidence:
    """Hypothesis looks for a counterexample and shrinks what it finds to simple exact data."""
    examples = EXAMPLES[subject.profile]
    required = f"no counterexample among {examples} instances with small exact data"
    found = simplest_counterexample(subject.states, subject.given, examples=examples)
    if found is not None:
        return refutation(subject, "property", required, found)
    return Evidence(subject.name, "property", Outcome.SUPPORTS, Known.AGREES, required, "none found")


def refutation(subject: Subject, route: str, required: str, found: Finding) -> Evidence:
    """Evidence that refutes, with its certificate."""
    judgement = found.judgement
    try:
        document = certificate(subject.claim, subject.name, subject.states, found)
    except NotReplayedError as error:
        seen = f"the derived form gives {shorten(judgement.lhs, 60)} against {shorten(judgement.rhs, 60)}"
        reason = f"{found.instance.label}: {seen}; no certificate can be written, because {error}"
        return Evidence(
            subject.name, route, Outcome.UNDECIDED, None, required, "fails, not certified", reason
        )
    observed = f"fails at {found.instance.label}: {shorten(judgement.lhs)} against {shorten(judgement.rhs)}"
    extra = {
        "arithmetic": found.arithmetic,
        "n": found.instance.n,
        "edge": is_edge(found.instance, subject.given),
        "counterexample": {
            "data": shown_data(found),
            "lhs": judgement.lhs,
            "rhs": judgement.rhs,
            "text": f"{one_line(found)}: {shorten(judgement.lhs, 90)} against {shorten(judgement.rhs, 90)}",
        },
        "certificate_document": document,
    }
    known = Known.PROVED if found.arithmetic == "exact rationals" else Known.ENCLOSED
    return Evidence(
        subject.name, route, Outcome.REFUTES, known, required, observed, f"in {found.arithmetic}", extra
    )


def numeric(subject: Subject) -> Evidence:
    """Many floating-point instances at once, at two precisions, from definitions."""
    required = "agreement within the forward error on random instances of every size"
    found = measure(subject.states, subject.given, subject.rng("numeric"))
    outcome = {
        Seen.AGREES: Outcome.SUPPORTS,
        Seen.DIFFERS: Outcome.REFUTES,
        Seen.CANNOT_TELL: Outcome.UNDECIDED,
    }[found.seen]
    known = Known.AGREES if outcome is Outcome.SUPPORTS else None
    observed = f"{found.figure} ({found.instances} instances)"
    return Evidence(subject.name, "numeric", outcome, known, required, observed, found.seen.value)


def statistical(subject: Subject, simulation: Simulation) -> Evidence:
    """A simulation of one instance, with a sequential test at the fixed level."""
    found = sample(simulation, subject.given, subject.rng("statistical"), subject.profile)
    decision, effect = found.decision, found.effect
    outcome = {
        SequentialOutcome.WITHIN: Outcome.SUPPORTS,
        SequentialOutcome.EXCLUDED: Outcome.REFUTES,
        SequentialOutcome.UNDECIDED: Outcome.UNDECIDED,
    }[decision.outcome]
    if outcome is Outcome.SUPPORTS and (found.together or found.tried < LEAST):
        outcome = Outcome.UNDECIDED  # draws that hold near misses too say nothing for the value itself
    required = f"the mean within {effect:g} of its scale of the value asserted, at level {decision.level:g}"
    observed = {
        SequentialOutcome.WITHIN: "within",
        SequentialOutcome.EXCLUDED: "excluded",
        SequentialOutcome.UNDECIDED: "undecided",
    }[decision.outcome]
    detail = simulation.text
    if found.together:
        detail += f" Not told apart: {'; '.join(found.together)}."
    if decision.outcome is SequentialOutcome.WITHIN and found.tried < LEAST:
        detail += f" Only {found.tried} near misses differ here; at least {LEAST} are needed."
    extra = {
        "level": decision.level,
        "effect": effect,
        "scale": found.scale.tolist(),
        "experiment": simulation.experiment,
        "instance": written(simulation.instance),
        "draws": decision.draws,
        **shown_interval(decision),
        "intervals": {"low": decision.low.tolist(), "high": decision.high.tolist()},
        "mutants_separated": found.separated,
        "mutants_tried": found.tried,
    }
    known = Known.NOT_REJECTED if outcome is Outcome.SUPPORTS else None
    return Evidence(
        subject.name,
        "statistical",
        outcome,
        known,
        required,
        f"{observed} after {decision.draws} draws",
        detail,
        extra,
    )


def written(instance: Mapping[str, Any]) -> dict[str, Any]:
    """An instance of a simulation as JSON: exact numbers as texts, columns and matrices as lists."""

    def text(value: Any) -> Any:
        return [text(part) for part in value] if isinstance(value, tuple | list) else str(value)

    return {name: text(value) for name, value in instance.items()}


def shown_interval(decision: Decision) -> dict[str, Any]:
    """The entry to show of a column or matrix: the one whose target lies farthest out in its interval."""
    middle, half_width = (decision.low + decision.high) / 2, (decision.high - decision.low) / 2
    entry = np.unravel_index(int(np.argmax(np.abs(decision.target - middle) / half_width)), middle.shape)
    return {
        "interval": {"low": float(decision.low[entry]), "high": float(decision.high[entry])},
        "target": float(decision.target[entry]),
        "entry": [int(i) + 1 for i in entry],
    }


def shorten(text: str, most: int = 300) -> str:
    """A text cut to a length a table can hold."""
    return text if len(text) <= most else text[: most - 1] + "…"


ROUTES: dict[str, Callable[[Subject], Evidence]] = {
    "types": types,
    "symbolic": symbolic,
    "enclosure": enclosure,
    "numeric": numeric,
    "property": property_search,
}


def well_typed(subject: Subject) -> bool:
    """Whether the other routes have anything to look at."""
    return subject.states.op not in TYPE_STATEMENTS and types(subject).outcome is Outcome.SUPPORTS


def run_route(route: str, subject: Subject) -> list[Evidence]:
    """The evidence of one route; nothing where an ill-typed statement leaves nothing to evaluate."""
    if route != "types" and not well_typed(subject):
        return []
    return [ROUTES[route](subject)]


Record = dict[str, Any]
