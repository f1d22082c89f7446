"""The ledger (台账): what was checked, by whom and with what result; the basis of the 错情周报.

SQLite through the standard library is the default; a PostgreSQL URL goes through SQLAlchemy.  The text of a document
is never stored.
"""

from __future__ import annotations

from baguan.ledger.store import Ledger, open_ledger

__all__ = ["Ledger", "open_ledger"]
