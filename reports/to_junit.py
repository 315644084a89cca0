"""The report as JUnit XML: one test case per claim, as a build server shows it.

A claim that is decided passes, whatever its verdict, as exit code 0 says; one that is undecided fails, and a
conflict is an error.  The verdict stands among the properties of the test case.

Source     the JUnit 10 schema of the Jenkins xUnit plugin; XML 1.0 (fifth edition).
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reports.model import Claim, Document, Report
from reports.vocabulary import Tone


def render(report: Report) -> str:
    """The whole report as XML text."""
    root = Element(
        "testsuites", {"name": "fisherproof", **_counts(report.claims), **_time(report.run.seconds)}
    )
    for document in report.documents:
        _suite(root, document, report)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, document: Document, report: Report) -> None:
    claims = [claim for section in document.sections for claim in section.claims]
    suite = SubElement(root, "testsuite", {"name": document.name, **_counts(claims)})
    _properties(suite, report.run.facts)
    for claim in claims:
        _case(suite, claim, report)


def _case(suite: Element, claim: Claim, report: Report) -> None:
    case = SubElement(
        suite, "testcase", {"classname": claim.document, "name": claim.id, **_time(claim.seconds)}
    )
    told = (
        ("verdict", claim.verdict.word),
        ("known", claim.known),
        ("hypothesis", claim.hypothesis),
        ("section", claim.section),
        ("strength", f"{claim.strength.killed}/{claim.strength.tried}"),
        ("certificate", claim.certificate),
        *(("sampling", row.sampling.sentence(row.outcome)) for row in claim.evidence if row.sampling),
        *(
            (row.route, "; ".join((row.outcome, *row.told)))
            for row in claim.evidence
            if row.route == "record"
        ),
    )
    _properties(case, ((name, value) for name, value in told if value))
    if claim.verdict.tone is Tone.OPEN:
        tag = "error" if claim.verdict.word == "conflict" else "failure"
        trouble = SubElement(case, tag, {"type": claim.verdict.word, "message": claim.because})
        trouble.text = "\n".join([claim.statement, claim.because, *report.commands(claim)])
    else:
        SubElement(case, "system-out").text = "\n".join(
            [claim.statement, claim.because, *report.commands(claim)]
        )


def _counts(claims: Iterable[Claim]) -> dict[str, str]:
    words = [claim.verdict.word for claim in claims]
    counted = {"tests": len(words), "failures": words.count("undecided"), "errors": words.count("conflict")}
    return {name: str(times) for name, times in counted.items()}


def _time(seconds: float | None) -> dict[str, str]:
    return {} if seconds is None else {"time": f"{seconds:.3f}"}


def _properties(parent: Element, pairs: Iterable[tuple[str, str]]) -> None:
    properties = SubElement(parent, "properties")
    for name, value in pairs:
        SubElement(properties, "property", {"name": name, "value": value})
