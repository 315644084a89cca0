"""What a figure shows: axes, series, and the words around them."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("lines", "histogram", "region")
SCALES = ("linear", "log")
STYLES = ("line", "dashed", "points", "bars", "band")
FOLDER = "figures"
LONGEST = 120  # characters of a label that is told; in a drawing there is room for half as many


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis measures, and whether it does so by differences or by ratios."""

    label: str
    scale: str


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers drawn in one style.

    ``y`` over ``x``, of one length; for bars ``x`` are their edges, one more than ``y``; a band lies between
    ``low`` and ``high`` over ``x``.  Points may have ``low`` and ``high`` as well: the ends of their error bars.
    """

    label: str
    style: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one claim; the labels are plain text, title and caption may hold formulas."""

    key: str
    title: str
    caption: str
    kind: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]

    def path(self, anchor: str, ending: str) -> str:
        """The file of the figure below the folder of the reports.

        anchor  of its claim in a page.

        >>> Figure("decay", "", "", "lines", Axis("t", "linear"), Axis("C", "log"), ()).path("demo.a", "svg")
        'figures/demo.a.decay.svg'
        """
        return f"{FOLDER}/{anchor}.{self.key}.{ending}"

    @property
    def alternative(self) -> str:
        """What the figure shows, for a reader who cannot see it; may hold formulas."""
        shown = f"{self.y.label[:LONGEST]} over {self.x.label[:LONGEST]}"
        names = "; ".join(series.label[:LONGEST] for series in self.series if series.label)
        return f"{shown}: {names}. {self.caption}".strip() if names else f"{shown}. {self.caption}".strip()
