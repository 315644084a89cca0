"""The Fisher matrix of every family that is asked for: `python -m benchmarks.derive_all`.

Each family is derived in a fresh process; the seconds are CPU time of the derivation alone, without imports,
without the two other forms and without the confirmation, which is timed beside it.

    closed      whether there is a closed form
    digits      to which E[s*s.T], measured from the log-density alone, confirms it at three generic points
    regular     as the derivation says; hessian: whether -E[d_i d_j log p] is proved equal
    kl          whether the second derivative of KL(p_t | p_u) in u at u = t is the same: proved, or "none"
                where KL has no closed form or takes longer than its limit
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from statistics import median
from time import process_time

from derivations import families
from derivations.fisher import fisher_kl_form
from derivations.laws import NotClosedError
from derivations.moments import FisherResult, derive_fisher
from derivations.moments.forms import same, score_form
from theorems.portraits.confirm import confirm
from theorems.portraits.request import Request
from theorems.portraits.subject import subject_of

# Families of the folder that show where rules fail, or are Gaussian with a curved mean: no reader looks them up.
SPECIMENS = {"circle", "cubic", "curved", "location", "stretched", "torus", "uniform"}
NAMES = tuple(name for name in families.every() if name not in SPECIMENS)
LIMIT = 60  # seconds of CPU time for each part of a row


@dataclass(frozen=True)
class Row:
    """What is known of one family; None for what was ended by the limit."""

    name: str
    closed: bool
    route: str
    seconds: float
    regular: bool | None
    hessian: bool
    digits: int | None
    confirming: float | None
    kl: bool | None


def ours(name: str) -> tuple[bool, float]:
    """Whether the Fisher matrix of a family has a closed form here, and the CPU seconds of its derivation.

    Runs in this process, which should be a fresh one: SymPy remembers what it has computed.
    """
    found, seconds = _timed(name)
    return found.matrix is not None, seconds


def _timed(name: str) -> tuple[FisherResult, float]:
    family = families.load(name)
    began = process_time()
    return derive_fisher(family), process_time() - began


def derived(name: str) -> dict[str, object]:
    """The derivation and what it says."""
    found, seconds = _timed(name)
    return {
        "closed": found.matrix is not None,
        "route": found.route,
        "seconds": seconds,
        "regular": found.regular,
        "hessian": found.hessian_form,
    }


def confirmed(name: str) -> dict[str, object]:
    """The digits that a measurement shares with the matrix at three points, and what that costs."""
    subject = subject_of(Request(name=name))
    found = derive_fisher(subject.family)
    if found.matrix is None:
        return {}
    began = process_time()
    seen = confirm(subject.written, found.matrix, subject.points_where(found.conditions))
    return {
        "digits": seen.digits,
        "confirming": process_time() - began,
        "said": seen.disagrees or seen.reason,
    }


def kl(name: str) -> dict[str, object]:
    """Whether the KL-Hessian form is proved equal to the score form."""
    family = families.load(name)
    try:
        return {"kl": same(score_form(family).matrix, fisher_kl_form(family))}
    except NotClosedError:
        return {}


def row(name: str) -> Row:
    """One family, each part in a process of its own."""
    found: dict[str, object] = {"closed": False, "route": "ended", "seconds": LIMIT, "regular": None}
    for step in STEPS:
        found |= _apart(step, name)
    known = {key: found.get(key) for key in Row.__dataclass_fields__}
    return Row(**{**known, "name": name})  # type: ignore[arg-type]  # by its keys


def _apart(step: str, name: str) -> dict[str, object]:
    """What a step finds in a fork of this process, which has imported everything and computed nothing."""
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_send, args=(step, name, there))
    child.start()
    there.close()
    try:
        return dict(here.recv())
    except EOFError:  # ended by its limit
        return {}
    finally:
        child.join()


def _send(step: str, name: str, there: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
    there.send(STEPS[step](name))


def main() -> None:
    """Print the table and the totals."""
    print(f"{'family':37}{'closed':>7}{'s':>7}{'digits':>7}{'s':>7}  {'regular':8}{'hessian':8}{'kl':6}route")
    rows = []
    for name in NAMES:
        one = row(name)
        rows.append(one)
        cost = "" if one.confirming is None else f"{one.confirming:.1f}"
        print(
            f"{one.name:37}{one.closed!s:>7}{one.seconds:7.2f}{one.digits or '-':>7}{cost:>7}  "
            f"{one.regular!s:8}{one.hessian!s:8}{'none' if one.kl is None else one.kl!s:6}{one.route}",
            flush=True,
        )
    seconds = [one.seconds for one in rows if one.closed]
    print(
        f"closed {len(seconds)} of {len(rows)}; CPU seconds median {median(seconds):.2f}, most {max(seconds):.2f}"
    )


STEPS: dict[str, Callable[[str], dict[str, object]]] = {"derived": derived, "confirmed": confirmed, "kl": kl}

if __name__ == "__main__":
    main()
