"""A claim module that raises is undecided with its exception, and the others are decided as ever."""

from __future__ import annotations

import sys

import pytest

import theorems.claims
from theorems import catalogue, plan

SOUND = """
from theorems import Claim, Equal, Reading, Scalar, setting, symbol
x, y = symbol("x"), symbol("y")
sound = Claim(
    id="{id}",
    section="1", title="A square", statement="$x$", sources=("none",), readings=(
    Reading("A", "as written", Equal((x + y) ** 2, x**2 + 2 * x * y + y**2),
            setting(x=Scalar(), y=Scalar()), literal=True),))
"""
RAISES = "raise RuntimeError('a module that is not well')\n" + SOUND
NOT_PYTHON = SOUND + "\ndef unfinished(\n"
BAD_CHECK = SOUND.replace("x**2 + 2", "symbol('undeclared')(x) + 2")
OPTIONS = {"seed": 7, "profile": "quick"}


@pytest.fixture
def catalogue_at(tmp_path, monkeypatch):
    """A catalogue in a folder of its own: file name → source."""
    folder = tmp_path / "made_for_a_test"

    def write(**files):
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        for name, source in files.items():
            (folder / f"{name}.py").write_text(source.format(id=f"demo.{name}"))
        monkeypatch.setattr(catalogue, "ROOT", tmp_path)
        monkeypatch.setattr(theorems.claims, "__path__", [str(tmp_path)])
        catalogue.entries.cache_clear()

    yield write
    catalogue.entries.cache_clear()
    for name in [name for name in sys.modules if name.startswith("theorems.claims.made_for_a_test")]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("source", "exception"), [(RAISES, "RuntimeError"), (NOT_PYTHON, "SyntaxError"), (BAD_CHECK, "TypeError")]
)
def test_a_module_that_raises_leaves_its_claim_undecided_and_the_others_alone(
    catalogue_at, run, source, exception
):
    """The exception is the reason; the neighbour's claim holds as it would alone."""
    catalogue_at(broken=source, sound=SOUND)

    broken, sound = run("demo.broken", OPTIONS), run("demo.sound", OPTIONS)

    assert broken["verdict"] == "undecided"
    assert exception in broken["reason"]
    assert sound["verdict"] == "holds"


def test_all_claims_are_listed_though_a_module_does_not_load(catalogue_at):
    """Ids and titles are read without importing, so a broken module's claims keep their names."""
    catalogue_at(broken=RAISES, sound=SOUND)

    assert [entry["id"] for entry in plan.catalogue_ids()] == ["demo.broken", "demo.sound"]
    assert {"A square"} == {entry["title"] for entry in plan.catalogue_ids()}


def test_a_check_that_raises_leaves_the_claim_undecided(catalogue_at, run, monkeypatch):
    """A route that raises is evidence of an error, not of anything else."""
    catalogue_at(sound=SOUND)
    honest = plan.run_check

    def raising(check, options):
        if check.route == "enclosure":
            raise ArithmeticError("made to fail")
        return honest(check, options)

    monkeypatch.setattr(plan, "run_check", raising)

    record = run("demo.sound", OPTIONS)

    assert record["verdict"] == "undecided"
    assert record["reason"] == "enclosure: ArithmeticError: made to fail"


def test_two_claims_with_one_id_are_refused(catalogue_at):
    """Ids name one claim each; a second one is an error that says which."""
    catalogue_at(one=SOUND.replace("{id}", "demo.same"), other=SOUND.replace("{id}", "demo.same"))

    with pytest.raises(ValueError, match=r"two claims bear the id 'demo\.same'"):
        catalogue.entries()


def test_an_unknown_claim_is_named(catalogue_at):
    """An id that does not exist is refused by its name."""
    catalogue_at(sound=SOUND)

    with pytest.raises(KeyError, match=r"demo\.missing"):
        catalogue.find("demo.missing")


def test_the_order_of_evidence_does_not_change_a_record(catalogue_at, run):
    """Checks may end in any order: the record is the same."""
    catalogue_at(sound=SOUND)
    evidence = []
    for stage in range(plan.stages("demo.sound")):
        for check in plan.checks("demo.sound", OPTIONS, stage, evidence):
            evidence.extend(plan.run_check(check, OPTIONS))

    there, back = (plan.conclude("demo.sound", OPTIONS, rows) for rows in (evidence, evidence[::-1]))

    assert there == back


def test_a_fingerprint_changes_with_seed_profile_and_source(catalogue_at):
    """What evidence depends on is in its fingerprint, and nothing that changes by itself."""
    catalogue_at(sound=SOUND)
    prints = [plan.fingerprint("demo.sound", o) for o in (OPTIONS, OPTIONS, {**OPTIONS, "seed": 8})]
    catalogue.find("demo.sound").path.write_text(SOUND.format(id="demo.sound") + "# more\n")

    assert prints[0] == prints[1]
    assert len({*prints, plan.fingerprint("demo.sound", OPTIONS)}) == 3
