"""What every claim of the catalogue must satisfy; a new claim runs these by being there."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import fisherproof
from numeric.arrays import Estimate
from numeric.differentiate import hessian as numeric_hessian
from numeric.fisher import scores
from numeric.sequential import SequentialOutcome
from numeric.zoo.ancillary_precision import ancillary_precision
from numeric.zoo.torus import torus
from reports.mathtext.grammar import parse
from theorems import catalogue, figures, plan
from theorems.evaluate import IllTypedError
from theorems.experiments import EXPERIMENTS
from theorems.latex import latex
from theorems.sampling import LEAST, LEVEL, realised, sample
from theorems.subjects import examined_as
from theorems.symbol_table import SYMBOL_STATEMENTS
from theorems.term import from_json
from theorems.types import checker

ROOT = Path(fisherproof.__file__).parents[1]
ENTRIES = catalogue.entries()
IDS = [entry.id for entry in ENTRIES]
FILES = sorted({entry.path for entry in ENTRIES})
VERDICTS = {
    "holds",
    "conditional",
    "refuted",
    "ill-posed",
    "definition",
    "supported",
    "contradicted",
    "demonstrated",
    "undecided",
    "conflict",
}
SIMULATED = [(entry.id, k) for entry in ENTRIES for k in range(len(catalogue.load(entry.id).simulations))]
DRAWN = [entry.id for entry in ENTRIES if catalogue.load(entry.id).figure]
SEED = 20  # any: what hangs on it has the chance of the tests' level, 1e-7
GITHUB_REFUSES = re.compile(r"\\(operatorname|mbox|phantom)\b")
FORMULA = re.compile(r"\$([^$]*)\$")


@pytest.fixture(params=IDS)
def entry(request):
    """Each claim's entry, as it is read without importing anything."""
    return catalogue.find(request.param)


@pytest.fixture
def claim(entry):
    """The claim itself."""
    return catalogue.load(entry.id)


def statements(claim):
    """Every (statement, setting) of a claim."""
    return [*plan.subjects(claim).values()] + [
        (v.states, v.given or claim.literal.given) for v in claim.variants
    ]


def prose(claim):
    """Every text of a claim that a report prints."""
    texts = [claim.title, claim.statement, claim.beware, *(reading.text for reading in claim.readings)]
    texts += [part.text for part in (claim.hypothesis, claim.repair) if part is not None]
    for _, given in statements(claim):
        texts += [kind.says for kind in given.symbols.values()]
    return [*texts, *plan.setting_lines(claim)]


def test_the_catalogue_is_not_empty():
    """There are claims, so the contracts below are about something."""
    assert len(IDS) >= 5


def test_ids_are_unique_and_well_formed():
    """An id is document, section numbers and a name, joined by dots, and names one claim."""
    form = re.compile(r"[a-z]+(\.[0-9A-Za-z-]+)+")

    assert [claim_id for claim_id in IDS if not form.fullmatch(claim_id)] == []
    assert len(set(IDS)) == len(IDS)


def test_what_is_listed_is_what_is_imported(entry, claim):
    """Id, kind, section and title read from the source are those of the claim, which belongs to its folder."""
    assert (claim.id, claim.kind, claim.section, claim.title) == (
        entry.id,
        entry.kind,
        entry.section,
        entry.title,
    )
    assert entry.document == (claim.document or entry.path.parent.name)


def test_exactly_one_reading_is_literal(claim):
    """One reading gives the verdict, and no two share a label."""
    labels = [reading.label for reading in claim.readings]

    assert sum(reading.literal for reading in claim.readings) == 1
    assert len(set(labels)) == len(labels)


def test_a_claim_says_where_its_mathematics_is_from(claim):
    """At least one source is named, by a key with a year."""
    assert claim.sources
    assert all(re.match(r"[A-Za-z]+\d{4}", source) for source in claim.sources)


def test_a_claim_is_complete_for_a_reader(claim):
    """Section, title, statement with a formula, and a text for each reading."""
    assert re.match(r"\d", claim.section)
    assert claim.title
    assert not claim.title.endswith(".")
    assert claim.statement
    assert all(reading.text for reading in claim.readings)


def test_every_formula_of_a_claim_parses(claim):
    """What is between dollar signs, and every statement as printed, is read by the reports' grammar."""
    printed = [latex(states) for states, _ in statements(claim)]
    written = [formula for text in prose(claim) for formula in FORMULA.findall(text)]

    for formula in [*printed, *written]:
        assert parse(formula) is not None
        assert not GITHUB_REFUSES.search(formula)
    assert all(text.count("$") % 2 == 0 for text in prose(claim))


def test_every_statement_survives_json(claim):
    """A statement is the same tree after a trip through JSON, as certificates need."""
    for states, given in statements(claim):
        terms = [states, *given.where.values(), *given.given]

        assert terms == [from_json(json.loads(json.dumps(term.to_json()))) for term in terms]


