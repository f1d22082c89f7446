"""Checking a register of papers (收文登记、发文登记): ``baguan register FILE.csv|xlsx``.

``check_register`` reads the file, finds the header, runs the rules over the rows and gives a ``RegisterReport``, whose
findings carry row and column.  ``baguan.register.workbook`` reads .xlsx, ``baguan.register.marked`` writes one with the
faults marked.
"""

from __future__ import annotations

from baguan.register.check import RegisterFinding, RegisterReport, SheetReport, check_register

__all__ = ["RegisterFinding", "RegisterReport", "SheetReport", "check_register"]
