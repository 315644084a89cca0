"""Text into tokens: numbers, names and marks, each with its column, and every bracket paired.

Nothing is implicit, so two operands side by side are an error here, where both are still in sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derivations.text.errors import TextError
from derivations.text.limits import BRACKETS, LENGTH, TOKENS

# Greek letters without the accented, archaic and symbol forms, which look like others.
LETTER = r"A-Za-z_Α-ΡΣ-Ωα-ω"
TOKEN = re.compile(
    rf"""(?P<blank>[ \t\r\n]+)
    |    (?P<number>(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?P<tail>[{LETTER}][{LETTER}0-9]*)?)
    |    (?P<name>[{LETTER}][{LETTER}0-9]*)
    |    (?P<mark>\*\*|\.\.|<=|>=|==|[-+*/^<>=&(){{}},])""",
    re.VERBOSE,
)
OPEN = {"(": ")", "{": "}"}
PREFIX = {"+", "-"}
BINARY = {"+", "-", "*", "/", "**", "^", "<", "<=", ">", ">=", "==", "&"}
# What people type from other notations, and what to write here.
INSTEAD = {
    ".": "attributes are not part of the notation",
    "[": "only ( ) and { } are brackets here; the ends of an interval are open, as in (0, 1)",
    "]": "only ( ) and { } are brackets here; the ends of an interval are open, as in (0, 1)",
    "'": "there are no strings in the notation",
    '"': "there are no strings in the notation",
    "|": "write Abs(x) for the size of x; conditions are joined by 'and'",
    "!": "write factorial(n); there is no 'not equal'",
    "%": "there is no remainder in the notation",
    ":": "there are no names to assign to",
    ";": "separate by a comma",
    "\\": "LaTeX is not read; write log(x), not \\log x",
    "−": "this is the sign U+2212; write - from the keyboard",
    "·": "write *",
    "×": "write *",
    "÷": "write /",
    "√": "write sqrt(x)",
    "∞": "write oo",
    "∈": "write in",
    "≤": "write <=",
    "≥": "write >=",
    "²": "write ^2",
    "µ": "this is the sign for micro; write mu, or the Greek letter μ",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text that means one thing.

    kind    "number", "name", "mark", or "end" after the last.
    text    as written.
    start   offset in the whole text, from 0.
    """

    kind: str
    text: str
    start: int

    def refused(self, problem: str) -> TextError:
        """The error that points at this token."""
        return TextError(problem, self.start + 1, self.text)


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, the last of kind "end".

    Raises TextError for a character or a number outside the notation, an unpaired bracket, or too much text.
    """
    if len(text) > LENGTH:
        raise TextError(f"the text has {len(text)} characters; at most {LENGTH} are read.", 1, text)
    tokens = [*_scan(text), Token("end", "", len(text))]
    if len(tokens) > TOKENS:
        raise tokens[TOKENS].refused(f"the text has {len(tokens)} tokens; at most {TOKENS} are read.")
    _pair_brackets(tokens)
    return tokens


def _scan(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            why = INSTEAD.get(text[at], "this character is not part of the notation")
            raise TextError(f"{why}.", at + 1, text[at])
        kind = "number" if match["number"] else match.lastgroup or ""
        token = Token(kind, match[0], at)
        if match["tail"]:
            raise token.refused(_about_tail(match[0], match["tail"]))
        if kind != "blank":
            yield token
        at = match.end()


def _about_tail(written: str, tail: str) -> str:
    head = written[: -len(tail)]
    if head == "0" and tail[0] in "xXoObB":
        return "numbers are decimal."
    if tail[0] == "_":
        return f"digits are not grouped; write {written.replace('_', '')}."
    if tail in {"j", "J"}:
        return f"there are no complex numbers, and nothing is implicit; a product is written {head}*{tail}."
    return f"nothing is implicit; a product is written {head}*{tail}."


def _pair_brackets(tokens: Sequence[Token]) -> None:
    opened: list[Token] = []
    for token in tokens:
        if token.text in OPEN:
            opened.append(token)
            if len(opened) > BRACKETS:
                raise token.refused(f"brackets are nested more than {BRACKETS} deep.")
        elif token.text in OPEN.values():
            if not opened:
                raise token.refused(f"this '{token.text}' closes nothing.")
            if OPEN[opened[-1].text] != token.text:
                raise token.refused(
                    f"this '{token.text}' cannot close the '{opened[-1].text}' of column {opened[-1].start + 1}."
                )
            opened.pop()
    if opened:
        raise opened[-1].refused(f"this '{opened[-1].text}' is never closed.")


def split(tokens: Sequence[Token], mark: str) -> list[list[Token]]:
    """The parts between the marks that stand in no bracket; every part ends in an "end" token."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in OPEN) - (token.text in OPEN.values())
        if token.kind == "end" or (token.text == mark and depth == 0):
            parts[-1].append(Token("end", token.text, token.start))
            if token.kind != "end":
                parts.append([])
        else:
            parts[-1].append(token)
    return parts


def check_neighbours(tokens: Sequence[Token]) -> None:
    """Every operator has its operands, and between two operands stands an operator.

    tokens  an expression or a condition, the last of kind "end"; `and` between conditions is a mark here.

    Raises TextError at the token that should not follow the one before it.
    """
    if tokens[0].kind == "end":
        raise tokens[0].refused("an expression is missing here.")
    before: Token | None = None
    for token in tokens:
        after_operand = before is not None and (_is_operand(before) or before.text == ")")
        if after_operand:
            _follows_operand(before, token)
        else:
            _begins_operand(before, token)
        before = token


def _is_operand(token: Token) -> bool:
    return token.kind == "number" or (token.kind == "name" and token.text != "and")


def _follows_operand(before: Token | None, token: Token) -> None:
    if token.kind == "end" or token.text in BINARY or token.text in {")", ",", "and"}:
        return
    if token.text == "(" and before is not None and before.kind == "name":
        return
    if _is_operand(token) or token.text == "(":
        raise token.refused("nothing is implicit; an operator is missing before this.")
    if token.text == "=":
        raise token.refused("write == for equality.")
    raise token.refused("this does not belong in an expression.")


def _begins_operand(before: Token | None, token: Token) -> None:
    if _is_operand(token) or token.text == "(" or token.text in PREFIX:
        return
    if token.kind == "end":
        raise token.refused("the text ends where a number, a name or a bracket should follow.")
    if token.text == ")" and before is not None and before.text == "(":
        raise token.refused("there is nothing between these brackets.")
    if token.text in BINARY or token.text in {")", ",", "and"}:
        raise token.refused("a number, a name or a bracket should stand before this.")
    raise token.refused("this does not belong in an expression.")
