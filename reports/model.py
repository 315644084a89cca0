"""What a report says, independent of the format it is said in.

One frozen tree, made once from a record by ``reports.reading``; every format walks this tree and nothing
else, so that all formats say the same.  Texts may hold inline mathematics between dollar signs.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reports.evidence import Evidence, Finding, brief_number, findings, usual_requirements
from reports.figures.model import Figure
from reports.strength import Mutant, Strength
from reports.vocabulary import Tone, Verdict


@dataclass(frozen=True, slots=True)
class Run:
    """How the record came about: options, versions, cost."""

    seed: int
    profile: str
    versions: tuple[tuple[str, str], ...]
    level_sum: float | None
    seconds: float | None
    started: str | None
    selection: tuple[str, ...]
    jobs: int
    output: str | None

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What a reader needs to repeat the run, each with its name; only what the record holds."""
        told = (
            ("seed", str(self.seed)),
            ("profile", self.profile),
            ("selection", " ".join(self.selection)),
            ("jobs", str(self.jobs) if self.jobs else ""),
            ("sum of levels", brief_number(self.level_sum) if self.level_sum is not None else ""),
            ("started", self.started or ""),
            ("seconds", f"{self.seconds:.1f}" if self.seconds is not None else ""),
            *self.versions,
        )
        return tuple((name, value) for name, value in told if value)


@dataclass(frozen=True, slots=True)
class Reading:
    """One precise formalization of a claim and what became of it."""

    label: str
    text: str
    literal: bool
    verdict: Verdict | None
    known: str | None
    formula: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Exact data at which the claim fails, and the values of both sides there."""

    data: tuple[tuple[str, str], ...]
    lhs: str | None
    rhs: str | None
    text: str | None

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each datum, then the two sides."""
        sides = (("left side", self.lhs), ("right side", self.rhs))
        return (*self.data, *((name, value) for name, value in sides if value))

    @property
    def untold(self) -> tuple[tuple[str, str], ...]:
        """The rows that the text does not tell: neither as ``name = value`` nor, of the two sides, at its end."""
        said = self.text or ""
        if said.endswith(f": {self.lhs} against {self.rhs}"):
            return tuple((name, value) for name, value in self.data if not _tells(said, name, value))
        return self.rows


def _tells(said: str, name: str, value: str) -> bool:
    return f"{name} = {value}" in said or (name == "instance" and said.startswith(value))


@dataclass(frozen=True, slots=True)
class Repair:
    """The nearest true statement."""

    statement: str
    formula: str | None
    known: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a document with all that was found about it."""

    id: str
    anchor: str
    document: str
    kind: str
    section: str
    title: str
    statement: str
    verdict: Verdict
    known: str | None
    hypothesis: str | None
    reason: str | None
    setting: tuple[str, ...]
    readings: tuple[Reading, ...]
    evidence: tuple[Evidence, ...]
    counterexample: Counterexample | None
    certificate: str | None
    repair: Repair | None
    strength: Strength
    mutants: tuple[Mutant, ...]
    figures: tuple[Figure, ...]
    beware: str | None
    sources: tuple[str, ...]
    seconds: float | None

    @property
    def place(self) -> tuple[str, ...]:
        """Title, document, section and kind; only what the record holds."""
        return tuple(text for text in (self.title, self.document, self.section, self.kind) if text)

    @property
    def place_within(self) -> tuple[str, ...]:
        """Title, section and the kind where it is not the usual one, for a page that names the document above."""
        kind = "" if self.kind == "mathematical" else self.kind
        return tuple(text for text in (self.title, self.section, kind) if text)

    @property
    def because(self) -> str:
        """Why the claim has its verdict, in one line: hypothesis, reason or counterexample."""
        if self.verdict.word == "conditional" and self.hypothesis:
            return f"Holds if: {self.hypothesis}"
        instance = self.counterexample.text if self.counterexample else None
        return self.reason or instance or self.verdict.sentence

    @property
    def nearest(self) -> tuple[str, str | None] | None:
        """The nearest true statement and how it is known, of a claim that does not hold."""
        if self.repair is None or self.verdict.tone is not Tone.FAILS:
            return None
        return self.repair.statement, self.repair.known

    @property
    def rows(self) -> Iterator[tuple[str, str, Evidence]]:
        """Subject, requirement and evidence of each row of a table; neither of the two is told twice."""
        subject, asked = "", dict[str, str]()
        for row in self.evidence:
            again = bool(row.required) and asked.get(row.route) == row.required
            yield "" if row.subject == subject else row.subject, "as above" if again else row.required, row
            subject, asked[row.route] = row.subject, row.required

    @property
    def shows_strength(self) -> bool:
        """Whether the strength is told: for a mathematical claim always, else if there is any."""
        return bool(self.kind == "mathematical" or self.strength.tried or self.mutants)

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Hypothesis and reason, each with the heading it stands under; only those the record holds."""
        named = (("Hypothesis", self.hypothesis), ("Reason", self.reason))
        return tuple((name, text) for name, text in named if text)


@dataclass(frozen=True, slots=True)
class Section:
    """The claims of one section of a document, in the document's order."""

    heading: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One document and its sections in order."""

    name: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: opening sentence, what needs attention, documents, and the record it comes from."""

    run: Run
    headline: str
    tally: tuple[tuple[Verdict, int], ...]
    attention: tuple[Claim, ...]
    documents: tuple[Document, ...]
    record: Mapping[str, object]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, in reading order."""
        return tuple(
            claim for document in self.documents for part in document.sections for claim in part.claims
        )

    @property
    def title(self) -> str:
        """The title of the report, naming its documents."""
        return "What holds in " + ", ".join(document.name for document in self.documents)

    @property
    def requirements(self) -> dict[str, str]:
        """What each route most often requires, said once for all claims."""
        return usual_requirements(row for claim in self.claims for row in claim.evidence)

    def findings(self, claim: Claim, usual: Mapping[str, str]) -> tuple[Finding, ...]:
        """The evidence of a claim, a line for each subject; ``usual`` as ``requirements`` gives it."""
        return findings(claim.evidence, usual)

    @property
    def explaining(self) -> str:
        """The line that tells everything about a claim."""
        return "fisherproof explain CLAIM"

    @property
    def deciding(self) -> str:
        """The line that decides a claim again as this run did."""
        return shlex.join(["fisherproof", "check", "CLAIM", *self._options])

    @property
    def replaying(self) -> str:
        """The line that decides a certificate again."""
        return "fisherproof replay FILE"

    @property
    def _options(self) -> list[str]:
        profile = [] if self.run.profile == "default" else ["--profile", self.run.profile]
        return ["--seed", str(self.run.seed), *profile]

    def commands(self, claim: Claim) -> tuple[str, ...]:
        """The lines that decide this claim again and replay its certificate, quoted for a shell."""
        lines = [["fisherproof", "check", claim.id, *self._options]]
        if claim.certificate:
            folder = f"{self.run.output.rstrip('/')}/" if self.run.output else ""
            lines.append(["fisherproof", "replay", folder + claim.certificate])
        return tuple(shlex.join(line) for line in lines)
