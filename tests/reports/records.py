"""Records for the tests of reports.

Every record here is put together by hand, so the verdicts in it say nothing about any document: ``demo`` is
no document of ours.  They may be replaced by records made by running small statements, once there is a
runner: the tests only need a record in which every verdict, every route outcome and every optional field
occurs.
"""

from __future__ import annotations

import copy
from typing import Any

Record = dict[str, Any]

VERDICT_WORDS = (
    "holds",
    "conditional",
    "refuted",
    "ill-posed",
    "definition",
    "supported",
    "contradicted",
    "demonstrated",
    "undecided",
    "conflict",
)


def run() -> Record:
    """The part of a record that says how it came about."""
    return {
        "seed": 7,
        "profile": "default",
        "versions": {"fisherproof": "0.1.0", "python": "3.11.9", "sympy": "1.14.0"},
        "level_sum": 2e-7,
        "seconds": 12.345,
        "started": "2026-01-02T03:04:05Z",
        "selection": ["demo.*"],
        "jobs": 2,
    }


def bare(name: str, verdict: str, **more: Any) -> Record:
    """A claim with nothing but what a record must hold."""
    return {
        "id": name,
        "document": "demo",
        "kind": "mathematical",
        "section": "1.1",
        "statement": "$F=L-TS$",
        "verdict": verdict,
        **more,
    }


def evidence(subject: str, route: str, outcome: str = "supports", **more: Any) -> Record:
    """What one route found."""
    return {
        "subject": subject,
        "route": route,
        "outcome": outcome,
        "known": None,
        "detail": "",
        "required": "",
        "observed": "",
        "seconds": 0.01,
        **more,
    }


def holding() -> Record:
    """A claim with every field a claim that holds may have."""
    return bare(
        "demo.metric-transform",
        "holds",
        title="the metric transforms with the Jacobian: I_η = Jᵀ I_θ J",
        section="2.2 step 2",
        statement=r"$I_F(\eta)=(\partial\theta/\partial\eta)^\top I_F(\theta)(\partial\theta/\partial\eta)$",
        known="proved",
        setting=[
            "any regular family $p(x|\\theta)$, $\\theta\\in\\mathbb R^n$",
            "any diffeomorphism $\\theta=\\theta(\\eta)$",
        ],
        readings=[
            {
                "label": "B",
                "text": "One dimension only.",
                "literal": False,
                "verdict": "holds",
                "known": "proved",
            },
            {
                "label": "A",
                "text": "Every chart, every $n$; $J=\\partial\\theta/\\partial\\eta$.",
                "literal": True,
                "verdict": "holds",
                "known": "proved",
                "formula": r"I_\eta=J^\top I_\theta J,\quad J="
                r"\begin{pmatrix}\partial_1\theta_1&\partial_2\theta_1\\"
                r"\partial_1\theta_2&\partial_2\theta_2\end{pmatrix}",
            },
        ],
        evidence=[
            evidence(
                "reading A",
                "numeric",
                known="agrees",
                required="both sides agree to 12 digits at 3 generic points",
                observed="14.2 digits at the worst of 3 points",
            ),
            evidence(
                "reading A",
                "symbolic",
                known="proved",
                required="$I_\\eta-J^\\top I_\\theta J=0$",
                observed="residual 0 after chain rule, expand",
                detail="rechecked by python-flint polynomials",
            ),
            evidence(
                "mutants", "symbolic", required="each is refuted", observed="5 of 5 refuted, 1 equivalent"
            ),
        ],
        strength={"killed": 5, "tried": 5, "equivalent": 1, "survivors": []},
        mutants=[
            {
                "operator": "transpose",
                "text": "$I_\\eta=J I_\\theta J^\\top$",
                "outcome": "refuted",
                "detail": "polar chart",
            },
            {
                "operator": "inverse",
                "text": "$I_\\eta=J^{-1}I_\\theta J$",
                "outcome": "refuted",
                "detail": "Exp-rate",
            },
            {
                "operator": "swap",
                "text": "$I_\\eta^\\top=J^\\top I_\\theta J$",
                "outcome": "equivalent",
                "detail": "$I$ is symmetric",
            },
        ],
        beware="An isotropic metric hides the transpose.",
        sources=["[AmariNagaoka2000] sec. 2.2, eq. (2.5)"],
        seconds=0.42,
    )


