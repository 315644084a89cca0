"""Certificates replay; a change of any datum, statement, definition or hash makes them fail."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest

import fisherproof
from fisherproof.replay import replay, replay_file
from theorems import Equal, Greater, symbol

ROOT = Path(fisherproof.__file__).parents[1]
x, y = symbol("x"), symbol("y")


def leaves(data, path=()):
    """Every path to a text, number, truth value or null in nested data."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*path, index))
    else:
        yield path


def changed(certificate, path):
    """A copy with the leaf at a path changed into another of its type."""
    copied = copy.deepcopy(certificate)
    place = copied
    for key in path[:-1]:
        place = place[key]
    value = place[path[-1]]
    other = {bool: lambda: not value, int: lambda: value + 1, str: lambda: value + "1"}
    place[path[-1]] = other.get(type(value), lambda: "1")()
    return copied


def test_a_certificate_replays(certificates, kind):
    """What the engine refuted is false again by code of its own."""
    code, lines = replay(certificates[kind], "file")

    assert code == 0, lines
    assert "confirmed" in lines[0]
    assert certificates[kind]["statement_sha256"][:12] in lines[0]
    assert certificates[kind]["claim"] in lines[1]


def test_every_kind_of_certificate_is_covered(certificates):
    """Points, orders and implications are among the samples."""
    assert {"point", "order", "implication"} == {certificate["kind"] for certificate in certificates.values()}


def test_any_changed_leaf_breaks_the_seal(certificates, kind):
    """Whichever number, name or text of a certificate is changed, it is not confirmed."""
    certificate = certificates[kind]
    paths = list(leaves(certificate))

    codes = {path: replay(changed(certificate, path), "file")[0] for path in paths}

    assert len(paths) > 15
    assert {path for path, code in codes.items() if code == 0} == set()


def test_a_removed_field_is_not_confirmed(certificates, kind, tmp_path):
    """Without any one of its fields a certificate is unreadable or unsealed."""
    for field in certificates[kind]:
        file = tmp_path / "certificate.json"
        file.write_text(json.dumps({k: v for k, v in certificates[kind].items() if k != field}))

        assert replay_file(file)[0] in (1, 2)


def test_a_statement_made_true_is_not_confirmed_though_sealed_again(certificates, resealed):
    """A forger who replaces the statement by a true one and seals it again gets exit 1."""
    twins = {
        "equation": Equal(x * y, y * x),
        "inequality": Greater(x * x + 1, 0 * x),
        "condition": Greater(x, y),
        "definition": Equal(symbol("d"), x * x),
    }
    for kind, twin in twins.items():
        forged = resealed({**certificates[kind], "statement": twin.to_json()})

        assert replay(forged, "file")[0] == 1


def test_data_at_which_the_statement_is_true_are_not_confirmed_though_sealed_again(certificates, resealed):
    """At x = y = 1 the equation xy = y is true, and x ≥ y too: exit 1."""
    one = {"number": "1"}
    for kind in ("equation", "inequality", "definition"):
        instance = dict.fromkeys(certificates[kind]["instance"], one)

        assert replay(resealed({**certificates[kind], "instance": instance}), "file")[0] == 1


def test_a_changed_definition_is_judged_as_changed(certificates, resealed):
    """With d := x instead of d := x², d = x is true: exit 1."""
    forged = resealed({**certificates["definition"], "definitions": {"d": x.to_json()}})

    assert replay(forged, "file")[0] == 1


def test_definitions_are_read_in_any_order(certificates, resealed):
    """A file may keep definitions sorted by name: one that stands before what it mentions is read all the same."""
    twice = {"a": (symbol("z") * symbol("z")).to_json(), "z": (x + 3).to_json()}
    statement = Equal(symbol("a"), (x + 3) ** 2 + 1).to_json()
    forged = resealed({**certificates["definition"], "definitions": twice, "statement": statement})
    true = resealed({**forged, "statement": Equal(symbol("a"), (x + 3) ** 2).to_json()})

    assert (replay(forged, "file")[0], replay(true, "file")[0]) == (0, 1)


