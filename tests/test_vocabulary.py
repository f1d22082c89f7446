"""Vocabularies: files a person edits, the commands over them, what they teach."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baguan.document import Document
from baguan.errors import ConfigError
from baguan.runner import FileChecker
from baguan.vocabulary import add_words, fault_of, read_foreign, read_vocabulary, tidy

FAULTY = "各单位要认真贯撤落实。"


def test_add_makes_the_file_beside_the_configuration_and_it_counts_at_once(baguan, tmp_path):
    (tmp_path / "baguan.toml").write_text("", encoding="utf-8")
    (tmp_path / "下级").mkdir()
    (tmp_path / "稿.txt").write_text(FAULTY, encoding="utf-8")
    assert "WZ101" in baguan("check", "--as", "prose", "稿.txt").out
    result = baguan("vocab", "add", "贯撤落实", "甲乙丙", "贯撤落实")
    assert (result.code, result.err) == (0, "")
    assert f"加入 2 个词：{tmp_path / '词表.txt'}" in result.out
    assert (tmp_path / "词表.txt").read_text(encoding="utf-8") == "甲乙丙\n贯撤落实\n"
    assert "WZ101" not in baguan("check", "--as", "prose", "稿.txt").out
    assert baguan("vocab", "list").out == "甲乙丙\n贯撤落实\n"
    assert "1 个原已在内" in baguan("vocab", "add", "甲乙丙", "丁戊").out


def test_it_counts_after_init_too(baguan, tmp_path):
    assert baguan("init").code == 0
    (tmp_path / "稿.txt").write_text(FAULTY, encoding="utf-8")
    baguan("vocab", "add", "贯撤")
    assert "WZ101" not in baguan("check", "--as", "prose", "稿.txt").out


def test_the_vocabulary_is_no_document(baguan, tmp_path):
    (tmp_path / "词表.txt").write_text("贯撤\n", encoding="utf-8")
    (tmp_path / "稿.txt").write_text("各单位要认真落实。\n", encoding="utf-8")
    for paths in ([], ["词表.txt", "稿.txt"]):
        out = baguan("check", "--as", "prose", "--format", "json", *paths).out
        assert "稿.txt" in out
        assert '"path": "词表.txt"' not in out


def test_the_first_vocabulary_of_the_configuration_is_written(baguan, tmp_path):
    (tmp_path / "共用").mkdir()
    (tmp_path / "baguan.toml").write_text('vocabulary = ["共用/甲.txt", "乙.txt"]\n', encoding="utf-8")
    for name in ("共用/甲.txt", "乙.txt"):
        (tmp_path / name).write_text("原有\n", encoding="utf-8")
    baguan("vocab", "add", "新词")
    assert (tmp_path / "共用/甲.txt").read_text(encoding="utf-8") == "原有\n新词\n"
    baguan("vocab", "add", "另词", "--file", "乙.txt")
    assert baguan("vocab", "list").out == "原有\n另词\n新词\n"
    assert baguan("vocab", "list", "--file", "乙.txt").out == "原有\n另词\n"
    assert not (tmp_path / "词表.txt").exists()


def test_a_vocabulary_that_is_not_in_use_is_pointed_out(baguan, tmp_path):
    assert "--vocabulary 别处.txt" in baguan("vocab", "add", "甲乙", "--file", "别处.txt").err


def test_an_isolated_run_takes_no_vocabulary(baguan, tmp_path):
    (tmp_path / "词表.txt").write_text("贯撤\n", encoding="utf-8")
    (tmp_path / "稿.txt").write_text(FAULTY, encoding="utf-8")
    assert "WZ101" not in baguan("check", "--as", "prose", "稿.txt").out
    assert "WZ101" in baguan("check", "--as", "prose", "--isolated", "稿.txt").out


def test_list_without_a_vocabulary_says_how_to_make_one(baguan):
    result = baguan("vocab", "list")
    assert (result.code, result.out) == (0, "")
    assert "vocab add" in result.err


@pytest.mark.parametrize("word", ["局", "C#语言", "甲\n乙", "", "  ", "——", "甲" * 51, "甲\x00乙", "。局"])
def test_what_is_no_word_is_refused_and_nothing_is_written(baguan, tmp_path, word):
    if "\0" not in word:  # no argument of a program can hold one
        result = baguan("vocab", "add", "甲乙", word)
        assert result.code == 2
        assert not (tmp_path / "词表.txt").exists()
    assert fault_of(word.strip())


@pytest.mark.parametrize("word", ["甲乙", "5G专网", "Power BI", "“一窗通”", "A.1"])
def test_what_is_a_word_is_taken(word):
    assert fault_of(word) == ""


def test_comments_sections_and_order_are_kept():
    text = "# 本单位词表\n# 请按类填写\n丙\n甲  # 人名\n甲\n\n# 地名\n辛村\n庚村\n"
    assert tidy(text, ["己村", "甲"]) == "# 本单位词表\n# 请按类填写\n丙\n甲  # 人名\n\n# 地名\n己村\n庚村\n辛村\n"


def test_a_comment_at_the_end_stays_at_the_end():
    assert tidy("乙\n甲\n\n# 以下待定\n", ["丁"]) == "丁\n乙\n甲\n\n# 以下待定\n"
    assert tidy("# 只有说明\n", ["丁"]) == "# 只有说明\n丁\n"
    assert tidy("", ["乙", "甲"]) == "乙\n甲\n"
    assert tidy("", []) == ""


@given(
    st.lists(st.sampled_from(["# 说明", "", "甲乙", "丙丁 # 注", "丙丁", "  戊己  ", "#甲乙", "庚辛#"]), max_size=12),
    st.lists(st.sampled_from(["甲乙", "壬癸", "子丑"]), max_size=3),
)
def test_tidying_loses_nothing_and_settles(lines, new):
    text = "\n".join(lines)
    result = tidy(text, list(dict.fromkeys(new)))
    assert tidy(result, new) == result
    words = [line.split("#")[0].strip() for line in result.split("\n") if line.split("#")[0].strip()]
    before = {line.split("#")[0].strip() for line in lines} - {""}
    assert len(words) == len(set(words))
    assert set(words) == before | set(new)
    for comment in ("# 说明", "#甲乙"):
        assert result.split("\n").count(comment) == lines.count(comment)


@pytest.mark.parametrize(
    ("head", "encoding", "newline"),
    [
        (b"", "utf-8", "\n"),
        (b"\xef\xbb\xbf", "utf-8", "\r\n"),
        (b"", "gb18030", "\r\n"),
        (b"\xff\xfe", "utf-16-le", "\r\n"),
    ],
)
def test_encoding_and_line_ends_are_kept(tmp_path, head, encoding, newline):
    path = tmp_path / "词表.txt"
    path.write_bytes(head + f"# 本单位的词{newline}贯彻{newline}".encode(encoding))
    add_words(path, ["部署"])
    assert path.read_bytes() == head + f"# 本单位的词{newline}贯彻{newline}部署{newline}".encode(encoding)
    assert read_vocabulary(path) == ["贯彻", "部署"]


def test_mixed_line_ends_become_one(tmp_path):
    path = tmp_path / "词表.txt"
    path.write_bytes("乙\r\n甲\n".encode())
    add_words(path, ["丙"])
    assert path.read_bytes() == "丙\r\n乙\r\n甲\r\n".encode()


def test_a_file_that_needs_no_change_is_not_touched(tmp_path):
    path = tmp_path / "词表.txt"
    path.write_text("甲乙\n", encoding="utf-8")
    os.utime(path, ns=(7, 7))
    assert add_words(path, ["甲乙"]).known == 1
    assert path.stat().st_mtime_ns == 7


def test_a_failed_write_leaves_the_file_as_it_was(tmp_path, monkeypatch, baguan):
    path = tmp_path / "词表.txt"
    path.write_text("甲乙\n", encoding="utf-8")

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    result = baguan("vocab", "add", "丙丁")
    assert result.code == 2
    assert "无法写入" in result.err
    assert path.read_text(encoding="utf-8") == "甲乙\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["词表.txt"]


def test_a_vocabulary_that_is_no_text_is_a_clear_error(tmp_path, baguan):
    (tmp_path / "词表.txt").write_bytes(b"PK\x03\x04" + bytes(60))
    for call in (["vocab", "list"], ["vocab", "add", "甲乙"]):
        result = baguan(*call)
        assert result.code == 2
        assert "词表.txt：词表无法读取" in result.err
    assert (tmp_path / "词表.txt").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("表.csv", '词语,说明\r\n雪亮工程,"平安建设,综治"\r\n"一窗通",办事\r\n\r\n,空\r\n雪亮工程,重复\r\n'),
        ("表.txt", "雪亮工程\r\n# 注释\r\n\r\n  一窗通  \r\n"),
        ("表.tsv", "名称\t说明\n雪亮工程\t甲\n一窗通\t乙\n"),
        ("jieba.dict", "雪亮工程 5 n\n一窗通 3\n"),
    ],
)
def test_import_reads_what_other_programs_write(tmp_path, name, text, encoding):
    (tmp_path / name).write_bytes(text.encode(encoding))
    found = read_foreign(tmp_path / name)
    assert found.words == ("雪亮工程", "一窗通")
    assert found.refused == ()


def test_a_space_is_no_jieba_dictionary(tmp_path):
    (tmp_path / "表.txt").write_text("Windows 11\nPower BI\n词语\n", encoding="utf-8")
    assert read_foreign(tmp_path / "表.txt").words == ("Windows 11", "Power BI", "词语")


def test_import_adds_and_reports_what_it_passes_over(baguan, tmp_path):
    (tmp_path / "旧表.csv").write_bytes("术语\n雪亮工程\n局\nC#语言\n一窗通\n".encode("gb18030"))
    result = baguan("vocab", "import", "旧表.csv")
    assert result.code == 0
    assert "加入 2 个词" in result.out
    assert "旧表.csv:3：跳过“局”" in result.err
    assert "旧表.csv:4：跳过“C#语言”" in result.err
    assert (tmp_path / "词表.txt").read_text(encoding="utf-8") == "一窗通\n雪亮工程\n"
    assert "加入 0 个词，2 个原已在内" in baguan("vocab", "import", "旧表.csv").out


@pytest.mark.parametrize(
    ("name", "data"),
    [("空.txt", b""), ("无.csv", None), ("表.xlsx", b"PK\x03\x04" + bytes(99)), ("字.txt", "局\n".encode())],
)
def test_import_of_nothing_is_an_error(baguan, tmp_path, name, data):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    result = baguan("vocab", "import", name)
    assert result.code == 2
    assert name in result.err
    assert not (tmp_path / "词表.txt").exists()


def test_words_reach_the_rules_and_the_segmentation(tmp_path):
    from dataclasses import replace

    from baguan.config import Settings

    path = tmp_path / "词表.txt"
    path.write_text("渝快政\n", encoding="utf-8")
    checker = FileChecker(replace(Settings(), vocabulary=(str(path),)))
    document = Document.from_text("全面推广渝快政平台应用。")
    plain = [word for word, _, _ in Document.from_text(document.text).tokens]
    checker.check_document(document)
    assert document.known_words == {"渝快政"}
    assert "渝快政" not in plain
    taught = [word for word, _, _ in document.tokens]
    assert "渝快政" in taught
    assert "".join(taught) == document.text
    assert [word for word, _, _ in Document.from_text(document.text).tokens] == plain


def test_a_changed_vocabulary_is_not_answered_from_the_cache(baguan, tmp_path):
    (tmp_path / "稿.txt").write_text(FAULTY, encoding="utf-8")
    assert "WZ101" in baguan("check", "--as", "prose", "稿.txt").out
    baguan("vocab", "add", "贯撤")
    assert "WZ101" not in baguan("check", "--as", "prose", "稿.txt").out


def test_only_a_finding_inside_the_word_is_excused(baguan, tmp_path):
    baguan("vocab", "add", "贯撤公司")
    (tmp_path / "稿.txt").write_text("由贯撤公司承办，认真贯撤落实。", encoding="utf-8")
    out = baguan("check", "--as", "prose", "--format", "concise", "稿.txt").out
    assert out.count("WZ101") == 1
    assert "稿.txt:1:11:" in out


def test_many_words_are_one_pass(tmp_path):
    from baguan.terms import Occurrences

    words = [f"甲{number}乙" for number in range(500)]
    text = "丙".join(words[::7]) + "甲乙"
    few, many = Occurrences(text, words[:30]), Occurrences(text, words)
    for start in range(len(text)):
        end = start + 3
        assert many.cover(start, end) == any(
            text.startswith(word, place) and place <= start and end <= place + len(word)
            for word in words
            for place in range(max(0, start - 5), start + 1)
        )
        assert many.cover(start, end) or not few.cover(start, end)


def test_an_empty_span_is_covered_only_strictly_inside():
    from baguan.terms import Occurrences

    known = Occurrences("甲乙丙丁", ["乙丙"])
    assert [known.cover(place, place) for place in range(5)] == [False, False, True, False, False]
    assert not Occurrences("甲", [])


def test_a_missing_vocabulary_is_a_clear_error(tmp_path):
    with pytest.raises(ConfigError, match="无法读取"):
        read_vocabulary(tmp_path / "没有.txt")
