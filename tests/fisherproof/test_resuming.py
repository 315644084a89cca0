"""Killed and interrupted runs: what was decided is kept, and running again goes on."""

import json
import signal

import pytest

from fisherproof.compare import steady_claims

IDS = " ".join(f"toy.{n}.holds" for n in range(8))


@pytest.fixture
def slow(monkeypatch):
    """Eight claims of three checks, each of which takes 0.05 s."""
    monkeypatch.setenv("TOY_IDS", IDS)
    monkeypatch.setenv("TOY_SLOW", "0.05")


def test_a_run_killed_half_way_is_resumed(slow, start, log, until, all_ended):
    """After SIGKILL no worker lives on, no finished check runs again, the record is that of a whole run."""
    killed = start("check", "--jobs", "2")
    until(lambda: len(log.read_text().splitlines()) >= 9)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    before = log.read_text().splitlines()
    until(all_ended)

    resumed = start("check", "--jobs", "2", "--json", "--no-report")
    record = json.loads(resumed.communicate()[0])
    after = log.read_text().splitlines()
    fresh = start("check", "--json", "--no-report", "--ledger", "other.sqlite")
    unbroken = json.loads(fresh.communicate()[0])

    assert resumed.returncode == fresh.returncode == 0
    assert len(before) < 24 <= len(after) <= 26  # at most the two checks that were running have run twice
    assert steady_claims(record) == steady_claims(unbroken)


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_an_interrupted_run_keeps_what_is_decided(options, start, log, until, all_ended):
    """Ctrl-C exits 130, says how far it came, prints no broken JSON, leaves no worker, and is resumable."""
    process = start("check", "--jobs", "2", "--no-report", "--name", "cut", *options)
    until(lambda: len(log.read_text().splitlines()) >= 9)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()

    assert process.returncode == 130
    assert "interrupted: " in err
    assert "Traceback" not in err
    assert not options or not out
    until(all_ended)

    listed = start("list", "runs", "--json")
    (run,) = json.loads(listed.communicate()[0])["runs"]
    assert (run["name"], run["state"]) == ("cut", "interrupted")
    assert f"interrupted: {run['claims']} of 8 claims" in err

    resumed = start("check", "--no-report")
    resumed.communicate()
    assert resumed.returncode == 0
    assert len(log.read_text().splitlines()) <= 26


def test_two_runs_on_one_ledger_do_not_mix(slow, start, log, until):
    """The second one exits 2 and names the first."""
    first = start("check", "--no-report")
    until(log.read_text)
    second = start("check", "--no-report")
    out, err = second.communicate()

    assert second.returncode == 2
    assert f"process {first.pid}, since " in err
    assert not out
    first.communicate()
    assert first.returncode == 0
