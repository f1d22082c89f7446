"""Offsets, places and edits go back and forth without loss."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from baguan.document import Document, SourceMap, line_starts
from baguan.model import Edit
from baguan.testing import apply_edits

TEXT = st.text(alphabet="甲乙丙，。\n 𠮷a", max_size=80)


@given(TEXT, st.data())
@settings(max_examples=80, derandomize=True)
def test_offset_to_location_and_back(text, data):
    places = SourceMap.identity(text)
    offset = data.draw(st.integers(0, len(text)))
    location = places.location(offset)
    assert places.source_offset(location) == offset
    line = text.split("\n")[location.line - 1]
    assert 1 <= location.column <= len(line) + 1
    assert text[:offset].count("\n") == location.line - 1


@st.composite
def joined(draw):
    """A source whose lines were joined into one text, with its map."""
    lines = draw(st.lists(st.text(alphabet="甲乙丙丁", min_size=1, max_size=6), min_size=1, max_size=6))
    source = "\n".join(lines)
    pieces, position = [], 0
    for line, start in zip(lines, line_starts(source), strict=True):
        pieces.append((position, start))
        position += len(line)
    return "".join(lines), source, SourceMap(pieces, line_starts(source), len(source))


@given(joined(), st.data())
@settings(max_examples=120, derandomize=True)
def test_an_edit_of_the_text_is_the_same_edit_of_the_source(case, data):
    text, source, places = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edit = Edit(start, end, data.draw(st.text(alphabet="子丑", max_size=8)))
    edited = source
    for piece in sorted(places.source_edits(edit), reverse=True):
        edited = edited[: piece.start] + piece.text + edited[piece.end :]
    assert edited.replace("\n", "") == apply_edits(text, [edit])
    assert edited.count("\n") == source.count("\n")


def test_every_character_of_a_joined_text_stands_where_the_map_says():
    places = SourceMap([(0, 0), (3, 4)], [0, 4], 7)
    assert [places.to_source(offset) for offset in range(6)] == [0, 1, 2, 4, 5, 6]
    assert places.to_source_end(3) == 3
    assert (places.location(3).line, places.location(3).column) == (2, 1)
    assert (places.end_location(1, 3).line, places.end_location(1, 3).column) == (1, 4)


def test_characters_leave_white_space_out():
    assert Document.from_text("甲 乙\u3000丙\n丁\t").characters == 4
