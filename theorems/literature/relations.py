"""The vocabulary of the record: relations, when two values are the same, and values that are nearly right.

A relation is *closed* when what was read is all there is: a system was trained by the optimizer its paper
names, a work appeared in the years its editions bear. An assertion of another value is then contradicted.
An open relation only supports: that a method is used for one thing says nothing against another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ET_AL = " et al."
SEVERAL = 3  # authors from which on "et al." is written
WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"\d+")
MOMENTUM = " with momentum"
EXCHANGES = (
    ("Fisher matrix", "Hessian"),
    ("a block for each layer", "one block for all layers"),
    ("Kronecker product", "diagonal matrix"),
    ("natural gradient", "gradient"),
    ("eigenbasis", "inverse"),
    ("cheap", "exact"),
    ("diagonal", "inverse"),
    ("for each mode", "for all modes"),
    ("one preconditioning matrix", "no matrix"),
    ("full-matrix", "diagonal"),
    ("AdaGrad", "Adam"),
    ("KL divergence", "Euclidean distance"),
    ("the new policy from the old", "the old policy from the new"),
    ("training", "compression"),
    ("transformers", "recurrent networks"),
    ("large-scale", "convex"),
    ("fine-tuning", "pretraining"),
    ("language models", "policies"),
    ("information geometry", "optimal transport"),
    ("a monograph", "a survey"),
    ("a survey", "a monograph"),
    ("a critical analysis", "a survey"),
    ("distributions", "functions"),
    ("next point", "surrogate model"),
)
"""What is exchanged for what in phrases; a pair applies where its first part occurs."""

Near = Sequence[tuple[str, Sequence[str]]]  # operator, values in the order in which they are tried


def plain(text: str) -> str:
    """A text by its words alone: case, punctuation and hyphens do not count, every letter of a word does.

    >>> plain("Kronecker-factored  Eigenbasis.")
    'kronecker factored eigenbasis'
    """
    return " ".join(WORD.findall(text.casefold()))


def same_words(asserted: str, recorded: str) -> bool:
    """Whether two texts have the same words in the same order."""
    return plain(asserted) == plain(recorded)


def same_title(asserted: str, recorded: str) -> bool:
    """Whether a title is the recorded one, or the part of it before the colon.

    A singular for a plural, or a word left out, makes another title; so does a beginning that ends elsewhere.
    """
    return same_words(asserted, recorded) or same_words(asserted, recorded.partition(":")[0])


def same_authors(asserted: str, recorded: str) -> bool:
    """Whether surnames, separated by commas, are the recorded ones in order; "A et al." stands for three or more."""
    names = recorded.split(", ")
    if asserted.endswith(ET_AL):
        return len(names) >= SEVERAL and same_words(asserted.removesuffix(ET_AL), names[0])
    return list(map(plain, asserted.split(", "))) == list(map(plain, names))


def within(asserted: str, recorded: str) -> bool:
    """Whether a number is the recorded one or lies in the recorded range, such as "10 to 20"."""
    ends = [int(number) for number in NUMBER.findall(recorded)]
    return bool(ends) and asserted.isdigit() and min(ends) <= int(asserted) <= max(ends)


def near_phrases(value: str) -> Near:
    """The phrase with one thing of our field exchanged for one that is often confused with it."""
    exchanged = [value.replace(one, other) for one, other in EXCHANGES if one in value]
    return tuple(("one thing for another", [phrase]) for phrase in exchanged)


def near_optimizers(value: str) -> Near:
    """The optimizer without its momentum or with one, an adaptive one, and a natural gradient."""
    bare = value.removesuffix(MOMENTUM)
    return (
        ("with or without momentum", [bare if bare != value else value + MOMENTUM]),
        ("an adaptive optimizer", ["Adam", "AdaGrad"]),
        ("a natural gradient", ["K-FAC", "natural gradient descent"]),
    )


def near_years(value: str) -> Near:
    """The years before and after."""
    year = int(value)
    return (
        ("an earlier year", [str(year - k) for k in range(1, 5)]),
        ("a later year", [str(year + k) for k in range(1, 5)]),
    )


def near_titles(value: str) -> Near:
    """The title without its last word, and with one word in the other number."""
    words = value.split(" ")
    longest = max(range(len(words)), key=lambda k: len(words[k]))
    word = words[longest]
    other = word.removesuffix("s") if word.endswith("s") else f"{word}s"
    turned = " ".join([*words[:longest], other, *words[longest + 1 :]])
    shorter = [" ".join(words[:-1])] if len(words) > 1 else []
    return (("a title without its last word", shorter), ("a word in another number", [turned]))


def near_authors(value: str) -> Near:
    """One author for several and several for one, and two in the other order."""
    if value.endswith(ET_AL):
        return (("one author for several", [value.removesuffix(ET_AL)]),)
    names = value.split(", ")
    if len(names) == 1:
        return (("several authors for one", [value + ET_AL]),)
    return (
        ("authors turned round", [", ".join(names[::-1])]),
        ("an author left out", [", ".join(names[:-1])]),
    )


def near_factors(value: str) -> Near:
    """A fifth of the factor, five times the factor, and no gain at all."""
    fifth, fivefold = str(int(value) // 5), str(int(value) * 5)
    return (("a smaller factor", [fifth]), ("a larger factor", [fivefold]), ("no gain", ["1"]))


@dataclass(frozen=True)
class Relation:
    """One thing that may be said of a subject.

    says    the sentence, with {subject} and {value}.
    closed  whether another value than those read is contradicted.
    same    whether an asserted value is a recorded one.
    near    values that are nearly the given one.
    """

    says: str
    closed: bool = False
    same: Callable[[str, str], bool] = same_words
    near: Callable[[str], Near] = near_phrases


RELATIONS: dict[str, Relation] = {
    "authors": Relation("{subject} is by {value}", True, same_authors, near_authors),
    "title": Relation("{subject} bears the title “{value}”", True, same_title, near_titles),
    "year": Relation("{subject} appeared in {value}", True, near=near_years),
    "optimizer": Relation("{subject} was trained by {value}", True, near=near_optimizers),
    "storage": Relation("{subject} keeps {value}", True),
    "variant": Relation("{subject} is a variant of {value}", True),
    "idea": Relation("{subject} sets out {value}"),
    "credit": Relation("{subject} is credited to {value}"),
    "form": Relation("{subject} is {value}"),
    "esteem": Relation("{subject} is regarded as {value}"),
    "use": Relation("{subject} uses {value}"),
    "approximation": Relation("{subject} approximates {value}"),
    "application": Relation("{subject} was applied to {value}"),
    "lecture": Relation("{subject} is recorded lecturing on {value}"),
    "gain in iterations": Relation(
        "{subject} needs fewer iterations than SGD by a factor of {value}", same=within, near=near_factors
    ),
    "gain in time": Relation(
        "{subject} trains faster than SGD, in time, by a factor of {value}", same=within, near=near_factors
    ),
}
"""Every relation, by the name under which facts and assertions give it."""


def relation(name: str) -> Relation:
    """The relation of a name.

    Raises ValueError, which lists the vocabulary, for a name that is not in it.
    """
    if name not in RELATIONS:
        raise ValueError(
            f"no relation is called {name!r}; the record knows {', '.join(RELATIONS)}. "
            "A new one is an entry of RELATIONS with its sentence and whether it is closed."
        )
    return RELATIONS[name]
