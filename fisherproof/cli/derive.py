"""`fisherproof derive`: the information geometry of a family."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from fisherproof.cli.options import json_option, print_json

INDENT = "   "


@click.command()
@click.argument("family", required=False)
@click.option("--density", help="A log-density, as in 'log(a) - a*x'; instead of a family's name.")
@click.option("--variable", "variables", multiple=True, help="Of the density, as in 'x in (0,oo)'.")
@click.option("--parameter", "parameters", multiple=True, help="In the order of rows, as in 'a in (0,oo)'.")
@click.option("--fixed", multiple=True, help="A known symbol, as in 'n in {1..oo}'.")
@click.option("--where", multiple=True, help="A condition, as in 'x + y <= n'.")
@click.option("--chart", default="", help="New coordinates in terms of the parameters, as in 'm, log(s)'.")
@click.option("--at", default="", help="A point at which to give numbers, as in 'k=1.3, b=0.7'.")
@click.option("--digits", type=click.IntRange(1, 1000), default=15, show_default=True, help="Of the numbers.")
@click.option(
    "--time-limit", type=click.IntRange(1), default=20, show_default=True, help="CPU seconds for a field."
)
@json_option
@click.pass_context
def derive(
    context: click.Context,
    *,
    family: str | None,
    density: str | None,
    variables: tuple[str, ...],
    parameters: tuple[str, ...],
    fixed: tuple[str, ...],
    where: tuple[str, ...],
    chart: str,
    at: str,
    digits: int,
    time_limit: int,
    as_json: bool,
) -> None:
    """Derive the information geometry of a FAMILY, or of a density given as text.

    Exits 0 if derived, 1 if not regular or without a closed form (numbers at --at are given all the same), 2
    for input that cannot be used.
    """
    from fisherproof import deriving

    if (family is None) == (density is None):
        raise click.UsageError("Give the name of a family, or --density.")
    if density is not None and not (variables and parameters):
        raise click.UsageError("A --density needs its --variable and its --parameter.")
    if density is None and (variables or parameters):
        raise click.UsageError("--variable and --parameter belong to a --density.")
    found = deriving.derive(
        density or family or "",
        variables=variables,
        parameters=parameters,
        fixed=fixed,
        where=where,
        chart=chart,
        at=at,
        digits=digits,
        cpu=time_limit,
    )
    if as_json:
        print_json(found)
    else:
        for line in _lines(family or "density", found):
            click.echo(line)
    context.exit(deriving.exit_code(found))


def _lines(name: str, found: Mapping[str, Any]) -> Iterator[str]:
    """A portrait for a reader; what is not there says why."""
    from fisherproof.errors import shown
    from fisherproof.formulas import readable

    chart = "".join(f", {new} = {readable(old)}" for new, old in found.get("chart", {}).items())
    yield f"{shown(name)}({', '.join(map(readable, found['parameters']))}){chart}"
    yield from _field("Fisher matrix", found, "fisher")
    if found["fisher_route"]:
        yield f"{INDENT * 2}by {found['fisher_route']}"
        yield f"{INDENT * 2}{_confirmation(found)}"
    if found["conditions"]:
        yield f"{INDENT}where\n{INDENT * 2}{', '.join(map(readable, found['conditions']))}"
    if found["fisher_at"]:
        measured = (
            ""
            if found["fisher"]
            else ", E[s_i s_j] measured" + ", which is no information" * (found["regular"] is False)
        )
        yield from _field(f"at the point{measured}", found, "fisher_at")
    yield f"{INDENT}regular\n{INDENT * 2}{_yes(found, 'regular')}"
    yield f"{INDENT}-E[Hessian of log p] is the Fisher matrix\n{INDENT * 2}{_yes(found, 'hessian_form')}"
    yield from _field("KL(p_1 | p_2)", found, "kl")
    yield from _field("KL(p | p + h), derivatives in h", found, "kl_expansion")
    yield from _field("Jeffreys prior, up to a constant", found, "jeffreys")
    if found["jeffreys"]:
        proper = {True: "proper", False: "improper"}.get(found["jeffreys_proper"], "")
        yield f"{INDENT * 2}{proper or found['reasons']['jeffreys_proper']}"
    yield from _field("Amari-Chentsov tensor E[s_i s_j s_k]", found, "amari_chentsov")
    yield from _field("scalar curvature", found, "scalar_curvature")
    yield from _field("Fisher-Rao distance", found, "distance")
    yield f"{INDENT}{found['seconds']} s of derivation"


def _yes(found: Mapping[str, Any], name: str) -> str:
    return {True: "yes", False: "no"}.get(found[name]) or f"not decided: {_why(found, name)}"


def _confirmation(found: Mapping[str, Any]) -> str:
    digits = found["confirmed_digits"]
    if digits is None:
        return f"not confirmed: {_why(found, 'confirmed_digits')}"
    return f"confirmed to {digits} digits at 3 generic points, by quadrature of the log-density"


def _why(found: Mapping[str, Any], name: str) -> str:
    from fisherproof.errors import shown

    return shown(found["reasons"].get(name, ""), limit=2000)


def _field(title: str, found: Mapping[str, Any], name: str) -> Iterator[str]:
    value = found[name]
    if value is None:
        lines = [f"none: {_why(found, name)}"]
    elif isinstance(value, dict):
        lines = [f"{order}: {line}" for order, nested in value.items() for line in _tensor(nested)]
    else:
        lines = list(_tensor(value))
    yield f"{INDENT}{title}"
    for line in lines:
        for part in _wrapped(line):
            yield f"{INDENT * 2}{part}"


def _wrapped(line: str) -> list[str]:
    from fisherproof.terminal import terminal

    return terminal(sys.stdout).wrap(line, indent=INDENT) if not line.startswith("[") else [line]


def _tensor(value: Any) -> Iterator[str]:
    """A formula, a matrix, or the components of a tensor that are not zero, each of equal ones once."""
    from fisherproof.formulas import matrix, readable

    if not isinstance(value, list):
        yield readable(value) if value is not None else "not derived"
    elif not isinstance(value[0][0], list):
        yield from matrix(value)
    else:
        named = [(at, e) for at, e in _components(value, ()) if list(at) == sorted(at) and e != "0"]
        yield "; ".join(f"{''.join(map(str, at))}: {readable(e)}" for at, e in named) or "0"


def _components(value: Any, at: Sequence[int]) -> Iterator[tuple[Sequence[int], str]]:
    if isinstance(value, list):
        for i, part in enumerate(value, 1):
            yield from _components(part, (*at, i))
    else:
        yield at, value
