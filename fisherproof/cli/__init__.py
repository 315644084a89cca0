"""The command line: one file per command, each importing what it needs when it runs."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from fisherproof.cli.check import check
from fisherproof.cli.compare import compare
from fisherproof.cli.derive import derive
from fisherproof.cli.explain import explain
from fisherproof.cli.listing import list_
from fisherproof.cli.replay import replay
from fisherproof.cli.report import report
from fisherproof.engine import ENGINE
from fisherproof.errors import FAULT, INTERRUPTED, FisherproofError, of_system, shown

HELP = """Decide the claims of documents on information geometry and natural-gradient learning.

\b
Exit codes: 0 all decided and nothing changed, 1 otherwise, 2 usage,
3 our own fault or the machine's, 5 nothing selected, 130 interrupted.
"""


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="fisherproof", prog_name="fisherproof")
def fisherproof() -> None:
    """Group of all commands."""


for _command in (check, derive, report, list_, explain, replay, compare):
    fisherproof.add_command(_command)


def main(arguments: Sequence[str] | None = None, *, engine: str = ENGINE) -> int:
    """Run the command line and give its exit code.

    arguments  without the program's name; those of the process by default.
    engine     module with the interface of `theorems.plan`.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without the sign still gets the line
    try:
        code = fisherproof.main(
            None if arguments is None else list(arguments),
            prog_name="fisherproof",
            standalone_mode=False,
            obj=engine,
        )
        sys.stdout.flush()
        return int(code or 0)
    except FisherproofError as error:
        return _fails(str(error), error.code)
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message(), file=sys.stderr)
        return error.exit_code
    except click.ClickException as error:
        return _fails(_line(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader has left; nothing more can be said to it
        return 1
    except OSError as error:
        return _fails(str(of_system(error, "use", error.filename or "the output")), FAULT)
    except Exception:
        traceback.print_exc()
        return _fails("this is a fault of fisherproof; please report it with the lines above.", FAULT)


def _fails(message: str, code: int) -> int:
    print(f"fisherproof: {shown(message, limit=2000)}", file=sys.stderr)
    if code == FAULT:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1) if _stuck() else None
    return code


def _stuck() -> bool:
    """Tell whether stdout still cannot be flushed, which would overwrite our exit code at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        return True
    return False


def _line(error: click.ClickException) -> str:
    """Say what is wrong with the arguments in one line, and where the right ones are listed."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "fisherproof"
    return f"{' '.join(shown(error.format_message(), limit=1500).split())} See `{command} --help`."
