"""Lines as a reader meets them: wrapped to the terminal, in columns, coloured on a terminal only.

A file or a pipe gets each item on one line, so that it can be searched; a terminal gets lines of its own
width with a hanging indent. What is meant to be pasted is never broken.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

NARROWEST = 40  # columns; a narrower terminal breaks our lines itself
LEAST = 12  # columns a cell keeps when a table is squeezed; a word of ours is rarely longer
GAP = "  "
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_CODES = {"green": "32", "red": "31", "bold red": "1;31", "yellow": "33", "cyan": "36", "bold": "1"}


class Terminal(NamedTuple):
    """What lines are written to.

    columns  width to wrap at; None keeps each item on one line.
    colour   whether words may be coloured.
    """

    columns: int | None = None
    colour: bool = False

    def paint(self, text: str, colour: str) -> str:
        """Give a text its colour, where there are colours."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.colour and text else text

    def wrap(self, text: str, *, first: str = "", indent: str = "") -> list[str]:
        """Break a text at its spaces, with what its first line and the others begin with."""
        if self.columns is None or width(first) + width(text) <= self.columns:
            return [first + text]
        room = max(LEAST, self.columns - max(width(first), width(indent)))
        head, *rest = _broken(text, room)
        return [first + head, *(indent + line for line in rest)]

    def cut(self, text: str) -> str:
        """Shorten a line that does not fit, with a sign that it is shortened."""
        if self.columns is None or width(text) <= self.columns:
            return text
        return next(text[:end].rstrip() + "…" for end in range(len(text), 0, -1) if self._fits(text[:end]))

    def _fits(self, text: str) -> bool:
        return width(text) < (self.columns or 0)

    def table(self, rows: Sequence[Sequence[str]], *, indent: str = "") -> Iterator[str]:
        """Give rows in aligned columns; cells are broken where the terminal is too narrow for the widest."""
        widths = self._widths(rows, indent)
        for row in rows:
            cells = [
                [cell] if self.columns is None else _broken(cell, w)
                for cell, w in zip(row, widths, strict=True)
            ]
            for level in range(max(map(len, cells))):
                parts = [cell[level] if level < len(cell) else "" for cell in cells]
                line = GAP.join(part + " " * (w - width(part)) for part, w in zip(parts, widths, strict=True))
                yield (indent + line).rstrip()

    def _widths(self, rows: Sequence[Sequence[str]], indent: str) -> list[int]:
        """Columns for each column; what is too much is taken from the widest."""
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        if self.columns is None:
            return widths
        room = self.columns - width(indent) - len(GAP) * (len(widths) - 1)
        while sum(widths) > room and max(widths) > LEAST:
            widths[widths.index(max(widths))] -= 1
        return widths


def terminal(stream: TextIO) -> Terminal:
    """Look at where lines go: the width of a terminal, and whether it takes colour (NO_COLOR declines)."""
    if not stream.isatty():
        return Terminal()
    columns = shutil.get_terminal_size((80, 24)).columns
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Terminal(max(NARROWEST, columns), colour)


def width(text: str) -> int:
    """Count the columns of a text: accents and colours take none, East Asian signs take two.

    >>> width("θ̇")
    1
    """
    bare = _ESCAPES.sub("", text) if "\x1b" in text else text
    return len(bare) if bare.isascii() else sum(map(_columns, bare))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _broken(text: str, room: int) -> list[str]:
    """Break a text at its spaces into lines of so many columns; a longer word is broken anywhere."""
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        joined = f"{current} {word}" if current else word
        if width(joined) <= room:
            current = joined
            continue
        if current:
            lines.append(current)
        current = word
        while width(current) > room and "\x1b" not in current:
            lines.append(current[:room])
            current = current[room:]
    return [*lines, current]
