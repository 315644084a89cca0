"""Selections: what a user types names what is meant, or says what is wrong."""

import pytest

from fisherproof.errors import FisherproofError
from fisherproof.selection import select

IDS = ["toy.0.a", "toy.1.b", "toy.10.c", "toy.2.b"]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ((), IDS),
        (("*",), IDS),
        (("toy.[0-1].*",), ["toy.0.a", "toy.1.b"]),
        (("toy.2.b", "*.b", "toy.0.a"), ["toy.0.a", "toy.1.b", "toy.2.b"]),
        (("toy.?.b",), ["toy.1.b", "toy.2.b"]),
    ],
)
def test_globs_and_ids_select_in_the_order_of_the_catalogue(patterns, expected):
    """Each claim is selected once, in the order of its document, whatever the order of the arguments."""
    assert select(patterns, IDS) == expected


@pytest.mark.parametrize(
    ("pattern", "code", "said"),
    [
        ("toy.0.aa", 2, "did you mean toy.0.a?"),
        ("entirely different", 2, "`fisherproof list claims` shows"),
        ("", 2, "no claim ''"),
        ("TOY.0.A", 2, "no claim 'TOY.0.A'"),
        ("toy.3.*", 5, "no claim matches 'toy.3.*'"),
        ("[", 5, "no claim matches '['"),
        ("[!]*", 5, "no claim matches"),
        ("*" * 50_000 + "z", 5, "(50001 characters)"),
        ("toy.\x1b[2J\n", 5, r"toy.\x1b[2J\n"),
        ("toy.0\x00.a\r", 2, r"toy.0\x00.a\r"),
        ("\udcff.é", 2, r"\udcff.é"),
        ("x" * 1_000_000, 2, "(1000000 characters)"),
    ],
)
def test_what_selects_nothing_is_explained_in_one_printable_line(pattern, code, said):
    """A literal id that does not exist is 2, a pattern that matches nothing 5, whatever the text contains."""
    with pytest.raises(FisherproofError) as caught:
        select((pattern,), IDS)

    assert caught.value.code == code
    assert said in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


def test_one_wrong_name_among_right_ones_stops_the_run():
    """Nothing is dropped silently from a selection."""
    for wrong in ("toy.9.z", "toy.9.*"):
        with pytest.raises(FisherproofError, match=r"toy\.9"):
            select(("toy.0.a", wrong), IDS)


def test_an_empty_catalogue_is_an_error():
    """Zero claims are never a pass."""
    with pytest.raises(FisherproofError) as caught:
        select((), [])

    assert caught.value.code == 5
