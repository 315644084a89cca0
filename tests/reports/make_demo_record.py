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
import math
import random
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
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
UNEVEN = (-0.05, 0, 0.2)  # errors of an angle; bars of unequal ends show when a drawing swaps them
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
        "demo.halving",
        "6.1",
        "the square of a cosine, and its mean",
        r"$\cos^2x=\tfrac12(1+\cos2x)$",
        (Reading("A", "For real $x$.", Equal(cos(x) ** 2, half * (1 + cos(2 * x))), SCALARS, literal=True),),
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


def sampled(rows: list[Row]) -> list[Row]:
    """The same evidence and a sampling test: the mean of cos² over uniform angles is ½, by Hoeffding's bound."""
    level, draws, effect = 1e-7, 184_320, 0.02
    half_width = math.sqrt(math.log(2 / level) / (2 * draws))
    mean = math.fsum(angle_squares(draws)) / draws
    low, high = mean - half_width, mean + half_width
    mutants = (-0.5, 0.0, 0.25, 0.75, 1.0)
    row: Row = {
        "subject": "reading A",
        "route": "statistical",
        "outcome": "supports" if 0.5 - effect < low <= 0.5 <= high < 0.5 + effect else "undecided",
        "known": "not-rejected",
        "required": "the mean within the effect of ½, at the level",
        "observed": f"within after {draws} draws",
        "detail": f"The mean of cos² over uniform angles is {mean:.4f}.",
        "level": level,
        "effect": effect,
        "draws": draws,
        "interval": {"low": round(low, 5), "high": round(high, 5)},
        "target": 0.5,
        "entry": [],
        "mutants_separated": sum(not low <= wrong <= high for wrong in mutants),
        "mutants_tried": len(mutants),
    }
    return [*rows, row]


def angle_squares(draws: int) -> list[float]:
    """Squares of the cosine of uniform angles, of the seed of the run."""
    chance = random.Random(OPTIONS["seed"])
    return [math.cos(chance.uniform(0, 2 * math.pi)) ** 2 for _ in range(draws)]


def figures() -> list[Row]:
    """Two figures as a claim's record holds them: curves with a band and uneven error bars, and a histogram."""
    grid = [round(math.tau * place / 60, 4) for place in range(61)]
    edges = [round(place / 20, 2) for place in range(21)]
    draws = angle_squares(20_000)
    share = [sum(left <= it < right for it in draws) / 1000 for left, right in pairwise(edges)]
    middle = [round(left + 0.025, 3) for left in edges[:-1]]
    return [
        {
            "key": "two-sides",
            "title": r"Both sides of $\cos^2x=\tfrac12(1+\cos2x)$",
            "caption": r"The band is the left side with $x$ known to $\pm0.1$, the bars to $-0.05$ and $+0.2$.",
            "kind": "lines",
            "x": {"label": "angle x", "scale": "linear"},
            "y": {"label": "value", "scale": "linear"},
            "series": [
                {
                    "label": "cos² x",
                    "style": "line",
                    "x": grid,
                    "y": [round(math.cos(it) ** 2, 4) for it in grid],
                },
                {
                    "label": "½(1 + cos 2x)",
                    "style": "points",
                    "x": grid[::3],
                    "y": [round((1 + math.cos(2 * it)) / 2, 4) for it in grid[::3]],
                    "low": [round(min(math.cos(it + e) ** 2 for e in UNEVEN), 4) for it in grid[::3]],
                    "high": [round(max(math.cos(it + e) ** 2 for e in UNEVEN), 4) for it in grid[::3]],
                },
                {
                    "label": "1 + cos 2x, a mutant",
                    "style": "dashed",
                    "x": grid,
                    "y": [round(1 + math.cos(2 * it), 4) for it in grid],
                },
                {
                    "label": "x ± 0.1",
                    "style": "band",
                    "x": grid,
                    "low": [round(min(math.cos(it + e) ** 2 for e in (-0.1, 0, 0.1)), 4) for it in grid],
                    "high": [round(max(math.cos(it + e) ** 2 for e in (-0.1, 0, 0.1)), 4) for it in grid],
                },
            ],
        },
        {
            "key": "law",
            "title": "The law of the square",
            "caption": r"Of 20 000 uniform angles; the curve is $1/(\pi\sqrt{s(1-s)})$.",
            "kind": "histogram",
            "x": {"label": "s = cos² x", "scale": "linear"},
            "y": {"label": "density", "scale": "linear"},
            "series": [
                {"label": "drawn", "style": "bars", "x": edges, "y": share},
                {
                    "label": "arcsine law",
                    "style": "line",
                    "x": middle,
                    "y": [round(1 / (math.pi * math.sqrt(s * (1 - s))), 4) for s in middle],
                },
            ],
        },
    ]


SPOILT: dict[str, Callable[[list[Row]], list[Row]]] = {
    "demo.hung": killed,
    "demo.torn": torn,
    "demo.halving": sampled,
}


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
    next(told for told in claims if told["id"] == "demo.halving").update(figures=figures())
    run = {
        **OPTIONS,
        "versions": plan.versions(),
        "level_sum": sum(row.get("level", 0.0) for told in claims for row in told["evidence"]),
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
