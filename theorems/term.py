"""Terms: the one tree in which every statement is written.

A term is an operator with arguments, and for leaves a name or an exact number.
The same tree is type-checked, printed, mutated, hashed, stored in a certificate
and evaluated in every arithmetic; nothing is ever retyped for a second backend.
This module imports neither SymPy nor NumPy, so that listing claims stays quick.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Number = int | Fraction


@dataclass(frozen=True, eq=True)
class Term:
    """One node: an operator, its arguments, and the name or number of a leaf.

    op      what the node is, such as "add", "matmul", "var", "num".
    args    the arguments in order.
    name    the symbol of a leaf, or the bound symbol of a binder; "" elsewhere.
    value   the exact number of a "num" or the exponent of a "pow"; None elsewhere.
    """

    op: str
    args: tuple[Term, ...] = ()
    name: str = ""
    value: Fraction | None = None

    def __add__(self, other: Term | Number) -> Term:
        return Term("add", (self, as_term(other)))

    def __radd__(self, other: Number) -> Term:
        return Term("add", (as_term(other), self))

    def __sub__(self, other: Term | Number) -> Term:
        return Term("add", (self, -as_term(other)))

    def __rsub__(self, other: Number) -> Term:
        return Term("add", (as_term(other), -self))

    def __neg__(self) -> Term:
        return Term("neg", (self,))

    def __mul__(self, other: Term | Number) -> Term:
        return Term("mul", (self, as_term(other)))

    def __rmul__(self, other: Number) -> Term:
        return Term("mul", (as_term(other), self))

    def __matmul__(self, other: Term) -> Term:
        return Term("matmul", (self, other))

    def __truediv__(self, other: Term | Number) -> Term:
        return Term("div", (self, as_term(other)))

    def __rtruediv__(self, other: Number) -> Term:
        return Term("div", (as_term(other), self))

    def __pow__(self, exponent: Number) -> Term:
        return Term("pow", (self,), value=Fraction(exponent))

    def __call__(self, *arguments: Term) -> Term:
        """Apply a named function (a loss, a chart, a curve) to its arguments."""
        if self.op != "fun":
            raise TypeError(
                f"only a named function can be applied to an argument, not a {self.op!r} term; "
                "write a product with * (scalars) or @ (matrices)."
            )
        return Term("call", arguments, name=self.name)

    @property
    def T(self) -> Term:
        """The transpose."""
        return Term("transpose", (self,))

    @property
    def inv(self) -> Term:
        """The matrix inverse."""
        return Term("inverse", (self,))

    def with_args(self, args: tuple[Term, ...]) -> Term:
        """The same node with other arguments."""
        return Term(self.op, args, self.name, self.value)

    def walk(self) -> Iterator[Term]:
        """Every node of the tree, the root first, arguments from left to right."""
        yield self
        for argument in self.args:
            yield from argument.walk()

    def map(self, change: Callable[[Term], Term]) -> Term:
        """Rebuild the tree from the leaves up, applying `change` to each rebuilt node."""
        return change(self.with_args(tuple(argument.map(change) for argument in self.args)))

    def to_json(self) -> Any:
        """A list [op, name, value, arguments...] that JSON can hold."""
        number = None if self.value is None else str(self.value)
        return [self.op, self.name, number, *(argument.to_json() for argument in self.args)]

    @property
    def digest(self) -> str:
        """SHA-256 of the tree in hexadecimal: equal trees, equal digests."""
        text = json.dumps(self.to_json(), ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def as_term(value: Term | Number) -> Term:
    """A number as a leaf; a term as itself.

    Raises TypeError for a float, because 0.1 is not one tenth: write Fraction(1, 10).
    """
    if isinstance(value, Term):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise TypeError(
            f"a statement holds exact numbers only, not {value!r}; write Fraction(1, 10) instead of 0.1."
        )
    return Term("num", value=Fraction(value))


def from_json(data: Any) -> Term:
    """Read back what `Term.to_json` wrote.

    Raises ValueError naming the offending node when the data is not a term.
    """
    if not (isinstance(data, list) and len(data) >= 3 and isinstance(data[0], str)):
        raise ValueError(f"not a term: {str(data)[:80]!r}; a term is [op, name, value, arguments...].")
    op, name, number, *arguments = data
    value = None if number is None else Fraction(number)
    return Term(op, tuple(from_json(argument) for argument in arguments), name, value)
