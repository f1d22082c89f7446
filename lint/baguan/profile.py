"""Profiles (版式方案): the figures of a page layout, and the layout rules a unit does not want.

GB/T 9704—2012 lets a unit adjust some figures, and a letter, a set of minutes or a university's paper has figures of
its own.  A profile is a TOML file: ``[figures]`` gives figures by name, ``[severity]`` changes or switches off rules.
A rule takes the figures its options are named for; ``baguan format`` takes them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from baguan.errors import ConfigError

FOLDER = Path(__file__).parent / "data" / "profiles"
NATIONAL = "国标"  # the profile that holds when none is named

#: Every figure there is, with the value of GB/T 9704—2012 (a value derived from the standard where it gives none).
#: Lengths in millimetres, sizes and spacings in points, indents in characters.  With ``check-every-kind`` the rules
#: that take figures run on every kind of text, not on 公文 alone.
FIGURES: Mapping[str, float | str | bool] = {
    "paper-width": 210.0,
    "paper-height": 297.0,
    "margin-top": 37.0,
    "margin-bottom": 35.0,
    "margin-left": 28.0,
    "margin-right": 26.0,
    "margin-tolerance": 1.0,
    "lines-per-page": 22.0,
    "line-pitch": 28.95,
    "body-font": "仿宋_GB2312",
    "body-size": 16.0,
    "body-indent": 2.0,
    "title-font": "方正小标宋简体",
    "title-size": 22.0,
    "heading1-font": "黑体",
    "heading2-font": "楷体_GB2312",
    "heading3-font": "仿宋_GB2312",
    "heading4-font": "仿宋_GB2312",
    "imprint-size": 14.0,
    "date-right-indent": 4.0,
    "page-number-font": "宋体",
    "page-number-size": 14.0,
    "page-number-form": "— 1 —",
    "page-number-position": "outside",
    "page-number-on-first-page": True,
    "check-every-kind": False,
}
_CHOICES = {"page-number-position": ("outside", "center", "right")}


class Profile(NamedTuple):
    """A profile as a file gives it: only what it says, not the defaults."""

    name: str
    figures: Mapping[str, float | str | bool]
    severity: Mapping[str, str]

    def complete(self) -> dict[str, float | str | bool]:
        """Every figure: the profile's own, else the national standard's."""
        return {**FIGURES, **self.figures}


def profile_names() -> list[str]:
    """The names of the profiles that come with the package, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def is_path(name: str) -> bool:
    """Whether a profile is given by its file and not by its name."""
    return name.endswith(".toml")


def load_profile(name: str) -> Profile:
    """Read a profile by its name or its path (which ends in ``.toml``).

    Raises:
        ConfigError: there is no such profile, or it is wrong; the message names the file and what is wrong in it.
    """
    from baguan.registry import did_you_mean

    if not is_path(name) and name not in profile_names():
        known = profile_names()
        raise ConfigError(
            f"没有版式方案“{name}”（有：{'、'.join(known)}；自己的写文件路径）{did_you_mean(name, known)}"
        )
    path = Path(name) if is_path(name) else FOLDER / f"{name}.toml"
    table = _read(path)
    unknown = [key for key in table if key not in ("name", "figures", "severity")]
    if unknown:
        raise ConfigError(f"{path}：版式方案没有“{unknown[0]}”一项（有 name、figures、severity）")
    figures, severity = table.get("figures", {}), table.get("severity", {})
    for value, key in ((figures, "figures"), (severity, "severity")):
        if not isinstance(value, dict):
            raise ConfigError(f"{path}：“{key}”应为表，写作 [{key}]")
    problems = [*figure_problems(figures), *_severity_problems(severity)]
    if problems:
        raise ConfigError(f"{path}：{problems[0]}")
    return Profile(str(table.get("name", path.stem)), checked_figures(figures), dict(severity))


def figure_problems(figures: Mapping[str, Any]) -> list[str]:
    """What is wrong with a table of figures, in Chinese; empty when nothing is."""
    from baguan.registry import did_you_mean

    problems = []
    for key, value in figures.items():
        default = FIGURES.get(key)
        if default is None:
            problems.append(f"没有版式数值“{key}”{did_you_mean(key, FIGURES)}")
        elif isinstance(default, bool):
            if not isinstance(value, bool):
                problems.append(f"“{key}”应为 true 或 false")
        elif isinstance(default, str):
            if not isinstance(value, str) or not value.strip():
                problems.append(f"“{key}”应为文字，如“{default}”")
            elif value not in _CHOICES.get(key, (value,)):
                problems.append(f"“{key}”应为 {'、'.join(_CHOICES[key])} 之一{did_you_mean(value, _CHOICES[key])}")
            elif key == "page-number-form" and value.count("1") != 1:
                problems.append("“page-number-form”里用一个 1 代表页码，如“— 1 —”")
        elif isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 2000:
            problems.append(f"“{key}”应为不小于 0 的数，如 {default:g}")
    return problems


def checked_figures(figures: Mapping[str, Any]) -> dict[str, float | str | bool]:
    """The figures with whole numbers made floats, as the options of rules are; they were checked before."""
    return {
        key: float(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for key, value in figures.items()
    }


def _severity_problems(severity: Mapping[str, Any]) -> Iterable[str]:
    levels = ("info", "warning", "error", "off")
    for selector, level in severity.items():
        if level not in levels:
            yield f"“{selector}”的级别应为 {'、'.join(levels)} 之一"


def _read(path: Path) -> dict[str, Any]:
    from baguan.toml import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}：版式方案无法读取：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}：版式方案应为 UTF-8 编码（第{error.start + 1}个字节有误）") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}：版式方案不合 TOML 语法：{error}") from error
