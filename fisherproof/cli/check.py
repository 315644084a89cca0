"""`fisherproof check`: decide claims, print a line each, write the reports."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from fisherproof.checking import PROFILES, SEED
from fisherproof.cli.options import FORMATS, json_option, ledger_option, output_option, print_json


@click.command()
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), default=SEED, show_default=True, help="Of all that is drawn."
)
@click.option("--jobs", type=click.IntRange(1, 1024), help="Checks at the same time; all cores by default.")
@click.option(
    "--profile", type=click.Choice(PROFILES), default="default", show_default=True, help="How much is done."
)
@click.option("--name", help="Name under which the ledger keeps this run, for `report --run` and `compare`.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="Record of an earlier run; a changed verdict exits 1."
)
@click.option(
    "--time-limit", type=click.IntRange(1), help="CPU seconds for one check; by profile if not given."
)
@click.option(
    "--memory-limit", type=click.IntRange(16), default=2048, show_default=True, help="MiB for one check."
)
@click.option("--no-report", is_flag=True, help="Write certificates, but no reports.")
@output_option
@ledger_option
@json_option
@click.pass_context
def check(
    context: click.Context,
    *,
    claims: tuple[str, ...],
    seed: int,
    jobs: int | None,
    profile: str,
    name: str | None,
    baseline: Path | None,
    time_limit: int | None,
    memory_limit: int,
    no_report: bool,
    output: Path,
    ledger: Path,
    as_json: bool,
) -> None:
    """Decide claims (ids, or globs on ids; all by default), print a line each, write the reports.

    Evidence goes to the ledger as soon as it is known: a run that was killed goes on where it stopped.
    """
    from fisherproof import checking, progress, record
    from fisherproof.limits import Limits

    expected = record.load_record(baseline) if baseline else None
    record.writable(output)
    describe = progress.describe({"seed": seed, "profile": profile}, str(output))
    try:
        found = checking.check(
            claims,
            seed=seed,
            profile=profile,
            jobs=jobs,
            ledger=ledger,
            name=name,
            limits=Limits.of(profile, cpu=time_limit, memory=memory_limit),
            engine=context.obj,
            watch=progress.watch(describe, as_json=as_json),
        )
    except checking.InterruptedRunError as interrupt:
        print(f"\nfisherproof: {interrupt}.", file=sys.stderr)
        context.exit(130)
    record.write_certificates(found, output)
    public = record.public(found)
    if as_json:
        print_json(public)
    written = [] if no_report else write_reports(public, FORMATS, output)
    if not as_json:
        _close(public, written)
    context.exit(_code(public, expected))


def write_reports(record: Mapping[str, Any], formats: tuple[str, ...], output: Path) -> list[Path]:
    """Write the reports of a record in some formats and give their paths.

    Raises FisherproofError with the path where one cannot be written.
    """
    import reports
    from fisherproof.errors import of_system

    try:
        return [path for name in formats for path in reports.write(dict(record), name, output)]
    except OSError as error:
        raise of_system(error, "write the reports to", error.filename or output) from error


def _close(record: Mapping[str, Any], written: list[Path]) -> None:
    from fisherproof.wording import summary

    click.echo(f"\n{summary(record)}")
    for path in written:
        click.echo(f"   report    {path}")


def _code(record: Mapping[str, Any], expected: Mapping[str, Any] | None) -> int:
    """Give the exit code of a run, saying on stderr what a reader of the lines could not see."""
    from fisherproof import compare
    from fisherproof.errors import shown
    from fisherproof.record import LEVEL, is_decided

    problems = [
        f"{shown(c.claim)} was {shown(c.old)} in the baseline and is {shown(c.new)} now"
        for c in (compare.changed_verdicts(expected, record) if expected else [])
    ]
    level = record["run"]["level_sum"]
    if level > LEVEL:
        problems.append(
            f"the levels of the sampling tests sum to {level:.1e}, more than {LEVEL:.0e}: fewer, or sharper"
        )
    for problem in problems:
        print(f"fisherproof: {problem}.", file=sys.stderr)
    return int(bool(problems) or not all(is_decided(claim) for claim in record["claims"]))
