"""The ledger keeps what is known, survives what happens to files, and overwrites nothing it cannot read."""

import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from fisherproof.errors import FisherproofError
from fisherproof.ledger import open_ledger, open_to_read
from fisherproof.ledger.lock import lock_file
from fisherproof.ledger.store import COMPLETE, INTERRUPTED

PATH = Path("folder/ledger.sqlite")
CHECK = ("toy.1.holds", "reading A", "symbolic")
EVIDENCE = [{"outcome": "supports", "detail": "é ∥ \x1b"}]
HEADER = {"started": "2026-01-01T00:00:00+00:00", "seed": 7}


def refuse(message):
    """Stand in for a warning that must not come."""
    raise AssertionError(message)


def claim(name, verdict="holds"):
    """Give the least that a ledger asks of a claim's record."""
    return {"id": name, "verdict": verdict, "evidence": EVIDENCE}


def written():
    """Make a ledger with one piece of evidence and one complete run, and give its bytes."""
    with open_ledger(PATH, warn=refuse) as ledger:
        ledger.keep("key", CHECK, EVIDENCE)
        record = {"run": HEADER, "claims": [claim("toy.1.holds")]}
        ledger.end(ledger.begin("first", HEADER), COMPLETE, record)
    return PATH.read_bytes()


def test_evidence_is_found_again():
    """What was kept under a key is there at the next opening, and only under that key."""
    written()

    with open_ledger(PATH, warn=refuse) as ledger:
        assert ledger.evidence("key") == {CHECK: EVIDENCE}
        assert ledger.evidence("other key") == {}


def test_a_run_is_found_by_name_by_number_and_as_the_last():
    """A name stands for its newest run; an interrupted run is not the last one unless asked for."""
    written()
    with open_ledger(PATH, warn=refuse) as ledger:
        for name, state, verdict in (("first", COMPLETE, "refuted"), ("cut", INTERRUPTED, "undecided")):
            record = {"run": HEADER, "claims": [claim("toy.1.holds", verdict)]}
            ledger.end(ledger.begin(name, HEADER), state, record)
        ledger.begin("killed", HEADER)

    with open_to_read(PATH) as ledger:
        verdicts = {
            name: ledger.record(name)["claims"][0]["verdict"] for name in ("first", "1", "cut", "last")
        }
        verdicts[None] = ledger.record()["claims"][0]["verdict"]
        states = [run.state for run in ledger.runs()]

    assert verdicts == {
        "first": "refuted",
        "1": "holds",
        "cut": "undecided",
        "last": "refuted",
        None: "refuted",
    }
    assert states == ["complete", "complete", "interrupted", "running"]


def test_an_unknown_run_is_named_with_its_nearest():
    """Asking for a run that is not there suggests one that is."""
    written()

    with (
        open_to_read(PATH) as ledger,
        pytest.raises(FisherproofError, match="no run 'frist'; did you mean first"),
    ):
        ledger.record("frist")


def test_a_run_without_changes_adds_no_records():
    """A claim's record is stored once, however many runs share it."""
    written()
    written()

    with sqlite3.connect(PATH) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("runs", "records")
        ]
    connection.close()
    assert counts == [2, 1]


