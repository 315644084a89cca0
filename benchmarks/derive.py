"""What a Fisher matrix in closed form costs: `python -m benchmarks.derive [--limit 10] [FAMILY ...]`.

One row a family, one cell a peer.  Every derivation has a process of its own and a limit of CPU seconds.

    1.23      derived in so many seconds of CPU, imports apart, and right: as the quadrature of the log-density
              alone says, to the digits that two rules share, at a generic point
    1.23 !    derived and WRONG: another number, none that is real, or a matrix for a family that is not regular
    1.23 ?    derived, but neither confirmed nor contradicted
    -         nothing closed within the limit, or no such law
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from mpmath import mp

from benchmarks.derivers import EVALUATING, PEERS
from derivations import families

LIMIT = 10  # seconds of CPU for one derivation
MEASURING = 40  # and for the quadrature that decides
WAITING = 4  # a process that does not spend its CPU is killed after so many times its limit
TRUSTED = 4  # digits of the reference below which it decides nothing
ROUNDING = 2  # digits lost to the rounding of texts and of doubles
DOUBLE = 13  # digits that a peer in doubles can have


@dataclass(frozen=True)
class Reference:
    """The matrix by quadrature, as texts, its digits, and whether the mean score vanishes; empty if not measured."""

    values: Sequence[Sequence[str]] = ()
    digits: int = 0
    regular: bool = True


@dataclass(frozen=True)
class Cell:
    """What a peer did with a family.

    seconds  of CPU, or None where nothing closed came.
    right    True, False, or None where nothing decides.
    """

    seconds: float | None = None
    right: bool | None = None

    def __str__(self) -> str:
        if self.seconds is None:
            return "-"
        return f"{self.seconds:.2f} {'?' if self.right is None else ' ' if self.right else '!'}"


def run(peer: str, name: str, limit: int) -> dict[str, object]:
    """All that the process of a peer printed before it ended or was killed."""
    command = [sys.executable, "-m", "benchmarks.derivers", peer, name, str(limit)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        printed, _ = child.communicate(timeout=WAITING * (limit + EVALUATING))
    except subprocess.TimeoutExpired:
        child.kill()
        printed, _ = child.communicate()
    found: dict[str, object] = {}
    for line in printed.splitlines():
        if line.startswith("{"):
            found |= json.loads(line)
    return found


def measured(name: str) -> Reference:
    """The reference for a family."""
    found = run("reference", name, MEASURING)
    return Reference(**found) if "values" in found else Reference()  # type: ignore[arg-type]


def judged(peer: str, found: dict[str, object], reference: Reference) -> Cell:
    """A cell from what a peer printed."""
    if "seconds" not in found:
        return Cell()
    seconds = float(found["seconds"])  # type: ignore[arg-type]
    if "values" not in found or reference.digits < TRUSTED:
        return Cell(seconds)
    if not reference.regular:
        return Cell(seconds, right=False)
    most = DOUBLE if peer == "geomstats" else reference.digits
    return Cell(seconds, agrees(found["values"], reference, min(most, reference.digits) - ROUNDING))  # type: ignore[arg-type]


def agrees(values: Sequence[Sequence[str]], reference: Reference, digits: int) -> bool:
    """Whether all entries agree, counted from the root of the product of the diagonal entries."""
    with mp.workdps(reference.digits + 20):
        try:
            found = [[mp.mpf(e) for e in row] for row in values]
        except ValueError:  # complex, or no number
            return False
        right = [[mp.mpf(e) for e in row] for row in reference.values]
        sizes = [mp.sqrt(abs(right[i][i])) for i in range(len(right))]
        return all(
            abs(found[i][j] - right[i][j]) <= mp.mpf(10) ** -digits * sizes[i] * sizes[j]
            for i in range(len(right))
            for j in range(len(right))
        )


def totals(cells: Sequence[Cell]) -> tuple[int, int, int, int, str]:
    """Closed and right, closed and wrong, closed and undecided, not closed; the median seconds of the right ones."""
    right = [c.seconds for c in cells if c.seconds is not None and c.right]
    wrong = sum(1 for c in cells if c.right is False)
    nothing = sum(1 for c in cells if c.seconds is None)
    middle = f"{median(right):.2f}" if right else "-"
    return len(right), wrong, len(cells) - len(right) - wrong - nothing, nothing, middle


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table, a row as soon as it is known, and the totals."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.derive", description=__doc__)
    parser.add_argument("--limit", type=int, default=LIMIT, help="seconds of CPU for one derivation")
    parser.add_argument("families", nargs="*", metavar="FAMILY", help="all by default")
    chosen = parser.parse_args(list(arguments))
    names = chosen.families or list(families.every())
    print(
        f"Fisher matrices in closed form: CPU seconds, limit {chosen.limit} s;  ! wrong  ? undecided  - none"
    )
    print(f"{'family':34}" + "".join(f"{peer:>16}" for peer in PEERS) + f"{'digits':>8}")
    columns: dict[str, list[Cell]] = {peer: [] for peer in PEERS}
    for k, name in enumerate(names):
        progress(f"{k + 1} of {len(names)}  {name}")
        reference = measured(name)
        for peer, cells in columns.items():
            progress(f"{k + 1} of {len(names)}  {name}  {peer}")
            cells.append(judged(peer, run(peer, name, chosen.limit), reference))
        progress("")
        row = "".join(f"{column[-1]!s:>16}" for column in columns.values())
        print(f"{name:34}{row}{reference.digits or '-':>8}", flush=True)
    sums = [totals(cells) for cells in columns.values()]
    for k, title in enumerate(("right", "WRONG", "undecided", "none", "median seconds, right")):
        print(f"{title:34}" + "".join(f"{one[k]:>14}  " for one in sums))


def progress(text: str) -> None:
    """One line on a terminal, written over by the next; nothing elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