def refuted() -> Record:
    """A claim with a counterexample, a certificate and a repair."""
    return bare(
        "demo.kl-symmetric",
        "refuted",
        title="KL is symmetric",
        section="2.1 step 1",
        statement="$KL(p\\|q)=KL(q\\|p)$ for all $p$, $q$",
        known="enclosed",
        readings=[
            {
                "label": "A",
                "text": "For every pair $p,q$.",
                "literal": True,
                "verdict": "refuted",
                "known": "enclosed",
            },
            {
                "label": "B",
                "text": "To second order.",
                "literal": False,
                "verdict": "holds",
                "known": "proved",
            },
        ],
        evidence=[
            evidence(
                "reading A",
                "enclosure",
                "refutes",
                known="enclosed",
                required="the ball of the difference contains 0",
                observed="[-0.0304 +/- 5e-31]",
                detail="110 bits",
            ),
            evidence(
                "repair",
                "symbolic",
                known="proved",
                required="order 3",
                observed="order 3, coefficient $-T/6$",
            ),
        ],
        counterexample={
            "data": {"family": "Bernoulli", "p": "1/5", "q": "1/2", "$\\theta$": "$(\\tfrac15,\\tfrac12)$"},
            "lhs": "0.1927",
            "rhs": "0.2231",
            "text": "Bernoulli with p = 1/5, q = 1/2: 0.1927 ≠ 0.2231",
        },
        certificate="certificates/demo.kl-symmetric.json",
        repair={
            "statement": "the two differ by a term of third order",
            "formula": "KL(p\\|q)-KL(q\\|p)=O(\\|d\\theta\\|^3)",
            "known": "proved",
        },
        strength={"killed": 9, "tried": 9, "equivalent": 0, "survivors": []},
        seconds=0.2,
    )


def every_verdict() -> Record:
    """A record in which each verdict, each outcome and each optional field occurs."""
    told = [
        holding(),
        refuted(),
        bare(
            "demo.remainder",
            "conditional",
            section="2.1 step 1",
            title="the remainder is O(‖dθ‖³)",
            hypothesis="three derivatives of $\\log p$ are dominated",
            statement="$KL-\\tfrac12d\\theta^\\top I_Fd\\theta=O(\\|d\\theta\\|^3)$",
        ),
        bare(
            "demo.rate",
            "ill-posed",
            section="3.2 step 1",
            title="dI/dt = −tr(I_F θ̇)",
            statement="$dI/dt=-\\mathrm{tr}(I_F\\dot\\theta)$",
            reason="the trace of a column: $I_F\\dot\\theta$ has shape $(n,1)$",
            evidence=[
                evidence(
                    "reading A",
                    "types",
                    "refutes",
                    required="a square matrix under tr",
                    observed="shape (n, 1)",
                )
            ],
        ),
        bare("demo.entropy", "definition", section="1.2", statement="$S(\\theta)=-\\int p\\log p\\,dx$"),
        bare("demo.faster", "supported", section="5.1", kind="empirical", statement="it needs fewer steps"),
        bare(
            "demo.always",
            "contradicted",
            section="5.1",
            kind="historical",
            statement="it was first",
            reason="an earlier paper",
        ),
        bare(
            "demo.sampler",
            "demonstrated",
            section="5.2",
            kind="capability",
            statement="it draws from the law",
        ),
        bare(
            "demo.hung",
            "undecided",
            section="10.1",
            statement="$\\lim_{t\\to\\infty}\\theta(t)=\\theta^*$",
            reason="time limit: symbolic was killed after 20 s",
            evidence=[
                evidence("reading A", "symbolic", "killed", detail="time limit"),
                evidence("reading A", "numeric", "undecided", detail="cannot tell"),
                evidence("reading A", "property", "error", detail="ValueError: no point in the domain"),
            ],
            strength={"killed": 1, "tried": 2, "equivalent": 0, "survivors": ["$\\theta(t)\\to-\\theta^*$"]},
            mutants=[
                {
                    "operator": "sign",
                    "text": "$\\theta(t)\\to-\\theta^*$",
                    "outcome": "survived",
                    "detail": "",
                }
            ],
        ),
        bare(
            "demo.torn",
            "conflict",
            section="4.1",
            statement="$a=b$",
            reason="symbolic proves it, numeric differs",
        ),
    ]
    return record(*told)


def record(*claims: Record) -> Record:
    """A record of these claims."""
    return {"schema": 1, "run": run(), "claims": copy.deepcopy(list(claims))}
