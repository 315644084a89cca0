"""What a run shows while it goes: a bar on a terminal, a plain line per claim elsewhere.

Lines come in the order of the selection, so that two runs print the same; a claim decided early waits
for those before it. Colour only on a terminal, and not under NO_COLOR.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TextIO

from fisherproof.checking import Watch
from fisherproof.errors import shown
from fisherproof.terminal import terminal
from fisherproof.wording import block, headline

Describe = Callable[[Mapping[str, Any], int], list[str]]


def describe(run: Mapping[str, Any], output: str | None) -> Describe:
    """Give the function that turns a claim, and the width of ids, into its lines for stdout."""
    to = terminal(sys.stdout)
    return lambda claim, width: [headline(claim, to, columns=width), *block(claim, run, to, output=output)]


class Quiet(Watch):
    """Shows nothing but warnings: what `--json` wants off a terminal."""

    def warn(self, message: str) -> None:
        """Print a warning on stderr."""
        print(f"fisherproof: warning: {shown(message, limit=2000)}", file=sys.stderr)


class Lines(Quiet):
    """Prints each claim's lines, in the order of the selection.

    describe  lines of a claim.
    stream    where to.
    """

    def __init__(self, describe: Describe, stream: TextIO) -> None:
        self._describe = describe
        self._stream = stream
        self._waiting: dict[int, dict[str, Any]] = {}
        self._next = 0
        self._width = 0

    def begin(self, ids: Sequence[str]) -> None:
        """Measure the ids."""
        self._width = min(60, max(map(len, ids)))

    def decided(self, order: int, claim: dict[str, Any]) -> None:
        """Print the claim, and those that waited for it, once all before it are printed."""
        self._waiting[order] = claim
        while self._next in self._waiting:
            self._show(self._waiting.pop(self._next))
            self._next += 1

    def end(self) -> None:
        """Print what an interrupted run left waiting."""
        for order in sorted(self._waiting):
            self._show(self._waiting.pop(order))

    def _show(self, claim: dict[str, Any]) -> None:
        for line in self._describe(claim, self._width):
            self._stream.write(line + "\n")
        self._stream.flush()


class Bar(Lines):
    """A bar on a terminal, with the claims' lines above it.

    describe  lines of a claim; None shows the bar alone.
    stream    the terminal.
    """

    def __init__(self, describe: Describe | None, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        super().__init__(describe or (lambda *_: []), stream)
        self._console = Console(file=stream, highlight=False, soft_wrap=True)
        columns = (
            TextColumn("checking"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[last]}"),
        )
        self._progress = Progress(*columns, console=self._console, transient=True)
        self._task = self._progress.add_task("", total=None, last="")

    def begin(self, ids: Sequence[str]) -> None:
        """Start the bar."""
        super().begin(ids)
        self._progress.update(self._task, total=len(ids))
        self._progress.start()

    def decided(self, order: int, claim: dict[str, Any]) -> None:
        """Advance the bar."""
        self._progress.update(self._task, advance=1, last=shown(claim["id"], limit=40))
        super().decided(order, claim)

    def end(self) -> None:
        """Take the bar away."""
        super().end()
        self._progress.stop()

    def _show(self, claim: dict[str, Any]) -> None:
        from rich.text import Text

        for line in self._describe(claim, self._width):
            self._console.print(Text.from_ansi(line), soft_wrap=True)


def watch(describe: Describe, *, as_json: bool) -> Watch:
    """Choose what to show: lines, with a bar on a terminal; for `--json` the bar alone or nothing."""
    if as_json:
        return Bar(None, sys.stderr) if sys.stderr.isatty() else Quiet()
    return Bar(describe, sys.stdout) if sys.stdout.isatty() else Lines(describe, sys.stdout)
