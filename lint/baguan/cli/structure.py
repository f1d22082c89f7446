"""``baguan structure``: show what was recognised in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baguan.cli.base import Choice, Command, echo, write_machine

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.outline import Heading

_KINDS = ("statutory", "speech", "prose")
_WIDTH = 46


@click.command(cls=Command, help="显示识别出的公文结构：文本种类、文种、行文方向、格式、各要素和层次。")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.option("--as", "kind", type=Choice(_KINDS), default=None, help="按这个种类识别，不自动判断")
@click.option("--format", "format_name", type=Choice(("text", "json")), default="text", help="输出格式")
def structure(path: Path, kind: str | None, format_name: str) -> None:
    """Show the structure of a file."""
    from baguan.errors import DocumentError
    from baguan.readers import load_bytes, read_bytes
    from baguan.structure import recognise

    try:
        document = read_bytes(load_bytes(path), str(path))
    except DocumentError as error:
        raise DocumentError(f"{path}：{error}") from error
    document.requested_kind = kind or ""
    document.recogniser = recognise
    if format_name == "json":
        import json

        write_machine(json.dumps(structure_to_dict(document), ensure_ascii=False, indent=2) + "\n")
        return
    echo(_text(document))


def structure_to_dict(document: Document) -> dict[str, Any]:
    """The structure of a document as plain data; places are lines and columns from 1, the end exclusive."""
    found = document.structure
    return {
        "schema": 1,
        "path": document.path,
        "kind": found.kind.value,
        "genre": found.genre,
        "direction": found.direction.value,
        "layout": found.layout,
        "elements": [
            {"name": one.name.value, **_place(document, one.start, one.end), "text": document.text[one.start : one.end]}
            for one in found.elements
        ],
        "headings": [
            {
                "style": one.style,
                "level": one.level,
                "ordinal": one.ordinal,
                **_place(document, one.start, one.end),
                "text": document.text[one.start : one.stop],
            }
            for one in found.headings
        ],
    }


def _place(document: Document, start: int, end: int) -> dict[str, int]:
    first = document.source_map.location(start)
    last = document.source_map.end_location(start, end)
    return {"line": first.line, "column": first.column, "end_line": last.line, "end_column": last.column}


def _text(document: Document) -> str:
    found = document.structure
    unit = "段" if document.format == "docx" else "行"
    lines = [
        f"文本种类：{found.kind.label}",
        f"文种：{found.genre or '未识别'}",
        f"行文方向：{found.direction.value or '未识别'}",
        f"格式：{found.layout or '未识别'}",
        "",
        "要素：",
    ]
    for element in found.elements:
        place = document.source_map.location(element.start).line
        lines.append(f"  第{place}{unit}  {element.name.value}：{_short(document.text[element.start : element.end])}")
    if not found.elements:
        lines.append("  没有识别出要素")
    if found.headings:
        lines += ["", "层次："]
        depth = _depths(found.headings)
        for heading in found.headings:
            place = document.source_map.location(heading.start).line
            shown = _short(document.text[heading.start : heading.stop])
            lines.append(f"  第{place}{unit}  {'  ' * depth[heading.style]}{shown}")
    return "\n".join(lines) + "\n"


def _depths(headings: tuple[Heading, ...]) -> dict[str, int]:
    """How far each form of ordinal is indented: by its level, others in the order they first appear below."""
    depths: dict[str, int] = {}
    current = 0
    for heading in headings:
        if heading.style not in depths:
            depths[heading.style] = heading.level - 1 if heading.level else current + (1 if depths else 0)
        current = depths[heading.style]
    return depths


def _short(text: str) -> str:
    flat = "".join(character if character.isprintable() else " " for character in text).replace("\u3000", " ")
    flat = " ".join(flat.split())
    return flat if len(flat) <= _WIDTH else flat[: _WIDTH - 1] + "…"
