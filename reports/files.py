"""Writing reports: a record in, files out, each there in full or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from reports.model import Report
from reports.reading import read


class Format(NamedTuple):
    """One format: the file it is written to, and the module that renders it."""

    file: str
    module: str


FORMATS: dict[str, Format] = {
    "markdown": Format("report.md", "to_markdown"),
    "latex": Format("report.tex", "to_latex"),
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
    """Write a record in one format and return the files written.

    The text is written beside its place and then moved there, so that a reader never meets half a report.

    record      what ``fisherproof check --json`` prints, as plain dictionaries and lists.
    fmt         a key of ``FORMATS``.
    output_dir  the folder for the reports; it is made if it is missing.

    Raises UnknownFormatError, RecordError; OSError, which names the file, if it cannot be written.
    """
    text = render(record, fmt)
    output_dir.mkdir(parents=True, exist_ok=True)
    target = output_dir / FORMATS[fmt].file
    _replace(target, text.encode("utf-8"))
    return [target]


def _renderer(fmt: str) -> Callable[[Report], str]:
    if fmt not in FORMATS:
        raise UnknownFormatError(f"{fmt!r} is no report format. There are: {', '.join(FORMATS)}.")
    from importlib import import_module

    render_report: Callable[[Report], str] = import_module(f"reports.{FORMATS[fmt].module}").render
    return render_report


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
