"""What Matplotlib draws, as SVG that may stand in a page: few elements, no style sheet, no foreign word.

Every element and attribute is taken over by name or left out, coordinates are rounded to what a screen shows,
ids are our own, and colours become the page's, so that a figure can be read on a light and on a dark page.

Source     SVG 2 (W3C): paths, ``use``, ``title`` and ``desc``; WAI-ARIA Graphics Module: the role of a picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from xml.etree import ElementTree as ET

from reports.figures.drawing import INK, PALETTE, SOFT, svg
from reports.figures.model import Figure
from reports.mathtext.plain import plain

LIGHT = (INK, SOFT, *PALETTE)
DARK = ("#e6e2da", "#a39e94", "#5aaee6", "#f0854a", "#3cc8a0", "#e0a3c8", "#f0b843", "#9ad8f5")
NAMES = ("ink", "soft", *(f"s{place}" for place in range(1, len(PALETTE) + 1)))
ELEMENTS = {
    "svg": frozenset({"role", "aria-labelledby", "viewBox", "width", "height", "xmlns"}),
    "title": frozenset({"id"}),
    "desc": frozenset({"id"}),
    "style": frozenset[str](),
    "g": frozenset({"style"}),
    "path": frozenset({"d", "style", "id", "transform"}),
    "use": frozenset({"href", "x", "y", "style"}),
    "text": frozenset({"x", "y", "style", "transform"}),
}
"""Every element a figure may hold, and the attributes it may carry."""

_WORDS = "fill fill-opacity opacity stroke stroke-width stroke-dasharray stroke-opacity font-size text-anchor"
_PROPERTIES = frozenset(_WORDS.split())
_NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
_STEP = re.compile(r"([MLCQz])([^MLCQz]*)")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_STROKES = re.compile(r'(<path style="fill:none;[^"]*" d=")[^"]*"/>(?:\1[^"]*"/>)+')
_NONE = re.compile(r"rotate\(-0 [^)]*\)\Z")


def inline(figure: Figure, name: str) -> str:
    """A figure as an element of a page, safe to stand in it as it is.

    The page gives the colours as CSS variables, those of ``palette``.

    name  begins every id in the figure; letters, digits, dots and hyphens, used once in a page.
    """
    return _written(figure, name, "")


def standalone(figure: Figure) -> str:
    """A figure as a file, with its own colours for a light and a dark page."""
    style = (
        f"svg{{{palette(LIGHT)}font-family:system-ui,sans-serif}}"
        f"@media(prefers-color-scheme:dark){{svg{{{palette(DARK)}}}}}"
    )
    return _written(figure, "f", style) + "\n"


def palette(colours: tuple[str, ...]) -> str:
    """CSS that names the colours of ``LIGHT`` or ``DARK``.

    >>> palette(LIGHT)[:28]
    '--ink:#1d1c1a;--soft:#63605a'
    """
    return "".join(f"--{name}:{colour};" for name, colour in zip(NAMES, colours, strict=True))


def _written(figure: Figure, name: str, style: str) -> str:
    box, body = _drawn(figure)
    width, height = box.split()[2:]
    lone = f' xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt"' if style else ""
    sheet = f"<style>{style}</style>" if style else ""
    return (
        f'<svg{lone} role="img" aria-labelledby="{name}-t {name}-d" viewBox="{box}">'
        f'<title id="{name}-t">{escape(plain(figure.title))}</title>'
        f'<desc id="{name}-d">{escape(plain(figure.alternative))}</desc>'
        f"{sheet}{body.replace('@', name)}</svg>"
    )


@lru_cache(maxsize=128)
def _drawn(figure: Figure) -> tuple[str, str]:
    """The view box, and the elements inside with ``@`` where the name of the figure begins an id."""
    root = ET.fromstring(svg(figure))  # noqa: S314 - what Matplotlib has just written
    ids: dict[str, str] = {}
    parts = "".join(_element(root, ids))
    box = " ".join(_round(number, 1) for number in root.get("viewBox", "").split())
    return box, parts


def _element(element: ET.Element, ids: dict[str, str]) -> Iterator[str]:
    tag = element.tag.rpartition("}")[2]
    if tag in {"svg", "g", "defs"}:
        # Groups carry nothing but names; a marker defined where it is first used need not be hidden.
        yield from _group(list(element), ids, hidden=tag == "defs")
        return
    if tag not in {"path", "use", "text"}:
        return
    style = _style(element.get("style", ""))
    if tag == "path" and style == "fill:none":  # the empty page behind a drawing
        return
    written = {"style": style, **_place(tag, element, ids)}
    attributes = "".join(f' {key}="{value}"' for key, value in written.items() if value)
    text = escape(element.text or "").replace("@", "&#64;") if tag == "text" else ""
    yield f"<{tag}{attributes}>{text}</{tag}>" if text else f"<{tag}{attributes}/>"


def _group(children: list[ET.Element], ids: dict[str, str], *, hidden: bool) -> Iterator[str]:
    inside = "".join(part for child in children for part in _element(child, ids))
    inside = _STROKES.sub(_together, inside)
    styles = set(re.findall(r'<use( style="[^"]*")', inside))
    uses = inside.count("<use")
    if uses > 1 and len(styles) == 1 and uses == inside.count("<"):
        (style,) = styles
        inside = f"<g{style}>{inside.replace(style, '')}</g>"
    if inside:
        yield f"<defs>{inside}</defs>" if hidden else inside


def _together(strokes: re.Match[str]) -> str:
    """Lines of one style side by side as one path."""
    return strokes[1] + "".join(re.findall(r' d="([^"]*)"', strokes[0])) + '"/>'


def _place(tag: str, element: ET.Element, ids: dict[str, str]) -> dict[str, str]:
    """Where an element is: its path, its point, its id or the id it uses."""
    found: dict[str, str] = {}
    if tag == "path":
        found["d"] = _path(element.get("d", ""), 1 if element.get("id") is None else 2)
        if element.get("id") is not None:
            found["id"] = ids.setdefault(element.get("id", ""), f"@{len(ids)}")
    if tag == "use":
        target = element.get("{http://www.w3.org/1999/xlink}href", "").removeprefix("#")
        found["href"] = f"#{ids[target]}"
    if tag in {"use", "text"}:
        found |= {key: _round(element.get(key, "0"), 1) for key in ("x", "y")}
    turned = element.get("transform", "")
    if tag == "text" and turned and not _NONE.match(turned):
        found["transform"] = _NUMBER.sub(lambda number: _round(number.group(), 1), turned)
    return found


def _style(written: str) -> str:
    """A style with the properties a figure needs, the colours by the names the page has for them."""
    pairs = (pair.partition(":") for pair in written.split(";"))
    kept = {name.strip(): value.strip() for name, _, value in pairs if name.strip() in _PROPERTIES}
    for name in ("fill", "stroke"):
        if name in kept:
            kept[name] = _COLOUR.sub(_variable, kept[name])
    if kept.get("text-anchor") == "start":
        del kept["text-anchor"]
    return ";".join(f"{name}:{value}" for name, value in kept.items())


def _variable(match: re.Match[str]) -> str:
    return f"var(--{NAMES[LIGHT.index(match.group())]})" if match.group() in LIGHT else match.group()


def _path(data: str, digits: int) -> str:
    """A path with rounded coordinates, lines told by the step from the point before.

    >>> _path("M 1 2 L 3.04 2 L 3.04 4.5 z", 1)
    'M1 2l2 0 0 2.5z'
    """
    made: list[str] = []
    here = (0.0, 0.0)
    before = ""
    for command, arguments in _STEP.findall(data):
        numbers = [round(float(number), digits) for number in _NUMBER.findall(arguments)]
        if command == "L":
            steps = [numbers[0] - here[0], numbers[1] - here[1]]
            made.append(("" if before == "L" else "l") + " ".join(_round(step, digits) for step in steps))
        else:
            made.append(command + " ".join(_round(number, digits) for number in numbers))
        here = (numbers[-2], numbers[-1]) if numbers else here
        before = command
    joined = "".join((" " if part[0].isdigit() else "") + part for part in made)
    return joined


def _round(number: str | float, digits: int) -> str:
    """A number with few digits.

    >>> _round("12.30", 1), _round(-0.04, 1)
    ('12.3', '0')
    """
    text = f"{float(number):.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
