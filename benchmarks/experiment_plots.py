"""Plots of an experiment's record: descents, ratios with their intervals, and power laws.

The same record gives the same bytes.  Colours are those of the reports' figures, and lines differ in style as well.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from numeric.experiments import Arm, Comparison, Fit, Record
from reports.figures.drawing import INK, PALETTE, SOFT
from reports.figures.ticks import labels

COLOURS = (*PALETTE, INK, SOFT)
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (8, 3)))
REACHED = (
    1e-3  # where a curve is drawn that has reached the target: the gap is zero there, which has no logarithm
)
WORST = 1e1  # curves that climb higher are cut off
FAR = 3.0  # times what is finite: ratios that are zero or infinite end there, in an arrow
SETTINGS: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.7,
    "axes.edgecolor": SOFT,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "fisherproof",
    "text.parse_math": False,
}


def plots(record: Record) -> dict[str, str]:
    """SVG by the name of the plot; only those for which the record has numbers."""
    found = {}
    if record.arms:
        found["descents"] = _drawn(lambda: _descents(record))
    if record.comparisons:
        found["ratios"] = _drawn(lambda: _ratios(record))
    if record.fits:
        found["powers"] = _drawn(lambda: _powers(record))
    return found


def _drawn(draw: Callable[[], Any]) -> str:
    with _settings():
        stream = io.StringIO()
        draw().savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
        return stream.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


def _panels(count: int, *, columns: int, size: tuple[float, float]) -> tuple[Any, list[Any]]:
    from matplotlib.figure import Figure

    rows = -(-count // columns)
    across = min(count, columns)
    figure = Figure(figsize=(size[0] * across, size[1] * rows), layout="constrained")
    axes = figure.subplots(rows, across, squeeze=False).ravel().tolist()
    for empty in axes[count:]:
        empty.set_axis_off()
    return figure, axes[:count]


def _descents(record: Record) -> Any:
    """Median gap to the target over steps, a panel for each problem."""
    problems = list(dict.fromkeys(arm.problem for arm in record.arms))
    methods = list(dict.fromkeys(arm.method for arm in record.arms))
    figure, panels = _panels(len(problems), columns=2, size=(4.4, 3.0))
    for axes, problem in zip(panels, problems, strict=True):
        for arm in (arm for arm in record.arms if arm.problem == problem):
            place = methods.index(arm.method) % len(COLOURS)
            steps, gaps = _curve(arm)
            axes.plot(
                steps, gaps, color=COLOURS[place], linestyle=LINES[place], linewidth=1.5, label=arm.method
            )
        axes.set_yscale("log")
        axes.set_ylim(REACHED * 0.8, WORST)
        _ticks(axes.yaxis, axes.get_ylim())
        axes.set_title(problem, fontsize=9, loc="left")
        axes.set_xlabel("steps")
        axes.set_ylabel("gap to the target")
        axes.legend(fontsize=7.5, loc="upper right", ncols=2)
    return figure


def _curve(arm: Arm) -> tuple[list[int], list[float]]:
    """Until the median run has arrived; the last point then lies at the bottom."""
    gaps = [gap for gap in arm.curve if math.isfinite(gap)]
    end = next((i for i, gap in enumerate(gaps) if gap <= REACHED), len(gaps) - 1)
    return list(range(end + 1)), [max(gap, REACHED) for gap in gaps[: end + 1]]


def _ratios(record: Record) -> Any:
    """Ratios with intervals, a panel for each quantity; one is no difference."""
    quantities = list(dict.fromkeys(c.quantity for c in record.comparisons))
    most = max(sum(c.quantity == quantity for c in record.comparisons) for quantity in quantities)
    figure, panels = _panels(len(quantities), columns=1, size=(7.6, 0.75 + 0.24 * most))
    for axes, quantity in zip(panels, quantities, strict=True):
        rows = [c for c in record.comparisons if c.quantity == quantity]
        left, right = _range(rows)
        ends = [_shown(c, left, right) for c in rows]
        for y, (low, middle, high) in enumerate(ends):
            axes.plot([low, high], [y, y], color=PALETTE[0], linewidth=1.4, solid_capstyle="butt")
            axes.plot([middle], [y], "o", color=PALETTE[0], markersize=4)
            if rows[y].ratio.low < left:  # goes on beyond what is drawn
                axes.plot([left], [y], "<", color=PALETTE[0], markersize=5)
            if rows[y].ratio.high > right:
                axes.plot([right], [y], ">", color=PALETTE[0], markersize=5)
        axes.axvline(1, color=SOFT, linewidth=0.8, linestyle=":")
        axes.set_xscale("log")
        axes.set_xlim(left / 1.1, right * 1.1)
        _ticks(axes.xaxis, (left, right))
        axes.set_yticks(range(len(rows)), [_named(c, record) for c in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlabel(f"{quantity}: first / second")
        axes.tick_params(axis="y", length=0)
    return figure


def _named(c: Comparison, record: Record) -> str:
    problems = {other.problem for other in record.comparisons}
    return f"{c.first} / {c.second}" + (f"  ({c.problem})" if len(problems) > 1 else "")


def _range(rows: Sequence[Comparison]) -> tuple[float, float]:
    """What is drawn: every ratio that has a logarithm, room for arrows where others have none, and one."""
    ends = [end for c in rows for end in (c.ratio.low, c.ratio.estimate, c.ratio.high)]
    shown = [end for end in ends if 0 < end < math.inf]
    return min([0.5, *shown]) / (FAR if 0 in ends else 1.2), max([2.0, *shown]) * (
        FAR if math.inf in ends else 1.2
    )


def _shown(c: Comparison, left: float, right: float) -> tuple[float, float, float]:
    """Ends and middle within what the axis shows."""
    low, middle, high = (min(max(v, left), right) for v in (c.ratio.low, c.ratio.estimate, c.ratio.high))
    return low, middle, high


def _ticks(axis: Any, limits: tuple[float, float]) -> None:
    """Few ticks on a logarithmic axis, written as in the reports."""
    from matplotlib.ticker import Formatter, LogLocator, MaxNLocator, NullLocator

    class Labels(Formatter):
        def __call__(self, value: float, pos: int | None = None) -> str:
            return labels([value])[0]

        def format_ticks(self, values: Sequence[float]) -> list[str]:
            return labels([float(value) for value in values])

    decades = math.log10(limits[1] / limits[0])
    few: Any = MaxNLocator(5)
    if decades >= 2:
        few = LogLocator(numticks=7)
    elif decades >= 0.5:
        few = LogLocator(subs=(1.0, 2.0, 5.0))
    axis.set_major_locator(few)
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(Labels())


def _powers(record: Record) -> Any:
    """Medians over size on logarithmic axes, a panel for each quantity."""
    quantities = list(dict.fromkeys(fit.quantity for fit in record.fits))
    methods = list(dict.fromkeys(fit.method for fit in record.fits))
    figure, panels = _panels(len(quantities), columns=2, size=(4.4, 3.2))
    for axes, quantity in zip(panels, quantities, strict=True):
        fits: Sequence[Fit] = [fit for fit in record.fits if fit.quantity == quantity]
        for fit in fits:
            place = methods.index(fit.method) % len(COLOURS)
            label = f"{fit.method}: {fit.exponent.estimate:.2f}"
            axes.plot(
                fit.at,
                fit.medians,
                color=COLOURS[place],
                linestyle=LINES[place],
                marker="o",
                markersize=3.5,
                linewidth=1.4,
                label=label,
            )
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(fits[0].variable)
        axes.set_ylabel(quantity)
        bottom, top = axes.get_ylim()
        axes.set_ylim(bottom, top * (top / bottom) ** 0.45)  # room for the legend
        _ticks(axes.xaxis, axes.get_xlim())
        _ticks(axes.yaxis, axes.get_ylim())
        columns = 2 if len(fits) > 2 else 1
        axes.legend(fontsize=7, loc="upper left", ncols=columns, title="exponents", title_fontsize=7.5)
    return figure
