"""``baguan fix`` and the engine behind it."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.docx_builder import docx, entries, field, p, pack, r
from tests.docx_revisions import accepted, parts, rejected

from baguan.config import Settings
from baguan.fixer import Fixed, _collides, _Pieces, fix_bytes
from baguan.model import Edit
from baguan.readers import read_bytes
from baguan.readers.docx import read_docx
from baguan.registry import load_rules
from baguan.runner import FileChecker

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
DOCUMENTS = sorted(path for path in FIXTURES.rglob("*") if path.suffix in (".txt", ".md", ".docx"))
SAFE = "各单位要认真贯撤落实。\n"  # WZ101, a safe fix
UNSAFE = "为落实上级布署，制定本方案。\n"  # WZ102, a probable one


@pytest.fixture(scope="module")
def checker() -> FileChecker:
    return FileChecker(Settings())


def fixed(checker: FileChecker, text: str, **more: bool) -> Fixed:
    return fix_bytes(text.encode(), "a.txt", checker, **more)


def test_safe_fixes_only_unless_asked(checker) -> None:
    assert fixed(checker, SAFE + UNSAFE).data.decode() == SAFE.replace("撤", "彻") + UNSAFE
    assert "部署" in fixed(checker, UNSAFE, unsafe=True).data.decode()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
@pytest.mark.parametrize("unsafe", [False, True])
def test_the_fixtures_converge(checker, path, unsafe) -> None:
    once = fix_bytes(path.read_bytes(), str(path), checker, unsafe=unsafe)
    assert once.stable
    again = fix_bytes(once.data, str(path), checker, unsafe=unsafe)
    assert again.changes == ()
    assert again.data == once.data
    text = once.before.document.text
    for edit in reversed(once.edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    assert text == once.after.document.text


@pytest.mark.parametrize(
    ("encoding", "newline"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("gb18030", "\r\n"), ("utf-16", "\r")]
)
def test_encoding_mark_and_line_ends_stay(checker, encoding, newline) -> None:
    data = (SAFE + "第二行\n").replace("\n", newline).encode(encoding)
    expected = (SAFE + "第二行\n").replace("撤", "彻").replace("\n", newline).encode(encoding)
    assert fix_bytes(data, "a.txt", checker).data == expected


def test_mixed_line_ends_stay(checker) -> None:
    data = SAFE.rstrip().encode() + b"\r\nb\nc\r"
    assert fix_bytes(data, "a.txt", checker).data == SAFE.rstrip().replace("撤", "彻").encode() + b"\r\nb\nc\r"


def test_a_docx_keeps_its_runs(checker) -> None:
    data = docx(p(r("要认真贯", "<w:b/>") + r("撤落实。", "<w:i/>")))
    copy = fix_bytes(data, "a.docx", checker).data
    assert r("彻落实。", "<w:i/>").encode() in parts(copy)["word/document.xml"]


def test_a_fix_inside_a_live_field_is_refused(checker) -> None:
    result = fix_bytes(docx(p(r("要认真") + field("REF x", "贯撤") + r("落实。"))), "a.docx", checker)
    assert len(result.refused) == 1
    assert result.changes == ()


def test_edits_of_several_rounds_become_one_list() -> None:
    pieces = _Pieces(5)
    pieces.apply([Edit(1, 2, "xy"), Edit(4, 4, "z")])  # axycdze
    pieces.apply([Edit(2, 4, "Q"), Edit(6, 7, "")])  # axQdz
    assert pieces.edits() == (Edit(1, 3, "xQ"), Edit(4, 5, "z"))


_LIST = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.text("XYZ", max_size=2)), max_size=4)


@settings(max_examples=200, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.text("abc", max_size=9), st.lists(_LIST, max_size=4))
def test_composed_edits_give_the_last_text(text, rounds) -> None:
    pieces, now = _Pieces(len(text)), text
    for wanted in rounds:
        edits: list[Edit] = []
        for start, size, new in sorted(wanted):
            edit = Edit(min(start, len(now)), min(start + size, len(now)), new)
            if not _collides(edits, edit):
                edits.append(edit)
        edits.sort()
        pieces.apply(edits)
        for edit in reversed(edits):
            now = now[: edit.start] + edit.text + now[edit.end :]
    result = text
    for edit in reversed(pieces.edits()):
        result = result[: edit.start] + edit.text + result[edit.end :]
    assert result == now


# --- the command


def test_a_text_is_changed_in_place_and_once(baguan, tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SAFE, encoding="utf-8")
    os.chmod(path, 0o640)
    result = baguan("fix", "a.txt")
    assert result.code == 0
    assert result.out == "a.txt：第1行第7列：WZ101 “贯撤”改为“贯彻”\n已改 1 处（1 个文件）；其余 0 处需要人看\n"
    assert path.read_text(encoding="utf-8") == SAFE.replace("撤", "彻")
    assert path.stat().st_mode & 0o777 == 0o640
    before = path.stat()
    assert baguan("fix", "a.txt").out == "没有可改之处；其余 0 处需要人看\n"
    after = path.stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_diff_writes_nothing(baguan, tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一\n" + SAFE, encoding="utf-8")
    result = baguan("fix", "--diff", "a.txt")
    assert result.code == 1
    assert result.out.splitlines()[-2:] == ["-" + SAFE.strip(), "+" + SAFE.replace("撤", "彻").strip()]
    assert path.read_text(encoding="utf-8") == "一\n" + SAFE
    path.write_text("一\n", encoding="utf-8")
    assert baguan("fix", "--diff", "a.txt").code == 0


def test_select_and_unsafe(baguan, tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SAFE + UNSAFE, encoding="utf-8")
    baguan("fix", "--unsafe", "--select", "WZ102", "a.txt")
    assert path.read_text(encoding="utf-8") == SAFE + UNSAFE.replace("布", "部")


def test_a_docx_is_copied_unless_told_otherwise(baguan, tmp_path) -> None:
    data = docx(p(r("要认真贯撤落实。")))
    (tmp_path / "通知.docx").write_bytes(data)
    assert "通知.fixed.docx" in baguan("fix", "通知.docx").out
    assert (tmp_path / "通知.docx").read_bytes() == data
    assert read_docx((tmp_path / "通知.fixed.docx").read_bytes()).text == "要认真贯彻落实。"
    assert "已是改后的文件" in baguan("fix", ".").out  # neither copied again nor is the copy fixed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["通知.docx", "通知.fixed.docx"]
    baguan("fix", "--in-place", "通知.docx")
    assert read_docx((tmp_path / "通知.docx").read_bytes()).text == "要认真贯彻落实。"


def test_a_copy_a_person_worked_on_is_not_lost(baguan, tmp_path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(p(r("要认真贯撤落实。"))))
    (tmp_path / "a.fixed.docx").write_bytes(b"work")
    result = baguan("fix", "a.docx")
    assert result.code == 2
    assert "--force" in result.err
    assert (tmp_path / "a.fixed.docx").read_bytes() == b"work"
    assert baguan("fix", "--force", "a.docx").code == 0
    assert baguan("fix", "-o", "b.docx", "a.docx").code == 0
    assert (tmp_path / "b.docx").read_bytes() == (tmp_path / "a.fixed.docx").read_bytes()
    assert baguan("fix", "-o", "a.docx", "a.docx").code == 2


def test_standard_input(baguan) -> None:
    result = baguan("fix", "-", stdin=SAFE.encode())
    assert (result.code, result.out) == (0, SAFE.replace("撤", "彻"))


def test_one_bad_file_does_not_stop_the_others(baguan, tmp_path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK broken")
    (tmp_path / "b.txt").write_text(SAFE, encoding="utf-8")
    result = baguan("fix", ".")
    assert result.code == 2
    assert "a.docx" in result.err
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == SAFE.replace("撤", "彻")


def test_a_directive_is_obeyed(baguan, tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("<!-- baguan: disable-next-line WZ101 -- 引用原文 -->\n" + SAFE, encoding="utf-8")
    baguan("fix", "a.txt")
    assert path.read_text(encoding="utf-8").endswith(SAFE)


def test_a_folder_into_another(baguan, tmp_path) -> None:
    (tmp_path / "in/下级").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text(SAFE, encoding="utf-8")
    (tmp_path / "in/下级/b.docx").write_bytes(docx(p(r("要认真贯撤落实。"))))
    assert baguan("fix", "in", "-o", "out").code == 0
    assert (tmp_path / "in/a.txt").read_text(encoding="utf-8") == SAFE
    assert (tmp_path / "out/a.txt").read_text(encoding="utf-8") == SAFE.replace("撤", "彻")
    assert read_bytes((tmp_path / "out/下级/b.docx").read_bytes(), "b.docx").text == "要认真贯彻落实。"
    assert "贯彻" in (tmp_path / "out/a.txt.改动.txt").read_text(encoding="utf-8")


def test_tracked_changes_accepted_are_what_fix_writes(baguan, tmp_path) -> None:
    """Also where a fix makes room for another in a later round."""
    content = entries(p(r("各单位要认真贯撤落实“一岗双责”、“三个必须”,做好工作。")) + p(r("第二段贯撤，，")))
    (tmp_path / "a.docx").write_bytes(pack(content))
    assert baguan("fix", "--unsafe", "a.docx").code == 0
    assert baguan("annotate", "--mode", "revisions", "--unsafe", "a.docx").code == 0
    annotated = (tmp_path / "a.annotated.docx").read_bytes()
    assert accepted(annotated) == read_docx((tmp_path / "a.fixed.docx").read_bytes()).text
    assert rejected(annotated) == read_docx((tmp_path / "a.docx").read_bytes()).text


def test_faults_of_all_rules_mixed_converge(checker) -> None:
    """Fixes of different rules side by side neither fight nor leave anything for a second run."""
    examples = [bad.text.replace("⟦", "").replace("⟧", "") for rule in load_rules() for bad in rule.bad if bad.text]
    snippets = [text for text in examples if len(text) < 60]
    chance = random.Random(7)
    for suffix in (".txt", ".md"):
        for _ in range(40):
            text = "".join(chance.choice(snippets) for _ in range(chance.randint(2, 25)))
            for unsafe in (False, True):
                once = fix_bytes(text.encode(), f"a{suffix}", checker, unsafe=unsafe)
                assert once.stable, text
                again = fix_bytes(once.data, f"a{suffix}", checker, unsafe=unsafe)
                assert again.changes == (), text
