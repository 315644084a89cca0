"""Near misses of facts about families: indices, orders and laws exchanged, matrices kept symmetric."""

from __future__ import annotations

import pytest

from theorems import (
    Equal,
    Scalar,
    besseli,
    entries,
    fisher_of,
    kl_of,
    log,
    polygamma,
    setting,
    sqrt,
    symbol,
)
from theorems.mutants import OPERATORS, mutants, rewrites
from theorems.routes import Subject
from theorems.trials import trials

a, b, c, d, k, n, p, q, r, t = map(symbol, ("a", "b", "c", "d", "k", "n", "p", "q", "r", "t"))
POSITIVE = Scalar(positive=True)


def made(operator, term):
    """What one operator makes of a term."""
    return list(rewrites(term, OPERATORS[operator]))


def test_a_matrix_of_two_parameters_has_its_indices_exchanged():
    """Rows and columns together, and an entry off the diagonal in the place of one on it; both symmetric."""
    assert made("swap", entries(a, b, b, c)) == [entries(c, b, b, a), entries(b, a, a, c)]


def test_a_matrix_of_three_parameters_has_each_pair_exchanged():
    """Three pairs, two mutants each, all of them symmetric."""
    found = made("swap", entries(a, b, c, b, d, k, c, k, n))

    assert len(found) == 6
    for mutant in found:
        rows = [mutant.args[3 * i : 3 * i + 3] for i in range(3)]
        assert all(rows[i][j] == rows[j][i] for i in range(3) for j in range(3))


def test_a_single_entry_has_nothing_to_exchange():
    """With one parameter there is one index."""
    assert made("swap", entries(a)) == []


def test_the_laws_of_a_divergence_are_exchanged_and_what_they_share_is_not():
    """KL(p ‖ q) becomes KL(q ‖ p), of the same number of trials; a Fisher matrix has one law only."""
    assert made("swap", kl_of("binomial", (p,), (q,), n)) == [kl_of("binomial", (q,), (p,), n)]
    assert made("swap", kl_of("gamma", (a, b), (c, d))) == [kl_of("gamma", (c, d), (a, b))]
    assert made("swap", fisher_of("gamma", a, b)) == []


def test_the_arguments_of_a_quantity_are_not_mutated():
    """They say where the family is looked at; what is printed of it is tried."""
    touched = [made(name, fisher_of("poisson", a + b)) for name in ("sign", "factor", "power", "drop")]

    assert touched == [[], [], [], []]


@pytest.mark.parametrize("word", [polygamma, besseli])
def test_the_order_of_a_special_function_goes_up_and_down(word):
    """To the next and the previous one; below 0 there is none."""
    assert made("order", word(1, a)) == [word(2, a), word(0, a)]
    assert made("order", word(0, a)) == [word(1, a)]


def test_a_statement_with_polygamma_functions_has_mutants_of_their_orders():
    """The operator has its turn among the others."""
    statement = Equal(fisher_of("gamma", k, b), entries(polygamma(1, k), -(1 / b), -(1 / b), k / b**2))
    found = mutants(statement, setting(k=POSITIVE, b=POSITIVE, sizes=(2,)))

    assert {"swap", "order", "power", "sign", "factor"} <= {mutant.operator for mutant in found}


def fates(statement, given):
    """Operator and outcome of each mutant."""
    found = trials(Subject("demo.mutants", "reading A", statement, given, 7, "quick"), ())
    return [(trial.operator, trial.outcome) for trial in found]


def test_exchanging_the_laws_of_a_symmetric_divergence_says_nothing_new():
    """KL of two unit normal laws is (p − q)²/2 in either order: proved equivalent, not survived."""
    given = setting(a=Scalar(), b=Scalar(), r=POSITIVE, sizes=(1,))
    statement = Equal(kl_of("normal", (a, r), (b, r)), (a - b) ** 2 / (2 * r))

    assert ("swap", "equivalent") in fates(statement, given)


def test_exchanging_the_laws_of_another_divergence_is_refuted():
    """KL of two exponential laws is not symmetric."""
    given = setting(r=POSITIVE, t=POSITIVE, sizes=(1,))
    statement = Equal(kl_of("exponential", (r,), (t,)), log(r / t) + t / r - 1)

    assert ("swap", "refuted") in fates(statement, given)


def test_a_mutant_that_exists_nowhere_does_not_pass():
    """1/√(p (1 − p)) with its 1 dropped is the root of −p², which is real at no point: refuted, not survived."""
    given = setting(where={p: a / (1 + a)}, a=POSITIVE, sizes=(1,))
    statement = Equal(sqrt(1 / (p * (1 - p))), 1 / sqrt(p * (1 - p)))

    found = fates(statement, given)

    assert len(found) > 8
    assert "survived" not in {outcome for _, outcome in found}
