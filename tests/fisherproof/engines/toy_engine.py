"""An engine of toy claims that do, one each, what real checks do at their worst.

It offers the interface of `theorems.plan`. What a claim does is the last part of its id; every evidence
says so by itself, and the verdict is computed from the evidence.

TOY_IDS      the ids of the catalogue, instead of the four below
TOY_LOG      file that gets a line per check actually run: process id, claim, subject, route
TOY_SLOW     seconds each check sleeps
TOY_VERSION  part of every fingerprint
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

IDS = "toy.1.holds toy.1.refuted toy.2.holds toy.2.conditional"


PRELOAD = ("colorsys",)


class Check(NamedTuple):
    """What a worker is asked to run."""

    claim: str
    subject: str
    route: str


def catalogue_ids():
    ids = os.environ.get("TOY_IDS", IDS).split()
    if "unreadable" in ids:
        raise SyntaxError("a claim file is not Python")
    return [
        {
            "id": i,
            "document": "toys",
            "kind": "mathematical",
            "section": i.split(".")[1],
            "title": f"the toy called {i}",
        }
        for i in ids
    ]


def _behaviour(claim):
    behaviour = claim.rpartition(".")[2]
    if behaviour == "raises":
        raise ZeroDivisionError("the claim module\nraises")
    return behaviour


def stages(claim):
    _behaviour(claim)
    return 2


def checks(claim, options, stage, evidence):
    if stage == 0:
        return [Check(claim, "reading A", "symbolic"), Check(claim, "reading A", "numeric")]
    if len(evidence) != 2 and not claim.endswith("nothing"):
        raise AssertionError(f"stage 1 was planned with {len(evidence)} pieces of evidence, not 2")
    if claim.endswith("doubled"):
        return [Check(claim, "mutants", "symbolic")] * 2
    return [Check(claim, "mutants", "symbolic")]


def _log(check):
    if path := os.environ.get("TOY_LOG"):
        with Path(path).open("a") as log:
            log.write(f"{os.getpid()} {' '.join(check)}\n")


def _misbehave(behaviour):
    if behaviour == "integrates":  # SymPy hangs on this one for hours
        import sympy

        x = sympy.Symbol("x")
        sympy.integrate(sympy.exp(-(x ** sympy.Rational(7, 3)) + sympy.sin(x**3) * sympy.cos(x) ** 5), x)
        while True:
            pass
    if behaviour == "hangs":
        while True:
            pass
    if behaviour == "hangs-in-c":
        return 7 ** (10**9)
    if behaviour == "sleeps":
        time.sleep(3600)
    if behaviour == "bombs":
        hoard = []
        while True:
            hoard.append(bytearray(1 << 24))
    if behaviour == "bombs-in-c":
        import flint

        return flint.fmpz(1) << (1 << 36)
    if behaviour == "kills-itself":
        os.kill(os.getpid(), 9)
    if behaviour == "exits":
        raise SystemExit("a check called sys.exit")
    if behaviour == "exits-hard":
        os._exit(7)
    if behaviour == "prints":
        print('{"this": "must not reach stdout"}', flush=True)
    if behaviour == "spawns":
        child = subprocess.Popen(["sleep", "600"])
        Path(os.environ["TOY_LOG"]).write_text(f"{child.pid}\n")
        while True:
            pass
    if behaviour == "iterates":
        return " ".join({"alpha", "beta", "gamma", "delta", "epsilon"})
    if behaviour == "has-loaded":
        return " ".join(name for name in ("sympy", "numpy", "flint", "colorsys") if name in sys.modules)
    if behaviour == "floods":
        return "x" * (1 << 27)
    return float("nan") if behaviour == "nan" else None


def run_check(check, options):
    _log(check)
    time.sleep(float(os.environ.get("TOY_SLOW", "0")))
    behaviour = _behaviour(check.claim)
    if behaviour in {"nothing", "nonsense"}:
        return [] if behaviour == "nothing" else ["supports"]
    observed = _misbehave(behaviour)
    outcome = "refutes" if behaviour == "refuted" and check.subject == "reading A" else "supports"
    return [
        {
            "subject": check.subject,
            "route": check.route,
            "outcome": outcome,
            "known": "proved",
            "detail": f"seed {options['seed']}",
            "required": "0",
            "observed": observed,
            "level": 1e-7 if check.route == "numeric" else 0.0,
        }
    ]


def fingerprint(claim, options):
    text = f"{claim} {options['seed']} {options['profile']} {os.environ.get('TOY_VERSION', '1')}"
    return hashlib.sha256(text.encode()).hexdigest()


def _verdict(claim, evidence):
    outcomes = [e["outcome"] for e in evidence]
    if len(outcomes) < 3 or set(outcomes) - {"supports", "refutes"}:
        bad = [e["detail"] for e in evidence if e["outcome"] not in {"supports", "refutes"}]
        return "undecided", "; ".join(bad) or "not checked yet"
    if "refutes" in outcomes:
        return "refuted", None
    return ("conditional", None) if claim.endswith("conditional") else ("holds", None)


def conclude(claim, options, evidence):
    if claim.endswith("unconcludable"):
        raise KeyError("conclude raises")
    verdict, reason = _verdict(claim, evidence)
    wrong = verdict in {"refuted", "conditional"}
    record = {
        "id": claim,
        "document": "toys",
        "kind": "mathematical",
        "section": claim.split(".")[1],
        "title": f"the toy called {claim}",
        "statement": "For all $x$, $x = x$.",
        "verdict": verdict,
        "known": None if verdict == "undecided" else "proved",
        "hypothesis": "x is real" if verdict == "conditional" else None,
        "reason": reason,
        "strength": {"killed": 5, "tried": 5, "equivalent": 1, "survivors": []},
        "mutants": [],
        "readings": [
            {
                "label": "A",
                "text": "For all $x$.",
                "literal": True,
                "verdict": verdict,
                "known": "proved",
                "formula": None,
                "reason": None,
            }
        ],
        "setting": ["$x$ real"],
        "evidence": evidence,
        "counterexample": {"data": {"x": "1/5"}, "lhs": "1", "rhs": "2", "text": "x = 1/5: 1 != 2"}
        if wrong
        else None,
        "certificate": None,
        "repair": {"statement": "For all $x$, $x = x$.", "formula": None, "known": "proved"}
        if wrong
        else None,
        "beware": None,
        "sources": ["a source"],
        "seconds": 0.0,
    }
    if wrong:
        record["certificate_document"] = {"claim": claim, "point": {"x": "1/5"}}
    return record
