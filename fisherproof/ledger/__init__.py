"""The ledger: one SQLite file in which evidence is committed as soon as it is known.

`open_ledger` for a run (one at a time, see `lock`), `open_to_read` for everybody else.
"""

from fisherproof.ledger.opening import open_ledger, open_to_read
from fisherproof.ledger.store import Ledger

__all__ = ["Ledger", "open_ledger", "open_to_read"]