def tamper(data):
    """Ways a ledger may be damaged: (how, the bytes it becomes)."""
    middle = data.index(b'"supports"')
    return {
        "header": b"not a database, whatever it was" + data[31:],
        "cut short": data[: len(data) // 2],
        "one letter of the evidence": data[: middle + 1] + b"r" + data[middle + 2 :],
        "a page of noise": data[:4096] + bytes(range(256)) * 16 + data[8192:],
    }


@pytest.mark.parametrize("how", ["header", "cut short", "one letter of the evidence", "a page of noise"])
def test_a_damaged_ledger_is_set_aside_untouched(how):
    """The damaged bytes are kept under another name, a warning says where, and a new ledger is begun."""
    damaged = tamper(written())[how]
    PATH.write_bytes(damaged)
    warnings = []

    with open_ledger(PATH, warn=warnings.append) as ledger:
        assert ledger.evidence("key") == {}

    (aside,) = PATH.parent.glob("ledger.sqlite.damaged-*")
    assert aside.read_bytes() == damaged
    assert len(warnings) == 1
    assert str(aside) in warnings[0]
    with open_ledger(PATH, warn=refuse):
        pass


def test_ledgers_damaged_in_the_same_second_do_not_overwrite_each_other():
    """Setting aside picks a name that nobody has."""
    for content in (b"first" * 100, b"second" * 100):
        PATH.parent.mkdir(exist_ok=True)
        PATH.write_bytes(content)
        with open_ledger(PATH, warn=lambda _: None):
            pass

    kept = {
        aside.read_bytes()
        for aside in PATH.parent.glob("*.damaged-*")
        if not aside.name.endswith(("wal", "shm"))
    }
    assert kept == {b"first" * 100, b"second" * 100}


def test_an_empty_file_becomes_a_ledger():
    """A file made by `touch` or `mktemp` is no damaged ledger."""
    PATH.parent.mkdir()
    PATH.touch()

    with open_ledger(PATH, warn=refuse) as ledger:
        ledger.keep("key", CHECK, EVIDENCE)


def test_the_database_of_another_program_is_left_alone():
    """A wrong --ledger does not cost anybody their data."""
    PATH.parent.mkdir()
    connection = sqlite3.connect(PATH)
    connection.execute("CREATE TABLE accounts (owner TEXT)")
    connection.commit()
    connection.close()
    before = PATH.read_bytes()

    with pytest.raises(FisherproofError, match="of another program"), open_ledger(PATH, warn=refuse):
        pass

    assert PATH.read_bytes() == before


def test_a_ledger_of_a_later_version_is_left_alone():
    """What a newer fisherproof wrote is neither read wrongly nor set aside."""
    written()
    connection = sqlite3.connect(PATH)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(FisherproofError, match="has schema 99"), open_ledger(PATH, warn=refuse):
        pass


def test_a_second_run_on_one_ledger_is_refused_and_told_who_holds_it():
    """The refusal names the process and since when; the first run goes on."""
    with open_ledger(PATH, warn=refuse) as first:
        who = r"process \d+, since 20\d\d-.*--ledger"
        with pytest.raises(FisherproofError, match=who) as caught, open_ledger(PATH, warn=refuse):
            pass
        first.keep("key", CHECK, EVIDENCE)

    assert caught.value.code == 2


def test_a_lock_that_does_not_say_who_holds_it_still_refuses():
    """A lock file with foreign content is no way in."""
    with open_ledger(PATH, warn=refuse):
        lock_file(PATH).write_bytes(b"\xff[[[")
        with pytest.raises(FisherproofError, match="another run"), open_ledger(PATH, warn=refuse):
            pass


def test_the_lock_ends_with_its_holder():
    """A run killed with SIGKILL leaves no lock behind."""
    script = f"""
import sys; sys.path[:] = {sys.path!r}
from pathlib import Path
from fisherproof.ledger import open_ledger
with open_ledger(Path({str(PATH.resolve())!r}), warn=print):
    print("open", flush=True)
    sys.stdin.read()
"""
    holder = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "open\n"

    holder.kill()
    holder.communicate()

    with open_ledger(PATH, warn=refuse):
        pass


def test_runs_can_be_read_while_a_run_writes():
    """A report does not wait for a run, nor disturb it."""
    written()

    with open_ledger(PATH, warn=refuse) as writer, open_to_read(PATH) as reader:
        writer.keep("key", CHECK, [])
        assert reader.record("first")["claims"][0]["id"] == "toy.1.holds"


@pytest.mark.parametrize(
    "path", ["/proc/nowhere/ledger.sqlite", "file/ledger.sqlite", "/proc/self/cmdline", "."]
)
def test_a_place_that_takes_no_ledger_is_named(path):
    """A read-only folder, a file for a folder, a file that is no regular one: exit code 2 with the path."""
    Path("file").write_text("not a folder")

    with pytest.raises(FisherproofError) as caught, open_ledger(Path(path), warn=refuse):
        pass

    assert caught.value.code == 2
    assert path.removesuffix("/ledger.sqlite") in str(caught.value)


def test_a_full_disk_is_reported_and_the_ledger_is_as_it_was():
    """A write that finds no room ends with exit code 3 and the path; what was kept before is still there."""
    written()
    size = PATH.stat().st_size
    _, ceiling = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, ceiling))
    try:
        with pytest.raises(FisherproofError) as caught, open_ledger(PATH, warn=refuse) as ledger:
            ledger.keep("large", CHECK, [{"detail": "x" * 100_000}])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ceiling, ceiling))

    assert caught.value.code == 3
    assert "cannot use the ledger folder/ledger.sqlite" in str(caught.value)
    with open_ledger(PATH, warn=refuse) as ledger:
        assert ledger.evidence("key") == {CHECK: EVIDENCE}
        assert ledger.evidence("large") == {}


def test_a_ledger_that_is_missing_or_damaged_cannot_be_read():
    """Reading neither makes a ledger nor moves one."""
    with pytest.raises(FisherproofError, match="there is no ledger at"), open_to_read(PATH):
        pass
    PATH.parent.mkdir()
    PATH.write_bytes(b"damaged" * 1000)
    with pytest.raises(FisherproofError), open_to_read(PATH) as ledger:
        ledger.record()

    assert [path.name for path in PATH.parent.iterdir()] == ["ledger.sqlite"]
