"""What a symbol can be found to be: a shape, an order in dt and a sort, as slots that unification fills."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from theorems.latex import GREEK

SHAPES = {(1, 1): "a scalar", ("n", 1): "a column", (1, "n"): "a row", ("n", "n"): "a matrix"}
FUNCTION, VALUE = "as a function of the parameter", "on its own"


class ClashError(ValueError):
    """Two equations on one slot cannot both hold."""


class Slot:
    """One unknown of a type: nothing yet, a constant, or the same as another slot."""

    def __init__(self, value: Any = None) -> None:
        self.value = value
        self.same: Slot | None = None

    def root(self) -> Slot:
        """The slot that speaks for this one."""
        slot = self
        while slot.same is not None:
            slot = slot.same
        return slot

    @property
    def known(self) -> Any:
        """The constant, or None."""
        return self.root().value

    def equate(self, other: Slot | Any) -> None:
        """Make two slots one.

        Raises ClashError when they hold different constants.
        """
        a, b = self.root(), (other if isinstance(other, Slot) else Slot(other)).root()
        if a is b:
            return
        if a.value is None:
            a.same = b
        elif b.value is None or a.value == b.value:
            b.same = a
        else:
            raise ClashError(f"{a.value} and {b.value}")


@dataclass(frozen=True)
class Kind:
    """The type of a term: rows and columns (1 or "n"), order in dt, sort."""

    rows: Slot = field(default_factory=Slot)
    columns: Slot = field(default_factory=Slot)
    order: Slot = field(default_factory=Slot)
    sort: Slot = field(default_factory=Slot)

    def shape(self, rows: Any, columns: Any) -> Kind:
        """This kind, its shape equated with another."""
        self.rows.equate(rows)
        self.columns.equate(columns)
        return self

    @property
    def is_scalar(self) -> bool | None:
        """Whether it is a number; None when nothing tells."""
        sizes = (self.rows.known, self.columns.known)
        return False if "n" in sizes else (None if None in sizes else True)

    def says(self, *, sorts: bool = False, orders: bool = False) -> str:
        """The kind in words, with its sort or its order where those matter; "" where nothing is pinned down."""
        if str(self.sort.known).startswith("the mean"):
            return str(self.sort.known)
        known = (self.rows.known, self.columns.known)
        text = SHAPES.get(known, "")
        if orders and text and self.order.known is not None:
            text += " of order " + (f"dt^({self.order.known})" if self.order.known else "1 (finite)")
        if sorts and text and self.sort.known:
            text += f" {self.sort.known}"
        return text


def scalar(order: Slot | None = None) -> Kind:
    """The kind of a number."""
    return Kind(Slot(1), Slot(1), order or Slot(), Slot())


def root_of(symbol: str) -> str:
    """The symbol that a dotted or subscripted one is made from: theta of theta_dot, P of P_max."""
    return symbol.partition("_")[0]


def is_differential(symbol: str) -> bool:
    """Whether a symbol is written as a differential: dt, dW, ds, dtheta."""
    rest = symbol[1:]
    return symbol.startswith("d") and (len(rest) == 1 or rest in GREEK)
