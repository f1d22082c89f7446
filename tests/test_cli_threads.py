"""The command line runs numpy with one thread, unless the user says otherwise."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SCRIPT = """
import os, sys
from baguan.cli import main
sys.argv = ["baguan", "--version"]
try:
    main()
except SystemExit:
    print("numpy" in sys.modules, os.environ["OPENBLAS_NUM_THREADS"])
"""


@pytest.mark.parametrize(("given", "used"), [(None, "1"), ("4", "4")])
def test_numpy_runs_with_one_thread_unless_told_otherwise(given, used):
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    environment |= {"OPENBLAS_NUM_THREADS": given} if given else {}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    shown = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == f"False {used}"  # set before numpy is loaded
