"""Finding documents: folders, ``.gitignore``, named files, and what is reported about paths that give nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baguan.discovery import Discovery, discover
from baguan.gitignore import Patterns


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("正文。\n", encoding="utf-8")


def names(found: Discovery, root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in found.files]


def test_a_folder_is_walked_in_a_fixed_order(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/2.md", "a/1.docx", "a.txt", "c.pdf", "甲.DOCX", "notes.markdown")
    found = discover([tmp_path], root=tmp_path)
    assert names(found, tmp_path) == ["a/1.docx", "a/2.md", "a.txt", "b.txt", "甲.DOCX"]
    assert found.errors == ()


def test_folders_of_tools_and_lock_files_are_skipped(tmp_path: Path) -> None:
    make(tmp_path, ".git/a.txt", "node_modules/a.md", ".venv/a.txt", "__pycache__/a.txt", ".baguan_cache/a.txt")
    make(tmp_path, "~$通知.docx", ".github/a.md", "通知.docx")
    assert names(discover([tmp_path], root=tmp_path), tmp_path) == [".github/a.md", "通知.docx"]


def test_paths_keep_the_form_they_were_given_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "d/a.txt")
    monkeypatch.chdir(tmp_path)
    assert [str(path) for path in discover(["d"]).files] == [os.path.join("d", "a.txt")]
    assert [str(path) for path in discover(["."]).files] == [os.path.join("d", "a.txt")]


def test_a_file_named_twice_is_taken_once(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt")
    found = discover([tmp_path / "b.txt", tmp_path, tmp_path / "a.txt"], root=tmp_path)
    assert names(found, tmp_path) == ["b.txt", "a.txt"]
    assert found.errors == ()


def test_a_named_file_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    make(tmp_path, "草稿", "out/a.txt")
    (tmp_path / ".gitignore").write_text("out/\n", encoding="utf-8")
    found = discover([tmp_path / "草稿", tmp_path / "out" / "a.txt"], exclude=["*.txt"], root=tmp_path)
    assert names(found, tmp_path) == ["草稿", "out/a.txt"]


def test_errors_name_the_path_and_say_why(tmp_path: Path) -> None:
    make(tmp_path, "~$a.docx", "only/a.pdf")
    paths = [tmp_path / "none.txt", tmp_path / "~$a.docx", tmp_path / "only"]
    found = discover(paths, root=tmp_path)
    assert found.files == ()
    assert [(error.path, error.kind) for error in found.errors] == [
        (str(paths[0]), "missing"),
        (str(paths[1]), "lock-file"),
        (str(paths[2]), "no-documents"),
    ]
    assert [error.message for error in found.errors] == [
        "文件不存在",
        "这是 Word 的锁定文件，不是文档",
        "目录中没有可检查的文档",
    ]


def test_a_name_with_a_nul_is_missing() -> None:
    assert discover(["a\0b"]).errors[0].kind == "missing"


def test_include_and_exclude_are_patterns_from_the_root(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "x/a.txt", "x/old/b.txt", "y/old/b.txt", "a.text")
    found = discover([tmp_path], include=["*.txt", "*.text"], exclude=["/x/old/", "/a.txt"], root=tmp_path)
    assert names(found, tmp_path) == ["a.text", "x/a.txt", "y/old/b.txt"]


def test_links_to_folders_are_not_followed_and_loops_end(tmp_path: Path) -> None:
    make(tmp_path, "a/a.txt")
    try:
        (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "a" / "b.txt").symlink_to(tmp_path / "a" / "b.txt")
        (tmp_path / "a" / "c.txt").symlink_to(tmp_path / "a" / "a.txt")
    except OSError:
        pytest.skip("symbolic links cannot be made here")
    assert names(discover([tmp_path], root=tmp_path), tmp_path) == ["a/a.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser reads everything")
def test_a_folder_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    make(tmp_path, "shut/a.txt", "b.txt")
    (tmp_path / "shut").chmod(0)
    try:
        found = discover([tmp_path], root=tmp_path)
    finally:
        (tmp_path / "shut").chmod(0o755)
    assert names(found, tmp_path) == ["b.txt"]
    assert [error.kind for error in found.errors] == ["permission"]


def test_gitignore_files_nest_and_the_deeper_one_wins(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "keep.txt", "d/a.txt", "d/keep.txt", "d/e/b.txt", "build/x.txt")
    (tmp_path / ".gitignore").write_text("*.txt\n!keep.txt\nbuild/\n", encoding="utf-8")
    (tmp_path / "d" / ".gitignore").write_text("keep.txt\n!/e/b.txt\n", encoding="utf-8")
    assert names(discover([tmp_path], root=tmp_path), tmp_path) == ["d/e/b.txt", "keep.txt"]
    everything = discover([tmp_path], respect_gitignore=False, root=tmp_path)
    assert len(everything.files) == 6


def test_gitignore_files_above_count_inside_a_repository_only(tmp_path: Path) -> None:
    make(tmp_path, "d/a.txt", "d/b.txt", "d/c.txt")
    (tmp_path / ".gitignore").write_text("/d/a.txt\n", encoding="utf-8")
    assert names(discover([tmp_path / "d"], root=tmp_path), tmp_path) == ["d/a.txt", "d/b.txt", "d/c.txt"]
    (tmp_path / ".git" / "info").mkdir(parents=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("c.txt\n", encoding="utf-8")
    assert names(discover([tmp_path / "d"], root=tmp_path), tmp_path) == ["d/b.txt"]


@pytest.mark.parametrize(
    ("pattern", "ignored", "kept"),
    [
        ("a.txt", ["a.txt", "x/a.txt"], ["b.txt", "aXtxt"]),
        ("/a.txt", ["a.txt"], ["x/a.txt"]),
        ("x/a.txt", ["x/a.txt"], ["y/x/a.txt", "a.txt"]),
        ("*.txt", ["a.txt", "x/.txt"], ["a.txt.bak"]),
        ("x/*.txt", ["x/a.txt"], ["x/y/a.txt"]),
        ("**/a.txt", ["a.txt", "x/y/a.txt"], ["ba.txt"]),
        ("x/**", ["x/a", "x/y/a"], ["x", "y/x/a"]),
        ("x/**/a", ["x/a", "x/y/a", "x/y/z/a"], ["xa", "x/ya"]),
        ("a**b", ["ab", "axxb", "x/ab"], ["a/b"]),
        ("?.txt", ["a.txt", "甲.txt"], ["ab.txt", ".txt"]),
        ("[a-c].txt", ["b.txt"], ["d.txt"]),
        ("[!a-c].txt", ["d.txt"], ["b.txt"]),
        ("[[:digit:]]", ["5"], ["a"]),
        ("[]]", ["]"], ["a"]),
        ("\\#a", ["#a"], ["\\#a"]),
        ("\\!a", ["!a"], ["a"]),
        ("\\*", ["*"], ["a"]),
        ("a\\ ", ["a "], ["a"]),
        ("a  ", ["a"], ["a  "]),
        ("# a", [], ["# a", "a"]),
        ("", [], ["a"]),
        ("[a", [], ["[a", "a"]),
        ("a\\", [], ["a", "a\\"]),
        ("草稿*", ["草稿", "草稿1.txt"], ["正文"]),
    ],
)
def test_patterns(pattern: str, ignored: list[str], kept: list[str]) -> None:
    patterns = Patterns([pattern])
    assert [path for path in ignored if not patterns.verdict(path, folder=False)] == []
    assert [path for path in kept if patterns.verdict(path, folder=False)] == []


def test_a_pattern_with_a_slash_at_its_end_means_folders() -> None:
    patterns = Patterns(["a/"])
    assert patterns.verdict("x/a", folder=True) is True
    assert patterns.verdict("x/a", folder=False) is None


def test_the_last_pattern_that_matches_decides() -> None:
    patterns = Patterns(["*.txt\n", "!a.txt\n", "/x/a.txt\n"])
    assert [patterns.verdict(path, folder=False) for path in ("b.txt", "a.txt", "x/a.txt", "c")] == [
        True, False, True, None,
    ]  # fmt: skip


TREE = ("a", "b", "ab", "a.b", "d/a", "d/b", "d/ab", "d/e/a", "d/e/b.a", "e/a", "e/d/a")
# git reads “a**/b” as “a” and “**/b”; its manual says that those stars are an ordinary star, and so do we
ODD = re.compile(r"[^/!]\*{2,}/")
PATTERN = (
    st.lists(
        st.sampled_from(["a", "b", "d", "e", "/", "*", "**", "**/", "/**", "?", "[ab]", "[!a]", "!", ".", "\\", " "]),
        min_size=1,
        max_size=5,
    )
    .map("".join)
    .filter(lambda pattern: not ODD.search(pattern))
)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(PATTERN, min_size=1, max_size=3))
def test_the_same_files_are_ignored_as_by_git(tmp_path: Path, lines: list[str]) -> None:
    root = tmp_path / "repository"
    if not root.exists():
        make(root, *TREE)
        subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / ".gitignore").write_text("\n".join(lines) + "\n", encoding="utf-8")
    listed = subprocess.run(
        ["git", "-C", str(root), "-c", "core.excludesFile=", "ls-files", "--others", "--exclude-standard"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    expected = sorted(name for name in listed.stdout.splitlines() if name in TREE)
    found = discover([root], include=["*"], root=root)
    assert sorted(name for name in names(found, root) if name in TREE) == expected


def test_named_files_are_excluded_only_on_demand(tmp_path):
    (tmp_path / "草稿").mkdir()
    inside = tmp_path / "草稿/a.txt"
    inside.write_text("文", encoding="utf-8")
    assert discover([inside], exclude=["草稿/"], root=tmp_path).files == (inside,)
    assert discover([inside], exclude=["草稿/"], root=tmp_path, force_exclude=True).files == ()
    assert discover([inside], exclude=["别的/"], root=tmp_path, force_exclude=True).files == (inside,)
