"""The degree that a formula would have if its powers were multiplied out, found before SymPy sees it."""

from __future__ import annotations

import ast

import sympy as sp

from derivations.text.limits import DEGREE, exact, guarded
from derivations.text.syntax import Formula


def check_degree(formula: Formula) -> None:
    """Refuse a polynomial whose degree, once expanded, is beyond 1000; raises TextError."""
    _degree(formula, formula.tree)


def _degree(formula: Formula, node: ast.expr) -> int:
    below = [_degree(formula, child) for child in formula.children(node)]
    if isinstance(node, ast.Name):
        return int(formula.token(node).kind == "name")
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div)):
        found = sum(below)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        found = below[0] * _literal(formula, node.right)
    else:
        found = 1 if isinstance(node, ast.Call) else max(below)
    if found > DEGREE:
        raise formula.refused(node, f"this has degree {found} once expanded; at most {DEGREE} is read.")
    return found


def _literal(formula: Formula, exponent: ast.expr) -> int:
    """The size of an exponent written as a number, rounded up; 1 for any other."""
    inside = exponent.operand if isinstance(exponent, ast.UnaryOp) else exponent
    token = formula.token(inside) if isinstance(inside, ast.Name) else None
    if token is None or token.kind != "number":
        return 1
    with guarded(token.refused):
        return max(1, int(sp.ceiling(exact(token.text))))
