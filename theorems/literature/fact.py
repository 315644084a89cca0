"""One fact of the published record."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal, get_args

from theorems.literature.relations import relation

How = Literal["read", "recalled"]


@dataclass(frozen=True)
class Fact:
    """That a subject has a value under a relation, and where that is written.

    subject   what it is about: a key of references.bib for a work, a name for a system or a method.
    relation  a name of `theorems.literature.relations.RELATIONS`.
    value     the value, as text.
    source    the key of the work that says so, in references.bib.
    where     the place in the source.
    how       "read" where the source, or a text that repeats it, was before our eyes; else "recalled".
    seen      where it was read: an address, or a repository and a path; "" where it was recalled.

    Raises ValueError for an unknown relation or way of knowing, and for a fact read nowhere.
    """

    subject: str
    relation: str
    value: str
    source: str
    where: str
    how: How
    seen: str = ""

    def __post_init__(self) -> None:
        relation(self.relation)
        if self.how not in get_args(How):
            raise ValueError(f"{self}: a fact is known as {' or '.join(get_args(How))}, not {self.how!r}.")
        if (self.how == "read") != bool(self.seen):
            raise ValueError(
                f"{self.sentence}: a fact that was read says where in `seen`, and one that was recalled has "
                "no such place. What was not before your eyes is recalled."
            )

    @property
    def sentence(self) -> str:
        """The fact in words."""
        return relation(self.relation).says.format(subject=self.subject, value=self.value)

    @property
    def cited(self) -> str:
        """The source, the place in it, and how it is known."""
        known = f"read in {self.seen}" if self.seen else "recalled, not read"
        return f"{self.source}, {self.where}; {known}"

    def record(self) -> dict[str, str]:
        """The fact as JSON-ready data."""
        return asdict(self)
