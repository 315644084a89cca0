"""A figure drawn with Matplotlib, the same bytes for the same figure.

Nothing of a user's own Matplotlib settings, no date and no version enters a drawing.  Colours are those of
Okabe and Ito, which readers with a colour-vision deficiency tell apart; line styles and markers differ as well,
so that a print in black and white can be read.

Source     M. Okabe and K. Ito, "Color Universal Design" (2008): the palette.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from reports.figures.model import STYLES, Axis, Figure, Series
from reports.figures.ticks import labels

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis as Scale
    from matplotlib.figure import Figure as Drawing

Entry = TypeVar("Entry")
INK, SOFT = "#1d1c1a", "#63605a"
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
WIDTH, HEIGHT = 6.4, 3.0  # inches; a page column at some 110 pixels an inch
LEGEND_ROW = 0.19  # inches
LONGEST = 64  # characters of a label that fit the width of a figure
MOST_MARKERS = 96
_LINES = ("-", (0, (9, 2.5)), (0, (9, 2, 1.5, 2)), (0, (5, 1.5)), (0, (12, 2, 1.5, 2, 1.5, 2)))
_DASHED = ((0, (4, 2)), (0, (1.2, 1.6)), (0, (4, 1.6, 1.2, 1.6)), (0, (2.4, 1.2)))
_MARKERS = ("o", "s", "^", "D", "v", "P")
_SETTINGS: dict[Any, Any] = {
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "axes.linewidth": 0.7,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "lines.linewidth": 1.5,
    "lines.markersize": 4.0,
    "legend.frameon": False,
    "legend.handlelength": 2.6,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "path.simplify": True,
    "path.simplify_threshold": 0.2,  # pixels
    "svg.fonttype": "none",
    "svg.hashsalt": "fisherproof",
    "pdf.fonttype": 42,
}


def svg(figure: Figure) -> str:
    """A figure as Matplotlib writes SVG; ``reports.figures.svg`` makes it fit for a page."""
    return _saved(figure, "svg", {"Date": None, "Creator": None}).decode()


def pdf(figure: Figure) -> bytes:
    """A figure as PDF, that ``includegraphics`` takes."""
    return _saved(figure, "pdf", {"CreationDate": None, "Creator": None, "Producer": None})


def _saved(figure: Figure, form: str, metadata: dict[str, None]) -> bytes:
    with _settings():
        stream = io.BytesIO()
        _draw(figure).savefig(stream, format=form, metadata=metadata)
        return stream.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    import matplotlib

    with matplotlib.rc_context(), warnings.catch_warnings():
        # A character that the font lacks is drawn as a box; the page shows it in a font of the reader's.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def _draw(figure: Figure) -> Drawing:
    from matplotlib.figure import Figure as Drawing

    names = [_short(series.label) for series in figure.series]
    columns = _columns(list(filter(None, names)))
    rows = -(-sum(map(bool, names)) // columns)
    drawing = Drawing(figsize=(WIDTH, HEIGHT + LEGEND_ROW * rows), layout="constrained")
    axes = drawing.add_subplot()
    axes.set_xscale(figure.x.scale)
    axes.set_yscale(figure.y.scale)
    samples = _series(axes, figure)
    axes.set_xlabel(_short(figure.x.label))
    axes.set_ylabel(_short(figure.y.label, 40))
    axes.margins(x=0.02)
    if figure.kind == "histogram" and figure.y.scale == "linear" and axes.dataLim.ymin >= 0:
        axes.set_ylim(bottom=0)
    _ticks(axes.xaxis, figure.x, axes.get_xlim())
    _ticks(axes.yaxis, figure.y, axes.get_ylim())
    told = _by_row([pair for pair in zip(samples, names, strict=True) if pair[1]], columns)
    if told:
        # Matplotlib leaves a label out that begins with an underscore; behind a thin space it does not.
        labels_told = [name if name[0] != "_" else f"\u2009{name}" for _, name in told]
        drawing.legend(
            [sample for sample, _ in told],
            labels_told,
            loc="outside upper left",
            ncols=columns,
            borderpad=0,
            borderaxespad=0.3,
        )
    return drawing


def _short(label: str, longest: int = LONGEST) -> str:
    return label if len(label) <= longest else label[: longest - 1] + "…"


def _columns(names: Sequence[str]) -> int:
    """As many columns as the legend's labels leave room for: some 100 characters, with the samples of lines."""
    widths = [len(name) + 8 for name in names]
    if sum(widths) <= 100:
        return max(1, len(names))
    return max(1, 100 // max(widths))


def _by_row(entries: Sequence[Entry], columns: int) -> list[Entry]:
    """Entries in the order in which a legend filled by columns shows them row by row.

    >>> _by_row(["a", "b", "c"], 2)
    ['a', 'c', 'b']
    """
    return [entry for column in range(columns) for entry in entries[column::columns]]


def _series(axes: Axes, figure: Figure) -> list[Artist]:
    """Draw each series, areas behind lines; the styles that recur get another pattern each time."""
    patterns = {style: count() for style in STYLES}
    return [
        _one(
            axes,
            series,
            next(patterns[series.style]),
            {
                "color": PALETTE[place % len(PALETTE)],
                "clip_on": False,
                "zorder": 1 if series.style in {"bars", "band"} else 2,
            },
        )
        for place, series in enumerate(figure.series)
    ]


def _one(axes: Axes, series: Series, pattern: int, look: dict[str, Any]) -> Artist:
    """Draw one series and give what stands for it in the legend."""
    if series.style == "bars":
        return axes.stairs(series.y, series.x, fill=True, alpha=0.35, linewidth=0, **look)
    if series.style == "band":
        return axes.fill_between(series.x, series.low, series.high, alpha=0.3, linewidth=0, **look)
    stride = -(-len(series.x) // MOST_MARKERS)
    if series.low:
        ends = (_less(series.y, series.low), _less(series.high, series.y))
        axes.errorbar(
            series.x, series.y, ends, fmt="none", elinewidth=0.9, errorevery=stride, ecolor=look["color"]
        )
    if series.style == "points":
        marker = _MARKERS[pattern % len(_MARKERS)]
        return axes.plot(series.x, series.y, linestyle="none", marker=marker, markevery=stride, **look)[0]
    styles = _LINES if series.style == "line" else _DASHED
    return axes.plot(series.x, series.y, linestyle=styles[pattern % len(styles)], **look)[0]


def _less(upper: Sequence[float], lower: Sequence[float]) -> list[float]:
    """The lengths of error bars; a value outside of its own interval has none on that side."""
    return [max(0.0, high - low) for high, low in zip(upper, lower, strict=True)]


def _ticks(scale: Scale, axis: Axis, limits: tuple[float, float]) -> None:
    """Few ticks, at 1, 2 and 5 or at powers of ten, without minor ones."""
    from math import log10

    from matplotlib.ticker import Formatter, Locator, LogLocator, MaxNLocator, NullLocator

    class Labels(Formatter):
        def __call__(self, value: float, pos: int | None = None) -> str:
            return labels([value])[0]

        def format_ticks(self, values: Sequence[float]) -> list[str]:
            return labels([float(value) for value in values])

    decades = log10(limits[1]) - log10(limits[0]) if axis.scale == "log" else 0.0
    few: Locator = MaxNLocator(6, steps=[1, 2, 2.5, 5, 10])
    if decades >= 2:
        few = LogLocator(numticks=7)
    elif decades >= 0.7:
        few = LogLocator(subs=(1.0, 2.0, 5.0))
    scale.set_major_locator(few)
    scale.set_minor_locator(NullLocator())
    scale.set_major_formatter(Labels())
