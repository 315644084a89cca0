"""The command line: exit codes, what is printed where, and what it says to bad input."""

import errno
import json
import os
import sys
from pathlib import Path

import pytest

BLOCK = """\
toy.1.refuted   refuted
   literal   For all x.      refuted at x = 1/5: 1 != 2
   repair    For all x, x = x.      proved
   strength  5 of 5      certificate  build/fisherproof/certificates/toy.1.refuted.json
   again     fisherproof check toy.1.refuted --seed 7

1 claim: 1 refuted; levels of the sampling tests sum to 1.0e-07.
"""


@pytest.fixture
def reports(monkeypatch):
    """Reports that only say they were asked for."""
    asked = []

    def write(record, name, output):
        asked.append((name, record))
        return [output / f"report.{name}"]

    monkeypatch.setattr("reports.write", write, raising=False)
    return asked


def test_a_claim_that_does_not_hold_prints_what_a_reader_needs(run):
    """Finding, repair, strength, certificate and the line to run again; standing claims print one line."""
    refuted = run("check", "toy.1.refuted", "--no-report")
    holds = run("check", "toy.1.holds", "--no-report", "--profile", "quick")

    assert refuted == (0, BLOCK, "")
    assert holds.out.splitlines()[0] == "toy.1.holds   holds          proved         5 of 5"


def test_a_conditional_claim_names_its_hypothesis_and_the_profile(run):
    """The hypothesis stands in the block, and a profile other than the default in the line to run again."""
    out = run("check", "toy.2.conditional", "--no-report", "--profile", "quick", "--seed", "3").out

    assert "   holds if  x is real\n" in out
    assert "   again     fisherproof check toy.2.conditional --seed 3 --profile quick\n" in out


def test_lines_come_in_the_order_of_the_catalogue(run):
    """Two runs print the same, whatever finished first."""
    outs = {run("check", "--no-report", "--jobs", jobs, "--ledger", f"{jobs}.sqlite").out for jobs in (1, 3)}

    (out,) = outs
    heads = [line.split()[0] for line in out.splitlines() if line.startswith("toy")]
    assert heads == ["toy.1.holds", "toy.1.refuted", "toy.2.holds", "toy.2.conditional"]
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("ids", "arguments", "code"),
    [
        ("toy.1.holds toy.1.refuted", [], 0),
        ("toy.1.holds toy.1.raises", [], 1),
        ("toy.1.kills-itself", [], 1),
        ("toy.1.holds", ["toy.1.hold"], 2),
        ("toy.1.holds", ["--seed", "x"], 2),
        ("toy.1.holds", ["--seed", "-1"], 2),
        ("toy.1.holds", ["--jobs", "0"], 2),
        ("toy.1.holds", ["--profile", "fast"], 2),
        ("toy.1.holds", ["--no-such-option"], 2),
        ("toy.1.holds", ["--name", "\x1b]0;"], 2),
        ("toy.1.holds", ["--output", "/proc/nowhere"], 2),
        ("toy.1.holds", ["--ledger", "/proc/nowhere/x"], 2),
        ("toy.1.holds", ["--baseline", "missing.json"], 2),
        ("toy.1.holds", ["toy.2.*"], 5),
        (" ", [], 5),
    ],
)
def test_exit_codes_of_check(ids, arguments, code, run, monkeypatch):
    """0 all decided, 1 something undecided, 2 usage, 5 nothing selected; usage is one printable line."""
    monkeypatch.setenv("TOY_IDS", ids)

    result = run("check", "--no-report", *arguments)

    assert result.code == code
    if code > 1:
        (line,) = result.err.splitlines()
        assert line.startswith("fisherproof: ")
        assert line.isprintable()
        assert not result.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "pdf"],
        ["report", "html"],
        ["report", "html", "--ledger", "missing"],
        ["nonsense"],
        ["list", "verdicts"],
        ["list", "runs"],
        ["explain"],
        ["explain", "toy.*"],
        ["explain", "x" * 100_000],
        ["compare", "one", "two"],
        ["compare", "one.json", "/dev/null"],
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments, run):
    """An unknown command, format, claim, run or file is explained on stderr, and nothing is written."""
    result = run(*arguments)

    (line,) = result.err.splitlines()
    assert (result.code, result.out) == (2, "")
    assert line.isprintable()
    assert not Path(".fisherproof").exists()


def test_without_a_command_the_commands_are_shown(run):
    """`fisherproof` alone is a usage error that helps; `--help` lists every command."""
    alone = run()
    assert (alone.code, alone.out) == (2, "")
    assert alone.err.startswith("Usage: fisherproof ")
    listed = run("--help")
    assert listed.code == 0
    assert all(
        f"\n  {name} " in listed.out for name in ("check", "compare", "explain", "list", "replay", "report")
    )


