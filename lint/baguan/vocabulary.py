"""White lists (白名单): words of a unit, a person or a project that are right although a rule doubts them.

A vocabulary is a text file a person may edit: a word a line, ``#`` starts a comment, blank lines and comments divide it
into sections.  Writing keeps comments, encoding and line ends, and sorts the words of each section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from baguan.errors import ConfigError, DocumentError

if TYPE_CHECKING:
    from pathlib import Path

    from baguan.model import Finding
    from baguan.rule import Rule

LONGEST = 50
_HEADINGS = frozenset({"词", "词语", "词条", "词汇", "单词", "用语", "术语", "名称", "白名单", "word", "words", "term"})


def read_vocabulary(path: Path) -> list[str]:
    """The words of a vocabulary file, in its order, each once.

    Raises:
        ConfigError: it cannot be read.
    """
    return _words(_decode(path)[0])


def _decode(path: Path) -> tuple[str, dict[str, str]]:
    """The text of a file, ``\\n`` line ends, and what ``encode_like`` needs to write it back."""
    from baguan.readers.decoding import decode

    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}：词表无法读取：{error.strerror}") from error
    except DocumentError as error:
        raise ConfigError(f"{path}：词表无法读取（应为 UTF-8 或 GBK 文本，一行一词）：{error}") from error
    return decoded.text, decoded.properties()


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word for line in text.split("\n") if (word := line.split("#", 1)[0].strip())))


def fault_of(word: str) -> str:
    """Why a word cannot stand in a vocabulary, in Chinese; ``""`` when it can."""
    if "#" in word:
        return "“#”在词表里表示注释"
    if any(ord(character) < 32 or character in "\x7f\u2028\u2029\ufffc\ufffd" for character in word):
        return "含有控制字符或换行"
    if len(word) > LONGEST:
        return f"超过 {LONGEST} 字，不像一个词"
    if sum(map(str.isalnum, word)) < 2:
        return "至少要有两个字，单个字会让含这个字的问题都不报"
    return ""


class Added(NamedTuple):
    """What adding gave: the words that are new, and how many were there already."""

    new: tuple[str, ...]
    known: int


def add_words(path: Path, words: Iterable[str]) -> Added:
    """Add words to a vocabulary file, which is made when there is none.

    New words go to the file's last section.  Words are sorted within their section, a word that stands twice is
    kept once; comments stay.  The file is replaced in one step.

    Args:
        path: the file.
        words: words for which ``fault_of`` says nothing.

    Raises:
        ConfigError: the file is there and cannot be read.
        OSError: it cannot be written; it is as it was.
    """
    from baguan.atomic import write_atomic
    from baguan.readers.decoding import encode_like

    text, properties = _decode(path) if path.exists() else ("", {})
    known = set(_words(text))
    wanted = list(dict.fromkeys(word.strip() for word in words))
    new = tuple(word for word in wanted if word not in known)
    tidied = tidy(text, new)
    if tidied != text:
        if properties.get("newline") == "mixed":
            properties = {**properties, "newline": "\r\n"}  # lines move: their own line ends mean nothing any more
        write_atomic(path, encode_like(properties, tidied))
    return Added(new, len(wanted) - len(new))


def tidy(text: str, new: Sequence[str] = ()) -> str:
    """A vocabulary with ``new`` words added, each section sorted, each word once, comments kept.

    A comment line that follows a word starts a section, as a blank line does.
    """
    sections: list[tuple[list[str], dict[str, str]]] = [([], {})]  # (comment and blank lines before, word to line)
    seen: dict[str, dict[str, str]] = {}  # word to the section that has it
    for line in text.rstrip("\n").split("\n") if text.strip() else []:
        word = line.split("#", 1)[0].strip()
        if not word:
            if sections[-1][1]:
                sections.append(([], {}))
            sections[-1][0].append(line.strip())
        elif word not in seen:
            seen[word] = sections[-1][1]
            seen[word][word] = line.strip()
        elif "#" not in seen[word][word]:
            seen[word][word] = line.strip()  # this one may have a comment
    home = next((words for _, words in reversed(sections) if words), sections[-1][1])
    home.update((word, word) for word in new if word not in seen)
    lines = [line for head, words in sections for line in (*head, *(words[word] for word in sorted(words)))]
    while lines and not lines[-1]:
        lines.pop()
    return "".join(f"{line}\n" for line in lines)


class Imported(NamedTuple):
    """What a file to import holds: words in its order, and (line, text, why) of lines that hold none."""

    words: tuple[str, ...]
    refused: tuple[tuple[int, str, str], ...]


def read_foreign(path: Path) -> Imported:
    """Read a list of words of another program: a word a line, a CSV or tab-separated table (first column; a heading
    such as 词语 is passed over), a jieba dictionary (``词 频次 词性``); UTF-8, UTF-16 with BOM or GBK.

    Raises:
        ConfigError: it cannot be read.
    """
    words: dict[str, None] = {}
    refused = []
    text, _ = _decode(path)
    for number, cell in _cells(text, table=path.suffix.lower() == ".csv"):
        word = cell.strip().strip("\ufeff")
        if not word or word.startswith("#") or (number == 1 and word.lower() in _HEADINGS):
            continue
        fault = fault_of(word)
        if fault:
            refused.append((number, word[:LONGEST], fault))
        else:
            words[word] = None
    return Imported(tuple(words), tuple(refused))


def _cells(text: str, *, table: bool) -> Iterator[tuple[int, str]]:
    """(line, first column) of each line."""
    if table:
        import csv

        reader = csv.reader(text.split("\n"))
        try:
            yield from ((reader.line_num, row[0]) for row in reader if row)
        except csv.Error as error:
            raise ConfigError(f"第{reader.line_num}行不合 CSV 格式：{error}") from error
        return
    for number, line in enumerate(text.split("\n"), 1):
        cell = line.split("\t", 1)[0]
        parts = cell.split(" ")
        is_jieba = len(parts) in (2, 3) and parts[1].isdecimal() and not parts[0].isascii()
        yield number, parts[0] if is_jieba else cell


def drop_known(findings: Sequence[Finding], text: str, words: Iterable[str], rules: dict[str, Rule]) -> list[Finding]:
    """Drop the findings of token-level rules that stand inside an occurrence of a known word."""
    if not any(rules[finding.code].token_level for finding in findings):
        return list(findings)
    from baguan.terms import Occurrences

    known = Occurrences(text, words)
    return [
        finding
        for finding in findings
        if not (rules[finding.code].token_level and known.cover(finding.start, finding.end))
    ]
