"""Writing: whole files or none, the same bytes for the same record, and the golden reports."""

from __future__ import annotations

import copy
import doctest
import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import reports

Record = dict[str, Any]
GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("fmt", reports.FORMATS)
def test_the_report_is_the_golden_one(record: Record, fmt: str) -> None:
    """Each format is, byte for byte, the file under ``golden``; UPDATE_GOLDEN=1 writes it anew."""
    text = reports.render(record, fmt)
    golden = GOLDEN / reports.FORMATS[fmt].file
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.write_bytes(text.encode())

    assert golden.read_bytes().decode() == text


@pytest.mark.parametrize("fmt", reports.FORMATS)
def test_the_same_record_gives_the_same_bytes(record: Record, fmt: str, tmp_path: Path) -> None:
    """Neither the clock, nor the folder, nor what was written before, is in a report."""
    first = reports.write(record, fmt, tmp_path / "a")
    second = reports.write(copy.deepcopy(record), fmt, tmp_path / "b" / "c")
    again = reports.write(record, fmt, tmp_path / "a")

    (content,) = {path.read_bytes() for path in (*first, *second, *again)}
    assert content
    pictures = ["demo.halving.law", "demo.halving.two-sides"] if reports.FORMATS[fmt].pictures else []
    names = [reports.FORMATS[fmt].file, *(f"{name}.{reports.FORMATS[fmt].pictures}" for name in pictures)]
    assert sorted(names) == sorted(path.name for path in (tmp_path / "a").rglob("*.*"))
    for name in names[1:]:
        made = {(tmp_path / folder / "figures" / name).read_bytes() for folder in ("a", "b/c")}
        assert len(made) == 1


def test_the_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    """Two interpreters with different hash seeds write the same page."""
    code = (
        "import json, sys, pathlib, reports\n"
        "record = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))\n"
        "print([reports.render(record, fmt) for fmt in reports.FORMATS])"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, str(GOLDEN / "report.json")],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(reports.__file__).parents[1])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(seen) == 1


def test_a_record_is_left_as_it_was(record: Record) -> None:
    """Reporting changes nothing in the record."""
    before = copy.deepcopy(record)

    for fmt in reports.FORMATS:
        reports.render(record, fmt)

    assert before == record


def test_an_unknown_format_names_those_there_are(record: Record, tmp_path: Path) -> None:
    """A wrong format is refused with the list of the right ones, and nothing is written."""
    with pytest.raises(
        reports.UnknownFormatError, match=r"'pdf' is no report format\. There are: markdown, latex"
    ):
        reports.write(record, "pdf", tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_a_report_that_cannot_be_put_in_place_leaves_the_old_one(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk leaves the report of before, no draft, and an error that names the file."""
    (old,) = reports.write(record, "json", tmp_path)
    before = old.read_bytes()
    record["run"]["seed"] = 8

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"No space left on device: .*report\.json"):
        reports.write(record, "json", tmp_path)

    assert before == old.read_bytes()
    assert [path.name for path in (tmp_path).iterdir()] == ["report.json"]


def test_a_file_where_the_folder_should_be_is_an_error_with_its_path(record: Record, tmp_path: Path) -> None:
    """The path of what is in the way stands in the error."""
    (tmp_path / "out").write_text("")

    with pytest.raises(OSError, match="out"):
        reports.write(record, "json", tmp_path / "out")


@pytest.mark.parametrize(
    "name", [found.name for found in pkgutil.walk_packages(reports.__path__, "reports.")]
)
def test_the_examples_in_the_documentation_are_true(name: str) -> None:
    """What a docstring shows is what happens."""
    done = doctest.testmod(importlib.import_module(name))

    assert done.failed == 0


def test_reports_import_no_mathematics() -> None:
    """Writing every format needs neither SymPy, nor NumPy, nor our own rooms below."""
    code = (
        "import importlib, sys, reports\n"
        "[importlib.import_module('reports.' + f.module) for f in reports.FORMATS.values()]\n"
        "below = {'sympy', 'numpy', 'matplotlib', 'theorems', 'derivations', 'numeric', 'fisherproof'}\n"
        "print(sorted(below & sys.modules.keys()))"
    )
    root = str(Path(reports.__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=root)

    assert done.stdout.strip() == "[]"