def test_json_is_one_object_and_nothing_else(run, reports, monkeypatch):
    """Whatever claims print or do, stdout is one JSON object in the agreed form."""
    monkeypatch.setenv("TOY_IDS", "toy.1.prints toy.1.refuted toy.1.raises")

    result = run("check", "--json")

    record = json.loads(result.out)
    assert result.code == 1
    assert result.err == ""
    assert record.keys() == {"schema", "run", "claims"}
    assert record["run"].keys() >= {"seed", "profile", "versions", "level_sum", "seconds"}
    wanted = [
        "id",
        "document",
        "kind",
        "section",
        "statement",
        "verdict",
        "known",
        "hypothesis",
        "reason",
        "strength",
        "readings",
        "evidence",
        "counterexample",
        "certificate",
        "repair",
        "seconds",
    ]
    assert all(claim.keys() >= set(wanted) for claim in record["claims"])
    assert not any("certificate_document" in claim for claim in record["claims"])
    assert [name for name, _ in reports] == ["markdown", "latex", "html", "json", "junit"]
    assert all(given == record for _, given in reports)


def test_certificates_are_written_and_outdated_ones_removed(run):
    """Each refuted claim has its certificate below the output folder; one that stands no longer has none."""
    stale = Path("out/certificates/toy.1.holds.json")
    stale.parent.mkdir(parents=True)
    stale.write_text("{}")

    run("check", "toy.1.*", "--no-report", "--output", "out")

    certificate = json.loads(Path("out/certificates/toy.1.refuted.json").read_text())
    assert certificate == {"claim": "toy.1.refuted", "point": {"x": "1/5"}}
    assert not stale.exists()


def test_reports_are_rewritten_from_the_ledger(run, reports, log):
    """`report` writes the last or a named run without running a check, certificates included."""
    run("check", "toy.1.*", "--no-report", "--name", "first")
    run("check", "toy.2.holds", "--no-report")
    checks = log.read_text()
    Path("build/fisherproof/certificates/toy.1.refuted.json").unlink()

    last = run("report", "json")
    named = run("report", "all", "--run", "first")

    assert (last.code, last.out) == (0, "build/fisherproof/report.json\n")
    assert len(named.out.splitlines()) == 5
    assert [c["id"] for c in reports[0][1]["claims"]] == ["toy.2.holds"]
    assert [c["id"] for c in reports[1][1]["claims"]] == ["toy.1.holds", "toy.1.refuted"]
    assert Path("build/fisherproof/certificates/toy.1.refuted.json").exists()
    assert log.read_text() == checks


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, 3), (errno.EROFS, 2), (errno.EACCES, 2)])
def test_a_report_that_cannot_be_written_is_explained(number, code, run, monkeypatch):
    """A full disk is 3, a read-only folder 2, both with the path; the run is in the ledger all the same."""

    def write(record, name, output):
        raise OSError(number, os.strerror(number), str(output / "report.html"))

    monkeypatch.setattr("reports.write", write, raising=False)
    result = run("check")

    assert result.code == code
    assert "build/fisherproof/report.html" in result.err
    assert len(json.loads(run("list", "runs", "--json").out)["runs"]) == 1


def test_a_fault_of_ours_is_exit_code_3(run, monkeypatch):
    """A programming error shows where it happened and asks for a report."""
    monkeypatch.setattr("reports.write", lambda *_: 1 / 0, raising=False)

    result = run("check")

    assert result.code == 3
    assert result.err.splitlines()[-1].startswith("fisherproof: this is a fault of fisherproof")


def test_a_damaged_ledger_is_set_aside_with_a_warning(run):
    """The run goes on and is decided."""
    Path(".fisherproof").mkdir()
    Path(".fisherproof/ledger.sqlite").write_bytes(b"damaged" * 1000)

    result = run("check", "--no-report")

    assert result.code == 0
    assert result.err.startswith("fisherproof: warning: the ledger .fisherproof/ledger.sqlite is damaged")
    assert len(list(Path(".fisherproof").glob("*.damaged-*"))) == 1


def test_a_verdict_other_than_in_the_baseline_is_exit_code_1(run):
    """The change is named; the same run against its own record is 0."""
    record = run("check", "--json", "--no-report").out
    Path("same.json").write_text(record)
    Path("other.json").write_text(record.replace('"verdict": "holds"', '"verdict": "refuted"', 1))

    same = run("check", "--no-report", "--baseline", "same.json")
    other = run("check", "--no-report", "--baseline", "other.json")

    assert (same.code, same.err) == (0, "")
    assert other.code == 1
    assert other.err == "fisherproof: toy.1.holds was refuted in the baseline and is holds now.\n"