def fits(states, given):
    """Whether a statement type-checks in a setting."""
    try:
        checker(given)(states)
    except IllTypedError:
        return False
    return True


def test_what_may_be_shown_true_is_well_typed(claim):
    """A hypothesis and a repair use declared symbols only, in fitting types; readings may clash."""
    mathematical = claim.kind == "mathematical"
    named = [s for key, s in plan.subjects(claim).items() if mathematical and not key.startswith("reading")]

    assert all(fits(states, given) for states, given in named if states.op not in SYMBOL_STATEMENTS)


def test_a_variant_is_well_typed_where_it_is_tried(claim):
    """A variant written by hand has a setting of its own or fits that of a statement of its claim."""
    settings = [given for _, given in plan.subjects(claim).values()]

    for variant in claim.variants:
        if variant.states.op not in SYMBOL_STATEMENTS:
            assert any(
                fits(variant.states, given) for given in ([variant.given] if variant.given else settings)
            )


def test_every_symbol_of_the_literal_reading_is_declared(claim):
    """No symbol of the literal statement is left without a kind, but where the claim is about symbols."""
    literal = claim.literal
    if literal.states.op in SYMBOL_STATEMENTS:
        assert all(part.op == "formula" and part.name for part in literal.states.args)
        return
    try:
        checker(literal.given)(literal.states)
    except IllTypedError as error:
        assert "is not defined" not in str(error)


def test_a_hypothesis_is_of_a_named_kind(claim):
    """A condition that makes a claim true is one of the kinds that the design lists."""
    from typing import get_args

    from theorems.claim import HypothesisKind

    assert claim.hypothesis is None or claim.hypothesis.kind in get_args(HypothesisKind)


def test_no_statement_is_an_equation_of_a_thing_with_itself(claim):
    """A claim whose two sides are one expression could not fail."""
    for states, _ in statements(claim):
        for node in states.walk():
            assert not (node.op == "eq" and node.args[0] == node.args[1])


def test_sizes_are_at_least_one_and_different(claim):
    """Every statement is looked at in at least one size."""
    for _, given in statements(claim):
        assert given.sizes
        assert len(set(given.sizes)) == len(given.sizes)
        assert min(given.sizes) >= 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_claim_file_says_a_verdict(path):
    """Nothing named verdict, and no keyword or constant that is a verdict word: verdicts are computed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    keywords = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    constants = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert not {"verdict", "expected", "known", "outcome_expected"} & (named | keywords)
    assert not VERDICTS & constants


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_claim_file_imports_the_words_of_claims_only(path):
    """`theorems` and the standard library's fractions are all a claim needs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

    assert all(name.split(".")[0] in {"theorems", "fractions", "__future__"} for name in modules)


