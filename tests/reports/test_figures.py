"""Figures: what may be drawn, that it can be read, and that a drawing is the same for the same numbers."""

from __future__ import annotations

import copy
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import reports
from reports import RecordError
from reports.characters import visible
from reports.figures import drawing, svg
from reports.figures.model import Axis, Figure, Series
from reports.figures.reading import MOST_IN_ALL, MOST_POINTS, SMALLEST
from reports.figures.ticks import labels
from reports.reading import read

Record = dict[str, Any]
SVG = "{http://www.w3.org/2000/svg}"
LARGEST_FILE = 15_000  # bytes


@pytest.fixture
def drawn(record: Record) -> Record:
    """The claim of the demo that has figures; a test may change it."""
    claim: Record = next(claim for claim in record["claims"] if claim.get("figures"))
    return claim


def figure(*series: Series, x: str = "linear", y: str = "linear", kind: str = "lines") -> Figure:
    """A figure of some series."""
    return Figure("key", "Title", "Caption", kind, Axis("x", x), Axis("y", y), series)


def curve(x: tuple[float, ...], y: tuple[float, ...], *, style: str = "line", label: str = "l") -> Series:
    """A series without error bars."""
    return Series(label, style, x, y, (), ())


def shown(made: Figure) -> list[str]:
    """The words in a drawing."""
    return [text.text or "" for text in ET.fromstring(svg.standalone(made)).iter(f"{SVG}text")]


# What may be drawn

