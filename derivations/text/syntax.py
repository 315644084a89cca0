"""Tokens into a tree, by Python's own grammar: its precedence and associativity are those of SymPy's texts.

`^` is rewritten to `**` and `&` to `and` on tokens, before parsing, so that x^2+1, -x^2 and 2^3^2 = 2^9 come
out.  Every name and number is replaced by a placeholder t0, t1, ..., so that nothing of the user's text reaches
the parser; the tree is never compiled.
"""

from __future__ import annotations

import ast
import keyword
from collections.abc import Sequence

from derivations.text.errors import TextError
from derivations.text.limits import DEPTH
from derivations.text.tokens import Token, check_neighbours

REWRITTEN = {"^": "**", "&": "and"}
WORDS = {"and", "True", "False"}
INSTEAD = {"or": "; cases are written with Piecewise", "if": "; cases are written with Piecewise"}
NODES = (ast.Name, ast.BinOp, ast.UnaryOp, ast.Call, ast.Tuple, ast.Compare, ast.BoolOp)
SUMS, PRODUCTS = (ast.Add, ast.Sub), (ast.Mult, ast.Div)


class Formula:
    """A parsed expression or condition, which knows where each node stands in the text.

    text    the whole text the tokens come from.
    tokens  the tokens of this formula, the last of kind "end".
    tree    an `ast.expr` made of names (placeholders), operators, calls, tuples and comparisons only.

    Raises TextError where the tokens are not a formula, or one nested too deeply.
    """

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        _check_words(tokens)
        check_neighbours(tokens)
        self.text = text
        self._tokens = tokens
        self._index: dict[int, int] = {}
        self.tree = self._parse()
        self._check_nodes()

    def _parse(self) -> ast.expr:
        words: list[str] = []
        length = 0
        for index, token in enumerate(self._tokens[:-1]):
            plain = token.kind == "mark" or token.text == "and"
            word = REWRITTEN.get(token.text, token.text) if plain else f"t{index}"
            self._index[length] = index
            words.append(word)
            length += len(word) + 1
        try:
            return ast.parse(" ".join(words), mode="eval").body
        except (SyntaxError, MemoryError, RecursionError) as error:
            offset = (error.offset or 1) - 1 if isinstance(error, SyntaxError) else 0
            token = self._tokens[self._index.get(offset, 0)]
            raise token.refused("this is not an expression in ordinary notation.") from None

    def _check_nodes(self) -> None:
        """Refuse other nodes and deep nesting; a sum of many terms, or a product, is one level."""
        waiting = [(self.tree, 1)]
        while waiting:
            node, depth = waiting.pop()
            if not isinstance(node, NODES):
                raise self.refused(node, "this is not part of the notation.")
            if depth > DEPTH:
                raise self.refused(node, f"operations are nested more than {DEPTH} deep.")
            waiting.extend((child, depth + 1) for child in self.children(node))

    def children(self, node: ast.expr) -> list[ast.expr]:
        """The operands of a node: of a sum all its terms, of a product all its factors."""
        if isinstance(node, ast.BinOp):
            return [operand for _, operand in operands(node)]
        if isinstance(node, ast.Call):
            if node.keywords or not isinstance(node.func, ast.Name):
                raise self.refused(node, "nothing is implicit; a product is written with *.")
            return list(node.args)
        return [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]

    def token(self, node: ast.expr) -> Token:
        """The token at which a node begins."""
        return self._tokens[self._index[node.col_offset]]

    def written(self, node: ast.expr) -> str:
        """The user's own text of a node."""
        inside = [
            i for start, i in self._index.items() if node.col_offset <= start < (node.end_col_offset or 0)
        ]
        first, last = self._tokens[inside[0]], self._tokens[inside[-1]]
        return self.text[first.start : last.start + len(last.text)]

    def refused(self, node: ast.expr, problem: str) -> TextError:
        """The error that points at a node."""
        return TextError(problem, self.token(node).start + 1, self.written(node))

    def name_before_bracket(self, node: ast.Call) -> Token:
        """The name of the function that is called."""
        return self.token(node.func)


def _check_words(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.kind == "name" and keyword.iskeyword(token.text) and token.text not in WORDS:
            raise token.refused(f"this word is not part of the notation{INSTEAD.get(token.text, '')}.")


def operands(node: ast.BinOp) -> list[tuple[type[ast.operator], ast.expr]]:
    """A left-nested chain of one precedence as pairs (operator before it, operand), in the order written.

    a - b + c gives (+, a), (-, b), (+, c), and a / b gives (*, a), (/, b); a power is its base and exponent.
    """
    if isinstance(node.op, ast.Pow):
        return [(ast.Mult, node.left), (ast.Pow, node.right)]
    kin = SUMS if isinstance(node.op, SUMS) else PRODUCTS
    found: list[tuple[type[ast.operator], ast.expr]] = []
    current: ast.expr = node
    while isinstance(current, ast.BinOp) and isinstance(current.op, kin):
        found.append((type(current.op), current.right))
        current = current.left
    found.append((kin[0], current))
    return found[::-1]
