"""The baseline (基线): faults that are known and not to be reported again, so that a repository can start clean.

An entry is a path, a rule and the fingerprint of a finding, which hashes the sentence it stands in: it holds
however the lines above move, and falls away when the sentence is mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from baguan.atomic import write_atomic
from baguan.errors import ConfigError
from baguan.record import Record

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known findings: by path (relative to the baseline's folder, ``/``), fingerprint to rule code."""

    entries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def known(self, path: str) -> Mapping[str, str]:
        """The fingerprints known for a path, each with its rule code."""
        return self.entries.get(path, {})

    def __len__(self) -> int:
        return sum(map(len, self.entries.values()))


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file.

    Raises:
        ConfigError: it is missing, is not a baseline, or was written by a newer version.
    """
    import json

    try:
        table = json.loads(path.read_bytes())
        if table["schema"] != SCHEMA:
            raise ConfigError(f"{path}：基线的版本是 {table['schema']}，本版本只认 {SCHEMA}")
        entries: dict[str, dict[str, str]] = {}
        for entry in table["entries"]:
            entries.setdefault(str(entry["path"]), {})[str(entry["fingerprint"])] = str(entry["code"])
    except OSError as error:
        raise ConfigError(f"{path}：基线无法读取：{error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}：不是基线文件，可用 baguan baseline create 重建：{error}") from error
    return Baseline(entries)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline, sorted, one entry a line, so that its changes read well in a diff."""
    import json

    rows = sorted(
        (name, code, fingerprint) for name, known in baseline.entries.items() for fingerprint, code in known.items()
    )
    lines = [
        json.dumps({"path": name, "code": code, "fingerprint": fingerprint}, ensure_ascii=False)
        for name, code, fingerprint in rows
    ]
    body = ",\n  ".join(lines)
    text = (
        f'{{"schema": {SCHEMA}, "entries": [\n  {body}\n]}}\n' if lines else f'{{"schema": {SCHEMA}, "entries": []}}\n'
    )
    write_atomic(path, text.encode("utf-8"))


def collect(records: Iterable[tuple[str, Record]]) -> Baseline:
    """The baseline that knows these findings, each given with its path relative to the baseline's folder."""
    entries: dict[str, dict[str, str]] = {}
    for path, record in records:
        entries.setdefault(path, {})[record.fingerprint] = record.code
    return Baseline(entries)
