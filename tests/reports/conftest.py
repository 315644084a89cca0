"""What the tests of reports share: the records they report, and hostile texts."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "style": "</style><img src=x onerror=alert(1)>",
    "hidden": "\x00\x01\x1b[31m\u202e\ufffe\ud800 end",
    "formula": r"$\text{<b>x</b>}$ $\href{javascript:alert(1)}{x}$ $\mathrm{<i>}$",
    "tex": r"\input{/etc/passwd} \write18{rm} $\input{x}$ ^^5cinput % \end{document}",
    "block": "| a | b |\n\n# head\n```\nfence\n```\n[x]: http://x.y",
    "links": "*b* _i_ [l](javascript:x) <https://x.y> http://x.y www.x.y @user #12 &lt;",
    "long": "x" * 10_000,
    "letters": "中文 😀 ǆ ẋ̣ é ñ ß İ ė θ̇ᵀI_F⁻¹",
    "template": "{{ 7*7 }} {% for %} ${x}",
    "rule": "- - -",
    "item": "1. one",
    "dollar": "$",
    "dollars": "$$ $a$b$c 1$x$1",
    "ticks": "``` `` `",
    "bracket": "[x] \\",
    "quotes": "\"' ]]> <!-- -->",
    "signs": "& 50% #1 ~ ^ _ { } ff -- ,, << ?` =",
}


@pytest.fixture(scope="session")
def demo() -> dict[str, Any]:
    """The record written by ``make_demo_record``, whose verdicts come from a run; it is not to be changed."""
    made: dict[str, Any] = json.loads(
        Path(__file__).with_name("demo_record.json").read_text(encoding="utf-8")
    )
    return made


@pytest.fixture
def record(demo: dict[str, Any]) -> dict[str, Any]:
    """A record with every verdict the engine gives, every outcome of a route and every optional field."""
    return copy.deepcopy(demo)


@pytest.fixture(scope="session")
def holding(demo: dict[str, Any]) -> dict[str, Any]:
    """A claim of the demo that holds; it is not to be changed."""
    return next(claim for claim in demo["claims"] if claim["id"] == "demo.metric-transform")


@pytest.fixture(scope="session")
def refuted(demo: dict[str, Any]) -> dict[str, Any]:
    """A claim of the demo with a counterexample, a certificate and a repair; it is not to be changed."""
    return next(claim for claim in demo["claims"] if claim["id"] == "demo.kl-symmetric")


@pytest.fixture(scope="session")
def hostile_texts() -> dict[str, str]:
    """All hostile texts by name."""
    return dict(HOSTILE)


@pytest.fixture(params=sorted(HOSTILE))
def hostile(request: pytest.FixtureRequest) -> str:
    """A text that would do harm if a format did not disarm it."""
    return HOSTILE[request.param]


@pytest.fixture(scope="session")
def poisoned(
    demo: dict[str, Any], holding: dict[str, Any], refuted: dict[str, Any]
) -> Callable[[str], dict[str, Any]]:
    """A record with one text in every field that may hold any text, formulas and names of data included."""

    def make(text: str) -> dict[str, Any]:
        claims = [_poisoned(claim, text) for claim in (refuted, holding)]
        for place, claim in enumerate(claims):
            claim.update(id=f"{text} {place}", document=f"d {text}", section=f"s {text}", kind=f"k {text}")
            claim["readings"][0]["formula"] = text
        claims[0]["counterexample"]["data"] = {text: text}
        drawn = next(claim for claim in demo["claims"] if claim.get("figures"))
        claims[0]["figures"] = _poisoned(drawn["figures"], text)
        poisoned_record: dict[str, Any] = {**copy.deepcopy(demo), "claims": claims}
        poisoned_record["run"].update(
            profile=f"p {text}", started=text, versions={text: text}, selection=[text]
        )
        return poisoned_record

    return make


def _poisoned(value: Any, text: str) -> Any:
    fixed = {"verdict", "known", "outcome", "certificate", "key", "kind", "style", "scale"}
    if isinstance(value, dict):
        return {
            key: copy.deepcopy(inner) if key in fixed else _poisoned(inner, text)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_poisoned(inner, text) for inner in value]
    return text if isinstance(value, str) else value
