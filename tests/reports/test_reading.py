"""From record to model: order, counts, the opening sentence, and errors that say where."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from reports import RecordError
from reports.headline import headline
from reports.reading import read
from reports.vocabulary import VERDICTS, Tone

Record = dict[str, Any]


def test_the_sentence_counts_what_holds_and_what_does_not(record: Record) -> None:
    """The opening sentence accounts for every claim."""
    told = read(record)

    assert told.headline.startswith(
        "Of 9 claims, 3 hold, 1 holds only under a hypothesis that is not stated there, 2 do not hold,"
    )
    assert len(told.claims) == sum(times for _, times in told.tally)


@pytest.mark.parametrize(
    ("counted", "sentence"),
    [
        ({"holds": 1}, "Of 1 claim, 1 holds and none does not hold."),
        ({"refuted": 2}, "Of 2 claims, none holds and 2 do not hold."),
        ({"holds": 2, "definition": 1, "ill-posed": 1}, "Of 4 claims, 3 hold and 1 does not hold."),
        ({"holds": 2, "undecided": 1}, "Of 3 claims, 2 hold, none does not hold, and 1 is not decided."),
    ],
)
def test_the_sentence_is_grammatical(counted: dict[str, int], sentence: str) -> None:
    """One, none and many are worded as English does."""
    assert sentence == headline(counted)


def test_the_sentence_tells_what_sampling_may_err(record: Record) -> None:
    """The levels of the sampling tests are summed beside the counts, and not where there is none."""
    assert read(record).headline.endswith(" Sampling tests: sum of levels 1e-7.")

    record["run"]["level_sum"] = 0.0

    assert "level" not in read(record).headline


def test_attention_goes_to_the_loudest_first(record: Record) -> None:
    """Conflict, undecided, refuted, ill-posed and conditional need attention, in this order."""
    words = [claim.verdict.word for claim in read(record).attention]

    assert words == ["conflict", "undecided", "undecided", "refuted", "ill-posed", "conditional"]
    assert all(VERDICTS[word].tone is not Tone.HOLDS for word in words)


def test_sections_come_in_the_order_of_their_numbers(record: Record) -> None:
    """Section 10.1 comes after 2.1, and steps of one section stand together in the record's order."""
    (document,) = read(record).documents

    assert [part.heading for part in document.sections] == [
        "1.2",
        "2.1",
        "2.2",
        "3.2",
        "4.1",
        "5.1",
        "6.1",
        "10.1",
    ]
    assert [claim.id for claim in document.sections[1].claims] == ["demo.kl-symmetric", "demo.remainder"]


def test_sections_without_numbers_keep_the_order_of_the_record(demo: Record, holding: Record) -> None:
    """A document without section numbers is reported in the order of its catalogue."""
    named = [{**holding, "id": f"demo.{name}", "section": f"{name} / x"} for name in ("Zeta", "Alpha")]

    (document,) = read({**demo, "claims": named}).documents

    assert [part.heading for part in document.sections] == ["Zeta", "Alpha"]


def test_the_literal_reading_comes_first_and_routes_in_their_order(record: Record) -> None:
    """A reader meets the literal reading, and the symbolic route, before the others."""
    claim = next(claim for claim in read(record).claims if claim.id == "demo.metric-transform")

    assert [reading.label for reading in claim.readings] == ["A", "B"]
    assert [row.route for row in claim.evidence if row.subject == "reading A"] == [
        "types",
        "symbolic",
        "enclosure",
        "numeric",
        "property",
        "mutants",
    ]


def test_commands_name_seed_profile_and_certificate(record: Record) -> None:
    """What is printed to run it again can be pasted into a shell, strange ids and all."""
    record["run"]["profile"] = "deep"
    record["run"]["output"] = "build/fisherproof/"
    record["claims"][1]["id"] = "demo; rm -rf /"
    told = read(record)
    claim = next(claim for claim in told.claims if claim.certificate)

    assert told.commands(claim) == (
        "fisherproof check 'demo; rm -rf /' --seed 7 --profile deep",
        "fisherproof replay build/fisherproof/certificates/demo.kl-symmetric.json",
    )


