"""The plan of a run: which checks a claim needs, how one is run, and what follows from all of them.

The runner knows nothing of claims: it asks for checks, runs each in a process
of its own, and hands the evidence back.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from theorems import catalogue
from theorems.claim import Claim
from theorems.latex import latex
from theorems.verdict import Finding, find
from theorems.verdict import conclude as conclude_claim

Options = dict[str, Any]
Row = dict[str, Any]
READING_ROUTES = ("types", "symbolic", "enclosure", "numeric", "property")
STAGES = 3
MODULE = "module"  # the subject of the first check: does the claim's module load at all
PRELOAD = ("theorems.routes", "theorems.warmup")
PACKAGES = ("sympy", "numpy", "scipy", "mpmath", "python-flint", "z3-solver", "hypothesis")


class Check(NamedTuple):
    """One unit of work: a claim, a statement of it, a route."""

    claim: str
    subject: str
    route: str


def catalogue_ids() -> list[dict[str, str]]:
    """Id, document, kind, section and title of every claim, without importing any."""
    return [
        {"id": e.id, "document": e.document, "kind": e.kind, "section": e.section, "title": e.title}
        for e in catalogue.entries()
    ]


def stages(claim_id: str) -> int:
    """Three stages: whether the module loads, the statements, the mutants of the one shown true."""
    return STAGES


def subjects(claim: Claim) -> dict[str, Any]:
    """The statements of a claim: name → (statement, setting)."""
    found = {f"reading {reading.label}": (reading.states, reading.given) for reading in claim.readings}
    if claim.hypothesis is not None:
        states = claim.hypothesis.states or claim.literal.states
        found["hypothesis"] = (states, claim.hypothesis.given)
    if claim.repair is not None:
        found["repair"] = (claim.repair.states, claim.repair.given)
    return found


def checks(claim_id: str, options: Options, stage: int, evidence: list[Row]) -> list[Check]:
    """The checks of a stage; each depends on what the one before found.

    The module is loaded in a worker first, where a hang or a crash costs this claim only.
    """
    if stage == 0:
        return [Check(claim_id, MODULE, "types")]
    if not loads(evidence):
        return []
    claim = catalogue.load(claim_id)
    if stage == 1:
        return [
            Check(claim_id, subject, route)
            for subject in distinct_subjects(claim)
            for route in READING_ROUTES
            if not (route == "property" and options["profile"] == "quick")
        ]
    true = true_subject(claim, evidence)
    return [Check(claim_id, true, "mutants")] if true else []


def loads(evidence: list[Row]) -> bool:
    """Whether the claim's module was seen to load."""
    return any(row["subject"] == MODULE and row["outcome"] == "supports" for row in evidence)


def distinct_subjects(claim: Claim) -> list[str]:
    """Each statement once; a repair that is one of the readings is not examined twice."""
    return [name for name in subjects(claim) if examined_as(claim, name) == name]


def examined_as(claim: Claim, name: str) -> str:
    """The first statement of the claim that is the same in the same setting."""
    table = subjects(claim)
    return next(other for other, statement in table.items() if statement == table[name])


def finding(claim: Claim, subject: str, evidence: list[Row]) -> Finding:
    """The finding on one statement of a claim."""
    states, _ = subjects(claim)[subject]
    defines = any(f"reading {r.label}" == subject and bool(r.defines) for r in claim.readings)
    source = examined_as(claim, subject)
    rows = [row for row in evidence if row["subject"] == source and row["route"] != "mutants"]
    return find(rows, form=states.op, defines=defines)


def true_subject(claim: Claim, evidence: list[Row]) -> str | None:
    """The statement that was shown true and whose mutants are tried: the claim itself, else its nearest."""
    names = [f"reading {claim.literal.label}"]
    if claim.hypothesis is not None:
        names.append("hypothesis")
    if claim.repair is not None:
        names.append("repair")
    for name in names:
        if name in subjects(claim) and finding(claim, name, evidence).verdict in ("holds", "definition"):
            return name
    return None


