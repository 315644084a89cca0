"""Write a statement out: defined symbols stand for their formulas, on which derivatives and limits act."""

from __future__ import annotations

from typing import Any

BINDERS = frozenset({"grad", "jacobian", "divergence", "derivative", "bigo", "littleo"})
BIND_LATER_ARGUMENTS = frozenset({"let", "normalmean", "argmin", "argmax", "argmin!"})


def written_out(certificate: Any, statement: Any) -> Any:
    """The statement with the certificate's definitions in place of their symbols, the last one first."""
    for name, body in reversed(list(certificate["definitions"].items())):
        statement = replaced(statement, name, body)
    return statement


def replaced(node: Any, name: str, body: Any) -> Any:
    """A symbol replaced wherever it is free."""
    op, own, value, *arguments = node
    if op == "var":
        return body if own == name else node
    if own == name and op in BINDERS:
        return node
    kept = 1 if own == name and op in BIND_LATER_ARGUMENTS else len(arguments)
    changed = [replaced(argument, name, body) for argument in arguments[:kept]]
    return [op, own, value, *changed, *arguments[kept:]]
