"""What importing the assertions costs, and what it never loads."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import fisherproof
from fisherproof import testing

ROOT = Path(fisherproof.__file__).parents[1]
USE = """
import sys
from fisherproof import testing
print(sorted({"numpy", "hypothesis", "scipy"} & set(sys.modules)))
def metric(problem, theta):
    return problem.fisher(theta)
testing.assert_covariant_metric(metric, examples=5)
def direction(problem, theta):
    return -problem.gradient(theta) / problem.fisher(theta)[0]
testing.assert_invariant_flow(direction, "exponential", chart=testing.Chart((testing.Exp(0),)),
                              point=(1.0,), loss=testing.Polynomial(((1.0, (1,)),)))
print(sorted(name for name in sys.modules if name.split(".")[0] in {"theorems", "derivations", "reports", "sympy"}))
"""


@pytest.fixture(scope="module")
def used():
    """What a process printed that imported the assertions and used two of them."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", USE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.splitlines()


def test_importing_loads_nothing_heavy(used):
    """NumPy, SciPy and hypothesis come with the first name that is used."""
    assert used[0] == "[]"


def test_using_it_loads_neither_the_catalogue_nor_sympy(used):
    """No module of claims, derivations or reports is there after two assertions."""
    assert used[1] == "[]"


def test_every_name_of_the_door_is_there_and_has_a_docstring():
    """All names resolve, and each says what it is."""
    found = {name: getattr(testing, name) for name in testing.__all__}

    assert sorted(testing.__all__) == list(testing.__all__)
    assert [name for name, thing in found.items() if not thing.__doc__] == []


def test_type_checkers_see_the_same_names():
    """What is imported for type checkers is what the door resolves."""
    tree = ast.parse(Path(testing.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {(alias.asname, node.module) for node in block.body for alias in node.names}

    assert set(testing.__all__) == {name for name, _ in seen}
    for name, module in seen:
        source = "load" if name == "family" else name
        assert getattr(testing, name) is getattr(sys.modules[module], source)


def test_a_name_that_is_not_there_is_an_attribute_error():
    """Misspelt names fail as they do for every module."""
    with pytest.raises(AttributeError, match="assert_covariant_metrics"):
        _ = testing.assert_covariant_metrics
