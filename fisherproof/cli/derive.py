"""`fisherproof derive`: the information geometry of a family."""

from __future__ import annotations

import click

from fisherproof.cli.options import json_option, print_json


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
    from fisherproof.cli import portrait

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
        for line in portrait.lines(family or "density", found):
            click.echo(line)
    context.exit(deriving.exit_code(found))
