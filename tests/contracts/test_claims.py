"""What every claim of the catalogue must satisfy; a new claim runs these by being there."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import fisherproof
from reports.mathtext.grammar import parse
from theorems import catalogue, plan
from theorems.evaluate import IllTypedError
from theorems.latex import latex
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
    """An id is document, section numbers and a name in small letters, joined by dots, and names one claim."""
    form = re.compile(r"[a-z]+(\.[0-9a-z-]+)+")

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
    named = [s for key, s in plan.subjects(claim).items() if not key.startswith("reading")]

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
