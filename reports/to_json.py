"""The report as JSON: the record itself, so that a program reads what ``check --json`` prints.

Source     RFC 8259; characters that hide are written as escapes, which mean the same.
"""

from __future__ import annotations

import json
import re
import unicodedata

from reports.characters import HIDDEN
from reports.fields import RecordError
from reports.model import Report

_BEYOND_ASCII = re.compile(r"[^\x00-\x7e]")


def render(report: Report) -> str:
    """The record as JSON text, indented.

    Raises RecordError if it holds something JSON cannot say, such as an infinite number.
    """
    try:
        text = json.dumps(report.record, ensure_ascii=False, indent=2, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise RecordError(
            f"record: cannot be written as JSON ({error}). Write such a value as text."
        ) from error
    return _BEYOND_ASCII.sub(_escape, text) + "\n"


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return json.dumps(char)[1:-1] if unicodedata.category(char) in HIDDEN else char
