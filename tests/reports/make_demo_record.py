"""Make ``demo_record.json``, the record that the tests of reports report on.

Small statements of a document that is none of ours are decided by ``theorems.plan``, the plan that decides the
catalogue, so that every verdict in the record comes from a run.  Two claims cannot be had from an engine that
works: one whose check is killed, and one on which two routes contradict each other.  For these the evidence is
what a worker reports of a killed check, and a proof of another statement; the verdict is concluded from it.

    python -m tests.reports.make_demo_record

Run it again when the form of a record changes, then write the golden reports anew (UPDATE_GOLDEN=1).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from unittest import mock

from fisherproof.record import certificate_path, public
from theorems import (
    BigO,
    Claim,
    Covector,
    Equal,
    FiniteModel,
    Hypothesis,
    Metric,
    Model,
    Point,
    Reading,
    Repair,
    Scalar,
    Small,
    Variant,
    Vector,
    absolute,
    catalogue,
    cos,
    fisher,
    half,
    kl,
    law,
    plan,
    setting,
    sin,
    symbol,
    tr,
)

Row = dict[str, Any]
RECORD = Path(__file__).with_name("demo_record.json")
OPTIONS = {"seed": 7, "profile": "default"}

x, y, h, u, v, w, g, I, a, theta = map(symbol, ("x", "y", "h", "u", "v", "w", "g", "I", "a", "theta"))
SCALARS = setting(x=Scalar(), y=Scalar())
METRIC = setting(I=Metric(), g=Covector(), v=Vector(), w=Vector(), sizes=(1, 2))
REGULAR = setting(theta=Point(), u=Vector(), h=Small(), p=Model(at="theta"), sizes=(1,))
SPREAD = half * a + half * absolute(a) ** Fraction(3, 2)
KINKED = FiniteModel("a coin once differentiable", (a,), (half + SPREAD, half - SPREAD), (Fraction(0),))
EVERY = REGULAR.also(p=Model(at="theta", edges=(KINKED,)))
HERE, THERE = law("p", theta), law("p", theta + h * u)
REMAINDER = kl(HERE, THERE) - half * h**2 * (u.T @ fisher(theta) @ u)
BINOMIAL = Equal((x + y) ** 2, x**2 + 2 * x * y + y**2)

CLAIMS = (
    Claim(
        "demo.metric-transform",
        "2.2 step 2",
        "the metric is symmetric: vᵀ I w = wᵀ I v",
        r"$v^\top I_Fw=w^\top I_Fv$ for all $v$, $w$",
        (
            Reading("B", "One dimension only.", Equal(x * y, y * x), SCALARS),
            Reading(
                "A", "Every metric $I$, every $n$.", Equal(v.T @ I @ w, w.T @ I @ v), METRIC, literal=True
            ),
        ),
        beware="An isotropic metric hides the transpose.",
        sources=("[AmariNagaoka2000] sec. 2.2, eq. (2.5)",),
    ),
    Claim(
        "demo.kl-symmetric",
        "2.1 step 1",
        "KL is symmetric",
        r"$KL(p_\theta\|p_{\theta+hu})=KL(p_{\theta+hu}\|p_\theta)$",
        (
            Reading("A", "For every model.", Equal(kl(HERE, THERE), kl(THERE, HERE)), REGULAR, literal=True),
            Reading("B", "To first order.", BigO(kl(HERE, THERE) - kl(THERE, HERE), h, 2), REGULAR),
        ),
        repair=Repair(
            "the two differ by a term of third order", BigO(kl(HERE, THERE) - kl(THERE, HERE), h, 3), REGULAR
        ),
        sources=("[CoverThomas2006] sec. 2.3",),
    ),
    Claim(
        "demo.remainder",
        "2.1 step 1",
        "the remainder is O(‖dθ‖³)",
        r"$KL-\tfrac12d\theta^\top I_Fd\theta=O(\|d\theta\|^3)$",
        (Reading("A", "For every model, smooth or not.", BigO(REMAINDER, h, 3), EVERY, literal=True),),
        hypothesis=Hypothesis("regularity", r"three derivatives of $\log p$ are dominated", REGULAR),
    ),
    Claim(
        "demo.rate",
        "3.2 step 1",
        "the rate is the trace of the velocity",
        r"$dL/dt=\mathrm{tr}(\dot\theta)$",
        (Reading("A", "As printed.", Equal(tr(v), g.T @ v), METRIC, literal=True),),
        repair=Repair("it is the trace of a square matrix", Equal(tr(v @ g.T), g.T @ v), METRIC),
    ),
    Claim(
        "demo.energy",
        "1.2",
        "the energy",
        r"$E=\tfrac12v^\top I_Fv$",
        (
            Reading(
                "A",
                "It is half the squared length.",
                Equal(half * (v.T @ I @ v), half * (v.T @ I.T @ v)),
                METRIC,
                literal=True,
                defines="E",
            ),
        ),
    ),
    Claim(
        "demo.hung",
        "10.1",
        "a check of it is killed",
        r"$\lim_{t\to\infty}\theta(t)=\theta^*$",
        (Reading("A", "As printed.", BINOMIAL, SCALARS, literal=True),),
    ),
    Claim(
        "demo.loose",
        "5.1",
        "its checks let a mutant through",
        "$(x+y)^2=x^2+2xy+y^2$",
        (Reading("A", "For numbers.", BINOMIAL, SCALARS, literal=True),),
        variants=(Variant(r"$\sin2x=2\sin x\cos x$", Equal(sin(2 * x), 2 * sin(x) * cos(x))),),
    ),
    Claim(
        "demo.torn",
        "4.1",
        "two routes contradict each other",
        "$(x+y)^2=x^2+y^2$",
        (Reading("A", "For numbers.", Equal((x + y) ** 2, x**2 + y**2), SCALARS, literal=True),),
    ),
)


def evidence(claim: Claim) -> list[Row]:
    """Run every check of a claim, in its stages."""
    found: list[Row] = []
    for stage in range(plan.stages(claim.id)):
        for check in plan.checks(claim.id, OPTIONS, stage, found):
            found.extend(plan.run_check(check, OPTIONS))
    return found


def killed(rows: list[Row]) -> list[Row]:
    """What is left when one check is killed and another raises, in the words of the runner."""
    lost = {
        "symbolic": ("killed", "time limit 20 s"),
        "numeric": ("undecided", "cannot tell"),
        "property": ("error", "ValueError: no point in the domain"),
    }
    changed = []
    for row in rows:
        outcome, detail = lost.get(row["route"], (row["outcome"], row.get("detail", "")))
        emptied = {"known": None, "observed": "", "required": ""} if row["route"] in lost else {}
        changed.append({**row, **emptied, "outcome": outcome, "detail": detail})
    return [row for row in changed if row["route"] != "mutants"]


def torn(rows: list[Row]) -> list[Row]:
    """The same evidence with a proof of another statement in place of the symbolic route's."""
    proof = [row for row in evidence(CLAIMS[5]) if row["route"] == "symbolic"]
    return [row for row in rows if row["route"] != "symbolic"] + proof


