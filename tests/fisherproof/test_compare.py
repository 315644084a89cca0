"""Comparing records: times are no change, everything else is."""

import copy
import json

import pytest

import fisherproof
from fisherproof.compare import changed_verdicts, compare_records
from fisherproof.errors import FisherproofError


@pytest.fixture
def record():
    """A record of the four toys."""
    return fisherproof.check(engine="toy_engine", ledger=None)


def test_times_and_the_header_are_no_change(record):
    """Two runs that found the same are the same."""
    later = copy.deepcopy(record)
    later["run"]["started"] = "2030-01-01"
    later["claims"][0]["seconds"] = 99.0
    later["claims"][0]["evidence"][0]["seconds"] = 99.0

    assert compare_records(record, later) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("verdict", "conflict"),
        ("known", "cited"),
        ("statement", "another"),
        ("strength", {}),
        ("evidence", []),
    ],
)
def test_every_other_field_is_a_change(record, field, value):
    """A changed field is named with its old and new value."""
    later = copy.deepcopy(record)
    later["claims"][1][field] = value

    (change,) = compare_records(record, later)

    assert (change.claim, change.what, change.new) == ("toy.1.refuted", field, value)
    assert change.old != value


def test_claims_that_come_and_go_are_changes(record):
    """Added and removed claims are named, with their verdict."""
    fewer = {**record, "claims": record["claims"][1:]}

    assert compare_records(fewer, record) == [("toy.1.holds", "added", None, "holds")]
    assert compare_records(record, fewer) == [("toy.1.holds", "removed", "holds", None)]


def test_only_a_changed_verdict_counts_against_a_baseline(record):
    """New claims and finer evidence are welcome; another verdict is not."""
    later = copy.deepcopy(record)
    later["claims"][0]["known"] = "enclosed"
    assert changed_verdicts({**record, "claims": record["claims"][:2]}, later) == []

    later["claims"][0]["verdict"] = "refuted"
    assert [c.claim for c in changed_verdicts(record, later)] == ["toy.1.holds"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is not JSON"),
        (b"\xff\xfe", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"[]", 'it has no list "claims"'),
        (b'{"claims": 7}', 'it has no list "claims"'),
        (b'{"claims": [], "schema": 2}', "its schema is 2"),
        (b'{"claims": [{"id": 7, "verdict": "holds"}], "schema": 1}', 'no "id" or no "verdict"'),
        (b'{"claims": [[]], "schema": 1}', 'no "id" or no "verdict"'),
    ],
)
def test_a_file_that_is_no_record_is_refused(content, said, tmp_path):
    """Reading says in one line what is wrong, with exit code 2."""
    path = tmp_path / "record.json"
    path.write_bytes(content)

    with pytest.raises(FisherproofError) as caught:
        fisherproof.load_record(path)

    assert caught.value.code == 2
    assert said in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_record_is_read_as_it_was_written(record, tmp_path):
    """Writing and reading a record loses nothing."""
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record))

    assert fisherproof.load_record(path) == record
