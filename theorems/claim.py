"""Claims: one assertion of one document, with its readings, as data.

A claim says what is asserted, where it lives and what it must not be confused
with. It never says what the verdict is: verdicts are computed from evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, get_args

from theorems.setting import Setting
from theorems.term import Term

HypothesisKind = Literal[
    "regularity",
    "nondegeneracy",
    "norm or normalisation",
    "which expectation",
    "well-specified model",
    "constant metric",
    "along the flow",
    "step-size bound",
    "vec convention",
    "category of maps",
    "reading",
]


KINDS = ("mathematical", "capability", "historical", "empirical")


@dataclass(frozen=True)
class Reading:
    """One precise formalization of a claim.

    label    the catalogue's letter.
    text     what is meant, in our words; $...$ holds formulas.
    states   the statement in the words of `theorems.language`; of `theorems.literature` if it is historical.
    given    what its symbols range over.
    literal  whether this is the reading that gives the claim its verdict; exactly one is.
    defines  the symbol that the sentence introduces, if it is a definition: `states` is then
             what consistency asks of it.
    """

    label: str
    text: str
    states: Term
    given: Setting = field(default_factory=Setting)
    literal: bool = False
    defines: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.states, Term):
            raise TypeError(
                f"reading {self.label}: `states` is a statement such as Equal(a, b), not {self.states!r}; "
                "== compares trees and gives True or False."
            )


@dataclass(frozen=True)
class Hypothesis:
    """The condition under which a claim that fails as stated becomes true, word for word.

    kind    one of the kinds a hypothesis may be of.
    text    the hypothesis in our words.
    given   the setting with the hypothesis added.
    states  the statement, when the hypothesis has to be written into it; else the literal one.
    """

    kind: HypothesisKind
    text: str
    given: Setting
    states: Term | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(HypothesisKind):
            kinds = ", ".join(get_args(HypothesisKind))
            raise ValueError(
                f"a hypothesis of kind {self.kind!r} is none of those a condition may be of: {kinds}."
            )


@dataclass(frozen=True)
class Repair:
    """The nearest true statement to a claim that does not hold: a claim like any other.

    text    the statement in our words.
    states  the statement.
    given   what its symbols range over.
    """

    text: str
    states: Term
    given: Setting = field(default_factory=Setting)


@dataclass(frozen=True)
class Variant:
    """A mutant written by hand, for what the operators on the tree cannot reach."""

    text: str
    states: Term
    given: Setting | None = None


@dataclass(frozen=True)
class Simulation:
    """A simulation of one instance, which measures the value that a statement of the claim asserts.

    of          the statement: "reading A", "hypothesis" or "repair".
    text        what is drawn, in our words.
    experiment  the name of what is drawn in `theorems.experiments`.
    target      the value that the statement asserts for its mean.
    instance    exact values of the symbols: numbers, tuples for columns, tuples of rows for matrices.
    effect      the deviation that does not matter, as a fraction of the experiment's scale.
    """

    of: str
    text: str
    experiment: str
    target: Term
    instance: Mapping[str, Any]
    effect: Fraction = Fraction(1, 25)


@dataclass(frozen=True)
class Claim:
    """One assertion of one document.

    id          permanent, dotted, never changes.
    section     where it stands in the document.
    title       one line.
    statement   the formulas as printed and the prose in our words; $...$ holds formulas.
    readings    formalizations; exactly one literal.
    hypothesis  what makes it true where it fails as stated, if something does.
    repair      the nearest true statement, where it does not hold as stated.
    variants    mutants written by hand.
    simulations experiments that measure what a statement asserts, at most one for each.
    figure      the name of a figure of `theorems.figures` that shows it, if one does.
    beware      what it must not be confused with, and what we learned.
    sources     where the mathematics is proved; [Key, place].

    Raises ValueError unless exactly one reading is literal.
    """

    id: str
    section: str
    title: str
    statement: str
    readings: tuple[Reading, ...]
    hypothesis: Hypothesis | None = None
    repair: Repair | None = None
    variants: tuple[Variant, ...] = ()
    simulations: tuple[Simulation, ...] = ()
    figure: str = ""
    beware: str = ""
    sources: tuple[str, ...] = ()
    kind: str = "mathematical"
    document: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.id}: kind {self.kind!r} is none of {', '.join(KINDS)}.")
        if isinstance(self.sources, str):
            raise TypeError(f"{self.id}: sources is a tuple of texts; write sources=({self.sources!r},).")
        literal = [reading.label for reading in self.readings if reading.literal]
        if len(literal) != 1:
            raise ValueError(
                f"{self.id}: exactly one reading is the literal one, not {literal or 'none'}; "
                "mark it with literal=True, as the catalogue fixes it."
            )

    @property
    def literal(self) -> Reading:
        """The reading that gives the verdict."""
        return next(reading for reading in self.readings if reading.literal)
