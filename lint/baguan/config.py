"""Configuration: what may be set, where it is found, and how layers of it combine.

Command line > nearest ``baguan.toml`` or ``[tool.baguan]`` of ``pyproject.toml`` > the user's own > defaults.
The nearest file wins whole; ``extend = "…"`` takes another file as its base.  An unknown key, a wrong type or an
unknown rule is an error that quotes file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baguan.errors import ConfigError
from baguan.model import Severity
from baguan.record import VerdictPolicy
from baguan.registry import did_you_mean, resolve, select_rules
from baguan.suppress import Fragment
from baguan.typo_engines import ENGINE_NAMES, NONE

if TYPE_CHECKING:
    from baguan.rule import Rule

FILE_NAME = "baguan.toml"
BASELINE_NAME = ".baguan-baseline.json"  # taken without being named when it stands beside the configuration
VOCABULARY_NAME = "词表.txt"  # this too, and where ``baguan vocab add`` writes
KINDS = ("statutory", "speech", "prose")
DEFAULT_INCLUDE = ("*.txt", "*.md", "*.docx")

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "default": {},
    "strict": {"fail-on": "warning"},
    "errors-only": {"fail-on": "error", "minimum-severity": "error"},
}


@dataclass(frozen=True)
class Settings:
    """Everything a run depends on.

    Field names are the keys of the configuration file with ``-`` for ``_``; the metadata says what a
    value must be.
    """

    preset: str = field(default="default", metadata={"choices": tuple(PRESETS)})
    select: tuple[str, ...] = ("ALL",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    minimum_severity: str = field(default="info", metadata={"choices": ("info", "warning", "error")})
    fail_on: str = field(default="error", metadata={"choices": ("info", "warning", "error")})
    as_kind: str = field(default="", metadata={"key": "as", "choices": KINDS})
    include: tuple[str, ...] = DEFAULT_INCLUDE
    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    vocabulary: tuple[str, ...] = field(default=(), metadata={"path": True})
    typo_engine: str = field(default=NONE, metadata={"choices": ENGINE_NAMES})
    typo_model: str = field(default="", metadata={"path": True})
    profile: str = field(default="", metadata={"path": "profile"})
    figures: Mapping[str, Any] = field(default_factory=dict)
    data_dir: str = field(default="", metadata={"path": True})
    baseline: str = field(default="", metadata={"path": True})
    jobs: int = 0
    cache: bool = True
    severity: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    suppress: tuple[Fragment, ...] = ()
    verdict: VerdictPolicy = field(default_factory=VerdictPolicy)
    ledger: Mapping[str, Any] = field(default_factory=dict)  # these four: see baguan.office
    report: Mapping[str, Any] = field(default_factory=dict)
    return_form: Mapping[str, Any] = field(default_factory=dict, metadata={"key": "return"})
    review: Mapping[str, Any] = field(default_factory=dict)
    register: Mapping[str, Any] = field(default_factory=dict)
    root: str = ""
    origin: str = ""

    @property
    def names_rules(self) -> bool:
        """Whether any setting names a rule, and so might name one that does not exist."""
        chosen = self.select != ("ALL",) or self.extend_select or self.ignore or self.per_file_ignores
        return bool(chosen or self.severity or self.rules or self.suppress)

    def active_rules(self, rules: Sequence[Rule]) -> list[Rule]:
        """The rules that run, with their severities and options set.

        Raises:
            ConfigError: a selector, a severity or an option is wrong.
        """
        chosen = select_rules(rules, (*self.select, *self.extend_select), self.ignore)
        levels = {code: level for key, level in self.severity.items() for code in resolve(rules, key)}
        options = {code: values for key, values in self.rules.items() for code in resolve(rules, key)}
        active = []
        every_kind = self.figures.get("check-every-kind", False)
        if every_kind:
            from baguan.profile import FIGURES
        for rule in chosen:
            level = levels.get(rule.code)
            if level == "off":
                continue
            if level is not None:
                rule = rule.with_severity(Severity.parse(level))
            if not self.figures.keys().isdisjoint(rule.options):
                rule = rule.with_options({key: self.figures[key] for key in rule.options if key in self.figures})
            if every_kind and rule.kinds and not FIGURES.keys().isdisjoint(rule.options):
                rule = replace(rule, kinds=frozenset())
            if rule.code in options:
                rule = rule.with_options(checked_options(rule, options[rule.code]))
            active.append(rule)
        return active


def key_of(name: str) -> str:
    """The key of the configuration file for a field of ``Settings``."""
    return {"as_kind": "as", "return_form": "return"}.get(name, name.replace("_", "-"))


_INTERNAL = ("root", "origin")
_FIELDS = {key_of(item.name): item for item in fields(Settings) if item.name not in _INTERNAL}


def checked_options(rule: Rule, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a rule's options, their names and types checked.

    Raises:
        ConfigError: the rule has no such option, or its type differs from the default's.
    """
    for name, value in values.items():
        if name not in rule.options:
            known = "、".join(rule.options) or "没有选项"
            raise ConfigError(f"规则 {rule.code} 没有选项“{name}”（{known}）{did_you_mean(name, rule.options)}")
        expected = type(rule.options[name])
        if not isinstance(value, expected) or isinstance(value, bool) is not issubclass(expected, bool):
            raise ConfigError(f"规则 {rule.code} 的选项“{name}”应为{_type_name(expected)}")
    return values


