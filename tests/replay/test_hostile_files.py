"""What is no certificate is unreadable: exit 2 and one line, whatever the file holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import fisherproof
from fisherproof.replay import replay, replay_file

ROOT = Path(fisherproof.__file__).parents[1]
ONE = ["num", "", "1"]
FILES = {
    "empty": b"",
    "zeros": b"\0" * 100,
    "random bytes": bytes(range(256)) * 9,
    "text": b"this is not JSON",
    "half a certificate": b'{"schema": 1, "claim": "demo"',
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "an empty object": b"{}",
    "deep lists": b"[" * 200_000 + b"]" * 200_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "huge": b" " * 2_000_001,
    "another schema": b'{"schema": 99}',
}
STATEMENTS = {
    "a text": "eq",
    "null": None,
    "a number": 7,
    "an object": {"eq": 1},
    "an empty list": [],
    "no arguments": ["eq", "", None],
    "an unknown relation": ["frobnicate", "", None, ONE, ONE],
    "an unknown operator": ["eq", "", None, ["__import__", "os", None], ONE],
    "an operator that is a list": [["eq"], "", None, ONE, ONE],
    "an undefined symbol": ["eq", "", None, ["var", "nowhere", None], ONE],
    "a name that is a list": ["eq", "", None, ["var", ["x"], None], ONE],
    "a number that is none": ["eq", "", None, ["num", "", "one"], ONE],
    "a float": ["eq", "", None, ["num", "", 0.5], ONE],
    "a number called": ["eq", "", None, ["call", "x", None, ONE], ONE],
    "a trace of a number": ["eq", "", None, ["trace", "", None, ONE], ONE],
    "a number of 5000 digits": ["eq", "", None, ["num", "", "9" * 5000], ONE],
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_certificate_is_unreadable(tmp_path, content):
    """Exit 2, and one line that names the file."""
    file = tmp_path / "certificate.json"
    file.write_bytes(content)

    code, lines = replay_file(file)

    assert code == 2
    assert len(lines) == 1
    assert str(file) in lines[0]
    assert "\n" not in lines[0]


@pytest.mark.parametrize("place", ["a folder", "nothing"])
def test_what_is_no_file_is_unreadable(tmp_path, place):
    """A folder or a missing file gives exit 2 and one line."""
    path = tmp_path if place == "a folder" else tmp_path / "missing.json"

    code, lines = replay_file(path)

    assert (code, len(lines)) == (2, 1)


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_a_statement_outside_the_grammar_is_unreadable_though_sealed(certificates, resealed, statement):
    """A sealed certificate whose statement does not parse gives exit 2 and one line."""
    code, lines = replay(resealed({**certificates["equation"], "statement": statement}), "file")

    assert (code, len(lines)) == (2, 1)
    assert len(lines[0]) < 300


@pytest.mark.parametrize(
    "change",
    [
        {"n": "two"},
        {"instance": 5},
        {"instance": []},
        {"instance": {"x": {"number": "1"}, "y": {"unknown": "1"}}},
        {"instance": {"x": {"number": "1", "column": ["1"]}, "y": {"number": "1"}}},
        {"instance": {"x": {"number": "one"}, "y": {"number": "1"}}},
        {"instance": {"x": {"number": "1"}}},
        {"definitions": [1]},
        {"definitions": {"d": ["var", "nowhere", None]}},
        {"conditions": 7},
        {"conditions": "eq"},
        {"conditions": [["frobnicate", "", None]]},
    ],
)
def test_a_part_outside_the_grammar_is_unreadable_though_sealed(certificates, resealed, change):
    """Data, definitions and conditions that do not parse give exit 2 and one line."""
    code, lines = replay(resealed({**certificates["equation"], **change}), "file")

    assert (code, len(lines)) == (2, 1)


def test_nesting_is_bounded(certificates, resealed):
    """A statement nested beyond what can be evaluated is unreadable and does not end the program."""
    tree = ONE
    for _ in range(800):
        tree = ["neg", "", None, tree]

    code, lines = replay(
        resealed({**certificates["equation"], "statement": ["eq", "", None, tree, ONE]}), "file"
    )

    assert (code, len(lines)) == (2, 1)


def test_hostile_text_reaches_the_terminal_as_text(certificates, resealed, tmp_path):
    """Escape sequences, line breaks and lone surrogates in a claim's name are not acted upon."""
    hostile = {**certificates["equation"], "claim": "\x1b[31m\ud800\nexit 0\r", "lhs": "\x1b]0;title\x07"}
    file = tmp_path / "certificate.json"
    file.write_text(json.dumps(resealed(hostile)))

    done = subprocess.run(
        [sys.executable, "-m", "fisherproof", "replay", str(file)],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert b"\nexit 0" not in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_damaged_certificate_gets_one_line_on_stderr_and_exit_2(tmp_path):
    """From the command line: nothing on stdout, one line on stderr, exit 2."""
    file = tmp_path / "certificate.json"
    file.write_text('{"schema": 1, "claim"')

    done = subprocess.run(
        [sys.executable, "-m", "fisherproof", "replay", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
