"""Certificates about families replay from the log-density that they hold, and from no other."""

from __future__ import annotations

import copy
import json
from functools import cache

import flint
import pytest

from fisherproof.replay import replay
from fisherproof.replaying.integrals import counted, integrated
from fisherproof.replaying.jets import NotDecidableError
from theorems import Equal, Scalar, entries, fisher_of, kl_of, log, setting, symbol, trigamma
from theorems.certificates import certificate
from theorems.examination import refute
from theorems.quantities.written import NotReplayedError, families_of

a, b, k, m, n, p, r, s, t = map(symbol, ("a", "b", "k", "m", "n", "p", "r", "s", "t"))
POSITIVE = Scalar(positive=True)
ODDS = setting(where={p: a / (1 + a)}, a=POSITIVE, sizes=(1,))
FALSE = {
    "reals": (
        Equal(fisher_of("cauchy", m, s), entries(1 / s**2, 0, 0, 1 / s**2)),
        setting(m=Scalar(), s=POSITIVE, sizes=(2,)),
    ),
    "half-line": (
        Equal(fisher_of("exponential", r), entries(2 / r**2)),
        setting(r=POSITIVE, sizes=(1,)),
    ),
    "interval": (
        Equal(
            fisher_of("beta", a, b),
            entries(trigamma(a), -trigamma(a + b), -trigamma(a + b), trigamma(b)),
        ),
        setting(a=POSITIVE, b=POSITIVE, sizes=(2,)),
    ),
    "all integers": (Equal(fisher_of("poisson", r), entries(r)), setting(r=POSITIVE, sizes=(1,))),
    "some integers": (
        Equal(fisher_of("binomial", p, n), entries(1 / (p * (1 - p)))),
        setting(where={p: a / (1 + a)}, a=POSITIVE, n=Scalar(natural=True), sizes=(1,)),
    ),
    "two integers": (Equal(fisher_of("bernoulli", p), entries(1 / p)), ODDS),
    "divergence": (
        Equal(kl_of("exponential", (r,), (t,)), log(t) - log(r) + r / t - 1),
        setting(r=POSITIVE, t=POSITIVE, sizes=(1,)),
    ),
}
TRUE = {
    "reals": Equal(fisher_of("cauchy", m, s), entries(1 / (2 * s**2), 0, 0, 1 / (2 * s**2))),
    "half-line": Equal(fisher_of("exponential", r), entries(1 / r**2)),
    "interval": Equal(
        fisher_of("beta", a, b),
        entries(
            trigamma(a) - trigamma(a + b),
            -trigamma(a + b),
            -trigamma(a + b),
            trigamma(b) - trigamma(a + b),
        ),
    ),
    "all integers": Equal(fisher_of("poisson", r), entries(1 / r)),
    "some integers": Equal(fisher_of("binomial", p, n), entries(n / (p * (1 - p)))),
    "two integers": Equal(fisher_of("bernoulli", p), entries(1 / (p * (1 - p)))),
    "divergence": Equal(kl_of("exponential", (r,), (t,)), log(r) - log(t) + t / r - 1),
}


@cache
def made(kind):
    """The certificate against a false statement, as it stands in a file; not to be changed in place."""
    statement, given = FALSE[kind]
    found = refute(statement, given, "7")
    assert found is not None
    return json.loads(
        json.dumps(certificate(f"demo.{kind.replace(' ', '-')}", "reading A", statement, found))
    )


def with_family(document, **changes):
    """A copy whose one family has other entries."""
    copied = copy.deepcopy(document)
    (name,) = copied["families"]
    copied["families"][name].update(changes)
    return copied


@pytest.mark.parametrize("support", FALSE)
def test_a_false_statement_about_a_family_is_false_again(support):
    """On the line, the half-line, an interval, all integers and some: the certificate is confirmed."""
    code, lines = replay(made(support), "file")

    assert code == 0, lines


@pytest.mark.parametrize("support", TRUE)
def test_the_true_twin_is_not_confirmed_though_sealed_again(resealed, support):
    """With the right formula in place of the wrong one the same certificate says nothing: exit 1."""
    code, lines = replay(resealed({**made(support), "statement": TRUE[support].to_json()}), "file")

    assert code == 1, lines
    assert "not false" in lines[0]


@pytest.mark.parametrize("key", ["families", "instance", "statement", "definitions", "n"])
def test_any_changed_part_breaks_the_seal(key):
    """Whatever part is changed and not sealed again, the certificate is not confirmed."""
    changed = {**made("two integers"), key: None}

    assert replay(changed, "file")[0] == 1


def test_the_certificate_holds_nothing_derived():
    """Of a family it has symbols, log-density, kind of data and ends."""
    assert {"exponential": {"observation", "parameters", "fixed", "log_density", "data", "ends"}} == {
        name: set(law) for name, law in made("half-line")["families"].items()
    }


# -- a forger's changes, sealed again --------------------------------------------------------------


def test_a_log_density_of_another_mass_is_not_confirmed(resealed):
    """log p + 1/10 has the mass e^(1/10), not 1."""
    law = made("half-line")["families"]["exponential"]
    more = ["add", "", None, law["log_density"], ["num", "", "1/10"]]

    code, lines = replay(resealed(with_family(made("half-line"), log_density=more)), "file")

    assert code == 1
    assert "mass" in lines[0]


