"""Reading a record: each field by name and kind, with an error that says where it is and what was expected.

Source     the form of ``fisherproof check --json``, schema 1.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from reports.characters import visible


class RecordError(ValueError):
    """The record has not the form that ``fisherproof check --json`` writes; the message says where."""


class Fields:
    """One JSON object of a record and the path that leads to it.

    Unknown keys are ignored, because records only ever gain fields.
    """

    def __init__(self, value: object, path: str) -> None:
        self.path = path
        if not isinstance(value, Mapping):
            raise complaint(path, "an object", value)
        self._values: Mapping[str, object] = value

    def raw(self, key: str) -> object:
        """The value of a key, or None where it is absent."""
        return self._values.get(key)

    def text(self, key: str, *, default: str | None = None) -> str:
        """A text on one line with every character visible; RecordError if it is absent and has no default."""
        value = self.raw(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise complaint(
                f"{self.path}.{key}", "a text that is not empty" if default is None else "a text", value
            )
        return visible(value)

    def maybe(self, key: str) -> str | None:
        """A text, or None where it is absent, null or empty."""
        return self.text(key, default="") or None

    def word(self, key: str, words: Sequence[str]) -> str:
        """One of the given words; RecordError lists them."""
        value = self.raw(key)
        if not isinstance(value, str) or value not in words:
            raise complaint(f"{self.path}.{key}", f"one of {', '.join(words)}", value)
        return value

    def maybe_word(self, key: str, words: Sequence[str]) -> str | None:
        """One of the given words, or None where it is absent or null."""
        return None if self.raw(key) is None else self.word(key, words)

    def flag(self, key: str) -> bool:
        """True or false; absent is false."""
        value = self.raw(key)
        if value is not None and not isinstance(value, bool):
            raise complaint(f"{self.path}.{key}", "true or false", value)
        return value is True

    def count(self, key: str) -> int:
        """A whole number that is not negative; absent is 0."""
        value = 0 if self.raw(key) is None else self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise complaint(f"{self.path}.{key}", "a whole number that is not negative", value)
        return value

    def number(self, key: str) -> float | None:
        """A finite number, or None where it is absent."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise complaint(f"{self.path}.{key}", "a finite number", value)
        return float(value)

    def interval(self, key: str) -> tuple[float, float] | None:
        """Two finite numbers in order, as ``[low, high]`` or ``{"low": low, "high": high}``; None if absent."""
        value = self.raw(key)
        if value is None:
            return None
        pair = (
            dict(zip_longest(("low", "high"), self.items(key))) if isinstance(value, list | tuple) else value
        )
        inner = Fields(pair, f"{self.path}.{key}")
        low, high = inner.number("low"), inner.number("high")
        if low is None or high is None or low > high or len(inner._values) != 2:
            raise complaint(inner.path, "two numbers, the lower end first", value)
        return low, high

    def places(self, key: str) -> tuple[int, ...]:
        """Where an entry stands in a column or matrix: whole numbers from 1; absent is ()."""
        found = self.items(key)
        for place in found:
            if isinstance(place, bool) or not isinstance(place, int) or place < 1:
                raise complaint(f"{self.path}.{key}", "whole numbers from 1, row before column", list(found))
        return tuple(place for place in found if isinstance(place, int))

    def items(self, key: str) -> tuple[object, ...]:
        """The elements of a list; absent is no element."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            raise complaint(f"{self.path}.{key}", "a list", value)
        return tuple(value)

    def objects(self, key: str) -> tuple[Fields, ...]:
        """The elements of a list of objects, each with its path."""
        return tuple(
            Fields(item, f"{self.path}.{key}[{index}]") for index, item in enumerate(self.items(key))
        )

    def texts(self, key: str) -> tuple[str, ...]:
        """The elements of a list of texts."""
        pairs = enumerate(self.items(key))
        return tuple(
            Fields({"text": item}, f"{self.path}.{key}[{index}]").text("text") for index, item in pairs
        )

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Names and texts of an object; a value that is no text is shown as JSON."""
        if self.raw(key) is None:
            return ()
        inner = Fields(self.raw(key), f"{self.path}.{key}")
        return tuple((visible(str(name)), visible(shown(value))) for name, value in inner._values.items())

    def inside(self, key: str) -> Fields | None:
        """The object under a key, or None where it is absent or null."""
        return None if self.raw(key) is None else Fields(self.raw(key), f"{self.path}.{key}")


def shown(value: object) -> str:
    """A value as text: a text as it is, all else as JSON.

    >>> shown([1, 2])
    '[1, 2]'
    """
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr)


def complaint(path: str, expected: str, found: object) -> RecordError:
    """The error for a field that is not what it should be."""
    what = "nothing" if found is None else visible(repr(found))
    brief = what if len(what) <= 60 else what[:57] + "..."
    return RecordError(
        f"{path}: expected {expected}, found {brief}. Reports read a record as `fisherproof check --json` "
        "prints it; one that was edited or cut short cannot be reported. "
        "Run the check again, or mend this field."
    )
