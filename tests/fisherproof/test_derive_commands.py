"""Three densities on the command line: finitely many values, a half line with numbers, a triangle of counts."""

from __future__ import annotations

import json

from mpmath import mp

from fisherproof.cli import main


def answered(capsys, *arguments):
    """Exit code and the object on stdout; stderr is empty."""
    code = main(["derive", *arguments, "--json"])
    out, err = capsys.readouterr()
    assert err == ""
    return code, json.loads(out)


def test_a_coin(capsys):
    """1/(p*(1 - p)), regular, confirmed, proper Jeffreys prior; numbers only where a point is given."""
    code, found = answered(
        capsys,
        "--density", "x*log(p) + (1-x)*log(1-p)",
        "--variable", "x in {0,1}",
        "--parameter", "p in (0,1)",
    )  # fmt: skip

    assert code == 0
    assert found["fisher"] == [["1/(p*(1 - p))"]]
    assert (found["regular"], found["hessian_form"], found["jeffreys_proper"]) == (True, True, True)
    assert (found["conditions"], found["confirmed_digits"]) == ([], 30)
    assert found["fisher_at"] is None
    assert "fisher_at" in found["reasons"]
    assert found["kl_expansion"]["2"] == found["fisher"]


def test_a_weibull_law_at_a_point(capsys):
    """Thirty digits of the entries at k = 1.3, l = 0.7: ((1 - g)^2 + pi^2/6)/k^2, -(1 - g)/l, (k/l)^2."""
    code, found = answered(
        capsys,
        "--density", "log(k/l) + (k-1)*log(x/l) - (x/l)**k",
        "--variable", "x in (0,oo)",
        "--parameter", "k in (0,oo)",
        "--parameter", "l in (0,oo)",
        "--at", "k=1.3,l=0.7",
        "--digits", "30",
    )  # fmt: skip

    assert code == 0
    assert found["parameters"] == ["k", "l"]
    with mp.workdps(45):
        k, s, g = mp.mpf("1.3"), mp.mpf("0.7"), 1 - mp.euler
        expected = [(g**2 + mp.pi**2 / 6) / k**2, -g / s, -g / s, (k / s) ** 2]
        given = [mp.mpf(entry) for row in found["fisher_at"] for entry in row]
        assert all(abs(a / b - 1) < mp.mpf("1e-29") for a, b in zip(expected, given, strict=True))
    assert found["confirmed_digits"] == 30


def test_counts_of_three_cells_with_a_fixed_total(capsys):
    """n*(diag(1/p) + 1/(1 - p - q)), with the number of trials known and a condition that binds x and y."""
    code, found = answered(
        capsys,
        "--density",
        "log(factorial(n)) - log(factorial(x)) - log(factorial(y)) - log(factorial(n-x-y))"
        " + x*log(p) + y*log(q) + (n-x-y)*log(1-p-q)",
        "--variable", "x in {0..n}",
        "--fixed", "n in {1..oo}",
        "--variable", "y in {0..n}",
        "--where", "x + y <= n",
        "--parameter", "p in (0,1)",
        "--parameter", "q in (0,1)",
        "--at", "n=7,p=0.25,q=0.5",
    )  # fmt: skip

    assert code == 0
    assert (found["regular"], found["hessian_form"]) == (True, True)
    # 7*(1/0.25 + 1/0.25) = 56, 7/0.25 = 28, 7*(1/0.5 + 1/0.25) = 42
    assert [[float(e) for e in row] for row in found["fisher_at"]] == [[56, 28], [28, 42]]
    assert found["confirmed_digits"] == 30
