"""Helpers that run as processes of their own: writers of the ledger, and a loop that kills one again and again.

``ledger_writer.py write URL NAME COUNT`` records COUNT batches; ``ledger_writer.py kill URL ROUNDS`` starts a writer
ROUNDS times, kills it (SIGKILL) at a random moment and prints, as JSON, the ids it was told were recorded.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "lint"), str(ROOT / "rules")]

from tests.ledger_data import run  # noqa: E402

from baguan.ledger import open_ledger  # noqa: E402

_ID_LENGTH = 32


def _batch(name: str, number: int) -> list:
    return [run(faults=(0, 1, 2, 3, 4, 5) * 5, document=f"{name}-{number}-{part}.docx") for part in range(3)]


def write(url: str, name: str, count: int) -> None:
    """Record ``count`` batches and print the ids."""
    with open_ledger(url) as ledger:
        for number in range(count):
            batch = _batch(name, number)
            ledger.record(batch)
            print(*(each.row.id for each in batch), flush=True)


def _write_until_killed(url: str, name: str, pipe: int) -> None:
    with open_ledger(url) as ledger:
        number = 0
        while True:
            batch = _batch(name, number)
            ledger.record(batch)
            os.write(pipe, "".join(each.row.id for each in batch).encode())
            number += 1


def kill(url: str, rounds: int) -> None:
    """Kill writers in a loop."""
    open_ledger(url).close()
    rng = random.Random(7)
    acknowledged: list[str] = []
    idle = 0
    for number in range(rounds):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            try:
                _write_until_killed(url, f"轮{number}", writer)
            finally:
                os._exit(1)
        os.close(writer)
        select.select([reader], [], [], 10)  # the first batch is recorded: the writer is at work
        time.sleep(rng.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        idle += not os.WIFSIGNALED(status)
        with os.fdopen(reader) as stream:
            told = stream.read()
        acknowledged += [told[at : at + _ID_LENGTH] for at in range(0, len(told), _ID_LENGTH)]
    print(json.dumps({"acknowledged": acknowledged, "not_killed": idle}))


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        kill(sys.argv[2], int(sys.argv[3]))
