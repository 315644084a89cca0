"""Write a statement out: defined symbols stand for their formulas, on which derivatives and limits act."""

from __future__ import annotations

from typing import Any

from fisherproof.replaying.interpreter import UnreadableError

BINDERS = frozenset({"grad", "jacobian", "divergence", "derivative", "bigo", "littleo"})
BIND_LATER_ARGUMENTS = frozenset({"let", "normalmean", "argmin", "argmax", "argmin!"})


def in_order(definitions: dict[str, Any]) -> list[tuple[str, Any]]:
    """The definitions, each after those it mentions, whatever order a file keeps them in.

    Raises UnreadableError where they go round in a circle.
    """
    waiting = dict(definitions)
    ordered: list[tuple[str, Any]] = []
    while waiting:
        ready = [name for name, body in waiting.items() if not mentioned(body) & (waiting.keys() - {name})]
        if not ready or any(name in mentioned(waiting[name]) for name in ready):
            raise UnreadableError("the definitions of a certificate go round in a circle.")
        ordered.extend((name, waiting.pop(name)) for name in ready)
    return ordered


def mentioned(node: Any) -> set[str]:
    """The symbols that a term mentions."""
    if not isinstance(node, list) or not node:
        return set()
    own = {str(node[1])} if node[0] == "var" and len(node) > 1 else set()
    return own.union(*map(mentioned, node[3:]))


def written_out(certificate: Any, statement: Any) -> Any:
    """The statement with the certificate's definitions in place of their symbols, the last one first."""
    for name, body in reversed(in_order(certificate["definitions"])):
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