def test_tests_that_may_err_too_often_together_are_exit_code_1(run, monkeypatch):
    """A sum of levels above 1e-4 is an error, however each claim is decided."""
    monkeypatch.setattr("fisherproof.record.LEVEL", 1e-8)

    result = run("check", "--no-report")

    assert result.code == 1
    assert "the levels of the sampling tests sum to 4.0e-07" in result.err


def test_compare_tells_what_changed(run):
    """Runs by name, by number and from files; 0 for nothing changed, 1 otherwise."""
    record = run("check", "--json", "--no-report", "--name", "one").out
    run("check", "--no-report")
    Path("other.json").write_text(record.replace('"verdict": "holds"', '"verdict": "undecided"', 1))

    same = run("compare", "one", "2")
    changed = run("compare", "one", "other.json")
    as_json = run("compare", "one", "./other.json", "--json")

    assert same == (0, "0 changes.\n", "")
    assert (changed.code, changed.out) == (1, "toy.1.holds   verdict: holds -> undecided\n1 change.\n")
    assert json.loads(as_json.out)["changes"] == [
        {"claim": "toy.1.holds", "what": "verdict", "old": "holds", "new": "undecided"}
    ]


def test_list_shows_claims_families_and_kernels(run):
    """Each kind is listed with a title, and as JSON."""
    claims = run("list")
    listed = {
        kind: json.loads(run("list", kind, "--json").out)[kind] for kind in ("claims", "families", "kernels")
    }

    assert claims.out.splitlines()[1] == "toy.1.refuted       1   the toy called toy.1.refuted"
    assert listed["claims"][0].keys() == {"id", "document", "kind", "section", "title"}
    assert {"bernoulli", "normal"} <= {family["name"] for family in listed["families"]}
    assert "fisher" in {kernel["name"] for kernel in listed["kernels"]}
    assert all(item["title"] for kind in ("families", "kernels") for item in listed[kind])


def test_explain_shows_a_claim_before_and_after_it_is_checked(run):
    """Statement and readings are always there, evidence once there is some."""
    before = run("explain", "toy.1.refuted").out
    run("check", "toy.1.refuted", "--no-report")
    run("check", "toy.1.holds", "--no-report")
    after = run("explain", "toy.1.refuted").out
    as_json = json.loads(run("explain", "toy.1.refuted", "--json").out)

    assert before.startswith("toy.1.refuted   not checked yet\n")
    assert "For all x, x = x." in before
    assert "evidence" not in before
    assert after.startswith("toy.1.refuted   refuted\n   literal ")
    rows = after.partition("\nevidence\n")[2].splitlines()
    assert rows[0].split() == ["for,", "route", "required", "observed", "outcome"]
    assert rows[1].startswith("   reading A, symbolic  0 ")
    assert rows[1].endswith("  refutes (proved)")
    assert "\ncounterexample\n   x           1/5\n" in after
    assert as_json["claim"]["verdict"] == "refuted"


def test_a_hostile_id_in_a_record_cannot_drive_the_terminal(run, tmp_path):
    """Control characters from a file are shown escaped."""
    claim = {"id": "\x1b[2J\x07", "verdict": "holds\x1b[31m"}
    for name, claims in (("a.json", [claim]), ("b.json", [])):
        Path(name).write_text(json.dumps({"schema": 1, "claims": claims}))

    result = run("compare", "a.json", "b.json")

    assert result.out == "\\x1b[2J\\x07   removed (holds\\x1b[31m)\n1 change.\n"


def test_replay_passes_on_the_verdict_of_the_replayer(run, monkeypatch):
    """0 and 1 print on stdout, 2 on stderr, and --json says what was found."""
    answers = {
        "good.json": (0, ["confirmed"]),
        "bad.json": (1, ["differs\x1b"]),
        "odd.json": (2, ["unreadable"]),
    }
    replayer = type(sys)("fisherproof.replay")
    replayer.replay_file = lambda path: answers[str(path)]
    monkeypatch.setitem(sys.modules, "fisherproof.replay", replayer)

    assert run("replay", "good.json") == (0, "confirmed\n", "")
    assert run("replay", "bad.json") == (1, "differs\\x1b\n", "")
    assert run("replay", "odd.json") == (2, "", "unreadable\n")
    assert json.loads(run("replay", "bad.json", "--json").out)["confirmed"] is False