def _type_name(kind: type) -> str:
    return {str: "字符串", int: "整数", bool: "true 或 false", float: "小数", list: "数组", dict: "表"}.get(kind, "值")


def find_config(start: Path) -> Path | None:
    """The nearest configuration file at or above the folder ``start``, else the user's own, else ``None``."""
    for folder in (start, *start.parents):
        candidate = folder / FILE_NAME
        if candidate.is_file():
            return candidate
        project = folder / "pyproject.toml"
        if project.is_file() and "[tool.baguan" in project.read_text(encoding="utf-8", errors="replace"):
            return project
    from baguan.userdirs import config_dir

    own = config_dir() / FILE_NAME
    return own if own.is_file() else None


def load_settings(
    start: Path, *, config: Path | None = None, isolated: bool = False, overrides: Mapping[str, Any] | None = None
) -> Settings:
    """Settings for a run.

    Args:
        start: the folder from which the configuration file is looked for.
        config: this file instead.
        isolated: take no file.
        overrides: what the command line says, by key; ``None`` values are passed over.

    Raises:
        ConfigError: a file or a value is wrong.
    """
    path = config or (None if isolated else find_config(start))
    table = _read_chain(path) if path else {}
    given = {key: value for key, value in (overrides or {}).items() if value is not None}
    for key in given:
        if key not in _FIELDS:
            raise ConfigError(f"没有配置项“{key}”{did_you_mean(key, _FIELDS)}")
    preset = given.get("preset", table.get("preset", "default"))
    base: dict[str, Any] = {**PRESETS.get(preset, {}), **table, **given}
    settings = _settings(base, "命令行" if path is None else str(path))
    if settings.profile:
        settings = _with_profile(settings)
    root = path.parent if path else start
    own_vocabulary = root / VOCABULARY_NAME
    if not settings.vocabulary and not isolated and own_vocabulary.is_file():
        settings = replace(settings, vocabulary=(str(own_vocabulary),))
    own_baseline = root / BASELINE_NAME
    if "baseline" not in base and not isolated and own_baseline.is_file():
        settings = replace(settings, baseline=str(own_baseline))
    return replace(settings, root=str(root), origin=str(path) if path else "")


def _with_profile(settings: Settings) -> Settings:
    """The settings on top of their layout profile: what they say themselves holds."""
    from baguan.profile import load_profile

    profile = load_profile(settings.profile)
    return replace(
        settings,
        figures={**profile.figures, **settings.figures},
        severity={**profile.severity, **settings.severity},
    )


