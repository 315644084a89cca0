"""Certificates: exact data that refute a statement, for anyone to decide again.

A certificate holds the statement's tree with its hash, the instance in exact
rationals, and both sides as they came out. `fisherproof replay` recomputes
them with code of its own.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any

from theorems.arithmetic.base import OutsideArithmeticError
from theorems.arithmetic.matrix import Mat
from theorems.arithmetic.rationals import Rationals
from theorems.evaluate import PerOutcome
from theorems.examination import Finding
from theorems.instances import (
    Cholesky,
    Column,
    Columns,
    Instance,
    Number,
    Oblong,
    Polynomial,
    Simplex,
    SmoothFinite,
    SmoothMetric,
    Square,
    realise_metric,
    realise_model,
    realise_polynomial,
)
from theorems.jets import Jet, MatrixJet, VectorJet
from theorems.quantities.written import families_of
from theorems.setting import (
    Chart,
    Covariance,
    FiniteModel,
    IntervalModel,
    Loss,
    Matrix,
    Metric,
    MetricField,
    Scalar,
    Schedule,
    Setting,
)
from theorems.term import Term

SHIFTS = "d1, d2, …"
KINDS = {"bigo": "order", "littleo": "order", "implies": "implication", "argmin": "implication"}


def certificate(claim: str, reading: str, statement: Term, finding: Finding) -> dict[str, Any]:
    """The certificate of a refutation as JSON-ready data, sealed with a hash of all of it.

    claim      the claim's id.
    reading    which of its statements is refuted.
    statement  the statement's tree.
    finding    a judgement FALSE with its instance.

    Raises NotReplayedError for a statement about a family that replay does not integrate.
    """
    instance, judgement = finding.instance, finding.judgement
    body: dict[str, Any] = {
        "schema": 1,
        "claim": claim,
        "reading": reading,
        "kind": KINDS.get(statement.op.rstrip("!").replace("argmax", "argmin"), "point"),
        "statement": statement.to_json(),
        "statement_sha256": statement.digest,
        "n": instance.n,
        "instance": {name: datum_json(name, instance) for name in instance.data},
        "kinds": kinds(instance.setting, instance.data),
        "definitions": {name: body.to_json() for name, body in instance.setting.where.items()},
        "conditions": [condition.to_json() for condition in instance.setting.given],
        "arithmetic": finding.arithmetic,
        "lhs": judgement.lhs,
        "rhs": judgement.rhs,
    }
    families = families_of(statement)
    if families:
        body["families"] = families
    if instance.setting.dims:
        body["dims"] = dict(instance.setting.dims)
    if "competitor" in judgement.extra:
        body["competitor"] = [str(entry) for entry in judgement.extra["competitor"].entries]
    if "exponent" in judgement.extra:
        body["order"] = {key: judgement.extra[key] for key in ("exponent", "coefficient")}
    return {**body, "sha256": seal(body)}


def kinds(setting: Setting, data: dict[str, Any]) -> dict[str, str]:
    """What the setting asks of a symbol's value, for the replay to check."""
    found = {}
    for name, kind in setting.symbols.items():
        datum = data[name]
        if isinstance(kind, Scalar) and kind.positive:
            found[name] = "natural" if kind.natural else "positive"
        elif isinstance(kind, Metric | Covariance):
            found[name] = "metric"
        elif isinstance(kind, MetricField):
            found[name] = "field"
        elif isinstance(kind, Schedule):
            found[name] = "schedule"
        elif isinstance(kind, Loss) and kind.critical:
            found[name] = "critical"
        elif isinstance(kind, Matrix):
            found[name] = "invertible"
        elif isinstance(kind, Chart):
            found[name] = f"chart {kind.value}"
        elif isinstance(datum, SmoothFinite | Simplex):
            found[name] = "law"
    return found