BROKEN: dict[str, tuple[str, str, Callable[[Record], object]]] = {
    "key": ("key", "small letters", lambda f: f.update(key="../x")),
    "kind": ("kind", "one of lines", lambda f: f.update(kind="pie")),
    "title": ("title", "not empty", lambda f: f.pop("title")),
    "axis": ("x", "an object", lambda f: f.update(x="t")),
    "scale": ("y.scale", "linear, log", lambda f: f["y"].update(scale="cubic")),
    "no series": ("series", "1 to 8 series", lambda f: f.update(series=[])),
    "many series": ("series", "found '9 series'", lambda f: f.update(series=f["series"][:1] * 9)),
    "style": ("series[0].style", "one of line", lambda f: f["series"][0].update(style="pie")),
    "nan": ("series[0].y[1]", "a finite number", lambda f: f["series"][0]["y"].__setitem__(1, math.nan)),
    "infinite": ("series[0].x[0]", "a finite number", lambda f: f["series"][0]["x"].__setitem__(0, math.inf)),
    "huge": ("series[0].x[0]", "at most 1e+100", lambda f: f["series"][0]["x"].__setitem__(0, 10**400)),
    "text": ("series[0].x[0]", "a finite number", lambda f: f["series"][0]["x"].__setitem__(0, "1")),
    "flag": ("series[0].x[0]", "a finite number", lambda f: f["series"][0]["x"].__setitem__(0, True)),
    "log": ("series[0].y[15]", "logarithmic", lambda f: f["y"].update(scale="log")),
    "short": ("series[0].y", "61 numbers, one for each x", lambda f: f["series"][0]["y"].pop()),
    "empty": ("series[0].x", "one number at least", lambda f: f["series"][0].update(x=[], y=[])),
    "one end": ("series[0]", "low and high", lambda f: f["series"][0].update(low=f["series"][0]["y"])),
    "ends": ("series[3].low[2]", "at most high[2]", lambda f: f["series"][3]["low"].__setitem__(2, 9)),
    "no band": ("series[3].low", "61 numbers", lambda f: f["series"][3].pop("low")),
    "long": (
        "series[0].x",
        "more than the 512",
        lambda f: f["series"][0].update(x=[0.5] * (MOST_POINTS + 1)),
    ),
    "heavy": (
        "series",
        "1536 points at most",
        lambda f: f.update(series=[{"style": "line", "x": [0.5] * 512, "y": [0.5] * 512}] * 4),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_drawn_is_refused_with_its_place(record: Record, drawn: Record, name: str) -> None:
    """The error names the number or the list, and says what should stand there."""
    place, reason, harm = BROKEN[name]
    harm(drawn["figures"][0])

    with pytest.raises(RecordError) as caught:
        read(record)

    assert f"claim 'demo.halving'.figures[0].{place}: " in str(caught.value)
    assert reason in str(caught.value)


BARS: dict[str, tuple[str, Callable[[Record], object]]] = {
    "edges": ("edges that increase", lambda s: s["x"].__setitem__(1, 0.0)),
    "heights": ("one between two edges", lambda s: s["y"].append(1.0)),
    "one edge": ("two edges at least", lambda s: s.update(x=[0.0], y=[])),
    "below": ("not negative", lambda s: s["y"].__setitem__(0, -1.0)),
}


@pytest.mark.parametrize("name", BARS)
def test_bars_that_are_none_are_refused(record: Record, drawn: Record, name: str) -> None:
    """Edges increase, there is one more of them than heights, and no height is negative."""
    reason, harm = BARS[name]
    harm(drawn["figures"][1]["series"][0])

    with pytest.raises(RecordError, match=reason):
        read(record)


def test_bars_over_a_logarithmic_axis_are_refused(record: Record, drawn: Record) -> None:
    """Their foot is at 0, which such an axis does not have."""
    drawn["figures"][1]["y"]["scale"] = "log"

    with pytest.raises(RecordError, match=r"series\[0\].style: expected no bars over a logarithmic axis"):
        read(record)


def test_one_key_names_one_figure(record: Record, drawn: Record) -> None:
    """A key used twice would overwrite a file."""
    drawn["figures"].append(drawn["figures"][0])

    with pytest.raises(RecordError, match="each key once"):
        read(record)


def test_a_claim_without_figures_has_none(record: Record) -> None:
    """The field may be absent, null or empty."""
    for given in ({}, {"figures": None}, {"figures": []}):
        claim = {**record["claims"][0], **given}
        assert read({**record, "claims": [claim]}).claims[0].figures == ()


# What is drawn

EXTREME = {
    "one point": figure(curve((1.0,), (2.0,), style="points"), x="log", y="log"),
    "constant": figure(curve((1.0, 2.0), (5.0, 5.0)), y="log"),
    "largest": figure(curve((-1e100, 1e100), (-1e100, 1e100))),
    "wide": figure(curve((SMALLEST, 1e100), (1e100, SMALLEST)), x="log", y="log"),
    "narrow": figure(curve((1.0, 1 + 1e-15), (1.0, 1 + 1e-15))),
    "flat bars": figure(curve((0.0, 1.0), (0.0,), style="bars"), kind="histogram"),
    "no label": figure(curve((0.0, 1.0), (0.0, 1.0), label="")),
    "long labels": figure(*[curve((0.0, 1.0), (0.0, k), label="w" * 10_000) for k in range(8)]),
    "all points": figure(
        *[
            curve(tuple(range(512)), tuple(math.sin(place * rate) for place in range(512)), style=style)
            for rate, style in ((7, "line"), (5, "dashed"), (3, "points"))
        ]
    ),
    "error bars": figure(
        Series("m", "points", *(tuple(float(n + d) for n in range(1, 513)) for d in (0, 0, -1, 1)))
    ),
}


@pytest.mark.parametrize("name", EXTREME)
def test_an_extreme_figure_is_drawn_small_and_within_its_frame(name: str) -> None:
    """It parses, holds listed elements only, weighs little, and no coordinate leaves the picture."""
    text = svg.standalone(EXTREME[name])
    root = ET.fromstring(text)

    assert len(text.encode()) < LARGEST_FILE
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        assert tag in {*svg.ELEMENTS, "defs"}
        assert element.attrib.keys() <= svg.ELEMENTS.get(tag, frozenset())
        if tag in {"use", "text"} and "y" in element.attrib:
            assert 0 <= float(element.get("x", "-1")) <= width
            assert -height <= float(element.get("y", "-1")) <= height


def test_an_error_bar_reaches_from_its_low_to_its_high_end() -> None:
    """Of a value 5 in (4, 9) the bar is four times as long above the marker as below it, and no swap is."""
    page = svg.standalone(figure(Series("m", "points", (1.0,), (5.0,), (4.0,), (9.0,))))
    ((x, low, length),) = re.findall(r' d="M([\d.]+) ([\d.]+)l0 (-[\d.]+)"', page)
    (marker,) = re.findall(rf'var\(--s1\)" href="#\w+" x="{x}" y="([\d.]+)"', page)

    above = float(marker) - (float(low) + float(length))  # places count downwards
    assert above / (float(low) - float(marker)) == pytest.approx(4, abs=0.1)


def test_hostile_words_stay_words_in_a_drawing(hostile: str) -> None:
    """A label is no formula, no macro and no element; what is too long for the page is cut."""
    label = visible(hostile)
    named = [curve((0.0, 1.0), (0.0, 1.0), label=label), curve((0.0,), (1.0,), label=f"_{label}"[:30])]
    made = Figure("key", label, label, "lines", Axis(label, "linear"), Axis(label, "linear"), tuple(named))

    words = shown(made)

    assert (label if len(label) <= drawing.LONGEST else label[: drawing.LONGEST - 1] + "…") in words
    assert f"_{label}"[:30] in [word.strip("\u2009") for word in words]
    assert not re.search(r"<script|<img|url\(|@import", svg.inline(made, "f"))


def test_hostile_words_are_drawn_in_a_pdf(hostile_texts: dict[str, str]) -> None:
    """The file for LaTeX is made of any words, those that the font lacks included."""
    named = [curve((0.0, 1.0), (0.0, 1.0), label=visible(text)[:60]) for text in hostile_texts.values()]

    assert all(drawing.pdf(figure(*named[place : place + 6])).startswith(b"%PDF") for place in (0, 6, 12))


def test_series_of_one_name_are_all_in_the_legend() -> None:
    """None of them hides another."""
    made = figure(*[curve((0.0, 1.0), (0.0, k), label="same") for k in range(3)])

    assert shown(made).count("same") == 3


def test_series_of_one_style_differ_in_pattern_and_colour() -> None:
    """Without colour, the dashes tell them apart."""
    made = svg.inline(figure(*[curve((0.0, 1.0), (0.0, 1.0 + k), label=f"l{k}") for k in range(4)]), "f")
    strokes = re.findall(r'<path style="(fill:none;[^"]*stroke:var\(--s\d\)[^"]*)"', made)

    assert len({re.sub(r"stroke:var\(--s\d\)", "", stroke) for stroke in strokes}) == 4
    assert {f"--s{place}" for place in range(1, 5)} == set(re.findall(r"--s\d", "".join(strokes)))


def test_a_figure_says_what_it_shows_to_a_reader_who_does_not_see_it(record: Record) -> None:
    """Title and description are elements of the picture, and it refers to them."""
    page = reports.render(record, "html")
    (opening,) = re.findall(r'<svg role="img" aria-labelledby="demo.halving.law-t demo.halving.law-d"', page)

    assert opening
    assert '<title id="demo.halving.law-t">The law of the square</title>' in page
    assert '<desc id="demo.halving.law-d">density over s = cos² x: drawn; arcsine law.' in page


def test_a_figure_has_the_colours_of_a_light_and_of_a_dark_page(record: Record) -> None:
    """Each colour has a name; page and file give it a value for both."""
    alone = svg.standalone(figure(curve((0.0, 1.0), (0.0, 1.0))))
    page = reports.render(record, "html")

    for text in (alone, page):
        assert "--s1:#0072b2" in text
        assert re.search(r"prefers-color-scheme: ?dark\) ?\{ ?(svg|figure) ?\{ ?--ink", text)
    assert not re.search(r"#[0-9a-f]{6}", alone.split("</style>")[1])


def test_a_drawing_is_the_same_in_another_process() -> None:
    """Neither hash seed, nor a user's settings of Matplotlib, nor the day, is in it."""
    code = (
        "import hashlib, json, sys\n"
        "from reports.figures import drawing, svg\n"
        "from reports.figures.model import Axis, Figure, Series\n"
        "made = Figure('k', 't', 'c', 'lines', Axis('x', 'log'), Axis('y', 'linear'),\n"
        "    (Series('l', 'points', (1.0, 2.0, 30.0), (1.0, 3.0, 2.0), (), ()),))\n"
        "print(hashlib.sha256(svg.standalone(made).encode() + drawing.pdf(made)).hexdigest())"
    )
    root = str(Path(reports.__file__).parents[1])

    def digest(seed: str, settings: str, folder: str) -> str:
        Path(folder, "matplotlibrc").write_text(settings)
        changed = {"PYTHONHASHSEED": seed, "PYTHONPATH": root, "SOURCE_DATE_EPOCH": seed}
        return subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **changed},
            cwd=folder,
            capture_output=True,
            check=True,
            text=True,
        ).stdout

    import tempfile

    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first = digest("1", "", one)
        second = digest("2", "font.size: 20\nlines.linewidth: 9\nsvg.fonttype: path\n", other)

    assert first
    assert first == second


