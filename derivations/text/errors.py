"""The one exception that reading raises: one line, with the column and the offending piece."""

from __future__ import annotations

import unicodedata

LONGEST_PIECE = 40  # characters of the user's text that a message repeats


class TextError(ValueError):
    """A text is not in the notation, or is too large to be read.

    problem  what is wrong and what to write instead, one sentence or two.
    column   where, counted from 1 in characters of the whole text; None when there is no text.
    piece    the offending part of the text.
    """

    def __init__(self, problem: str, column: int | None = None, piece: str = "") -> None:
        self.problem = problem
        self.column = column
        self.piece = piece
        place = "" if column is None else f"column {column}, {_shown(piece)}: "
        super().__init__(place + problem)


def _shown(piece: str) -> str:
    """The piece in quotes; what does not print, or turns the direction of writing, by its code point."""
    if not piece:
        return "end of the text"
    short = piece if len(piece) <= LONGEST_PIECE else piece[: LONGEST_PIECE - 3] + "..."
    return "'" + "".join(map(visible, short)) + "'"


def visible(character: str) -> str:
    """A printable character as it is, any other as <U+202E RIGHT-TO-LEFT OVERRIDE>."""
    if character.isprintable():
        return character
    if character.isspace():
        return " "
    name = unicodedata.name(character, "")
    return f"<U+{ord(character):04X}{' ' + name if name else ''}>"
