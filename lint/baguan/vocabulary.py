"""White lists (白名单): words of a unit, a person or a project that are right although a rule doubts them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from baguan.errors import ConfigError
from baguan.model import Finding
from baguan.rule import Rule


def read_vocabulary(path: Path) -> list[str]:
    """Read a vocabulary file: UTF-8, a word a line; ``#`` starts a comment.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}：词表无法读取（应为 UTF-8 文本）：{error}") from error
    words = (line.split("#", 1)[0].strip() for line in lines)
    return [word for word in words if word]


def drop_known(findings: Sequence[Finding], text: str, words: Iterable[str], rules: dict[str, Rule]) -> list[Finding]:
    """Drop the findings of token-level rules that stand inside an occurrence of a known word."""
    spans = sorted(span for word in words for span in _occurrences(text, word))
    if not spans:
        return list(findings)
    return [finding for finding in findings if not (rules[finding.code].token_level and _covered(finding, spans))]


def _occurrences(text: str, word: str) -> Iterable[tuple[int, int]]:
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + 1)


def _covered(finding: Finding, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= finding.start and finding.end <= end for start, end in spans)
