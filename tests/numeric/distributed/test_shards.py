"""Batches are cut into shards of consecutive examples, and what cannot be cut is refused."""

import numpy as np
import pytest

from numeric.distributed import Serial, Shard, SplitError, evenly, fisher, gradient, split
from numeric.errors import EmptyError

X, Y = np.arange(24.0).reshape(6, 4), np.array([5, 1, 0, 2, 4, 3])


def test_shards_are_the_examples_in_their_order():
    """Sizes 3, 1, 2 of six examples begin at 0, 3, 4; put together again they are the batch."""
    shards = split(X, Y, sizes=(3, 1, 2))

    assert [shard.start for shard in shards] == [0, 3, 4]
    assert [(shard.index, shard.of) for shard in shards] == [(0, 3), (1, 3), (2, 3)]
    assert np.array_equal(X, np.concatenate([shard.x for shard in shards]))
    assert np.array_equal(Y, np.concatenate([shard.labels() for shard in shards]))
    assert shards[2].name == "shard 2 of 3 (examples 4 to 5)"


def test_even_sizes_differ_by_one_at_most():
    """Thirteen examples in four shards: one of 4 and three of 3."""
    assert evenly(13, shards=4) == (4, 3, 3, 3)
    assert evenly(5, shards=5) == (1, 1, 1, 1, 1)


@pytest.mark.parametrize("sizes", [(3, 2), (3, 4), (6, 0), (7, -1)])
def test_sizes_must_be_positive_and_add_up(sizes):
    """Too few, too many, none and fewer than none are refused with the shape of the batch."""
    with pytest.raises(SplitError, match=r"batch of shape \(6, 4\)"):
        split(X, Y, sizes=sizes)


def test_nothing_is_not_cut():
    """No shard, no example, more shards than examples."""
    with pytest.raises(EmptyError, match="shards"):
        split(X, sizes=())
    with pytest.raises(EmptyError, match="examples"):
        evenly(0, shards=1)
    with pytest.raises(EmptyError, match="shards"):
        evenly(3, shards=0)
    with pytest.raises(SplitError, match="5 shards of 3 examples"):
        evenly(3, shards=5)


def test_labels_must_be_one_for_each_example_and_there_when_they_are_needed(problem):
    """Five labels of six examples are refused; a gradient without labels names the shard."""
    with pytest.raises(SplitError, match=r"labels of shape \(5,\) for inputs of shape \(6, 4\)"):
        split(X, Y[:5], sizes=(6,))
    with pytest.raises(SplitError, match=r"shard 1 of 2 \(examples 2 to 5\) has no labels"):
        split(X, sizes=(2, 4))[1].labels()


def test_shards_are_taken_in_any_order_but_whole(problem):
    """Reversed they give the same bits; one missing, one twice, a mixed batch or a gap are refused."""
    case = problem("gaussian")
    network, theta, shards = case.network, case.theta, case.shards
    other = split(case.x, case.y, sizes=(5, 8))
    moved = Shard(1, 4, 4, case.x[4:5], case.y[4:5])

    expected = gradient(network, theta, shards, executor=Serial())

    assert np.array_equal(expected, gradient(network, theta, shards[::-1], executor=Serial()))
    for wrong in (shards[:3], (*shards, shards[1]), (*shards[:3], other[1])):
        with pytest.raises(SplitError, match="one each of one batch is needed"):
            gradient(network, theta, wrong, executor=Serial())
    with pytest.raises(SplitError, match=r"shard 1 of 4 .* does not follow shard 0 of 4"):
        gradient(network, theta, (shards[0], moved, *shards[2:]), executor=Serial())
    with pytest.raises(EmptyError, match="shards"):
        fisher(network, theta, (), executor=Serial())
