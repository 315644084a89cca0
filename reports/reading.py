"""From a record to the report model: validate, order, count.

Nothing is computed here but counts of verdicts; every other number is copied from the record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from reports.evidence import Evidence, Sampling
from reports.fields import Fields, RecordError, complaint
from reports.figures.reading import figures
from reports.headline import headline
from reports.model import (
    Claim,
    Counterexample,
    Document,
    Reading,
    Repair,
    Report,
    Run,
    Section,
)
from reports.strength import Mutant, Strength
from reports.vocabulary import KNOWN, MUTANT_OUTCOMES, NEEDS_ATTENTION, OUTCOMES, ROUTES, VERDICTS

SCHEMA = 1
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9._-]*\Z")
_PATH = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._/-]*\Z")
_NUMBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})*(?=[\s/(,;]|\Z)")


def read(record: Mapping[str, object]) -> Report:
    """The report model of a record.

    record  what ``fisherproof check --json`` prints, as plain dictionaries and lists.

    Raises RecordError for a record of another form, without claims, or with one id twice.
    """
    top = Fields(record, "record")
    if top.raw("schema") != SCHEMA:
        raise complaint(
            "record.schema", f"the number {SCHEMA}, the only form this version reads", top.raw("schema")
        )
    claims = [_claim(fields, index) for index, fields in enumerate(top.objects("claims"))]
    if not claims:
        raise RecordError(
            "record.claims: there is no claim to report. Nothing was selected, or nothing was run."
        )
    _refuse_twins(claims)
    documents = _documents(claims)
    ordered = [claim for document in documents for section in document.sections for claim in section.claims]
    counted = Counter(claim.verdict.word for claim in ordered)
    run = _run(Fields(top.raw("run"), "record.run"))
    return Report(
        run=run,
        headline=headline(counted, level_sum=run.level_sum),
        tally=tuple((verdict, counted[word]) for word, verdict in VERDICTS.items() if counted[word]),
        attention=tuple(claim for word in NEEDS_ATTENTION for claim in ordered if claim.verdict.word == word),
        documents=documents,
        record=record,
    )


def _refuse_twins(claims: Iterable[Claim]) -> None:
    for name, times in Counter(claim.id for claim in claims).items():
        if times > 1:
            raise RecordError(
                f"record.claims: {name!r} stands there {times} times. An id names one claim; remove a copy."
            )


def _run(fields: Fields) -> Run:
    return Run(
        seed=fields.count("seed"),
        profile=fields.text("profile", default="default"),
        versions=fields.pairs("versions"),
        level_sum=fields.number("level_sum"),
        seconds=fields.number("seconds"),
        started=fields.maybe("started"),
        selection=fields.texts("selection"),
        jobs=fields.count("jobs"),
        output=fields.maybe("output"),
    )


def _claim(fields: Fields, index: int) -> Claim:
    name = fields.text("id")
    fields.path = f"claim {name!r}"
    certificate = fields.maybe("certificate")
    if certificate and not _PATH.match(certificate):
        raise complaint(f"{fields.path}.certificate", "a path below the output folder", certificate)
    readings = tuple(
        sorted(map(_reading, fields.objects("readings")), key=lambda reading: not reading.literal)
    )
    if sum(reading.literal for reading in readings) > 1:
        raise complaint(f"{fields.path}.readings", "one literal reading", "several")
    return Claim(
        id=name,
        anchor=name if _ANCHOR.match(name) else f"claim-{index}",
        document=fields.text("document"),
        kind=fields.text("kind"),
        section=fields.text("section", default=""),
        title=fields.text("title", default=""),
        statement=fields.text("statement"),
        verdict=VERDICTS[fields.word("verdict", tuple(VERDICTS))],
        known=fields.maybe_word("known", tuple(KNOWN)),
        hypothesis=fields.maybe("hypothesis"),
        reason=fields.maybe("reason"),
        setting=fields.texts("setting"),
        readings=readings,
        evidence=_in_order(map(_evidence, fields.objects("evidence"))),
        counterexample=_counterexample(fields.inside("counterexample")),
        certificate=certificate,
        repair=_repair(fields.inside("repair")),
        strength=_strength(fields.inside("strength") or Fields({}, fields.path)),
        mutants=tuple(map(_mutant, fields.objects("mutants"))),
        figures=figures(fields),
        beware=fields.maybe("beware"),
        sources=fields.texts("sources"),
        seconds=fields.number("seconds"),
    )


def _reading(fields: Fields) -> Reading:
    word = fields.maybe_word("verdict", tuple(VERDICTS))
    return Reading(
        label=fields.text("label"),
        text=fields.text("text", default=""),
        literal=fields.flag("literal"),
        verdict=VERDICTS[word] if word else None,
        known=fields.maybe_word("known", tuple(KNOWN)),
        formula=fields.maybe("formula"),
        reason=fields.maybe("reason"),
    )


def _evidence(fields: Fields) -> Evidence:
    return Evidence(
        subject=fields.text("subject", default=""),
        route=fields.text("route"),
        outcome=fields.word("outcome", OUTCOMES),
        known=fields.maybe_word("known", tuple(KNOWN)),
        required=fields.text("required", default=""),
        observed=fields.text("observed", default=""),
        detail=fields.text("detail", default=""),
        sampling=_sampling(fields),
    )


def _sampling(fields: Fields) -> Sampling | None:
    """The figures of a sampling test, of a row that has a level."""
    level = fields.number("level")
    if level is None:
        return None
    if not 0 < level < 1:
        raise complaint(f"{fields.path}.level", "the level of a test, between 0 and 1", level)
    separated, tried = fields.count("mutants_separated"), fields.count("mutants_tried")
    if separated > tried:
        raise complaint(f"{fields.path}.mutants_separated", f"at most the {tried} that were tried", separated)
    return Sampling(
        level=level,
        effect=fields.number("effect"),
        draws=fields.count("draws"),
        interval=fields.interval("interval"),
        separated=separated,
        tried=tried,
        entry=fields.places("entry"),
        target=fields.number("target"),
    )


def _counterexample(fields: Fields | None) -> Counterexample | None:
    if fields is None:
        return None
    values = dict(fields.pairs("data"))
    return Counterexample(
        data=tuple(values.items()),
        lhs=fields.maybe("lhs"),
        rhs=fields.maybe("rhs"),
        text=fields.maybe("text"),
    )


def _repair(fields: Fields | None) -> Repair | None:
    if fields is None:
        return None
    known = fields.maybe_word("known", tuple(KNOWN))
    return Repair(statement=fields.text("statement"), formula=fields.maybe("formula"), known=known)


def _strength(fields: Fields) -> Strength:
    return Strength(
        killed=fields.count("killed"),
        tried=fields.count("tried"),
        equivalent=fields.count("equivalent"),
        survivors=fields.texts("survivors"),
    )


def _mutant(fields: Fields) -> Mutant:
    return Mutant(
        operator=fields.text("operator"),
        text=fields.text("text", default=""),
        outcome=fields.word("outcome", MUTANT_OUTCOMES),
        detail=fields.text("detail", default=""),
    )


def _in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """By subject as they first appear, then by route."""
    rows = list(evidence)
    subjects = list(dict.fromkeys(row.subject for row in rows))
    places = {route: place for place, route in enumerate(ROUTES)}
    return tuple(
        sorted(rows, key=lambda row: (subjects.index(row.subject), places.get(row.route, len(places))))
    )


def _documents(claims: list[Claim]) -> tuple[Document, ...]:
    names = dict.fromkeys(claim.document for claim in claims)
    return tuple(
        Document(name, _sections([claim for claim in claims if claim.document == name])) for name in names
    )


def _sections(claims: list[Claim]) -> tuple[Section, ...]:
    """By number where every section has one, else in the order of the record."""
    numbers = [_NUMBER.match(claim.section) for claim in claims]
    if all(numbers):
        found = [tuple(map(int, number.group().split("."))) for number in numbers if number]
        claims = [claim for _, claim in sorted(zip(found, claims, strict=True), key=lambda pair: pair[0])]
    headings = dict.fromkeys(_heading(claim.section) for claim in claims)
    return tuple(
        Section(heading, tuple(claim for claim in claims if _heading(claim.section) == heading))
        for heading in headings
    )


def _heading(section: str) -> str:
    """The heading of a section: ``2.1`` for ``2.1 step 4``, the first part of ``Part / Chapter``."""
    number = _NUMBER.match(section)
    return number.group() if number else section.split(" / ", maxsplit=1)[0]
