"""Our own printer: the LaTeX of a tree, in one canonical form for GitHub and pdfLaTeX.

Every argument is braced, a macro is parted from a letter after it, nothing else is added.  Only what is
printed here reaches TeX or MathJax.

Source     ``reports.mathtext.grammar``, read backwards: ``parse(latex(node))`` prints the same again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import singledispatch
from itertools import zip_longest

from reports.mathtext.nodes import Applied, Fence, Grid, Node, Row, Script, Symbol, Words
from reports.mathtext.spacing import ends_operand, is_roman_name, starts_operand

_ENDS_IN_WORD = re.compile(r"\\[A-Za-z]+\Z")


@singledispatch
def latex(node: Node) -> str:
    """The canonical LaTeX of a node.

    node  a tree made by ``reports.mathtext.grammar.parse``.
    """
    raise TypeError(f"{type(node).__name__} is not a node of a formula")


@latex.register
def _(node: Symbol) -> str:
    return node.latex


@latex.register
def _(node: Row) -> str:
    parts: list[str] = []
    for item, following in zip_longest(node.items, node.items[1:]):
        parts.append(f"{{{latex(item)}}}" if isinstance(item, Row) else latex(item))
        if following is not None and _needs_thin_space(item, following):
            parts.append("\\,")
    return joined(parts)


def _needs_thin_space(before: Node, after: Node) -> bool:
    after_name = is_roman_name(before) and starts_operand(after)
    return after_name or (is_roman_name(after) and ends_operand(before))


@latex.register
def _(node: Script) -> str:
    base = latex(node.base)
    held = f"{{{base}}}" if isinstance(node.base, Row) else base
    sub = f"_{{{latex(node.sub)}}}" if node.sub is not None else ""
    sup = f"^{{{latex(node.sup)}}}" if node.sup is not None else ""
    return held + "'" * node.primes + sub + sup


@latex.register
def _(node: Applied) -> str:
    option = f"[{{{latex(node.option)}}}]" if node.option is not None else ""
    return node.macro + option + "".join(f"{{{latex(argument)}}}" for argument in node.arguments)


@latex.register
def _(node: Words) -> str:
    return f"{node.macro}{{{node.text}}}"


@latex.register
def _(node: Fence) -> str:
    return joined([f"\\left{node.left}", latex(node.body), f"\\right{node.right}"])


@latex.register
def _(node: Grid) -> str:
    rows = " \\\\ ".join(" & ".join(latex(cell) for cell in row) for row in node.rows)
    return f"\\begin{{{node.environment}}} {rows} \\end{{{node.environment}}}"


def joined(parts: Iterable[str]) -> str:
    r"""Parts side by side, with a space where a macro would swallow the letter after it.

    >>> joined(["\\theta", "x"])
    '\\theta x'
    """
    out: list[str] = []
    for part in parts:
        if out and part[:1].isalpha() and _ENDS_IN_WORD.search(out[-1]):
            out.append(" ")
        out.append(part)
    return "".join(out)