def run_check(check: Check, options: Options) -> list[Row]:
    """Run one check and return its evidence; called in a process of its own."""
    from theorems.routes import Subject, run_route

    start = time.perf_counter()
    claim = catalogue.load(check.claim)
    if check.subject == MODULE:
        return [
            {
                "subject": MODULE,
                "route": "types",
                "outcome": "supports",
                "known": None,
                "required": "the claim's module loads",
                "observed": "it does",
                "detail": "",
                "seconds": 0.0,
            }
        ]
    states, given = subjects(claim)[check.subject]
    subject = Subject(check.claim, check.subject, states, given, options["seed"], options["profile"])
    rows = (
        [mutant_row(subject, claim)]
        if check.route == "mutants"
        else [e.record() for e in run_route(check.route, subject)]
    )
    for row in rows:
        row["seconds"] = round(time.perf_counter() - start, 4)
    return rows


def mutant_row(subject: Any, claim: Claim) -> Row:
    """The evidence of the trials of the checks."""
    from theorems.trials import trials

    fates = trials(subject, claim.variants)
    killed = sum(t.outcome == "refuted" for t in fates)
    survivors = [t.text for t in fates if t.outcome == "survived"]
    tried = killed + len(survivors)
    good = bool(tried) and not survivors
    return {
        "subject": subject.name,
        "route": "mutants",
        "outcome": "supports" if good else "undecided",
        "known": None,
        "required": "every mutant refuted rigorously, or proved true as well",
        "observed": f"{killed} of {tried} refuted, {len(fates) - tried} equivalent",
        "detail": "",
        "mutants": [t._asdict() if hasattr(t, "_asdict") else vars(t) for t in fates],
        "strength": {
            "killed": killed,
            "tried": tried,
            "equivalent": len(fates) - tried,
            "survivors": survivors,
        },
    }


# -- conclusion ---------------------------------------------------------------------------------


def conclude(claim_id: str, options: Options, evidence: list[Row]) -> Row:
    """The record of a claim from its evidence; fast and pure."""
    entry = catalogue.find(claim_id)
    head = {
        "id": entry.id,
        "document": entry.document,
        "kind": entry.kind,
        "section": entry.section,
        "title": entry.title,
    }
    if not loads(evidence):
        failed = next((row["detail"] for row in evidence if row["subject"] == MODULE), "it was not run")
        return {**head, **broken(failed, [])}
    rows = sorted((row for row in evidence if row["subject"] != MODULE), key=order_of)
    return {**head, **decided(catalogue.load(claim_id), rows)}


def order_of(row: Row) -> tuple[str, int]:
    """Readings first, routes in their order: the same record whatever order the checks ended in."""
    routes = (*READING_ROUTES, "mutants")
    rank = routes.index(row["route"]) if row["route"] in routes else len(routes)
    last = {"hypothesis": "~1", "repair": "~2"}
    return last.get(row["subject"], str(row["subject"])), rank


def broken(reason: str, evidence: list[Row]) -> Row:
    """The record of a claim whose module does not load."""
    return {
        "statement": "The claim's module could not be read.",
        "verdict": "undecided",
        "known": None,
        "hypothesis": None,
        "reason": f"the claim's module does not load: {reason}",
        "strength": {"killed": 0, "tried": 0, "equivalent": 0, "survivors": []},
        "mutants": [],
        "readings": [],
        "setting": [],
        "evidence": evidence,
        "counterexample": None,
        "certificate": None,
        "repair": None,
        "beware": None,
        "sources": [],
        "seconds": total_seconds(evidence),
    }


def total_seconds(evidence: list[Row]) -> float:
    """CPU-side seconds of all checks of a claim."""
    return round(sum(row.get("seconds", 0.0) for row in evidence), 3)


def decided(claim: Claim, evidence: list[Row]) -> Row:
    """The record of a claim that loads."""
    found = {name: finding(claim, name, evidence) for name in subjects(claim)}
    literal = found[f"reading {claim.literal.label}"]
    trial = next((row for row in evidence if row["route"] == "mutants" and "strength" in row), None)
    stopped = next((r for r in evidence if r["route"] == "mutants" and "strength" not in r), None)
    strength = trial["strength"] if trial else None
    verdict = conclude_claim(
        literal, hypothesis=found.get("hypothesis"), repair=repaired(claim, found), strength=strength
    )
    reason = verdict.reason
    if stopped is not None and verdict.verdict == "undecided":
        reason = f"mutants: {stopped['detail']}"
    simplest = counterexample_row(claim, evidence)
    shown = verdict.verdict in ("refuted", "conditional", "conflict")
    return {
        "statement": claim.statement,
        "verdict": verdict.verdict,
        "known": verdict.known,
        "hypothesis": claim.hypothesis.text
        if claim.hypothesis and verdict.verdict == "conditional"
        else None,
        "reason": reason,
        "strength": strength or {"killed": 0, "tried": 0, "equivalent": 0, "survivors": []},
        "mutants": trial["mutants"] if trial else [],
        "mutants_of": trial["subject"] if trial else None,
        "readings": [reading_row(r, found[f"reading {r.label}"]) for r in claim.readings],
        "setting": setting_lines(claim),
        "evidence": [without_documents(row) for row in evidence],
        "counterexample": simplest["counterexample"] if shown and simplest else None,
        "certificate": None,
        "certificate_document": simplest["certificate_document"] if shown and simplest else None,
        "repair": repair_row(claim, found),
        "beware": claim.beware or None,
        "sources": list(claim.sources),
        "seconds": total_seconds(evidence),
    }


