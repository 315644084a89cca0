"""The plan of a run: which checks a claim needs, how one is run, and what follows from all of them.

The runner knows nothing of claims: it asks for checks, runs each in a process
of its own, and hands the evidence back.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from theorems import catalogue
from theorems.claim import Claim
from theorems.fingerprint import fingerprint, versions
from theorems.manners import Manner, Question, manner_of
from theorems.record import READING_ROUTES, broken, decided, order_of, setting_lines
from theorems.subjects import distinct_subjects, examined_as, subjects, true_subject

__all__ = [
    "Check",
    "catalogue_ids",
    "checks",
    "conclude",
    "fingerprint",
    "run_check",
    "setting_lines",
    "stages",
    "subjects",
    "versions",
]

Options = dict[str, Any]
Row = dict[str, Any]
STAGES = 4
TOGETHER = "together"  # all routes of one statement in one worker, which share what each finds out anyway
MODULE = "module"  # the subject of the first check: does the claim's module load at all
FIGURE = "figure"
PRELOAD = ("theorems.routes", "theorems.trials", "theorems.warmup")


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
    """Whether the module loads, the statements, those again that did not end, the mutants of the one shown true."""
    return STAGES


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
        statements = [Check(claim_id, subject, TOGETHER) for subject in distinct_subjects(claim)]
        return statements if options["profile"] == "quick" else [*statements, *experiments_of(claim)]
    if stage == 2:
        return [
            Check(claim_id, subject, route)
            for subject in distinct_subjects(claim)
            if not ended(subject, evidence)
            for route in routes_of(claim, options)
        ]
    true = true_subject(claim, [row for row in evidence if row["route"] != TOGETHER])
    return [Check(claim_id, true, "mutants")] if true else []


def routes_of(claim: Claim, options: Options) -> tuple[str, ...]:
    """The routes that look at each statement of a claim."""
    manner = manner_of(claim.kind)
    if manner is not None:
        return manner.routes(options["profile"])
    return tuple(r for r in READING_ROUTES if not (r == "property" and options["profile"] == "quick"))


def ended(subject: str, evidence: list[Row]) -> bool:
    """Whether the routes of a statement ended together; else each is run again by itself, to tell which did not."""
    return not any((row["subject"], row["route"]) == (subject, TOGETHER) for row in evidence)


def experiments_of(claim: Claim) -> list[Check]:
    """The simulations of a claim and its figure."""
    simulated = [Check(claim.id, examined_as(claim, s.of), "statistical") for s in claim.simulations]
    return [*simulated, *([Check(claim.id, FIGURE, FIGURE)] if claim.figure else [])]


def loads(evidence: list[Row]) -> bool:
    """Whether the claim's module was seen to load."""
    return any(row["subject"] == MODULE and row["outcome"] == "supports" for row in evidence)


def run_check(check: Check, options: Options) -> list[Row]:
    """Run one check and return its evidence; called in a process of its own."""
    start = time.perf_counter()
    claim = catalogue.load(check.claim)
    if check.route == TOGETHER:
        each = (Check(check.claim, check.subject, route) for route in routes_of(claim, options))
        return [row for one in each for row in run_check(one, options)]
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
    if check.route == FIGURE:
        return [figure_row(claim, options, time.perf_counter() - start)]
    manner = manner_of(claim.kind)
    rows = examined(claim, check, options) if manner is None else asked(claim, check, options, manner)
    for row in rows:
        row["seconds"] = round(time.perf_counter() - start, 4)
    return rows


def examined(claim: Claim, check: Check, options: Options) -> list[Row]:
    """What a route finds on a statement of a mathematical claim."""
    from theorems.routes import Subject, run_route, statistical

    states, given = subjects(claim)[check.subject]
    subject = Subject(check.claim, check.subject, states, given, options["seed"], options["profile"])
    if check.route == "mutants":
        return [mutant_row(subject, claim)]
    if check.route == "statistical":
        simulation = next(s for s in claim.simulations if examined_as(claim, s.of) == check.subject)
        return [statistical(subject, simulation).record()]
    return [e.record() for e in run_route(check.route, subject)]


def asked(claim: Claim, check: Check, options: Options, manner: Manner) -> list[Row]:
    """What a route finds on a statement of a claim that is examined in the manner of its kind."""
    states, given = subjects(claim)[check.subject]
    question = Question(check.claim, check.subject, check.route, states, given, options)
    if check.route == "mutants":
        return [tried_row(check.subject, manner.trials(question), manner.NEAR_MISSES)]
    return manner.examine(question)


def figure_row(claim: Claim, options: Options, seconds: float) -> Row:
    """The data of a claim's figure, for the reports to draw."""
    from theorems import figures

    drawn = figures.named(claim.figure)(options["seed"])
    return {
        "subject": FIGURE,
        "route": FIGURE,
        "outcome": "supports",
        "known": None,
        "required": "the data of a figure",
        "observed": drawn["title"],
        "detail": "",
        "figure": drawn,
        "seconds": round(seconds, 4),
    }


def mutant_row(subject: Any, claim: Claim) -> Row:
    """The evidence of the trials of the checks of a mathematical statement."""
    from theorems.trials import trials

    return tried_row(
        subject.name,
        trials(subject, claim.variants),
        "every mutant refuted rigorously, or proved true as well",
    )


def tried_row(subject: str, fates: list[Any], required: str) -> Row:
    """The evidence that trials are: mutants refuted or rejected, equivalent, and let through."""
    killed = sum(t.outcome in ("refuted", "rejected") for t in fates)
    survivors = [t.text for t in fates if t.outcome == "survived"]
    tried = killed + len(survivors)
    good = bool(tried) and not survivors
    word = "rejected" if any(t.outcome == "rejected" for t in fates) else "refuted"
    return {
        "subject": subject,
        "route": "mutants",
        "outcome": "supports" if good else "undecided",
        "known": None,
        "required": required,
        "observed": f"{killed} of {tried} {word}, {len(fates) - tried} equivalent",
        "detail": "",
        "mutants": [vars(t) for t in fates],
        "strength": {
            "killed": killed,
            "tried": tried,
            "equivalent": len(fates) - tried,
            "survivors": survivors,
        },
    }


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
        return {**head, **broken(failed)}
    kept = (row for row in evidence if row["subject"] != MODULE and row["route"] != TOGETHER)
    rows = sorted(kept, key=order_of)
    return {**head, **decided(catalogue.load(claim_id), rows)}