def _read_chain(path: Path, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    path = path.resolve()
    if path in seen:
        raise ConfigError(f"{path}：extend 循环引用")
    text, table = _read_toml(path)
    base: dict[str, Any] = {}
    if "extend" in table:
        parent = table.pop("extend")
        if not isinstance(parent, str):
            raise ConfigError(f"{_place(path, text, 'extend')}：extend 应为字符串")
        target = (path.parent / parent).expanduser()
        if not target.is_file():
            raise ConfigError(f"{_place(path, text, 'extend')}：extend 指向的文件不存在：{target}")
        base = _read_chain(target, (*seen, path))
    for key in table:
        if key not in _FIELDS:
            raise ConfigError(f"{_place(path, text, key)}：没有配置项“{key}”{did_you_mean(key, _FIELDS)}")
    try:
        _settings(table, "")
        _check_rules(table)
    except _ValueProblem as problem:
        raise ConfigError(f"{_place(path, text, problem.key, problem.inner)}：{problem}") from None
    for key, item in _FIELDS.items():
        is_path = item.metadata.get("path")
        if is_path and key in table and (is_path is True or table[key].endswith(".toml")):
            table[key] = _absolute(table[key], path.parent)
    return _merge(base, table)


def _absolute(value: Any, folder: Path) -> Any:
    if isinstance(value, str):
        return str(folder / Path(value).expanduser()) if value else ""
    return [str(folder / Path(item).expanduser()) for item in value]


def _merge(base: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in table.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = {**merged[key], **value}
        else:
            merged[key] = value
    return merged


def _read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    from baguan.toml import tomllib

    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}：配置文件无法读取：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}：配置文件应为 UTF-8 编码（第{error.start + 1}个字节有误）") from error
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"第{match[1]}行第{match[2]}列" if match else "文件末尾"
        raise ConfigError(f"{path}：{place}不合 TOML 语法：{error}") from error
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("baguan", {})
    return text, table


def _place(path: Path, text: str, key: str, inner: str = "") -> str:
    """``file:line`` of a key, or of the inner key or value of a table, and that line quoted."""
    wanted = [re.compile(rf"\s*\[*\s*(?:tool\.baguan\.)?[\"']?{re.escape(key)}[\"']?\s*(?:[=\].])")]
    if inner:
        wanted.insert(0, re.compile(rf".*{re.escape(inner)}"))
    for pattern in wanted:
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.match(line):
                return f"{path}:{number}（{line.strip()}）"
    return str(path)


class _ValueProblem(Exception):  # noqa: N818 - internal, turned into ConfigError with a place
    def __init__(self, key: str, message: str, inner: str = "") -> None:
        super().__init__(message)
        self.key, self.inner = key, inner


def _settings(table: Mapping[str, Any], origin: str) -> Settings:
    values = {}
    for key, value in table.items():
        item = _FIELDS[key]
        try:
            values[item.name] = _value(key, item, value)
        except _ValueProblem as problem:
            if origin:
                raise ConfigError(f"{origin}：{problem}") from None
            raise
    return Settings(**values)


def _value(key: str, item: Any, value: Any) -> Any:
    kind = str(item.type)
    if kind == "bool":
        return _typed(key, value, bool)
    if kind == "int":
        number = _typed(key, value, int)
        if number < 0:
            raise _ValueProblem(key, f"“{key}”不能小于 0")
        return number
    if kind == "str":
        text = _typed(key, value, str)
        choices = item.metadata.get("choices")
        if choices and text not in choices and not (text == "" and item.default == ""):
            raise _ValueProblem(key, f"“{key}”应为 {'、'.join(choices)} 之一{did_you_mean(text, choices)}")
        return text
    if kind == "tuple[str, ...]":
        return _strings(key, value)
    return _TABLES[key](key, value)


def _typed(key: str, value: Any, kind: type) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _ValueProblem(key, f"“{key}”应为{_type_name(kind)}")
    return value


def _strings(key: str, value: Any, inner: str = "") -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, (list, tuple)) or not all(isinstance(entry, str) for entry in items):
        raise _ValueProblem(key, f"“{inner or key}”应为字符串数组", inner)
    return tuple(items)


def _severity_table(key: str, value: Any) -> dict[str, str]:
    levels = ("info", "warning", "error", "off")
    table = _typed(key, value, dict)
    for selector, level in table.items():
        if level not in levels:
            hint = did_you_mean(str(level), levels)
            raise _ValueProblem(key, f"“{selector}”的级别应为 {'、'.join(levels)} 之一{hint}", selector)
    return dict(table)


def _rules_table(key: str, value: Any) -> dict[str, Mapping[str, Any]]:
    table = _typed(key, value, dict)
    for selector, options in table.items():
        if not isinstance(options, dict):
            raise _ValueProblem(key, f"“rules.{selector}”应为表", selector)
    return dict(table)