def counterexample_row(claim: Claim, evidence: list[Row]) -> Row | None:
    """The refutation of the literal reading to show: a listed edge model, else the shrunk one, else any."""
    subject = f"reading {claim.literal.label}"
    rows = [row for row in evidence if row["subject"] == subject and "counterexample" in row]
    rows.sort(key=lambda row: (not row.get("edge"), row["route"] != "property"))
    return rows[0] if rows else None


def repaired(claim: Claim, found: dict[str, Finding]) -> Finding | None:
    """The finding on the nearest true statement: the repair, else the claim with its hypothesis."""
    return found.get("repair") or found.get("hypothesis")


def reading_row(reading: Any, found: Finding) -> Row:
    """A reading for the report."""
    return {
        "label": reading.label,
        "text": reading.text,
        "literal": reading.literal,
        "verdict": found.verdict,
        "known": found.known,
        "formula": latex(reading.states),
        "reason": found.reason,
    }


def repair_row(claim: Claim, found: dict[str, Finding]) -> Row | None:
    """The repair for the report; a conditional claim without one is repaired by its hypothesis."""
    if claim.repair is not None:
        states, text, key = claim.repair.states, claim.repair.text, "repair"
    elif claim.hypothesis is not None:
        states = claim.hypothesis.states or claim.literal.states
        text, key = f"With the hypothesis: {claim.hypothesis.text}", "hypothesis"
    else:
        return None
    return {
        "statement": text,
        "formula": latex(states),
        "known": found[key].known,
        "verdict": found[key].verdict,
    }


def setting_lines(claim: Claim) -> list[str]:
    """What the literal reading quantifies over, a line for each symbol."""
    from theorems.latex import name as symbol

    given = claim.literal.given
    lines = []
    for key, kind in given.symbols.items():
        says = kind.says or "a number"
        if getattr(kind, "positive", False) and "positive" not in says:
            says += ", positive"
        lines.append(f"${symbol(key)}$: {says}")
    lines.extend(f"${symbol(key)} = {latex(body)}$" for key, body in given.where.items())
    lines.extend(f"such that ${latex(condition)}$" for condition in given.given)
    sizes = ", ".join(str(n) for n in given.sizes)
    return [*lines, f"number of parameters $n$: checked at {sizes}"]


def without_documents(row: Row) -> Row:
    """Evidence for the record: the certificate goes to a file of its own, the mutants to their table."""
    return {
        k: v
        for k, v in row.items()
        if k not in ("certificate_document", "counterexample", "mutants", "strength")
    }


# -- what evidence depends on -------------------------------------------------------------------


@lru_cache(maxsize=1)
def code_digest() -> str:
    """A hash of the sources of the three rooms that evidence comes from, catalogue apart."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for room in ("theorems", "derivations", "numeric"):
        for path in sorted((root / room).rglob("*.py")):
            if "claims" not in path.relative_to(root).parts[1:2]:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Versions of what computes, for the record."""
    found = {"python": ".".join(str(part) for part in sys.version_info[:3])}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "unknown"
    return found


def fingerprint(claim_id: str, options: Options) -> str:
    """A hash of all that a claim's evidence depends on: its source file, the engine, options, versions."""
    entry = catalogue.find(claim_id)
    content = {
        "id": claim_id,
        "source": hashlib.sha256(entry.path.read_bytes()).hexdigest(),
        "code": code_digest(),
        "options": {key: options[key] for key in ("seed", "profile")},
        "versions": versions(),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
