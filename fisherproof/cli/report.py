"""`fisherproof report`: the reports of a run that is in the ledger; computes nothing."""

from __future__ import annotations

from pathlib import Path

import click

from fisherproof.cli.options import FORMATS, ledger_option, output_option


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice((*FORMATS, "all")))
@click.option("--run", "run_name", help="Name or number of a run; the last complete one by default.")
@output_option
@ledger_option
def report(*, format_: str, run_name: str | None, output: Path, ledger: Path) -> None:
    """Write a report (markdown, latex, html, json, junit, or all) of the last or a named run."""
    from fisherproof import record
    from fisherproof.cli.check import write_reports
    from fisherproof.ledger import open_to_read

    with open_to_read(ledger) as store:
        found = store.record(run_name)
    record.writable(output)
    record.write_certificates(found, output)
    for path in write_reports(record.public(found), FORMATS if format_ == "all" else (format_,), output):
        click.echo(path)
