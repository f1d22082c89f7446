"""Fixtures for tests that go through the command line."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Result:
    """What a call of the command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """Neither the cache nor the configuration of the person who runs the tests is touched."""
    private = tmp_path_factory.mktemp("user")
    monkeypatch.setenv("BAGUAN_CACHE_DIR", str(private / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(private / "config"))
    monkeypatch.setenv("APPDATA", str(private / "config"))


@pytest.fixture
def baguan(tmp_path, monkeypatch, capsysbinary) -> Callable[..., Result]:
    """Call ``baguan`` in an empty folder; returns exit code and outputs."""
    from baguan.cli import main

    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["baguan", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as caught:
            main()
        captured = capsysbinary.readouterr()
        code = caught.value.code
        assert isinstance(code, int)
        return Result(code, captured.out.decode(), captured.err.decode())

    return call
