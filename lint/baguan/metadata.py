"""The metadata of one document: front matter, custom properties of a .docx, a sidecar file ``FILE.meta.toml``.

All three give the fields of ``baguan.entry`` by the names registers use (收文时间, 紧急程度, 签发人 …).  Where a field
is given twice the sidecar wins, then the document's own.  Metadata that holds none of the fields of handling (the
front matter of a blog) is no record, and no rule looks at it.

Front matter is read by a parser for the part of YAML that people write at the head of a document: ``key: value``,
quotes, comments, lists, block scalars.  Anchors, tags and merges, through which YAML can do harm, do not exist in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from baguan.entry import Entry, Moment, Value, canonical, is_record, plausible
from baguan.entry_names import CUSTOM_PREFIX, FRONT_PROPERTY, SIDECAR_PROPERTY
from baguan.entry_names import has_metadata as has_metadata
from baguan.lazy import lazy_pattern

if TYPE_CHECKING:
    from baguan.document import Document

SIDECAR_SUFFIX = ".meta.toml"
_MOST_LINES = 200


class Item(NamedTuple):
    """A key of the metadata with its value.

    ``line`` counts from 1 within the block; ``start:end`` is the value's place within the block's text.
    """

    key: str
    text: str
    line: int = 0
    start: int = 0
    end: int = 0
    moment: Moment | None = None


class Problem(NamedTuple):
    """A line of the metadata that cannot be read."""

    line: int
    message: str
    source: str


class Metadata(NamedTuple):
    """The record a document carries, where each field stands, and what could not be read."""

    entry: Entry
    places: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


def metadata_of(document: Document, columns: Mapping[str, str] | None = None) -> Metadata | None:
    """The record of a document, ``None`` when it has none.

    Args:
        document: any.
        columns: the unit's own names of fields, name -> canonical field.
    """
    values: dict[str, Value] = {}
    names: dict[str, str] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    for source, items, faults, offset in _sources(document):
        problems += [Problem(fault.line, fault.message, source) for fault in faults]
        for item in items:
            field = canonical(item.key, columns)
            if field and field not in values:
                start, end = (item.start + offset, item.end + offset) if offset >= 0 else (0, 0)
                values[field] = Value(item.text, item.moment, start=start, end=end)
                names[field] = item.key
                places[field] = f"{source}第{item.line}行（{item.key}）" if item.line else f"{source}（{item.key}）"
    if not is_record(values):
        # a broken sidecar was meant for this tool; front matter that holds no field of handling was not
        problems = [problem for problem in problems if problem.source == _SIDECAR]
        return Metadata(Entry({}), {}, tuple(problems)) if problems else None
    return Metadata(Entry(values, names=names), places, tuple(problems))


_SIDECAR, _FRONT, _CUSTOM = "元数据文件", "文前元数据", "文档属性"
Source = tuple[str, Iterable[Item], Iterable[Problem], int]


def _sources(document: Document) -> Iterator[Source]:
    """(name, items, problems, offset of the block in the text or -1), the one that wins first."""
    properties = document.properties
    if SIDECAR_PROPERTY in properties:
        items, problems = parse_toml(properties[SIDECAR_PROPERTY])
        yield _SIDECAR, items, problems, -1
    block, offset = properties.get(FRONT_PROPERTY), -1
    if block is None:
        found = split_front_matter(document.text)
        if found is not None:
            block, offset = found.block, found.start
    if block is not None:
        items, problems = parse_front_matter(block)  # their lines count from the one after the mark
        shifted = [problem._replace(line=problem.line + 1) for problem in problems]
        yield _FRONT, [item._replace(line=item.line + 1) for item in items], shifted, offset
    custom = [
        Item(name[len(CUSTOM_PREFIX) :], value) for name, value in properties.items() if name.startswith(CUSTOM_PREFIX)
    ]
    if custom:
        yield _CUSTOM, custom, (), -1


class FrontMatter(NamedTuple):
    """The block between the two marks, where it starts, and where the document goes on."""

    block: str
    start: int
    end: int


def split_front_matter(text: str) -> FrontMatter | None:
    """The front matter at the head of a text, if there is one: ``---`` or ``+++`` on the first line and again later.

    Between the marks every line must look like metadata, so that a text that merely begins with a rule is left alone.
    """
    mark = text[:3]
    if mark not in ("---", "+++") or text[3:4] != "\n":
        return None
    closing = "\n".join(("", mark, ""))
    end = (text + "\n").find(closing, 3)
    if end < 0:
        return None
    block = text[4 : end + 1]
    lines = block.split("\n")
    if len(lines) > _MOST_LINES or not any(_KEY.match(line) or _TOML_KEY.match(line) for line in lines):
        return None
    if not all(_LIKE.match(line) for line in lines):
        return None
    return FrontMatter(block, 4, min(end + len(closing), len(text)))


_KEY_FORM = r"(?P<key>\"[^\"\n]+\"|'[^'\n]+'|[^\s#\-:：\"'{\[&*!|>%@`][^:：\n]{0,40}?)[ \t]*(?::(?=[ \t]|$)|：)[ \t]*"
_TOML_FORM = r"[ \t]*(?:\"[^\"\n]+\"|'[^'\n]+'|[^\s\"'=\[#]+)[ \t]*=[ \t]*\S"
_KEY = lazy_pattern(_KEY_FORM)
_TOML_KEY = lazy_pattern(_TOML_FORM)
_LIKE = lazy_pattern(rf"[ \t]|#|- |-$|\[|$|{_KEY_FORM}|{_TOML_FORM}")
_BLOCK_SCALAR = lazy_pattern(r"[|>][+-]?\d?[ \t]*(?:#.*)?$")


def parse_front_matter(block: str) -> tuple[list[Item], list[Problem]]:
    """Read the lines of a front matter, YAML or (``key = value``) TOML.

    Returns:
        The items, and the lines that could not be read; the others are read all the same.
    """
    lines = block.split("\n")
    meant = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if meant and all(_TOML_KEY.match(line) or line.startswith("[") for line in meant):
        return parse_toml(block)
    return _parse_yaml(lines)


def _parse_yaml(lines: list[str]) -> tuple[list[Item], list[Problem]]:
    items: list[Item] = []
    problems: list[Problem] = []
    offset = index = 0
    while index < len(lines):
        line = lines[index]
        match = _KEY.match(line)
        if not line.strip() or line.lstrip().startswith("#"):
            index, offset = index + 1, offset + len(line) + 1
            continue
        if match is None:
            if not line[:1].isspace() and not line.startswith("-"):
                problems.append(Problem(index + 1, f"“{line.strip()[:30]}”不是“名称: 内容”", ""))
            index, offset = index + 1, offset + len(line) + 1
            continue
        head = line[match.end() :]
        start = offset + match.end()
        following = index + 1
        while following < len(lines) and (lines[following][:1].isspace() or lines[following].startswith("- ")):
            following += 1
        nested = lines[index + 1 : following]
        try:
            text, start, end = _value(head, start, nested)
            items.append(Item(match["key"].strip("\"'").strip(), text, index + 1, start, end))
        except ValueError as error:
            problems.append(Problem(index + 1, str(error), ""))
        offset += sum(len(each) + 1 for each in lines[index:following])
        index = following
    return items, problems


def _value(head: str, start: int, nested: list[str]) -> tuple[str, int, int]:
    """A value and where it stands.

    Raises:
        ValueError: a quotation does not end.
    """
    if nested and (not head.strip() or head.startswith("#") or _BLOCK_SCALAR.match(head)):
        if _BLOCK_SCALAR.match(head):
            glue = "\n" if head.startswith("|") else ""
            return glue.join(line.strip() for line in nested).strip(), start, start
        parts = [line.strip().removeprefix("- ").strip() for line in nested]
        return "、".join(_unquoted(part)[0] for part in parts if part), start, start
    text, low, high = _unquoted(head)
    if nested:  # a plain scalar that goes on in the next line
        text = "".join((text, *(line.strip() for line in nested)))
    return text, start + low, start + high


def _unquoted(head: str) -> tuple[str, int, int]:
    """A scalar without its quotes and comment, and its place."""
    bare = head.lstrip()
    low = len(head) - len(bare)
    if bare[:1] in ("'", '"'):
        end = bare.find(bare[0], 1)
        if end < 0:
            raise ValueError("引号没有配对")
        return bare[1:end], low + 1, low + end
    if bare.startswith("[") and bare.rstrip().endswith("]"):
        parts = [part.strip().strip("\"'") for part in bare.strip()[1:-1].split(",")]
        return "、".join(part for part in parts if part), low, low + len(bare.rstrip())
    if bare.startswith("#"):
        return "", low, low
    cut = re.search(r"[ \t]+#", bare)
    text = (bare[: cut.start()] if cut else bare).rstrip()
    return text, low, low + len(text)


_BARE_KEY = lazy_pattern(r"(?m)^([ \t]*)([^\s\"'=\[#]*[^\x00-\x7f][^\s\"'=\[#]*)(?=[ \t]*=)")
_BARE_TABLE = lazy_pattern(r"(?m)^\[([^\[\]\"']*[^\x00-\x7f\[\]][^\[\]\"']*)\](?=[ \t]*$)")


def parse_toml(text: str) -> tuple[list[Item], list[Problem]]:
    """Read a sidecar file.  A Chinese key need not stand in quotes, though TOML asks for it.

    Returns:
        The items, and what could not be read.
    """
    from baguan.toml import tomllib

    text = text.replace("\r\n", "\n")
    quoted = _BARE_TABLE.sub(r'["\1"]', _BARE_KEY.sub(r'\1"\2"', text))
    try:
        table = tomllib.loads(quoted)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        return [], [Problem(int(place[1]) if place else 0, "不合 TOML 语法，文字和日期应写在引号里", "")]
    lines = text.split("\n")
    return [_toml_item(key, value, lines) for key, value in _flat(table)], []


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value)
        else:
            yield key, value


def _toml_item(key: str, value: Any, lines: list[str]) -> Item:
    line = next((n for n, text in enumerate(lines, 1) if text.strip().strip("\"'").startswith(key)), 0)
    moment = None
    if isinstance(value, dt.datetime):
        local = value.astimezone(dt.timezone(dt.timedelta(hours=8))) if value.tzinfo else value
        moment = Moment(local.date(), local.time().replace(tzinfo=None))
    elif isinstance(value, dt.date):
        moment = Moment(value)
    if moment is not None and not plausible(moment.day):
        moment = None  # its text will be refused like any other
    if isinstance(value, list):
        return Item(key, "、".join(str(each) for each in value), line)
    return Item(key, str(moment) if moment else str(value), line, moment=moment)


def read_sidecar(path: str) -> str | None:
    """The text of the sidecar file of a document, ``None`` when there is none.

    One that cannot be read gives a text that is no TOML, so that a rule reports it.
    """
    try:
        with open(path + SIDECAR_SUFFIX, "rb") as stream:
            data = stream.read(1_000_000)
    except OSError:
        return None
    return data.decode("utf-8-sig", "replace")
