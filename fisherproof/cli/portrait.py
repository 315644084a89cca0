"""A portrait of a family for a reader: what was derived, then what was not, each reason once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fisherproof.errors import shown
from fisherproof.formulas import matrix, readable
from fisherproof.terminal import terminal, width

INDENT = "   "
WIDEST = 110  # characters of a matrix or of components in one line
LONGEST = 400  # characters of a formula that a reader still reads; --json has it in full
TITLES = {
    "kl": "KL(p_1 | p_2)",
    "kl_expansion": "KL(p | p + h), derivatives in h",
    "renyi": "Renyi divergence D_a(p_1 | p_2)",
    "alpha_divergence": "alpha-divergence D(p_1 | p_2)",
    "natural": "exponential family",
    "jeffreys": "Jeffreys prior, up to a constant",
    "jeffreys_constant": "integral of sqrt(det I)",
    "amari_chentsov": "Amari-Chentsov tensor E[s_i s_j s_k]",
    "christoffel": "Christoffel symbols ij,k of the alpha-connection, first kind",
    "scalar_curvature": "scalar curvature",
    "geodesics": "geodesics at constant speed",
    "distance": "Fisher-Rao distance",
}
PARTS = {
    "natural": "natural parameters",
    "statistics": "statistics",
    "mean": "their means",
    "log_partition": "log-partition",
    "dual_potential": "dual potential",
}
Portrait = Mapping[str, Any]


def lines(name: str, found: Portrait) -> Iterator[str]:
    """The lines of a portrait.

    name   of the family.
    found  what `fisherproof.derive` returns.
    """
    chart = "".join(f", {new} = {readable(old)}" for new, old in found.get("chart", {}).items())
    yield f"{shown(name)}({', '.join(map(readable, found['parameters']))}){chart}"
    yield from _fisher(found)
    for field, title in TITLES.items():
        if found[field] is not None:
            yield from _titled(title, _body(field, found))
    yield from _missing(found)
    yield f"{INDENT}{found['seconds']} s of CPU time for the Fisher matrix"


def _fisher(found: Portrait) -> Iterator[str]:
    rows = found["fisher"]
    yield from _titled("Fisher matrix", [f"none: {_why(found, 'fisher')}"] if rows is None else _tensor(rows))
    if found["fisher_route"]:
        yield from _indented(f"by {found['fisher_route']}")
        yield from _indented(_confirmation(found))
    if found["conditions"]:
        yield from _titled("where", [", ".join(map(readable, found["conditions"]))])
    if found["fisher_at"]:
        measured = "" if rows else ", E[s_i s_j] measured"
        none = ", which is no information" * (found["regular"] is False)
        yield from _titled(f"at the point{measured}{none}", _tensor(found["fisher_at"]))
    yield from _titled("regular", [_yes(found, "regular")])
    yield from _titled("-E[Hessian of log p] is the Fisher matrix", [_yes(found, "hessian_form")])


def _body(field: str, found: Portrait) -> Iterator[str]:
    """The lines of a field that was derived."""
    value = found[field]
    if field == "kl_expansion":
        for order, nested in value.items():
            if nested is not None:
                first, *others = _tensor(nested)
                yield f"{order}: {first}"
                yield from (f"{INDENT}{line}" for line in others)
    elif field == "natural":
        for part, title in PARTS.items():
            yield f"{title}: {_formula(', '.join(value[part]) if isinstance(value[part], list) else value[part])}"
    elif field == "geodesics":
        for parameter, force in value.items():
            yield f"{readable(parameter)}'' = {_formula(_primed(force, list(value)))}"
    else:
        yield from _tensor(value)
    if field == "renyi":
        beyond = found["renyi_condition"]
        always = "every a > 0" if beyond == "True" else f"0 < a < 1, and where {_formula(beyond)}"
        yield f"finite for {always}"
    if field == "jeffreys":
        proper = {True: "proper", False: "improper"}.get(found["jeffreys_proper"])
        yield proper or _why(found, "jeffreys_proper")


def _missing(found: Portrait) -> Iterator[str]:
    """The fields that were not derived, those with one reason together."""
    by_reason: dict[str, list[str]] = {}
    for field, title in TITLES.items():
        if found[field] is None and not (field == "jeffreys_constant" and not found["jeffreys_proper"]):
            by_reason.setdefault(_why(found, field), []).append(title)
    for part, reason in found["reasons"].items():
        if part.startswith("kl_expansion."):
            by_reason.setdefault(shown(reason, limit=LONGEST), []).append(f"order {part[-1]} of KL")
    for why, titles in by_reason.items():
        yield from _titled(f"not derived: {'; '.join(titles)}", [why])


def _titled(title: str, body: Iterator[str] | Sequence[str]) -> Iterator[str]:
    yield from terminal(sys.stdout).wrap(title, first=INDENT, indent=INDENT * 3)
    for line in body:
        yield from _indented(line)


def _indented(line: str) -> list[str]:
    """A line under its title; a row of a matrix is not broken."""
    if line.lstrip().startswith("["):
        return [f"{INDENT * 2}{line}"]
    return terminal(sys.stdout).wrap(line, first=INDENT * 2, indent=INDENT * 3)


def _yes(found: Portrait, name: str) -> str:
    return {True: "yes", False: "no"}.get(found[name]) or f"not decided: {_why(found, name)}"


def _confirmation(found: Portrait) -> str:
    digits = found["confirmed_digits"]
    if digits is None:
        return f"not confirmed: {_why(found, 'confirmed_digits')}"
    return f"confirmed to {digits} digits at 3 generic points, by quadrature of the log-density"


def _why(found: Portrait, name: str) -> str:
    return shown(found["reasons"].get(name, ""), limit=2000)


def _formula(text: str) -> str:
    """A formula for the eye, or its length where it is too long for one."""
    return readable(text) if len(text) <= LONGEST else f"a formula of {len(text)} characters; --json has it"


def _primed(text: str, parameters: Sequence[str]) -> str:
    for parameter in sorted(parameters, key=len, reverse=True):
        text = text.replace(f"{parameter}_dot", f"{parameter}'")
    return text


def _tensor(value: Any) -> Iterator[str]:
    """A formula, a matrix, or the components of a tensor that are not zero, each of equal ones once."""
    if not isinstance(value, list):
        yield _formula(value)
        return
    if not isinstance(value[0][0], list):
        rows = matrix(value)
        if max(map(width, rows)) <= WIDEST:
            yield from rows
            return
    named = _components(value)
    line = "; ".join(named)
    yield from [line or "0"] if len(line) <= WIDEST else named


def _components(value: Any) -> list[str]:
    """Components that are not zero, as "12: 1/b"; of those that a symmetry makes equal the first."""
    entries = dict(_entries(value, ()))
    seen = []
    for at, entry in entries.items():
        same = {entries[tuple(sorted(at))], entry} | {entries[(at[1], at[0], *at[2:])]}
        first = tuple(sorted(at)) == at or (len(same) > 1 and at[0] <= at[1])
        if first and entry != "0":
            seen.append(f"{''.join(map(str, at))}: {_formula(entry)}")
    return seen


def _entries(value: Any, at: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    if isinstance(value, list):
        for i, part in enumerate(value, 1):
            yield from _entries(part, (*at, i))
    else:
        yield at, value
