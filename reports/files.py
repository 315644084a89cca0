"""Writing reports: a record in, files out, each there in full or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from reports.model import Report
from reports.reading import read


class Format(NamedTuple):
    """One format: the file it is written to, the module that renders it, and the kind of pictures beside it."""

    file: str
    module: str
    pictures: str = ""


FORMATS: dict[str, Format] = {
    "markdown": Format("report.md", "to_markdown", "svg"),
    "latex": Format("report.tex", "to_latex", "pdf"),
    "html": Format("report.html", "to_html"),
    "json": Format("report.json", "to_json"),
    "junit": Format("report.xml", "to_junit"),
}
"""The formats by the name the command line gives them."""


class UnknownFormatError(ValueError):
    """The name of a format is none of ``FORMATS``."""


def render(record: Mapping[str, object], fmt: str) -> str:
    """A record as the text of one format; the same record gives the same text.

    record  what ``fisherproof check --json`` prints, as plain dictionaries and lists.
    fmt     a key of ``FORMATS``.

    Raises UnknownFormatError for another format, RecordError for a record of another form.
    """
    return _renderer(fmt)(read(record))


def write(record: Mapping[str, object], fmt: str, output_dir: Path) -> list[Path]:
    """Write a record in one format and return the file of the report.

    Each file is written beside its place and then moved there, so that a reader never meets half a report.
    Figures that a format cannot hold lie in ``figures`` below the folder, and are there before the report.

    record      what ``fisherproof check --json`` prints, as plain dictionaries and lists.
    fmt         a key of ``FORMATS``.
    output_dir  the folder for the reports; it is made if it is missing.

    Raises UnknownFormatError, RecordError; OSError, which names the file, if it cannot be written.
    """
    renderer, report = _renderer(fmt), read(record)
    text = renderer(report)
    pictures = list(_pictures(report, FORMATS[fmt].pictures))
    output_dir.mkdir(parents=True, exist_ok=True)
    for path, content in pictures:
        (output_dir / path).parent.mkdir(exist_ok=True)
        _replace(output_dir / path, content)
    target = output_dir / FORMATS[fmt].file
    _replace(target, text.encode("utf-8"))
    return [target]


def _renderer(fmt: str) -> Callable[[Report], str]:
    if fmt not in FORMATS:
        raise UnknownFormatError(f"{fmt!r} is no report format. There are: {', '.join(FORMATS)}.")
    from importlib import import_module

    render_report: Callable[[Report], str] = import_module(f"reports.{FORMATS[fmt].module}").render
    return render_report


def _pictures(report: Report, kind: str) -> Iterator[tuple[str, bytes]]:
    """The figures of a report as files of one kind, ``svg`` or ``pdf``; none where the format has none beside it."""
    for claim in report.claims if kind else ():
        for figure in claim.figures:
            from reports.figures.drawing import pdf
            from reports.figures.svg import standalone

            content = pdf(figure) if kind == "pdf" else standalone(figure).encode("utf-8")
            yield figure.path(claim.anchor, kind), content


def _replace(target: Path, content: bytes) -> None:
    """Put a file in its place in one step; what was written by then is taken away if that fails."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(target)) from error