def test_definitions_that_go_round_in_a_circle_are_unreadable(certificates, resealed):
    """a := z + 1 with z := a − 1 defines nothing: exit 2."""
    circle = {"a": (symbol("z") + 1).to_json(), "z": (symbol("a") - 1).to_json()}

    code, lines = replay(resealed({**certificates["definition"], "definitions": circle}), "file")

    assert (code, len(lines)) == (2, 1)
    assert "circle" in lines[0]


def test_an_instance_outside_the_conditions_is_not_confirmed(certificates, resealed):
    """The condition x > y binds the data: with x < y the inequality of x and y refutes nothing."""
    instance = {"x": {"number": "1"}, "y": {"number": "2"}}

    code, lines = replay(resealed({**certificates["condition"], "instance": instance}), "file")

    assert code == 1
    assert "conditions" in lines[0]


def test_a_competitor_off_the_level_is_not_confirmed(certificates, resealed):
    """A competitor must lie on the candidate's level: a far better point elsewhere refutes nothing."""
    certificate = certificates["optimum on a level"]
    forged = resealed({**certificate, "competitor": [str(10**6)] * len(certificate["competitor"])})

    assert replay(forged, "file")[0] == 1


def test_the_candidate_is_no_competitor_of_itself(certificates, resealed):
    """Against uniqueness the tie must be another point."""
    forged = resealed({**certificates["uniqueness"], "competitor": ["0", "0"]})

    assert replay(forged, "file")[0] == 1


def test_a_weaker_order_is_not_confirmed(certificates, resealed):
    """L(θ + hu) − L(θ) = O(h) is true, so the certificate against O(h²) says nothing of it."""
    statement = copy.deepcopy(certificates["O"]["statement"])
    statement[2] = "1"

    assert replay(resealed({**certificates["O"], "statement": statement}), "file")[0] == 1


def test_a_false_premise_is_not_confirmed(certificates, resealed):
    """Where the premise fails, an implication is not refuted."""
    instance = {"x": {"number": "1"}, "y": {"number": "2"}}

    assert replay(resealed({**certificates["implication"], "instance": instance}), "file")[0] == 1


def test_the_hash_is_the_engines_own(certificates, kind):
    """The statement's hash in a certificate is the digest of its term."""
    from theorems.term import from_json

    assert certificates[kind]["statement_sha256"] == from_json(certificates[kind]["statement"]).digest


def test_replaying_needs_neither_the_verifier_nor_sympy(certificates, tmp_path):
    """A process that replays from the command line has loaded none of them, and still confirms."""
    file = tmp_path / "certificate.json"
    file.write_text(json.dumps(certificates["irregular model"]))
    program = (
        "import sys; from fisherproof.cli import main\n"
        "try: main(['replay', sys.argv[1]])\n"
        "except SystemExit as done: code = done.code or 0\n"
        "else: code = 0\n"
        "rooms = {'theorems', 'derivations', 'numeric', 'sympy', 'numpy', 'z3', 'mpmath', 'hypothesis'}\n"
        "print(sorted(rooms & set(sys.modules)), code)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.stdout.splitlines()[-1] == "[] 0", done.stderr


@pytest.mark.parametrize(("change", "code"), [("", 0), ("0", 1)])
def test_the_exit_code_of_the_command_says_what_was_decided(certificates, tmp_path, change, code):
    """`fisherproof replay` exits 0 for a confirmed certificate and 1 for a changed one."""
    certificate = copy.deepcopy(certificates["equation"])
    certificate["instance"]["x"]["number"] += change
    file = tmp_path / "certificate.json"
    file.write_text(json.dumps(certificate))

    done = subprocess.run(
        [sys.executable, "-m", "fisherproof", "replay", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert code == done.returncode
    assert done.stderr == ""
