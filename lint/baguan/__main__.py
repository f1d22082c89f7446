"""``python -m baguan``."""

from __future__ import annotations

from baguan.cli import main

main()