SPOILT: dict[str, Callable[[list[Row]], list[Row]]] = {"demo.hung": killed, "demo.torn": torn}


def decided(claim: Claim) -> Row:
    """The record of a claim, with the path of its certificate as the runner gives it."""
    rows = evidence(claim)
    found = plan.conclude(claim.id, OPTIONS, SPOILT[claim.id](rows) if claim.id in SPOILT else rows)
    if found.get("certificate_document") is not None:
        found["certificate"] = certificate_path(claim.id)
    return found


def record() -> Row:
    """The record of all claims of the demo."""
    held = {claim.id: claim for claim in CLAIMS}
    entries = tuple(
        catalogue.Entry(c.id, "demo", c.kind, c.section, c.title, "demo", Path(__file__)) for c in CLAIMS
    )
    began = time.monotonic()
    with (
        mock.patch.object(catalogue, "load", held.__getitem__),
        mock.patch.object(catalogue, "entries", lambda: entries),
    ):
        claims = [decided(claim) for claim in CLAIMS]
    run = {
        **OPTIONS,
        "versions": plan.versions(),
        "level_sum": 0.0,
        "seconds": round(time.monotonic() - began, 3),
        "started": "2026-01-02T03:04:05Z",  # a fixed day, so that two runs of this script differ in little
        "selection": ["demo.*"],
        "jobs": 1,
    }
    return public({"schema": 1, "run": run, "claims": claims})


if __name__ == "__main__":
    made = record()
    RECORD.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for told in made["claims"]:
        print(f"{told['id']:<24} {told['verdict']:<12} {told['reason'] or ''}")
