"""Check files: read, run the rules, take out what is excused, work out places, gates and the verdict.

One file is checked by ``FileChecker``; ``run`` checks many, in parallel where that pays, and gives their reports
in the order of the files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from baguan.baseline import Baseline, read_baseline
from baguan.cache import ResultCache, result_key
from baguan.config import Settings
from baguan.errors import DocumentError
from baguan.lazy import keep_patterns
from baguan.model import Finding, Severity
from baguan.record import (
    BasisRecord,
    EditRecord,
    FileReport,
    FixRecord,
    Record,
    Report,
    RuleInfo,
    error_rate,
    gate_states,
    make_records,
    rule_infos,
    verdict,
)
from baguan.registry import has_plugins, load_rules, resolve
from baguan.suppress import suppress
from baguan.typo_engines import NONE, check_engine, engine_signature
from baguan.vocabulary import drop_known, read_vocabulary

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.engine import Checker
    from baguan.entry import Practice
    from baguan.rule import Rule

_PARALLEL_FILES = 4
_PARALLEL_BYTES = 400_000  # below this the start of worker processes costs more than they save


@dataclass
class FileChecker:
    """Everything needed to check one file after another."""

    settings: Settings

    def __post_init__(self) -> None:
        self._words = [word for name in self.settings.vocabulary for word in read_vocabulary(Path(name))]
        self._known_words = frozenset(self._words)
        self._minimum = Severity.parse(self.settings.minimum_severity)
        check_engine(self.settings.typo_engine, self.settings.typo_model)
        if self.settings.names_rules or self.settings.data_dir:
            self._rules  # noqa: B018 - a wrong selector or data file is an error before any file is read

    # The rules and the engine are made on first use: when every result is in the cache they are never loaded.

    @cached_property
    def _all_rules(self) -> Sequence[Rule]:
        return load_rules()

    @cached_property
    def _rules(self) -> Sequence[Rule]:
        for fragment in self.settings.suppress:
            for selector in fragment.rules:
                resolve(self._all_rules, selector)
        rules = self.settings.active_rules(self._all_rules)
        if self.settings.data_dir:
            from baguan.tables import with_unit_data

            rules = with_unit_data(rules, self._all_rules, Path(self.settings.data_dir))
        return rules if self.settings.typo_engine == NONE else self._with_engine(rules)

    def _with_engine(self, rules: Sequence[Rule]) -> Sequence[Rule]:
        from baguan.typo_engines import load_engine
        from baguan.typo_engines.rule import EngineRule

        if not any(isinstance(rule, EngineRule) for rule in rules):
            return rules  # switched off: the model need not be read
        engine = load_engine(self.settings.typo_engine, self.settings.typo_model)
        return [rule.with_engine(engine) if isinstance(rule, EngineRule) else rule for rule in rules]

    @cached_property
    def _by_code(self) -> dict[str, Rule]:
        return {rule.code: rule for rule in self._rules}

    @cached_property
    def _infos(self) -> dict[str, RuleInfo]:
        return rule_infos(self._all_rules)

    @cached_property
    def _checker(self) -> Checker:
        from baguan.engine import Checker

        return Checker(self._rules)

    @cached_property
    def baseline(self) -> Baseline:
        """The baseline of the settings; empty when none is named."""
        return read_baseline(Path(self.settings.baseline)) if self.settings.baseline else Baseline()

    def baseline_path(self, path: str) -> str:
        """A file's path as the baseline writes it: relative to the baseline's folder, with ``/``."""
        anchor = Path(self.settings.baseline).parent if self.settings.baseline else Path(self.settings.root)
        return relative_path(path, anchor)

    def check_path(self, path: str, cache: ResultCache | None = None) -> FileReport:
        """Check a file; a file that cannot be read gives a report with ``errors``."""
        from baguan.readers import load_bytes

        try:
            data = load_bytes(Path(path))
        except DocumentError as error:
            return FileReport(path, errors=(str(error),))
        return self.check_bytes(data, path, cache)

    def check_bytes(self, data: bytes, path: str, cache: ResultCache | None = None) -> FileReport:
        """Check the bytes of a file called ``path``."""
        if cache is None:
            return self._read_and_check(data, path)[0]
        known = sorted(self.baseline.known(self.baseline_path(path)))
        key = result_key((path, self._settings_key, *_sidecar(path), *known), data)
        kept = cache.get(key)
        if kept is not None:
            return report_from_dict(kept)
        report, lasting = self._read_and_check(data, path)
        if lasting and not report.errors:
            cache.put(key, report_to_dict(report))
        return report

    def _read_and_check(self, data: bytes, path: str) -> tuple[FileReport, bool]:
        """The report of a file, and whether it holds tomorrow too: a time limit may pass overnight."""
        from baguan.readers import read_bytes

        try:
            document = read_bytes(data, path)
        except DocumentError as error:
            return FileReport(path, errors=(str(error),)), False
        report = self.check_document(document)
        return report, document.handling is None

    @cached_property
    def _practice(self) -> Practice:
        from baguan.practice import practice_of

        return practice_of(self.settings.register, root=self.settings.root)

    def _bind_metadata(self, document: Document) -> None:
        """Give a document that has metadata its sidecar file and what the rules on handling need to know."""
        from baguan.entry_names import SIDECAR_PROPERTY, has_metadata

        for sidecar in _sidecar(document.path):
            document.properties = {**document.properties, SIDECAR_PROPERTY: sidecar}
        if has_metadata(document):
            from baguan.metadata import metadata_of

            if metadata_of(document, self._practice.columns) is not None:
                document.handling = self._practice

    def check_document(self, document: Document) -> FileReport:
        """Check a document that was read already."""
        return self.examine(document)[0]

    def examine(self, document: Document) -> tuple[FileReport, list[Finding]]:
        """Check a document; the findings behind the report's records are given too, in the same order."""
        document.requested_kind = document.requested_kind or self.settings.as_kind
        document.known_words = self._known_words
        self._bind_metadata(document)
        outcome = self._checker.check(document)
        ignored = self._ignored(document.path)
        findings = [f for f in outcome.findings if f.code not in ignored and f.severity >= self._minimum]
        if self._words:
            findings = drop_known(findings, document.text, self._words, self._by_code)
        fragments = [f for f in self.settings.suppress if not f.path or self._matches(document.path, f.path)]
        enabled = frozenset(self._by_code) - ignored
        findings, excused = suppress(document, findings, self._all_rules, enabled, fragments)
        records = make_records(document, findings, self._infos)
        known = self.baseline.known(self.baseline_path(document.path))
        fresh = [index for index, record in enumerate(records) if record.fingerprint not in known]
        found = [findings[index] for index in fresh]
        report = self._report(
            document,
            found,
            tuple(records[index] for index in fresh),
            errors=tuple(f"规则 {code} 执行出错：{why}" for code, why in outcome.failures),
            suppressed=excused,
            baselined=tuple(record.fingerprint for record in records if record.fingerprint in known),
        )
        return report, found

    def _report(
        self,
        document: Document,
        findings: Sequence[Finding],
        records: tuple[Record, ...],
        *,
        errors: tuple[str, ...],
        suppressed: int,
        baselined: tuple[str, ...],
    ) -> FileReport:
        gates = {rule.gate for rule in self._checker.applicable(document)}
        return FileReport(
            path=document.path,
            characters=document.characters,
            kind=document.structure.kind.value,
            genre=document.structure.genre,
            gates=gate_states(findings, gates),
            error_rate=error_rate(findings, document.characters),
            verdict=verdict(findings, document.characters, self.settings.verdict).value,
            errors=errors,
            findings=records,
            suppressed=suppressed,
            baselined=baselined,
        )

    @cached_property
    def _settings_key(self) -> str:
        engine = engine_signature(self.settings.typo_engine, self.settings.typo_model)
        if self.settings.data_dir:
            from baguan.tables import data_signature

            engine += data_signature(Path(self.settings.data_dir))
        office: dict[str, Any] = {"ledger": {}, "report": {}, "return_form": {}, "review": {}}  # change no finding
        settings = replace(self.settings, cache=True, jobs=0, origin="", fail_on="error", **office)
        return repr((settings, self._words, engine))

    def _ignored(self, path: str) -> frozenset[str]:
        codes: frozenset[str] = frozenset()
        for pattern, selectors in self.settings.per_file_ignores.items():
            if self._matches(path, pattern):
                codes = codes.union(*(resolve(self._all_rules, selector) for selector in selectors))
        return codes

    def _matches(self, path: str, pattern: str) -> bool:
        from fnmatch import fnmatch

        relative = relative_path(path, Path(self.settings.root))
        return fnmatch(relative, pattern) or fnmatch(PurePath(path).name, pattern)