@pytest.mark.parametrize(
    ("support", "ends"),
    [
        ("half-line", [["num", "", "1"], None]),
        ("half-line", [None, None]),
        ("interval", [["num", "", "0"], ["num", "", "1/2"]]),
        ("all integers", [["num", "", "1"], None]),
        ("two integers", [["num", "", "0"], ["num", "", "0"]]),
        ("two integers", [["num", "", "1/2"], ["num", "", "1"]]),
        ("two integers", [["num", "", "1"], ["num", "", "0"]]),
    ],
)
def test_another_support_is_not_confirmed(resealed, support, ends):
    """A support cut off, extended, empty or between halves has not the mass 1, or is none."""
    assert replay(resealed(with_family(made(support), ends=ends)), "file")[0] == 1


def test_a_support_that_moves_with_a_parameter_is_not_integrated_over(resealed):
    """Uniform on (0, r): the divergence may be infinite, and differentiation does not reach the ends."""
    uniform = {
        "log_density": ["neg", "", None, ["log", "", None, ["var", "b", None]]],
        "ends": [["num", "", "0"], ["var", "b", None]],
    }

    code, lines = replay(resealed(with_family(made("half-line"), **uniform)), "file")

    assert code == 1
    assert "moves" in lines[0]


def test_a_point_outside_of_the_domain_is_not_confirmed(resealed):
    """A rate of −1 has no law, and a number of trials of 3/2 none either."""
    rate = resealed({**made("half-line"), "instance": {"r": {"number": "-1"}}, "kinds": {}})
    trials = made("some integers")
    trials = resealed({**trials, "instance": {**trials["instance"], "n": {"number": "3/2"}}})

    assert [replay(document, "file")[0] for document in (rate, trials)] == [1, 1]


# -- hostile blocks --------------------------------------------------------------------------------

ZERO = ["num", "", "0"]
DEEP = ZERO
for _ in range(700):
    DEEP = ["neg", "", None, DEEP]
WIDE = ["add", "", None, *[ZERO] * 2000]
HOSTILE = {
    "no families": None,
    "a list": [],
    "a text": "exponential",
    "an unknown family": {"cauchy": {}},
    "an empty family": {"exponential": {}},
    "a family that is a list": {"exponential": []},
}
CHANGES = {
    "parameters that are a text": {"parameters": "b"},
    "parameters that are numbers": {"parameters": [1]},
    "no parameters": {"parameters": []},
    "a parameter twice": {"parameters": ["b", "b"]},
    "a parameter that is the observation": {"observation": "b"},
    "more fixed symbols than arguments": {"fixed": ["q"]},
    "a hundred fixed symbols": {"fixed": [f"q{i}" for i in range(100)]},
    "a log-density that is null": {"log_density": None},
    "a log-density that is empty": {"log_density": []},
    "a log-density of texts": {"log_density": ["add", "", None, "x", "b"]},
    "an unknown operator": {"log_density": ["frobnicate", "", None, ZERO]},
    "an undefined symbol": {"log_density": ["var", "nowhere", None]},
    "a quantity of itself": {"log_density": ["quantity", "fisher exponential", None, ZERO]},
    "a deep log-density": {"log_density": DEEP},
    "a wide log-density": {"log_density": WIDE},
    "data of another kind": {"data": "dreams"},
    "ends that are numbers": {"ends": [0, 1]},
    "three ends": {"ends": [None, None, None]},
    "ends that are a text": {"ends": "ab"},
}


@pytest.mark.parametrize("block", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_block_that_holds_no_such_family_is_unreadable(resealed, block):
    """Exit 2 and one line."""
    code, lines = replay(resealed({**made("half-line"), "families": block}), "file")

    assert (code, len(lines)) == (2, 1)


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_a_family_out_of_shape_is_unreadable(resealed, changes):
    """Exit 2 and one line, and nothing raised."""
    code, lines = replay(resealed(with_family(made("half-line"), **changes)), "file")

    assert (code, len(lines)) == (2, 1)


# -- integrals and sums ----------------------------------------------------------------------------


def test_a_tail_that_is_cut_is_not_overlooked():
    """The density x^(-4/5)/5 of (0, 1) is integrated, log x beside it; x^(-99/100)/100 leaves a tenth below e^-230."""

    def parts(a):
        return lambda x: [a * x ** (a - 1), a * x ** (a - 1) * x.log()]

    low, high = flint.arb(0), flint.arb(1)
    fifth = flint.arb(1) / 5

    (mean,) = integrated(low, high, parts(fifth))

    assert mean.contains(-5)  # E[log x] = -1/a
    with pytest.raises(NotDecidableError, match="tail"):
        integrated(low, high, parts(fifth / 20))


def test_a_sum_with_too_many_terms_is_not_decided():
    """1/(k (k + 1)) adds up to 1, but not within the terms that are summed; 2^-k does."""
    halves = counted(flint.arb(1), None, lambda k: [flint.arb(1) / 2 ** int(k)])

    assert abs(float(halves[0].mid()) - 1) < 1e-15
    with pytest.raises(NotDecidableError, match="terms"):
        counted(flint.arb(1), None, lambda k: [flint.arb(1) / (k * (k + 1))])


# -- what is not written down ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (Equal(fisher_of("uniform", t), entries(1)), "moves"),
        (Equal(fisher_of("laplace", t), entries(1)), "kink"),
        (Equal(fisher_of("dirichlet", a, b, t), entries(*[1] * 9)), "observations"),
    ],
)
def test_a_family_that_replay_does_not_integrate_is_not_written_down(statement, reason):
    """The writer says so, rather than leave a certificate that no one can decide."""
    with pytest.raises(NotReplayedError, match=reason):
        families_of(statement)
