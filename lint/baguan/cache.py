"""Results of earlier runs, kept by a hash of everything they depend on.

The cache lives in the user's own folder (mode 0700), not beside the documents: results quote them, and
documents may be secret.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from baguan.atomic import write_atomic
from baguan.userdirs import cache_dir

_MAXIMUM_ENTRIES = 4096


class ResultCache:
    """A folder of results.  A cache that cannot be used is no error: it just remembers nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def open(cls) -> ResultCache | None:
        """The user's cache, or ``None`` when there is no place for one."""
        try:
            return cls(cache_dir("results"))
        except OSError:
            return None

    def get(self, key: str) -> dict[str, Any] | None:
        """What was kept under ``key``, or ``None``."""
        import json

        try:
            value = json.loads((self._folder / key).read_bytes())
        except (OSError, ValueError):
            return None
        return value if isinstance(value, dict) else None

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Keep ``value`` under ``key``."""
        import json

        with contextlib.suppress(OSError):
            write_atomic(self._folder / key, json.dumps(value).encode("ascii"), private=True, durable=False)

    def prune(self) -> None:
        """Drop the oldest results when there are too many."""
        with contextlib.suppress(OSError):
            entries = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(self._folder) if entry.is_file()]
            for _, path in sorted(entries)[: max(0, len(entries) - _MAXIMUM_ENTRIES)]:
                os.unlink(path)

    def clear(self) -> int:
        """Drop everything; return how many results there were."""
        count = 0
        with contextlib.suppress(OSError):
            for entry in list(os.scandir(self._folder)):
                os.unlink(entry.path)
                count += 1
        return count


def result_key(parts: Iterable[str], data: bytes) -> str:
    """The key of a result: a hash of the code, of ``parts`` (settings, path …) and of the file's bytes."""
    import hashlib

    digest = hashlib.sha256(code_signature().encode("utf-8", "surrogatepass"))
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    digest.update(data)
    return digest.hexdigest()


@cache
def code_signature() -> str:
    """Changes whenever the engine, a built-in rule or its data changes, also during development."""
    import baguan
    import baguan_rules

    stamps = []
    for package in (baguan, baguan_rules):
        for folder, _, names in os.walk(Path(str(package.__file__)).parent):
            for name in names:
                if name.endswith((".py", ".tsv", ".json", ".toml", ".bin")):
                    status = os.stat(os.path.join(folder, name))
                    stamps.append(f"{name}:{status.st_size}:{status.st_mtime_ns}")
    return baguan.__version__ + "|".join(sorted(stamps))
