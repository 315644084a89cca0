"""Runs: the same record whatever the jobs, nothing done twice, one bad claim spoils no other."""

import json

import pytest

import fisherproof
from fisherproof.compare import steady_claims
from fisherproof.errors import FisherproofError

ENGINE = "toy_engine"


def check(*claims, **options):
    """Check toy claims through the public API."""
    return fisherproof.check(claims, engine=ENGINE, **options)


def verdicts(record):
    """Give each claim's verdict."""
    return {claim["id"].rpartition(".")[2]: claim["verdict"] for claim in record["claims"]}


def test_the_record_does_not_depend_on_the_jobs():
    """One job, three jobs and a run from the ledger give the same bytes, times apart."""
    one = check(jobs=1, ledger=None)
    three = check(jobs=3)
    again = check(jobs=2)

    assert (
        json.dumps(steady_claims(one)) == json.dumps(steady_claims(three)) == json.dumps(steady_claims(again))
    )
    assert verdicts(one) == {"holds": "holds", "refuted": "refuted", "conditional": "conditional"}
    assert [c["id"] for c in one["claims"]] == [
        "toy.1.holds",
        "toy.1.refuted",
        "toy.2.holds",
        "toy.2.conditional",
    ]


def test_the_record_names_how_it_was_made():
    """The header holds seed, profile, versions and selection; the levels of sampling tests are added up."""
    run = check("toy.1.*", seed=11, profile="quick", ledger=None)["run"]

    assert (run["seed"], run["profile"], run["selection"]) == (11, "quick", ["toy.1.*"])
    assert run["versions"].keys() >= {"python", "fisherproof", "sympy", "numpy", "python-flint"}
    assert run["level_sum"] == pytest.approx(2e-7)


def test_nothing_known_is_checked_again(log):
    """A second run with nothing changed runs no check at all."""
    check()
    first = log.read_text()
    check()

    assert len(first.splitlines()) == 12
    assert log.read_text() == first


@pytest.mark.parametrize(
    "change", [{"seed": 8}, {"profile": "quick"}, {"TOY_VERSION": "2"}, {"versions": "x"}]
)
def test_what_evidence_depends_on_makes_it_new(change, log, monkeypatch):
    """Another seed, profile, statement or library version is checked anew; the earlier evidence stays."""
    check("toy.1.holds")
    options = {name: value for name, value in change.items() if name in {"seed", "profile"}}
    with monkeypatch.context() as patch:
        if "TOY_VERSION" in change:
            patch.setenv("TOY_VERSION", "2")
        if "versions" in change:
            patch.setattr("fisherproof.checking.versions", lambda: {"sympy": "99"})
        check("toy.1.holds", **options)
    check("toy.1.holds")

    assert len(log.read_text().splitlines()) == 6


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("hangs", "time limit 1 s"),
        ("bombs", "memory limit 200 MiB"),
        ("raises", "ZeroDivisionError: the claim module\\nraises"),
        ("unconcludable", "KeyError: 'conclude raises'"),
        ("doubled", "two checks of stage 1"),
    ],
)
def test_a_claim_that_fails_is_undecided_with_the_reason_and_the_rest_goes_on(
    behaviour, reason, limits, monkeypatch
):
    """Claims before and after one that hangs, bursts or raises are decided."""
    monkeypatch.setenv("TOY_IDS", f"toy.1.holds toy.1.{behaviour} toy.2.refuted")

    record = check(limits=limits, jobs=2)

    assert verdicts(record) == {"holds": "holds", behaviour: "undecided", "refuted": "refuted"}
    assert reason in record["claims"][1]["reason"]


@pytest.mark.parametrize(("behaviour", "times"), [("kills-itself", 2), ("raises", 0), ("exits", 2)])
def test_a_killed_or_failing_check_is_never_kept(behaviour, times, limits, log, monkeypatch):
    """What a limit ended may succeed on the next try, so it is tried again."""
    monkeypatch.setenv("TOY_IDS", f"toy.1.{behaviour}")
    for _ in range(2):
        check(limits=limits, jobs=2)

    checks = [line.partition(" ")[2] for line in log.read_text().splitlines()]
    assert checks.count(f"toy.1.{behaviour} reading A symbolic") == times


def test_a_claim_without_evidence_is_undecided_and_not_checked_again(log, monkeypatch):
    """Checks with nothing to say are kept like any other, and never amount to a pass."""
    monkeypatch.setenv("TOY_IDS", "toy.1.nothing")

    first = check()
    once = log.read_text()

    assert verdicts(first) == {"nothing": "undecided"}
    assert steady_claims(check()) == steady_claims(first)
    assert log.read_text() == once


def test_a_claim_module_that_raises_on_import_has_a_record_with_its_place(monkeypatch):
    """Document, section and title come from the catalogue where the claim itself has none to give."""
    monkeypatch.setenv("TOY_IDS", "toy.1.unconcludable")

    claim = check(ledger=None)["claims"][0]

    assert (claim["document"], claim["section"]) == ("toys", "1")
    assert claim["strength"] == {"killed": 0, "tried": 0, "equivalent": 0, "survivors": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"seed": -1},
        {"seed": 2**63},
        {"profile": "fast"},
        {"jobs": 0},
        {"name": "12"},
        {"name": "last"},
        {"name": "a/b"},
        {"name": ""},
        {"name": "x.json"},
        {"name": "\x1b"},
        {"ledger": "/proc/nowhere/x"},
    ],
)
def test_an_impossible_argument_is_refused_before_anything_runs(wrong, log):
    """The error is one line with exit code 2, and no check has run."""
    with pytest.raises(FisherproofError) as caught:
        check(**wrong)

    assert caught.value.code == 2
    assert str(caught.value).isprintable()
    assert not log.read_text()


def test_an_engine_that_does_not_import_is_our_fault():
    """A broken installation is exit code 3, with the exception."""
    with pytest.raises(
        FisherproofError, match="importing no_such_engine raised ModuleNotFoundError"
    ) as caught:
        fisherproof.check(engine="no_such_engine", ledger=None)

    assert caught.value.code == 3


def test_a_catalogue_that_cannot_be_read_is_our_fault(monkeypatch):
    """A claim file that is not Python is exit code 3, with the exception."""
    monkeypatch.setenv("TOY_IDS", "unreadable")

    with pytest.raises(FisherproofError, match="SyntaxError: a claim file is not Python") as caught:
        check(ledger=None)

    assert caught.value.code == 3


def test_a_claim_id_that_is_no_file_name_gets_no_certificate():
    """No id writes outside of the output folder."""
    from fisherproof.record import certificate_path

    for hostile in ("../../etc/passwd", ".hidden", "a/b", "x\x00", "é" * 300):
        with pytest.raises(FisherproofError, match="cannot name a file"):
            certificate_path(hostile)
    assert certificate_path("thermo.2.1.kl-remainder") == "certificates/thermo.2.1.kl-remainder.json"
