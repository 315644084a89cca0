"""The page on writing claims is true: its code runs, and its whole claim is decided."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import theorems
from theorems.claim import Claim
from theorems.examination import prove

PAGE = Path(__file__).parents[2] / "docs" / "writing-claims.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_the_page_has_code():
    """A whole claim and its further parts are shown."""
    assert len(BLOCKS) == 3


@pytest.mark.parametrize("block", BLOCKS, ids=["a whole claim", "further parts", "a simulation"])
def test_a_block_runs(block):
    """Each block runs as it stands, with nothing imported beside it."""
    exec(compile(block, str(PAGE), "exec"), {})


def test_the_whole_claim_is_proved():
    """The claim on the page is true, at one parameter and at two."""
    names: dict[str, object] = {}
    exec(compile(BLOCKS[0], str(PAGE), "exec"), names)
    (claim,) = (value for value in names.values() if isinstance(value, Claim))

    assert all(prove(claim.literal.states, claim.literal.given, n).proved for n in (1, 2))


def test_every_word_the_page_lists_exists():
    """The lists of kinds and words name only what `theorems` offers."""
    text = PAGE.read_text(encoding="utf-8")
    words = re.findall(r"^Values:.*?^Numbers", text, flags=re.DOTALL | re.MULTILINE)[0]
    named = set(re.findall(r"`([A-Za-z_]+)(?:\(|`)", words))

    assert {word for word in named if not hasattr(theorems, word)} <= {"T", "inv"}
