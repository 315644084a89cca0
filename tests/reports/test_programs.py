"""What TeX Live and Chromium make of the reports; these need the programs and run with ``make test-all``."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import reports

pytestmark = pytest.mark.external
Record = dict[str, Any]
BROWSER = "chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
QUIET = "--disable-background-networking --disable-component-update --disable-sync --hide-scrollbars"


def compiled(record: Record, folder: Path) -> tuple[str, str]:
    """Compile the LaTeX report twice; the log of the second time, and the words of the PDF."""
    (source,) = reports.write(record, "latex", folder)
    for _ in range(2):
        line = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", source.name]
        done = subprocess.run(line, cwd=folder, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    text = subprocess.run(
        ["pdftotext", "-layout", "report.pdf", "-"], cwd=folder, capture_output=True, check=True
    )
    return (folder / "report.log").read_text(errors="replace"), text.stdout.decode()


def test_the_latex_report_compiles_without_missing_glyphs_or_wide_lines(
    record: Record, tmp_path: Path
) -> None:
    """Pdflatex finds every reference and character, and no line runs into the margin."""
    log, text = compiled(record, tmp_path)

    assert "Missing character" not in log
    assert "undefined" not in log
    assert all(float(width) < 3 for width in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log))
    assert "Of 9 claims, 3 hold" in text
    assert "The file of this figure is missing" not in text


def test_hostile_texts_compile(
    poisoned: Callable[[str], Record], hostile_texts: dict[str, str], tmp_path: Path
) -> None:
    """Every hostile text compiles to a PDF that shows it."""
    claims = [
        {**claim, "id": f"{name} {claim['id']}", "document": "demo"}
        for name, text in hostile_texts.items()
        for claim in poisoned(text)["claims"]
    ]
    record = {**poisoned("word"), "claims": claims}

    _, text = compiled(record, tmp_path)

    assert "<script>alert(1)</script>" in text
    assert "root:" not in text


@pytest.mark.parametrize("width", [390, 1200])
def test_the_page_opens_from_a_file_and_fits_its_window(record: Record, tmp_path: Path, width: int) -> None:
    """Chromium renders the page from file://, blocks nothing of it, and takes a picture that is not empty."""
    (page,) = reports.write(record, "html", tmp_path)
    program = shutil.which("chromium")
    assert program is not None, "chromium is not installed; `apt-get install chromium`"
    line = [
        *BROWSER.split(),
        *QUIET.split(),
        f"--user-data-dir={tmp_path / 'profile'}",
        "--enable-logging=stderr",
    ]
    shot = [f"--screenshot={tmp_path / 'page.png'}", f"--window-size={width},2000", page.as_uri()]

    done = subprocess.run([*line, *shot], capture_output=True, timeout=120, check=True)

    assert "Content Security Policy" not in done.stderr.decode(errors="replace")
    assert (tmp_path / "page.png").stat().st_size > 50_000
