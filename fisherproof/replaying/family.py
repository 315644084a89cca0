"""Quantities of a family, integrated or summed from the log-density that the certificate holds.

    fisher   E[s_i s_j], s_i the derivative of the log-density in the i-th parameter
    kl       E[log p - log q]

Supports that move with a parameter are not integrated over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import flint

from fisherproof.replaying.integrals import counted, integrated, settled
from fisherproof.replaying.interpreter import Interpreter, Node, Table, UnreadableError, single
from fisherproof.replaying.jets import Jet, NotDecidableError, ball

MOST_SYMBOLS = 12  # of a family, parameters or fixed
MOST_NODES = 1000  # of a log-density, which is evaluated thousands of times


def quantity(run: Interpreter, node: Node) -> Any:
    """The quantity that a node names, at the values of its arguments.

    Raises UnreadableError for a family the certificate does not hold, NotDecidableError where no rule settles.
    """
    kind, _, name = str(node[1]).partition(" ")
    families = run.symbols.get("@families", {})
    if not isinstance(families, dict) or name not in families:
        raise UnreadableError(f"the certificate says nothing of the family {name[:40]!r}.")
    law = readable(families[name])
    k = len(law["parameters"])
    points = {"fisher": 1, "kl": 2}.get(kind)
    if points is None or len(node) - 3 != points * k + len(law["fixed"]):
        raise UnreadableError(
            f"{str(node[1])[:60]!r} is no quantity that replay knows, or has another arity."
        )
    if kind == "fisher" and k != run.n:
        raise UnreadableError(f"a Fisher matrix of {k} parameters stands where n = {run.n}.")
    values = [single(run(argument)) for argument in node[3:]]
    first, second, fixed = values[:k], values[k : points * k], values[points * k :]
    return fisher(run, law, first, fixed) if kind == "fisher" else divergence(run, law, first, second, fixed)


def readable(law: Any) -> Any:
    """A family of the certificate, once it is of the shape that is read here.

    Raises UnreadableError for another shape, NotDecidableError for a support that moves with a parameter.
    """
    wanted = {
        "parameters": list,
        "fixed": list,
        "observation": str,
        "log_density": list,
        "data": str,
        "ends": list,
    }
    if not isinstance(law, dict) or any(not isinstance(law.get(key), t) for key, t in wanted.items()):
        raise UnreadableError(f"a family needs {', '.join(wanted)}.")
    symbols = [law["observation"], *law["parameters"], *law["fixed"]]
    if not all(isinstance(symbol, str) for symbol in symbols) or len(set(symbols)) != len(symbols):
        raise UnreadableError("the symbols of a family are different texts.")
    if not law["parameters"] or len(symbols) > MOST_SYMBOLS + 1 or len(law["ends"]) != 2:
        raise UnreadableError(f"a family has 1 to {MOST_SYMBOLS} parameters and fixed symbols, and two ends.")
    nodes = list(within(law["log_density"]))
    if any(node[0] == "quantity" for node in nodes):
        raise UnreadableError("a log-density that asks for a quantity of a family.")
    for end in law["ends"]:
        if end is not None and any(node[1] in law["parameters"] for node in within(end) if node[0] == "var"):
            raise NotDecidableError(
                "the support moves with a parameter, over which replay does not integrate."
            )
    return law


def within(term: Any) -> Iterator[Node]:
    """The nodes of a term.

    Raises UnreadableError for what is no term, or one larger than any log-density.
    """
    waiting, count = [term], 0
    while waiting:
        node = waiting.pop()
        count += 1
        if not isinstance(node, list) or len(node) < 3 or count > MOST_NODES:
            raise UnreadableError(f"a family holds what is no term, or one of more than {MOST_NODES} nodes.")
        yield node
        waiting.extend(node[3:])


def fisher(run: Interpreter, law: Any, at: list[Jet], fixed: list[Jet]) -> Table:
    """E[s sᵀ] by the sum of products of scores, each score the coefficient of an infinitesimal."""
    k = len(at)

    def parts(x: Any) -> list[Any]:
        log_p = bound(run, law, at, fixed, x)
        p = log_p.exp()
        s = [score(run, law, at, fixed, x, i) for i in range(k)]
        return [p, *(p * s[i] * s[j] for i in range(k) for j in range(k))]

    found = expected(run, law, at, fixed, parts)
    rows = [[run.number(found[i * k + j]) for j in range(k)] for i in range(k)]
    return Table(rows, ("n", "n"))


def divergence(run: Interpreter, law: Any, at: list[Jet], other: list[Jet], fixed: list[Jet]) -> Jet:
    """E[log p − log q] under the first law."""

    def parts(x: Any) -> list[Any]:
        log_p = bound(run, law, at, fixed, x)
        p = log_p.exp()
        return [p, p * (log_p - bound(run, law, other, fixed, x))]

    return run.number(expected(run, law, at, fixed, parts)[0])


def named(law: Any, at: list[Jet], fixed: list[Jet], x: Any, run: Interpreter) -> Interpreter:
    """An interpreter with the family's own symbols."""
    symbols = dict(zip([*law["parameters"], *law["fixed"]], [*at, *fixed], strict=True))
    return run.within(**symbols, **{law["observation"]: run.number(x)})


def bound(run: Interpreter, law: Any, at: list[Jet], fixed: list[Jet], x: Any) -> Any:
    """The log-density at a number."""
    return ball(single(named(law, at, fixed, x, run)(law["log_density"])).constant)


def score(run: Interpreter, law: Any, at: list[Jet], fixed: list[Jet], x: Any, i: int) -> Any:
    """The derivative of the log-density in the i-th parameter."""
    inner = named(law, at, fixed, x, run)
    inner.epsilons += 1
    seed = Jet({(0, frozenset({inner.epsilons})): flint.fmpq(1)}, run.last)
    moved = inner.within(**{law["parameters"][i]: at[i] + seed})
    return ball(single(moved(law["log_density"])).coefficient_of(inner.epsilons).constant)


def expected(
    run: Interpreter, law: Any, at: list[Jet], fixed: list[Jet], parts: Callable[[Any], list[Any]]
) -> list[Any]:
    """Sums of the parts, of which the first is the density: balls of the others.

    Raises NotDecidableError where the mass is not 1 or two steps do not agree.
    """
    inner = run.within(**dict(zip([*law["parameters"], *law["fixed"]], [*at, *fixed], strict=True)))
    low, high = (None if end is None else ball(single(inner(end)).constant) for end in law["ends"])
    if law["data"] == "integers":
        return settled([counted(low, high, parts)] * 2)
    if law["data"] != "reals":
        raise UnreadableError(f"data of the kind {str(law['data'])[:20]!r} are not known.")
    return integrated(low, high, parts)