def _figures_table(key: str, value: Any) -> dict[str, Any]:
    from baguan.profile import checked_figures, figure_problems

    table = _typed(key, value, dict)
    for name, figure in table.items():
        for problem in figure_problems({name: figure}):
            raise _ValueProblem(key, problem, name)
    return checked_figures(table)


def _per_file_table(key: str, value: Any) -> dict[str, tuple[str, ...]]:
    table = _typed(key, value, dict)
    return {pattern: _strings(key, selectors, pattern) for pattern, selectors in table.items()}


def _fragments(key: str, value: Any) -> tuple[Fragment, ...]:
    known = {"text", "rules", "path", "reason"}
    fragments = []
    for entry in _typed(key, value, list):
        if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or not entry["text"]:
            raise _ValueProblem(key, "每个 [[suppress]] 要有 text（被忽略的原文片段）")
        for name in entry:
            if name not in known:
                raise _ValueProblem(key, f"[[suppress]] 没有“{name}”{did_you_mean(name, known)}", name)
        rules = _strings(key, entry.get("rules", ["ALL"]), "rules")
        fragments.append(Fragment(entry["text"], rules, str(entry.get("path", "")), str(entry.get("reason", ""))))
    return tuple(fragments)


def _verdict(key: str, value: Any) -> VerdictPolicy:
    table = dict(_typed(key, value, dict))
    known = {"return-gates": tuple, "return-errors": int, "return-rate": float}
    for name in table:
        if name not in known:
            raise _ValueProblem(key, f"[verdict] 没有“{name}”{did_you_mean(name, known)}", name)
    policy = VerdictPolicy()
    if "return-gates" in table:
        policy = replace(policy, return_gates=_strings(key, table["return-gates"], "return-gates"))
    if "return-errors" in table:
        policy = replace(policy, return_errors=_typed("return-errors", table["return-errors"], int))
    if "return-rate" in table:
        if isinstance(table["return-rate"], bool) or not isinstance(table["return-rate"], (int, float)):
            raise _ValueProblem(key, "“return-rate”应为数", "return-rate")
        policy = replace(policy, return_rate=float(table["return-rate"]))
    return policy


def _office_table(key: str, value: Any) -> dict[str, Any]:
    from baguan.office import check_table

    table = _typed(key, value, dict)
    try:
        check_table(key, table)
    except ConfigError as error:
        raise _ValueProblem(key, str(error)) from None
    return dict(table)


def _register_table(key: str, value: Any) -> dict[str, Any]:
    from baguan.practice import PracticeError, check_table

    try:
        return check_table(_typed(key, value, dict))
    except PracticeError as error:
        raise _ValueProblem(key, str(error), error.key) from None
    except ConfigError as error:
        raise _ValueProblem(key, str(error)) from None


_TABLES = {
    "register": _register_table,
    "ledger": _office_table,
    "report": _office_table,
    "return": _office_table,
    "review": _office_table,
    "severity": _severity_table,
    "rules": _rules_table,
    "figures": _figures_table,
    "per-file-ignores": _per_file_table,
    "suppress": _fragments,
    "verdict": _verdict,
}


def _check_rules(table: Mapping[str, Any]) -> None:
    """Check every selector and option a file names, so that the error can quote its line."""
    selectors: list[tuple[str, str]] = []
    for key in ("select", "extend-select", "ignore"):
        selectors += [(key, name) for name in _strings(key, table.get(key, ()))]
    selectors += [(key, name) for key in ("severity", "rules") for name in table.get(key, {})]
    for pattern, names in table.get("per-file-ignores", {}).items():
        selectors += [("per-file-ignores", name) for name in _strings("per-file-ignores", names, pattern)]
    selectors += [
        ("suppress", name) for entry in table.get("suppress", ()) for name in _as_list(entry.get("rules", ()))
    ]
    if not selectors:
        return
    from baguan.registry import load_rules

    rules = load_rules()
    for key, name in selectors:
        try:
            codes = resolve(rules, name)
            if key == "rules":
                for rule in rules:
                    if rule.code in codes:
                        checked_options(rule, table["rules"][name])
        except ConfigError as error:
            raise _ValueProblem(key, str(error), name) from None


def _as_list(value: Any) -> Iterable[str]:
    return [value] if isinstance(value, str) else value
