"""The words a record may use, and how a reader meets each of them.

A verdict has a mark (a shape, so that colour is never the only sign), a tone (which colour and which group of
the opening sentence) and the sentence that explains it.

Source     the glossary of the project: verdicts, evidence, strength.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Tone(Enum):
    """Where a verdict is counted in the sentence that opens a report."""

    HOLDS = "holds"
    CONDITIONAL = "conditional"
    FAILS = "fails"
    OPEN = "open"


class Verdict(NamedTuple):
    """One verdict word: the word, its mark, its tone, and the sentence a reader sees."""

    word: str
    mark: str
    tone: Tone
    sentence: str


VERDICTS: dict[str, Verdict] = {
    verdict.word: verdict
    for verdict in (
        Verdict("conflict", "!!", Tone.OPEN, "Two routes contradict each other."),
        Verdict("undecided", "?", Tone.OPEN, "The evidence does not decide it; the reason is given."),
        Verdict("refuted", "✗", Tone.FAILS, "False as stated; exact data show it."),
        Verdict("ill-posed", "⊘", Tone.FAILS, "It does not type-check, so it is neither true nor false."),
        Verdict("contradicted", "▼", Tone.FAILS, "An experiment or the published record speaks against it."),
        Verdict("conditional", "◇", Tone.CONDITIONAL, "False as stated, true under the named hypothesis."),
        Verdict("holds", "✓", Tone.HOLDS, "True as stated."),
        Verdict("definition", "≔", Tone.HOLDS, "It asserts nothing beyond consistency, which is checked."),
        Verdict("supported", "▲", Tone.HOLDS, "An experiment or the published record speaks for it."),
        Verdict(
            "demonstrated", "★", Tone.HOLDS, "The capability passes its check and broken variants fail it."
        ),
    )
}
"""In the order in which they need the reader's attention."""

NEEDS_ATTENTION = tuple(word for word, verdict in VERDICTS.items() if verdict.tone is not Tone.HOLDS)

KNOWN: dict[str, str] = {
    "proved": "the residual reduces to zero, and a second implementation agrees",
    "enclosed": "ball arithmetic at the points tried, or over a box",
    "agrees": "to the digits given, at generic points",
    "not-rejected": "by sampling, at the level and effect size given",
    "cited": "from the published record",
}
"""How a verdict is known, strongest first."""

OUTCOMES = ("supports", "refutes", "undecided", "killed", "error")
MUTANT_OUTCOMES = ("refuted", "rejected", "equivalent", "survived")
ROUTES = ("types", "symbolic", "enclosure", "numeric", "statistical", "property", "experiment", "record")
"""The order of the rows within one subject; a route not listed here comes last."""