def test_importing_every_claim_imports_no_engine():
    """Neither SymPy nor NumPy nor FLINT nor Z3 is loaded by any claim module, so listing stays quick."""
    program = (
        "import importlib, json, sys\n"
        "from theorems import catalogue\n"
        "for entry in catalogue.entries(): catalogue.load(entry.id)\n"
        "print(len(catalogue.entries()), sorted({'sympy', 'numpy', 'flint', 'z3', 'scipy', 'mpmath', 'hypothesis'}"
        " & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    assert f"{len(IDS)} []" == done.stdout.strip()


def test_listing_imports_no_claim():
    """Ids, sections and titles are read without importing a single claim module."""
    program = (
        "import sys\n"
        "from theorems import plan\n"
        "found = plan.catalogue_ids()\n"
        "print(len(found), [name for name in sys.modules if name.startswith('theorems.claims.')])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    assert f"{len(IDS)} []" == done.stdout.strip()


# -- simulations and figures --------------------------------------------------------------------


@pytest.fixture(params=SIMULATED, ids=[f"{claim_id}-{k}" for claim_id, k in SIMULATED])
def simulated(request):
    """Each simulation of the catalogue with its claim."""
    claim_id, k = request.param
    found = catalogue.load(claim_id)
    return found, found.simulations[k]


def test_there_are_simulations_and_figures():
    """The contracts below are about something."""
    assert len(SIMULATED) >= 5
    assert len(DRAWN) >= 3


def test_a_simulation_is_of_a_statement_of_its_claim(simulated):
    """It names a statement that is examined, an experiment that exists, and says what is drawn."""
    found, simulation = simulated

    assert simulation.of in plan.subjects(found)
    assert simulation.experiment in EXPERIMENTS
    assert simulation.text.endswith(".")
    assert 0 < simulation.effect <= Fraction(1, 10)


def test_no_statement_is_simulated_twice():
    """The plan runs one simulation for a statement; a second one would never be drawn."""
    for claim_id in {claim_id for claim_id, _ in SIMULATED}:
        found = catalogue.load(claim_id)
        of = [examined_as(found, simulation.of) for simulation in found.simulations]

        assert len(set(of)) == len(of)


def test_the_instance_of_a_simulation_can_tell(simulated):
    """K = I⁻¹H is far from symmetric, H far from I_F, and no scale is 1: nothing hides a transpose or a factor."""
    values = realised(simulated[1].instance)

    assert values
    assert all(abs(value - 1) > 0.1 for value in values.values() if value.ndim == 0)
    if {"I_F", "H"} <= set(values):
        metric, hessian = values["I_F"], values["H"]
        K = np.linalg.solve(metric, hessian)
        for matrix in (metric, hessian):
            assert np.array_equal(matrix, matrix.T)
            assert np.linalg.eigvalsh(matrix).min() > 0
        assert np.linalg.norm(K - K.T) > 0.1 * np.linalg.norm(K)
        assert np.linalg.norm(hessian - metric) > 0.3 * np.linalg.norm(metric)
        assert np.linalg.norm(metric - np.eye(len(metric))) > 0.3


def pairs():
    """The different (I_F, H) of all simulations and figures, by where the first of its kind stands."""
    instances = {
        f"{claim_id}-{k}": catalogue.load(claim_id).simulations[k].instance for claim_id, k in SIMULATED
    }
    found = {
        name: realised(instance) for name, instance in instances.items() if {"I_F", "H"} <= set(instance)
    }
    found["figures"] = {"I_F": figures.METRIC, "H": figures.HESSIAN}
    found["decay"] = {"I_F": np.array([[1.0, 3.0], [3.0, 10.0]]), "H": np.array([[1.0, 3.0], [3.0, 17.0]])}
    by_value = {str((pair["I_F"], pair["H"])): name for name, pair in reversed(found.items())}
    return {name: (found[name]["I_F"], found[name]["H"]) for name in sorted(by_value.values())}


PAIRS = pairs()


@pytest.mark.parametrize("family", [torus, ancillary_precision], ids=lambda family: family.__name__)
@pytest.mark.parametrize("name", PAIRS)
def test_a_model_has_the_metric_and_the_hessian_of_a_simulation(name, family):
    """A pair drawn from is not made up: measured from its densities, a model has this I_F and this H."""
    metric, hessian = PAIRS[name]
    specimen = family(metric, hessian, np.array([0.8, -1.3])[: len(metric)])
    best = specimen.optimum

    def outer(x):
        s = scores(specimen.log_density, best, x)
        half = np.abs(s.value)[:, :, None] * s.error[:, None, :]
        return Estimate(s.value[:, :, None] * s.value[:, None, :], half + np.swapaxes(half, 1, 2))

    assert np.allclose(specimen.under_model(outer, best).value, metric, rtol=0, atol=1e-6)
    assert np.allclose(numeric_hessian(specimen.loss, best).value, hessian, rtol=0, atol=1e-6)


def test_a_simulation_decides_and_tells_its_near_misses_apart(simulated):
    """The draws allowed are enough; where they confirm a value they exclude all near misses, at least five."""
    found, simulation = simulated
    _, given = plan.subjects(found)[simulation.of]

    sampled = sample(simulation, given, np.random.default_rng(SEED), "default")

    assert sampled.decision.outcome is not SequentialOutcome.UNDECIDED
    if sampled.decision.outcome is SequentialOutcome.WITHIN:
        assert sampled.tried >= LEAST
        assert sampled.together == ()


def test_the_levels_of_all_simulations_add_up_to_little():
    """The chance that any simulation of a full run misleads is at most 1e-4."""
    assert LEVEL * len(SIMULATED) <= 1e-4


@pytest.mark.parametrize("claim_id", DRAWN)
def test_a_figure_exists_and_its_data_can_be_drawn(claim_id):
    """Every number is finite, every line as long as its abscissae, and the whole is JSON and repeats itself."""
    name = catalogue.load(claim_id).figure
    drawn = figures.named(name)(SEED)

    assert drawn == json.loads(json.dumps(drawn, allow_nan=False)) == figures.named(name)(SEED)
    assert drawn["title"]
    assert drawn["caption"].endswith(".")
    assert drawn["series"]
    for line in drawn["series"]:
        more = 1 if line["style"] == "bars" else 0  # bars stand between edges
        heights = [line[key] for key in ("y", "low", "high") if key in line]
        assert all(len(line["x"]) == len(values) + more >= 2 for values in heights)
        assert all(low <= high for low, high in zip(line.get("low", ()), line.get("high", ()), strict=True))
        for axis, values in (("x", line["x"]), *(("y", values) for values in heights)):
            assert drawn[axis]["scale"] == "linear" or min(values) > 0


def test_every_figure_belongs_to_a_claim():
    """No figure is drawn that no claim shows."""
    assert {catalogue.load(claim_id).figure for claim_id in DRAWN} == set(figures.FIGURES)
