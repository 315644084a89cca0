"""Natural scalars: whole at every particular instance, positive symbols at a generic one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from fisherproof.replay import replay
from theorems import AtLeast, Equal, Scalar, setting, symbol
from theorems.certificates import certificate, seal
from theorems.examination import edge_instances, generic_instances, prove, refute, wide_instances
from theorems.search import simplest_counterexample
from theorems.sources import Batch, Generic, RandomRationals, WideRationals

n, x = symbol("n"), symbol("x")
NATURAL = setting(n=Scalar(natural=True), sizes=(1,))


@pytest.mark.parametrize("source", [RandomRationals, WideRationals])
def test_a_random_natural_number_is_whole_and_no_special_one(source):
    """From 2 to 12: at 1 too many formulas agree."""
    drawn = [source(str(seed)).natural("n") for seed in range(60)]

    assert {number.denominator for number in drawn} == {1}
    assert set(drawn) <= {Fraction(k) for k in range(2, 13)}
    assert len(set(drawn)) > 6


def test_a_batch_of_natural_numbers_is_whole():
    """As doubles."""
    drawn = Batch(np.random.default_rng(7), 200).natural("n")

    assert set(np.unique(drawn)) <= set(range(2, 13))
    assert len(set(drawn)) > 6


def test_a_generic_natural_number_is_a_positive_symbol():
    """What is proved of it holds for whole numbers, and nothing that holds of them alone is used."""
    source = Generic()

    assert source.natural("n") in source.positives
    assert prove(Equal((n + 1) ** 2, n**2 + 2 * n + 1), NATURAL, 1).proved
    assert not prove(AtLeast(n, 1), NATURAL, 1).proved


def test_every_instance_of_a_setting_is_whole():
    """Generic, wide, and no edge at n = 0."""
    instances = [*generic_instances(NATURAL, "7"), *wide_instances(NATURAL, "7")]

    assert {instance.data["n"].cell.denominator for instance in instances} == {1}
    assert list(edge_instances(NATURAL, "7")) == []


def test_what_holds_for_whole_numbers_only_is_not_refuted():
    """n ≥ 1 fails for positive numbers, and for no natural one."""
    assert refute(AtLeast(n, 1), NATURAL, "7") is None
    assert simplest_counterexample(AtLeast(n, 1), NATURAL, examples=60) is None
    assert refute(AtLeast(x, 1), setting(x=Scalar(positive=True), sizes=(1,)), "7") is not None


def test_the_smallest_counterexample_is_natural():
    """n² = n fails first at n = 2."""
    found = simplest_counterexample(Equal(n**2, n), NATURAL, examples=60)

    assert found is not None
    assert found.instance.data["n"].cell == 2


@pytest.mark.parametrize("value", ["1/2", "0", "-2"])
def test_a_certificate_binds_a_natural_number_to_be_one(value):
    """At another number the statement refutes nothing, though the file is sealed again."""
    statement = Equal(n**2, n)
    document = certificate("demo.natural", "reading A", statement, refute(statement, NATURAL, "7"))
    body = {key: part for key, part in document.items() if key != "sha256"}
    body["instance"] = {"n": {"number": value}}

    assert replay(document, "file")[0] == 0
    assert replay({**body, "sha256": seal(body)}, "file")[0] == 1
