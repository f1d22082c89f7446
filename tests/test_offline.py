"""No command opens a network connection: with sockets closed, every one still works."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def no_sockets(monkeypatch):
    def refuse(*arguments, **more):
        raise AssertionError("打开了网络连接")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["check", str(ROOT / "fixtures"), "--exit-zero", "--jobs", "1", "--no-cache"],
        ["check", str(ROOT / "fixtures"), "--exit-zero", "--format", "sarif", "--jobs", "1"],
        *(["check", ".", "--exit-zero", "--format", name, "-o", "报告"] for name in ("html", "xlsx", "docx-report")),
        ["fix", "稿.txt"],
        ["annotate", "稿.txt"],
        ["annotate", str(ROOT / "fixtures/docx"), "-o", "批注", "--mode", "both"],
        ["explain", "WZ101"],
        ["rules"],
        ["config", "show"],
        ["vocab", "add", "雪亮工程"],
        ["vocab", "list"],
        ["baseline", "create"],
        ["register", str(ROOT / "fixtures/register/收文登记.csv"), "--exit-zero"],
        ["init"],
        ["completion", "bash"],
    ],
    ids=" ".join,
)
def test_every_command_works_offline(baguan, tmp_path, no_sockets, arguments):
    (tmp_path / "稿.txt").write_text("各单位要认真贯彻落实。\n", encoding="utf-8")
    assert baguan(*arguments).code == 0


def test_segmentation_works_offline(no_sockets):
    from baguan.document import Document

    document = Document.from_text("认真贯彻落实党中央决策部署")
    words = [word for word, _, _ in document.tokens]
    assert "".join(words) == document.text
    assert "贯彻" in words or "贯彻落实" in words
    assert all(document.text[start:end] == word for word, start, end in document.tokens)
