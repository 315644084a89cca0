"""`fisherproof replay`: decide a certificate again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fisherproof.cli.options import json_option, print_json


@click.command()
@click.argument("certificate", type=click.Path(path_type=Path))
@json_option
@click.pass_context
def replay(context: click.Context, *, certificate: Path, as_json: bool) -> None:
    """Decide a certificate again: 0 confirmed, 1 not confirmed, 2 unreadable."""
    from fisherproof.errors import shown
    from fisherproof.replay import replay_file

    code, lines = replay_file(certificate)
    lines = [shown(line, limit=4000) for line in lines]
    if as_json and code in {0, 1}:
        print_json({"schema": 1, "certificate": str(certificate), "confirmed": code == 0, "lines": lines})
    else:
        for line in lines:
            print(line, file=sys.stdout if code in {0, 1} else sys.stderr)
    context.exit(code)
