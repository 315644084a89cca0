"""What an assertion raises: a counterexample, no decision, or a function that does not keep its contract."""

from __future__ import annotations

from dataclasses import dataclass

LABEL = 11  # columns of the labels of a block; the longest is "reproduce"


@dataclass(frozen=True)
class Block:
    """A finding as it is printed: one sentence, labelled lines, and lines of Python to see it again.

    headline   one sentence.
    lines      (label, text) in the order of printing.
    reproduce  Python that raises it again; the names of the person's own objects are placeholders.
    """

    headline: str
    lines: tuple[tuple[str, str], ...]
    reproduce: str

    def __str__(self) -> str:
        shown = [self.headline]
        for label, text in (*self.lines, ("reproduce", self.reproduce)):
            first, *rest = text.splitlines() or [""]
            shown.append(f"   {label:<{LABEL}}{first}".rstrip())
            shown += [f"   {'':<{LABEL}}{line}".rstrip() for line in rest]
        return "\n".join(shown)


class CounterexampleError(AssertionError):
    """The property fails, at the instance printed.

    block  the finding.
    """

    def __init__(self, block: Block) -> None:
        super().__init__(str(block))
        self.block = block


class UndecidedError(Exception):
    """Neither shown to fail nor seen to hold: the reason is the message.  Not an AssertionError, and never a pass."""


class ContractError(Exception):
    """A function under test raised, or returned what its contract does not allow: a shape, NaN, infinity.

    Also arguments of an assertion that do not fit together, such as a point outside its family's domain.
    """
