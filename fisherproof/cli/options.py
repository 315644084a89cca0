"""Options that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from fisherproof.checking import LEDGER

OUTPUT = Path("build/fisherproof")
FORMATS = ("markdown", "latex", "html", "json", "junit")

_Command = TypeVar("_Command", bound=Callable[..., Any])


def ledger_option(command: _Command) -> _Command:
    """Add --ledger."""
    return click.option(
        "--ledger",
        type=click.Path(path_type=Path),
        default=LEDGER,
        show_default=True,
        help="File with evidence and runs.",
    )(command)


def output_option(command: _Command) -> _Command:
    """Add --output."""
    return click.option(
        "--output",
        type=click.Path(path_type=Path),
        default=OUTPUT,
        show_default=True,
        help="Folder for the reports.",
    )(command)


def json_option(command: _Command) -> _Command:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")(
        command
    )


def print_json(value: object) -> None:
    """Print one JSON object on stdout, in ASCII so that no locale can spoil it."""
    click.echo(json.dumps(value, indent=1, allow_nan=False))
