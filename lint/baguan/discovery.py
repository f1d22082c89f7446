"""Find the documents to check: walk folders, honour ``.gitignore``, take named files as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baguan.gitignore import Patterns


DEFAULT_INCLUDE = ("*.txt", "*.md", "*.docx")
SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "__pycache__", ".baguan_cache"})
LOCK_PREFIX = "~$"


@dataclass(frozen=True, slots=True)
class PathError:
    """A path that gives no document; ``message`` is Chinese and does not name the path.

    ``kind`` is ``missing``, ``lock-file``, ``no-documents`` or ``permission``.
    """

    path: str
    message: str
    kind: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found: files in a fixed order, each once, and what is wrong with the paths."""

    files: tuple[Path, ...] = ()
    errors: tuple[PathError, ...] = ()


def discover(
    paths: Sequence[str | os.PathLike[str]],
    *,
    include: Sequence[str] = DEFAULT_INCLUDE,
    exclude: Sequence[str] = (),
    respect_gitignore: bool = True,
    force_exclude: bool = False,
    root: str | os.PathLike[str] | None = None,
) -> Discovery:
    """Find the documents under ``paths``.

    A file that is named is taken whatever its extension, ignored or not.  A folder is walked, symbolic links to
    folders not followed; its entries come sorted by name, files and folders together.

    Args:
        paths: files and folders, in the order of the result.
        include: which files of a folder are documents, as ``.gitignore`` patterns relative to ``root``, in whatever
            case (``*.docx`` finds 通知.DOCX).
        exclude: which files and folders to leave out, likewise.
        respect_gitignore: whether ``.gitignore`` files (of the folder, below it, and above it as far as the
            repository reaches) and the repository's own ``info/exclude`` count.
        force_exclude: whether ``exclude`` holds for named files too, as a pre-commit hook needs it.
        root: where ``include`` and ``exclude`` are anchored; the working folder when it is not given.
    """
    walker = _Walker(include, exclude, respect_gitignore, force_exclude, os.path.abspath(root or os.curdir))
    files: list[Path] = []
    seen: set[str] = set()
    for given in paths:
        for path in walker.find(os.fspath(given)):
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                files.append(Path(path))
    return Discovery(tuple(files), tuple(walker.errors))


@dataclass
class _Walker:
    include_globs: Sequence[str]
    exclude_globs: Sequence[str]
    respect_gitignore: bool
    force_exclude: bool
    root: str
    errors: list[PathError] = field(default_factory=list)

    @cached_property
    def include(self) -> Patterns:
        """Which files of a folder are documents."""
        from baguan.gitignore import Patterns  # a run over named files needs no patterns

        return Patterns(self.include_globs, ignore_case=True)

    @cached_property
    def exclude(self) -> Patterns:
        """What is passed over."""
        from baguan.gitignore import Patterns

        return Patterns(self.exclude_globs)

    def find(self, given: str) -> Iterator[str]:
        """The documents a path of the command line stands for."""
        if not given or not _exists(given):
            self._fail(given, "文件不存在", "missing")
        elif not os.path.isdir(given):
            if os.path.basename(given).startswith(LOCK_PREFIX):
                self._fail(given, "这是 Word 的锁定文件，不是文档", "lock-file")
            elif not (self.force_exclude and self._is_excluded(given)):
                yield given
        else:
            failures = len(self.errors)
            chain = self._chain_above(os.path.abspath(given)) if self.respect_gitignore else []
            empty = True
            for path in self._walk(given, os.path.abspath(given), chain):
                empty = False
                yield path
            if empty and len(self.errors) == failures:
                self._fail(given, "目录中没有可检查的文档", "no-documents")

    def _is_excluded(self, given: str) -> bool:
        """Whether a named file, or a folder above it, is excluded."""
        parts = self._relative(os.path.abspath(given)).split("/")
        folders = ("/".join(parts[:end]) for end in range(1, len(parts)))
        return any(self.exclude.verdict(folder, folder=True) for folder in folders) or bool(
            self.exclude.verdict("/".join(parts), folder=False)
        )

    def _walk(self, shown: str, folder: str, chain: list[tuple[str, Patterns]]) -> Iterator[str]:
        pending = [(shown, folder, chain, True)]
        while pending:
            shown, path, chain, is_folder = pending.pop()
            if not is_folder:
                yield shown
                continue
            try:
                with os.scandir(path) as entries:
                    listed = sorted(entries, key=lambda entry: entry.name)
            except OSError:
                self._fail(shown, "没有读取权限", "permission")
                continue
            if self.respect_gitignore:
                chain = [*chain, *_read_patterns(path, ".gitignore")]
            taken = [entry for entry in listed if self._takes(entry, path, chain)]
            for entry in reversed(taken):  # the last pushed comes first
                kind = entry.is_dir(follow_symlinks=False)
                pending.append((os.path.join(shown, entry.name), os.path.join(path, entry.name), chain, kind))

    def _takes(self, entry: os.DirEntry[str], folder: str, chain: list[tuple[str, Patterns]]) -> bool:
        path = os.path.join(folder, entry.name)
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name in SKIPPED_FOLDERS if is_folder else not self._is_document(entry, path):
            return False
        if self.exclude.verdict(self._relative(path), folder=is_folder):
            return False
        for base, patterns in reversed(chain):
            verdict = patterns.verdict(_relative_to(path, base), folder=is_folder)
            if verdict is not None:
                return not verdict
        return True

    def _is_document(self, entry: os.DirEntry[str], path: str) -> bool:
        try:
            usual = entry.is_file() and not entry.name.startswith(LOCK_PREFIX)
        except OSError:  # a symbolic link that leads to itself
            return False
        return usual and bool(self.include.verdict(self._relative(path), folder=False))

    def _relative(self, path: str) -> str:
        """The path relative to the root; that to its drive when it stands elsewhere."""
        inside = path.startswith(self.root.rstrip(os.sep) + os.sep)
        return _relative_to(path, self.root) if inside else os.path.splitdrive(path)[1].replace(os.sep, "/").lstrip("/")

    def _fail(self, path: str, message: str, kind: str) -> None:
        self.errors.append(PathError(path, message, kind))

    def _chain_above(self, folder: str) -> list[tuple[str, Patterns]]:
        """The patterns from above ``folder``, outermost first; none outside a repository."""
        folders = [folder]
        while not os.path.exists(os.path.join(folders[-1], ".git")):
            parent = os.path.dirname(folders[-1])
            if parent == folders[-1]:
                return []
            folders.append(parent)
        top = folders[-1]
        chain = [(top, patterns) for _, patterns in _read_patterns(os.path.join(top, ".git", "info"), "exclude")]
        for above in reversed(folders[1:]):
            chain += _read_patterns(above, ".gitignore")
        return chain


def _exists(path: str) -> bool:
    try:
        return os.path.exists(path)
    except ValueError:  # a NUL in the name
        return False


def _relative_to(path: str, base: str) -> str:
    return path[len(base.rstrip(os.sep)) + 1 :].replace(os.sep, "/")


def _read_patterns(folder: str, name: str) -> list[tuple[str, Patterns]]:
    """The patterns of a file, if there is one that can be read."""
    try:
        with open(os.path.join(folder, name), encoding="utf-8-sig", errors="surrogateescape") as stream:
            from baguan.gitignore import Patterns

            patterns = Patterns(stream)
    except OSError:
        return []
    return [(folder, patterns)] if patterns else []
