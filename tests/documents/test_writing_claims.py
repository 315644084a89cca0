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
    """A whole claim, matrices of two sizes, further parts, a fact, a capability and a simulation are shown."""
    assert len(BLOCKS) == 6


NAMES = ["a whole claim", "two sizes", "further parts", "a fact", "a capability", "a simulation"]


@pytest.mark.parametrize("block", BLOCKS, ids=NAMES)
def test_a_block_runs(block):
    """Each block runs as it stands, with nothing imported beside it."""
    exec(compile(block, str(PAGE), "exec"), {})


@pytest.mark.parametrize(("place", "sizes"), [(0, (1, 2)), (3, (1,))], ids=["a whole claim", "a fact"])
def test_a_claim_on_the_page_is_proved(place, sizes):
    """The whole claim is true at one parameter and at two, the fact about a family at its one."""
    names: dict[str, object] = {}
    exec(compile(BLOCKS[place], str(PAGE), "exec"), names)
    (claim,) = (value for value in names.values() if isinstance(value, Claim))

    assert all(prove(claim.literal.states, claim.literal.given, n).proved for n in sizes)


def test_every_word_of_the_table_of_families_exists():
    """Fisher matrices, divergences, curvatures and special functions are words of `theorems`."""
    section = PAGE.read_text(encoding="utf-8").split("## Facts about families")[1].split("\n## ")[0]
    named = set(re.findall(r"`([a-z_]+)(?:\(|`)", section)) - {"fact", "holds", "where"}

    assert {"fisher_of", "kl_of", "curvature_of", "entries", "besseli"} <= named
    assert {word for word in named if not hasattr(theorems, word)} == set()


def test_every_word_the_page_lists_exists():
    """The lists of kinds and words name only what `theorems` offers."""
    text = PAGE.read_text(encoding="utf-8")
    words = re.findall(r"^Values:.*?^Numbers", text, flags=re.DOTALL | re.MULTILINE)[0]
    named = set(re.findall(r"`([A-Za-z_]+)(?:\(|`)", words))

    assert {word for word in named if not hasattr(theorems, word)} <= {"T", "inv"}
