"""A tree into SymPy, node by node; what is not listed here does not exist."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import sympy as sp
from sympy import Expr, Rational, Symbol

from derivations.text.functions import CONSTANTS, FUNCTIONS, SPECIAL, nearest
from derivations.text.limits import (
    check_power,
    check_result,
    exact,
    guarded,
)
from derivations.text.syntax import Formula, operands

RELATIONS: dict[type[ast.cmpop], Any] = {
    ast.Lt: sp.Lt,
    ast.LtE: sp.Le,
    ast.Gt: sp.Gt,
    ast.GtE: sp.Ge,
    ast.Eq: sp.Eq,
}
RISING, FALLING = (ast.Lt, ast.LtE), (ast.Gt, ast.GtE)
NOT_FINITE = (sp.zoo, sp.nan, sp.oo, -sp.oo)


class Builder:
    """Builds the SymPy object of a formula.

    formula  parsed, its nodes already on the list of what may be there.
    names    what the names mean.

    Its methods raise TextError at the node that cannot be built.
    """

    def __init__(self, formula: Formula, names: Mapping[str, Symbol]) -> None:
        self.formula = formula
        self.names = names

    # -- expressions -------------------------------------------------------------------------------

    def expression(self, node: ast.expr) -> Expr:
        """The expression of a node."""
        with guarded(partial(self.formula.refused, node)):
            return self._expression(node)

    def _expression(self, node: ast.expr) -> Expr:
        if isinstance(node, ast.Name):
            return self._leaf(node)
        if isinstance(node, ast.UnaryOp):
            return self._signed(node)
        if isinstance(node, ast.BinOp):
            return self._power(node) if isinstance(node.op, ast.Pow) else self._chain(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Tuple):
            raise self.formula.refused(node, "pairs (expression, condition) belong in Piecewise.")
        raise self.formula.refused(node, "this is a condition where an expression should be.")

    def _leaf(self, node: ast.Name) -> Expr:
        token = self.formula.token(node)
        if token.kind == "number":
            return self._finished(node, lambda: exact(token.text))
        if token.text in self.names:
            return self.names[token.text]
        if token.text in CONSTANTS:
            return CONSTANTS[token.text]
        if token.text in FUNCTIONS or token.text in SPECIAL:
            raise token.refused(f"this is a function; write {token.text}(...), or declare the name.")
        if token.text == "oo":
            raise token.refused("oo may only be an end of a set.")
        if token.text in {"True", "False"}:
            raise token.refused("this is a condition where an expression should be.")
        raise token.refused("unknown name" + nearest(token.text, [*self.names, *CONSTANTS, *FUNCTIONS]))

    def _signed(self, node: ast.UnaryOp) -> Expr:
        inside = self.expression(node.operand)
        if isinstance(node.op, ast.USub):
            return self._finished(node, lambda: -inside)
        return inside

    def _chain(self, node: ast.BinOp) -> Expr:
        parts: list[Expr] = []
        build = sp.Add if isinstance(node.op, (ast.Add, ast.Sub)) else sp.Mul
        for operator, operand in operands(node):
            if build is sp.Mul and isinstance(operand, ast.UnaryOp) and isinstance(operand.op, ast.USub):
                parts.append(sp.S.NegativeOne)  # -(a - b)*c is one product, as SymPy writes it
                operand = operand.operand
            part = self.expression(operand)
            if operator is ast.Div and part.is_zero:
                raise self.formula.refused(operand, "this is zero, and stands in a denominator.")
            if operator is ast.Div:
                base, exponent = part.as_base_exp()
                part = self._raised(operand, base, -exponent)
            parts.append(-part if operator is ast.Sub else part)
        return self._finished(node, lambda: build(*parts))

    def _power(self, node: ast.BinOp) -> Expr:
        return self._raised(node, self.expression(node.left), self.expression(node.right))

    def _raised(self, node: ast.expr, base: Expr, exponent: Expr) -> Expr:
        def build() -> Any:
            check_power(base, exponent)
            return base**exponent

        return self._finished(node, build)

    def _call(self, node: ast.Call) -> Expr:
        token = self.formula.name_before_bracket(node)
        if token.text == "Piecewise":
            return self._piecewise(node)
        if token.text == "Rational":
            return self._rational(node)
        if token.text == "Eq":
            raise self.formula.refused(node, "this is a condition where an expression should be.")
        if token.text not in FUNCTIONS:
            raise token.refused(self._about_call(token.text, token.kind))
        function = FUNCTIONS[token.text]
        self._check_arity(node, function.arity)
        arguments = [self.expression(argument) for argument in node.args]

        def build() -> Any:
            function.guard(*arguments)
            return function.build(*arguments)

        return self._finished(node, build)

    def _about_call(self, name: str, kind: str) -> str:
        if kind == "number" or name in self.names or name in CONSTANTS:
            return f"nothing is implicit; a product is written {name}*(...)."
        return "unknown function" + nearest(name, [*FUNCTIONS, *SPECIAL])

    def _check_arity(self, node: ast.Call, arity: int) -> None:
        if len(node.args) != arity:
            name = self.formula.name_before_bracket(node).text
            wants = "one argument" if arity == 1 else f"{arity} arguments"
            raise self.formula.refused(node, f"{name} takes {wants}, not {len(node.args)}.")

    def _rational(self, node: ast.Call) -> Expr:
        self._check_arity(node, 2)
        p, q = (self.expression(argument) for argument in node.args)
        if not (p.is_Integer and q.is_Integer) or q == 0:
            raise self.formula.refused(node, "Rational takes two integers, the second not zero.")
        return self._finished(node, lambda: Rational(p, q))

    def _finished(self, node: ast.expr, build: Callable[[], Any]) -> Expr:
        """Build, and refuse what is too large, infinite or not real."""
        with guarded(partial(self.formula.refused, node)):
            result = build()
            check_result(result)
        if result.has(*NOT_FINITE):
            raise self.formula.refused(node, "this has no finite value.")
        if result.has(sp.I) or (not result.free_symbols and result.is_real is False):
            raise self.formula.refused(node, "this is not a real number.")
        return result

    # -- conditions --------------------------------------------------------------------------------

    def _piecewise(self, node: ast.Call) -> Expr:
        pieces: list[tuple[Expr, Any]] = []
        for index, pair in enumerate(node.args):
            if not isinstance(pair, ast.Tuple) or len(pair.elts) != 2:
                raise self.formula.refused(pair, "Piecewise takes pairs (expression, condition).")
            value, condition = pair.elts
            last = index == len(node.args) - 1
            if last != self._is_true(condition):
                raise self.formula.refused(
                    condition, "the last condition of Piecewise is True, and no other."
                )
            pieces.append((self.expression(value), sp.true if last else self.condition(condition)))
        # Evaluating would solve the conditions, which can take SymPy minutes.
        return self._finished(node, lambda: sp.Piecewise(*pieces, evaluate=False))

    def _is_true(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and self.formula.token(node).text == "True"

    def condition(self, node: ast.expr) -> Any:
        """The condition of a node: a relation, or several joined by `and`."""
        with guarded(partial(self.formula.refused, node)):
            return self._condition(node)

    def _condition(self, node: ast.expr) -> Any:
        if isinstance(node, ast.BoolOp):
            found = sp.And(*map(self.condition, node.values))
        elif isinstance(node, ast.Compare):
            found = self._comparison(node)
        elif self._is_true(node):
            found = sp.true
        elif isinstance(node, ast.Call) and self.formula.name_before_bracket(node).text == "Eq":
            self._check_arity(node, 2)
            left, right = (self._side(side) for side in node.args)
            found = _relation(sp.Eq, left, right)
        else:
            raise self.formula.refused(node, "this is no condition; compare with ==, <, <=, > or >=.")
        if found == sp.false:
            raise self.formula.refused(node, "this condition is never true.")
        return found

    def _comparison(self, node: ast.Compare) -> Any:
        kinds = tuple(type(operator) for operator in node.ops)
        one_way = all(kind in RISING for kind in kinds) or all(kind in FALLING for kind in kinds)
        if len(kinds) > 2 or (len(kinds) == 2 and not one_way):
            raise self.formula.refused(
                node, "a chain is a < b < c, in one direction and of two comparisons; join others by 'and'."
            )
        sides = [self._side(side) for side in (node.left, *node.comparators)]
        return sp.And(*map(_relation, (RELATIONS[kind] for kind in kinds), sides, sides[1:]))

    def _side(self, node: ast.expr) -> Expr:
        side = self.expression(node)
        if side.has(sp.Piecewise):
            raise self.formula.refused(node, "Piecewise may not stand in a condition.")
        return side


def _relation(kind: Any, left: Expr, right: Expr) -> Any:
    """As written, unless it holds no symbol: to decide it, SymPy may evaluate and expand at length."""
    return kind(left, right, evaluate=not (left.free_symbols or right.free_symbols))
