"""The numeric road shares nothing with the derivations: it gives the same without them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import fisherproof
from theorems import catalogue, plan

ROOT = Path(fisherproof.__file__).parents[1]
OPTIONS = {"seed": 7, "profile": "quick"}
BLOCKED = [
    "derivations.fisher",
    "derivations.divergence",
    "derivations.regular_expansion",
    "derivations.curvature",
]
# The claims that exercise the numeric road over models: as many as cost little.
MOST = 6
PROGRAM = f"""
import importlib.abc, json, sys
from fractions import Fraction

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name in {BLOCKED!r}:
            raise ModuleNotFoundError(f"{{name}} is made unimportable by a test")

if sys.argv[1] == "blocked":
    sys.meta_path.insert(0, Refuse())
from theorems import plan
found = []
for claim in sys.argv[2:]:
    loaded = plan.run_check(plan.Check(claim, plan.MODULE, "types"), {OPTIONS!r})
    for check in plan.checks(claim, {OPTIONS!r}, 1, loaded):
        if check.route == plan.TOGETHER:
            check = plan.Check(check.claim, check.subject, "numeric")
            rows = plan.run_check(check, {OPTIONS!r})
            found.append([check, [{{k: v for k, v in row.items() if k != "seconds"}} for row in rows]])
print(json.dumps([found, sorted(set({BLOCKED!r}) & set(sys.modules))], default=str))
"""


def chosen():
    """The first few claims whose statements average over a model."""
    found = []
    for entry in catalogue.entries():
        terms = [states for states, _ in plan.subjects(catalogue.load(entry.id)).values()]
        if any(node.op == "expect" for term in terms for node in term.walk()):
            found.append(entry.id)
    return found[:MOST]


def measured(mode):
    """The numeric evidence of the chosen claims, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, mode, *chosen()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def free():
    """The evidence with everything importable."""
    return measured("free")


def test_there_is_numeric_evidence_to_compare(free):
    """Several claims average over models, and their numeric routes found something."""
    rows = [row for _, found in free[0] for row in found]

    assert len(chosen()) >= 3
    assert len(rows) >= 3
    assert "supports" in {row["outcome"] for row in rows}


def test_the_numeric_road_is_the_same_without_the_derivations(free):
    """With Fisher matrices, KL, expansions and curvature unimportable, every figure is what it was."""
    assert free[0] == measured("blocked")[0]


def test_the_numeric_road_does_not_even_load_them(free):
    """Left importable, they are not imported by any numeric check."""
    assert free[1] == []