def seal(body: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of everything else in the certificate."""
    text = json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def datum_json(name: str, instance: Instance) -> Any:
    """One symbol's exact value."""
    datum = instance.data[name]
    ev = instance.evaluator_without_definitions(Rationals())
    match datum:
        case Number():
            return {"number": str(datum.cell)}
        case Column():
            return {"column": [str(cell) for cell in datum.cells]}
        case Square() | Cholesky():
            value = ev.environment[name]
            entries = [[str(entry) for entry in row] for row in value.rows]
            return {"matrix": entries} if value.dims == ("n", "n") else oblong_json(entries, value.dims)
        case Oblong():
            return oblong_json([[str(cell) for cell in row] for row in datum.rows], datum.dims)
        case Columns():
            columns = [[str(cell) for cell in column] for column in datum.columns]
            return {"random": {"dim": datum.dim, "columns": columns}}
        case Polynomial():
            return polynomial_json(datum, realise_polynomial(datum, ev))
        case SmoothMetric():
            table = realise_metric(datum, ev).rows
            return {"field": {"base": datum.base, "rows": [[jet_json(jet) for jet in row] for row in table]}}
        case Simplex():
            return {"law": [str(weight) for weight in ev.environment[name].weights]}
        case SmoothFinite():
            jets = realise_model(datum, ev).functions
            return {"model": {"base": datum.base, "probabilities": [jet_json(jet) for jet in jets]}}
        case FiniteModel():
            return {
                "finite": {
                    "name": datum.name,
                    "parameter": [symbol.name for symbol in datum.parameter],
                    "probabilities": [term.to_json() for term in datum.probabilities],
                }
            }
        case IntervalModel():
            return {
                "interval": {
                    "name": datum.name,
                    "parameter": [symbol.name for symbol in datum.parameter],
                    "density": datum.density.to_json(),
                    "ends": [end.to_json() for end in datum.ends],
                }
            }
    raise TypeError(f"no certificate form for {type(datum).__name__}.")


def oblong_json(rows: list[list[str]], dims: tuple[str, str]) -> Any:
    """A matrix with the names of its dimensions."""
    return {"oblong": {"dims": list(dims), "rows": rows}}


def polynomial_json(datum: Polynomial, value: Jet | VectorJet) -> Any:
    """A jet or a column of jets."""
    jets = [value] if isinstance(value, Jet) else list(value.components)
    return {
        "polynomial": {"base": datum.base, "scalar": datum.scalar, "components": [jet_json(j) for j in jets]}
    }


def jet_json(jet: Jet) -> list[Any]:
    """[[exponents, coefficient], ...]."""
    return [
        [list(exponents), str(coefficient)] for exponents, coefficient in sorted(jet.coefficients.items())
    ]


def shown_data(finding: Finding) -> dict[str, str]:
    """The instance for a reader: numbers, columns and matrices; functions as polynomials in words."""
    instance = finding.instance
    shown = {"instance": instance.label, "n": str(instance.n)}
    try:
        ev = instance.evaluator_without_definitions(Rationals())
    except OutsideArithmeticError:
        return shown
    for name, datum in instance.data.items():
        shown[name] = describe(datum, ev.environment[name])
    if any(isinstance(datum, Polynomial | SmoothFinite | SmoothMetric) for datum in instance.data.values()):
        shown[SHIFTS] = "coordinates, less those of the point the function is given at"
    competitor = finding.judgement.extra.get("competitor")
    if competitor is not None:
        shown["competitor"] = "(" + ", ".join(str(entry) for entry in competitor.entries) + ")"
    return shown


def describe(datum: Any, value: Any) -> str:
    """One value in a line."""
    if isinstance(value, Mat):
        if value.dims[1] == "1":
            return "(" + ", ".join(str(entry) for entry in value.entries) + ")"
        return "(" + "; ".join(", ".join(str(entry) for entry in row) for row in value.rows) + ")"
    if isinstance(value, PerOutcome):
        return "(" + ") or (".join(", ".join(map(str, c.entries)) for c in value.columns) + ")"
    if isinstance(datum, FiniteModel | IntervalModel):
        at = ", ".join(str(Fraction(x)) for x in datum.at)
        return f"{datum.name} at {at}"
    if isinstance(value, Jet):
        return polynomial_text(value)
    if isinstance(value, VectorJet):
        return "(" + ", ".join(polynomial_text(jet) for jet in value.components) + ")"
    if isinstance(value, MatrixJet):
        return "(" + "; ".join(", ".join(map(polynomial_text, row)) for row in value.rows) + ")"
    if isinstance(datum, SmoothFinite):
        return "(" + ", ".join(polynomial_text(jet) for jet in value.functions) + ")"
    if isinstance(datum, Simplex):
        return "(" + ", ".join(str(weight) for weight in value.weights) + ")"
    return str(value)


def polynomial_text(jet: Jet) -> str:
    """A polynomial in the shifts d1, d2, … from the base point, zero terms left out."""
    parts = []
    for exponents, coefficient in sorted(jet.coefficients.items()):
        if coefficient == 0:
            continue
        factors = [f"d{i + 1}" + (f"^{e}" if e > 1 else "") for i, e in enumerate(exponents) if e]
        size = abs(Fraction(str(coefficient)))
        shown = [] if size == 1 and factors else [str(size)]
        parts.append(("-" if coefficient < 0 else "+", "·".join([*shown, *factors])))
    if not parts:
        return "0"
    (sign, first), *rest = parts
    return ("-" if sign == "-" else "") + first + "".join(f" {sign} {part}" for sign, part in rest)


def one_line(finding: Finding, *, most: int = 150) -> str:
    """The instance in a line: as many of its values as fit."""
    data = shown_data(finding)
    parts = [data.pop("instance")]
    data.pop("n", None)
    data.pop(SHIFTS, None)
    for name, value in data.items():
        if len(", ".join(parts)) + len(name) + len(value) + 5 > most:
            parts.append("…")
            break
        parts.append(f"{name} = {value}")
    return ", ".join(parts)