def test_fields_a_record_gains_later_are_ignored(record: Record) -> None:
    """An unknown key changes nothing."""
    more = copy.deepcopy(record)
    more["later"] = more["run"]["later"] = more["claims"][0]["later"] = {"x": [1]}

    assert [claim.id for claim in read(record).claims] == [claim.id for claim in read(more).claims]


def sampled(record: Record, **fields: object) -> None:
    """Make the first row of evidence one of a sampling test."""
    record["claims"][0]["evidence"][0].update(level=0.1, **fields)


BROKEN: dict[str, tuple[str, Callable[[Record], object]]] = {
    "schema": ("record.schema", lambda r: r.update(schema=2)),
    "no claims": ("record.claims", lambda r: r.update(claims=[])),
    "claims no list": ("record.claims", lambda r: r.update(claims="x")),
    "claim no object": ("record.claims[0]", lambda r: r["claims"].__setitem__(0, 3)),
    "no run": ("record.run", lambda r: r.pop("run")),
    "seed": ("record.run.seed", lambda r: r["run"].update(seed="7")),
    "negative seed": ("record.run.seed", lambda r: r["run"].update(seed=-1)),
    "level": ("record.run.level_sum", lambda r: r["run"].update(level_sum=float("nan"))),
    "no id": ("record.claims[0].id", lambda r: r["claims"][0].pop("id")),
    "twice": ("record.claims", lambda r: r["claims"].append(r["claims"][0])),
    "verdict": ("claim 'demo.metric-transform'.verdict", lambda r: r["claims"][0].update(verdict="true")),
    "known": ("claim 'demo.metric-transform'.known", lambda r: r["claims"][0].update(known="sure")),
    "statement": ("claim 'demo.metric-transform'.statement", lambda r: r["claims"][0].update(statement=" ")),
    "outcome": ("evidence[0].outcome", lambda r: r["claims"][0]["evidence"][0].update(outcome="yes")),
    "killed": ("strength.killed", lambda r: r["claims"][0]["strength"].update(killed=True)),
    "setting": ("setting[1].text", lambda r: r["claims"][0]["setting"].__setitem__(1, 4)),
    "literal": ("readings[0].literal", lambda r: r["claims"][0]["readings"][0].update(literal="no")),
    "two literal": ("readings", lambda r: r["claims"][0]["readings"][0].update(literal=True)),
    "certificate": ("certificate", lambda r: r["claims"][1].update(certificate="../../etc/passwd")),
    "test level": ("evidence[0].level", lambda r: r["claims"][0]["evidence"][0].update(level=1.0)),
    "interval": ("evidence[0].interval", lambda r: sampled(r, interval=[2, 1])),
    "long interval": ("evidence[0].interval", lambda r: sampled(r, interval=[1, 2, 3])),
    "half interval": ("evidence[0].interval", lambda r: sampled(r, interval={"low": 1})),
    "entry from 0": ("evidence[0].entry", lambda r: sampled(r, entry=[1, 0])),
    "entry of flags": ("evidence[0].entry", lambda r: sampled(r, entry=[True])),
    "target": ("evidence[0].target", lambda r: sampled(r, target="0.5")),
    "separated": ("mutants_separated", lambda r: sampled(r, mutants_separated=1)),
    "link": ("certificate", lambda r: r["claims"][1].update(certificate="javascript:alert(1)")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_malformed_record_is_refused_with_the_place_and_what_to_do(record: Record, name: str) -> None:
    """The error names the field, and says what stands there and what should."""
    place, harm = BROKEN[name]
    harm(record)

    with pytest.raises(RecordError) as caught:
        read(record)

    assert place in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_record_that_is_no_object_is_refused() -> None:
    """A list is no record."""
    with pytest.raises(RecordError, match="record: expected an object"):
        read([])  # type: ignore[arg-type]