def test_drawing_leaves_the_settings_of_matplotlib_alone() -> None:
    """Someone who draws in the same process finds what was set."""
    import matplotlib

    before = copy.deepcopy(dict(matplotlib.rcParams))

    drawing.pdf(figure(curve((0.0, 1.0), (0.0, 1.0))))

    assert before == dict(matplotlib.rcParams)


def test_a_record_without_figures_is_reported_without_matplotlib() -> None:
    """It is imported only where there is something to draw."""
    code = (
        "import json, pathlib, sys, tempfile, reports\n"
        "record = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))\n"
        "[claim.pop('figures', None) for claim in record['claims']]\n"
        "folder = pathlib.Path(tempfile.mkdtemp())\n"
        "[reports.write(record, fmt, folder) for fmt in reports.FORMATS]\n"
        "print(sorted({'matplotlib', 'numpy'} & sys.modules.keys()))"
    )
    record = Path(__file__).with_name("demo_record.json")
    root = str(Path(reports.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code, str(record)], capture_output=True, check=True, text=True, cwd=root
    )

    assert done.stdout.strip() == "[]"


def test_pictures_lie_beside_the_report_that_names_them(record: Record, tmp_path: Path) -> None:
    """Every file that Markdown and LaTeX refer to is there, and the page needs none."""
    for fmt, pattern in (("markdown", r"\]\((figures/[^)]+)\)"), ("latex", r"\\plot\{(figures/[^}]+)\}")):
        (report,) = reports.write(record, fmt, tmp_path)
        named = re.findall(pattern, report.read_text(encoding="utf-8"))

        assert len(named) == 2
        assert all((tmp_path / name).stat().st_size > 1000 for name in named)
    assert "figures/" not in reports.render(record, "html")


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((0.0, 0.5, 1.0), ["0", "0.5", "1"]),
        ((0.001, 0.01), ["0.001", "0.01"]),
        ((100000.0, 100002.0), ["100000", "100002"]),
        ((-1e-9, -2e-9), ["−10⁻⁹", "−2·10⁻⁹"]),
        ((1.0, 1.0000001), ["1", "1.0000001"]),
    ],
)
def test_ticks_have_as_few_digits_as_tell_them_apart(values: tuple[float, ...], texts: list[str]) -> None:
    """Powers of ten are raised, a minus is a minus sign."""
    assert texts == labels(values)


def test_the_limits_on_points_keep_a_figure_small() -> None:
    """Three series of the largest length are as many points as a figure may have."""
    assert 3 * MOST_POINTS == MOST_IN_ALL
