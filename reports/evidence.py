"""Evidence of a claim: what one route found, and one line for all that was found about one subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.vocabulary import KNOWN, OUTCOMES

_LONG_NUMBER = re.compile(r"(\d{12})\d{6,}")
_EXPONENT = re.compile(r"e([-+])0*(\d)")
_SAMPLED = {"supports": "not rejected", "refutes": "excluded", "undecided": "not decided"}


def brief_number(number: float) -> str:
    """A number with at most six digits, its exponent without zeros.

    >>> brief_number(1e-07), brief_number(0.02)
    ('1e-7', '0.02')
    """
    return _EXPONENT.sub(lambda found: f"e{found[1].replace('+', '')}{found[2]}", f"{number:g}")


@dataclass(frozen=True, slots=True)
class Sampling:
    """A sampling test: its level, the effect it would have seen, its draws, and the mutants it separates.

    interval  of one entry of what is measured, with the value asserted of it; entry counts from 1, () for a number.
    """

    level: float
    effect: float | None
    draws: int
    interval: tuple[float, float] | None
    separated: int
    tried: int
    entry: tuple[int, ...] = ()
    target: float | None = None

    def sentence(self, outcome: str) -> str:
        """The test in words.

        >>> Sampling(1e-7, 0.02, 184320, (0.136, 0.216), 9, 9, (1, 2), 0.181).sentence("supports")
        'not rejected at level 1e-7, effect 0.02, 184,320 draws; entry (1, 2): 0.136 to 0.216, asserted 0.181; \
separates 9 of 9 mutants'
        """
        told = [f"{_SAMPLED.get(outcome, 'tested')} at level {brief_number(self.level)}"]
        if self.effect is not None:
            told.append(f"effect {brief_number(self.effect)}")
        told.append(f"{self.draws:,} draws")
        mutants = f"separates {self.separated} of {self.tried} mutants" if self.tried else ""
        return "; ".join(filter(None, (", ".join(told), self._measured, mutants)))

    @property
    def _measured(self) -> str:
        """The interval, what it is of, and the value asserted there."""
        if self.interval is None:
            return ""
        places = ", ".join(map(str, self.entry))
        which = f"entry ({places})" if len(self.entry) > 1 else f"entry {places}" if places else "interval"
        asserted = "" if self.target is None else f", asserted {brief_number(self.target)}"
        return f"{which}: {' to '.join(map(brief_number, self.interval))}{asserted}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one route required of one subject, and what it observed."""

    subject: str
    route: str
    outcome: str
    known: str | None
    required: str
    observed: str
    detail: str
    sampling: Sampling | None

    @property
    def told(self) -> tuple[str, ...]:
        """What was observed, or the figures of a sampling test, which say it in full; and the detail."""
        seen = self.sampling.sentence(self.outcome) if self.sampling else self.observed
        return tuple(text for text in (seen, self.detail) if text)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about a subject, or about several alike: each outcome, and its routes in words."""

    subject: str
    outcomes: tuple[tuple[str, str], ...]


def usual_requirements(rows: Iterable[Evidence]) -> dict[str, str]:
    """What each route most often requires; a report says it once for all claims."""
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        if row.required:
            counted.setdefault(row.route, Counter())[row.required] += 1
    return {route: found.most_common(1)[0][0] for route, found in counted.items()}


def findings(rows: Iterable[Evidence], usual: Mapping[str, str]) -> tuple[Finding, ...]:
    """The evidence of a claim, a line for each subject, or for several of which the same was found.

    Of the routes that support, and of those that refute, the strongest is told in full, and so is each that
    samples or asks another thing than it usually does; the others are named.  One that did not decide is told in
    full unless others did.  Types that fit, where more is known, and mutants that are rejected, which the strength
    of the claim tells, are left out.

    usual  what each route most often requires, as ``usual_requirements`` gives it.
    """
    subjects: dict[str, list[Evidence]] = {}
    for row in rows:
        subjects.setdefault(row.subject, []).append(row)
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for subject, found in subjects.items():
        alike.setdefault(_outcomes(_kept(found), usual), []).append(subject)
    return tuple(Finding(", ".join(named), outcomes) for outcomes, named in alike.items())


def _kept(rows: list[Evidence]) -> list[Evidence]:
    kept = [row for row in rows if row.route not in {"types", "mutants"} or row.outcome != "supports"]
    return kept or rows


def _outcomes(rows: list[Evidence], usual: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    words = ("refutes", *(word for word in OUTCOMES if word != "refutes"))
    apart = {word: [row for row in rows if row.outcome == word] for word in words}
    decided = any(
        row.known and row.outcome in {"supports", "refutes"} and row.route != "record" for row in rows
    )
    return tuple(
        (word, _named(found) if decided and word == "undecided" else _routes(found, usual))
        for word, found in apart.items()
        if found
    )


def _named(rows: list[Evidence]) -> str:
    return ", ".join(row.route for row in rows)


def _routes(rows: list[Evidence], usual: Mapping[str, str]) -> str:
    """Routes of one outcome: those told in full first, each with what it observed, then the names of the others."""
    strongest = _strongest(rows)
    full = [row for row in rows if row is strongest or _stands_out(row, usual)]
    rest = [row for row in rows if row not in full]
    told = [_in_full(row, usual) for row in full]
    return "; ".join([*told, *([("also " if told else "") + _named(rest)] if rest else [])])


def _strongest(rows: list[Evidence]) -> Evidence | None:
    order = {known: place for place, known in enumerate(KNOWN)}
    ranked = [row for row in rows if row.known in order and row.route != "types"]
    return min(ranked, key=lambda row: order[row.known or ""], default=None)


def _stands_out(row: Evidence, usual: Mapping[str, str]) -> bool:
    unusual = row.required not in {"", usual.get(row.route, "")}
    types = row.route == "types" and row.outcome == "refutes"
    cited = row.route == "record"  # each row is of another assertion
    return bool(unusual or types or cited or row.sampling or row.outcome not in {"supports", "refutes"})


def _in_full(row: Evidence, usual: Mapping[str, str]) -> str:
    asked = row.required if row.required != usual.get(row.route, "") else ""
    known = f" ({row.known})" if row.known else ""
    found = (
        row.told[1:]
        if row.outcome == "supports" and len(row.told) > 1 and row.known == "proved"
        else row.told
    )
    told = "; ".join(_short(text) for text in (asked, *found) if text)
    if known and told.startswith(row.known or ""):
        known = ""
    return f"{row.route}{known}: {told}" if told else f"{row.route}{known}"


def _short(text: str) -> str:
    """An observation with the first digits of long integers: the certificate has them all."""
    return _LONG_NUMBER.sub(r"\1…", text)