def _sidecar(path: str) -> tuple[str, ...]:
    """The text of the sidecar file of a document, if there is one."""
    if not path or not os.path.exists(path + ".meta.toml"):
        return ()
    from baguan.metadata import read_sidecar

    text = read_sidecar(path)
    return () if text is None else (text,)


def relative_path(path: str, anchor: Path) -> str:
    """``path`` relative to the folder ``anchor``, with ``/``; absolute on another drive."""
    absolute = os.path.abspath(path)
    try:
        return PurePath(os.path.relpath(absolute, anchor)).as_posix()
    except ValueError:  # another drive on Windows
        return PurePath(absolute).as_posix()


def run(
    paths: Sequence[str],
    settings: Settings,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Check files that were discovered before.

    Args:
        paths: the files, in the order of the report.
        settings: of the run.
        progress: called with how many of how many files are done.

    Raises:
        ConfigError: a setting, a vocabulary or the baseline is wrong.
    """
    checker = FileChecker(settings)
    baseline = checker.baseline
    reports = []
    for report in _reports(paths, checker):
        reports.append(report)
        if progress is not None:
            progress(len(reports), len(paths))
    keep_patterns()
    return Report(tuple(reports), _stale(baseline, reports, checker))


def _reports(paths: Sequence[str], checker: FileChecker) -> Iterator[FileReport]:
    workers = _workers(paths, checker.settings)
    cache = _open_cache(checker.settings)
    if workers <= 1:
        yield from (checker.check_path(path, cache) for path in paths)
    else:
        yield from _parallel(paths, checker.settings, workers)
    if cache is not None and len(paths) > 1:
        cache.prune()


def _open_cache(settings: Settings) -> ResultCache | None:
    """The cache, unless it is switched off or a plug-in, whose changes it could not notice, is installed."""
    return ResultCache.open() if settings.cache and not has_plugins() else None


def _workers(paths: Sequence[str], settings: Settings) -> int:
    if settings.jobs:
        return min(settings.jobs, len(paths))
    if len(paths) < _PARALLEL_FILES or settings.typo_engine != NONE:
        return 1  # an external engine fills the memory, and uses every core, by itself
    size = sum(os.path.getsize(path) for path in paths if os.path.exists(path))
    return min(os.cpu_count() or 1, len(paths)) if size >= _PARALLEL_BYTES else 1


_worker: tuple[FileChecker, ResultCache | None] | None = None


def _start_worker(settings: Settings) -> None:
    global _worker  # one checker a process, compiled once
    _worker = (FileChecker(settings), _open_cache(settings))


def _work(path: str) -> FileReport:
    if _worker is None:
        raise RuntimeError("the worker was not started")
    checker, cache = _worker
    return checker.check_path(path, cache)


def _parallel(paths: Sequence[str], settings: Settings, workers: int) -> Iterator[FileReport]:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(settings,)) as pool:
        yield from pool.map(_work, paths, chunksize=max(1, min(16, len(paths) // (workers * 4))))


def _stale(baseline: Baseline, reports: Sequence[FileReport], checker: FileChecker) -> tuple[str, ...]:
    """The baseline's entries for the checked files that no finding matches any more."""
    stale = []
    for report in reports:
        path = checker.baseline_path(report.path)
        used = set(report.baselined)
        stale += [f"{path}:{code}:{mark}" for mark, code in baseline.known(path).items() if mark not in used]
    return tuple(sorted(stale))


def report_to_dict(report: FileReport) -> dict[str, Any]:
    """A report as plain data, for the cache."""
    table = {item.name: getattr(report, item.name) for item in fields(report)}
    table["findings"] = [record.to_dict() for record in report.findings]
    return table


def report_from_dict(table: Mapping[str, Any]) -> FileReport:
    """The inverse of ``report_to_dict``."""
    values = dict(table)
    values["errors"] = tuple(values["errors"])
    values["baselined"] = tuple(values["baselined"])
    values["findings"] = tuple(_record(entry) for entry in values["findings"])
    return FileReport(**values)


def _record(table: Mapping[str, Any]) -> Record:
    values = dict(table)
    values["basis"] = BasisRecord(**values["basis"])
    if values["fix"] is not None:
        edits = tuple(EditRecord(**edit) for edit in values["fix"]["edits"])
        values["fix"] = FixRecord(values["fix"]["title"], values["fix"]["applicability"], edits)
    return Record(**values)
