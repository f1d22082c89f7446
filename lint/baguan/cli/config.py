"""``baguan config show``."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baguan.cli.base import Choice, Group, echo, write_machine

if TYPE_CHECKING:
    from baguan.config import Settings


@click.group(cls=Group, help="查看配置。")
def config() -> None:
    """The group; it does nothing by itself."""


@config.command("show", help="显示实际生效的配置和它的来源。")
@click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件")
@click.option("--isolated", is_flag=True, help="不读任何配置文件")
@click.option("--format", "format_name", type=Choice(("text", "json")), default="text", help="输出格式")
def show(config_file: str | None, isolated: bool, format_name: str) -> None:
    """Show the settings a run in this folder would use."""
    from baguan.config import load_settings
    from baguan.registry import load_rules

    settings = load_settings(Path.cwd(), config=Path(config_file) if config_file else None, isolated=isolated)
    active = [rule.code for rule in settings.active_rules(load_rules())]
    table = _table(settings)
    if format_name == "json":
        import json

        shown = {"origin": settings.origin, "settings": table, "active_rules": active}
        write_machine(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
        return
    echo(f"# 来源：{settings.origin or '默认值（没有找到配置文件）'}\n# 生效规则：{len(active)} 条\n\n")
    echo("".join(f"{key} = {_toml(value)}\n" for key, value in table.items()))


def _table(settings: Settings) -> dict[str, Any]:
    from baguan.config import key_of

    return {
        key_of(item.name): _plain(getattr(settings, item.name))
        for item in fields(settings)
        if item.name not in ("root", "origin")
    }


def _plain(value: Any) -> Any:
    from dataclasses import asdict, is_dataclass

    if hasattr(value, "_asdict"):
        value = value._asdict()
    if is_dataclass(value) and not isinstance(value, type):
        return {key.replace("_", "-"): _plain(item) for key, item in asdict(value).items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{_toml(key)} = {_toml(item)}" for key, item in value.items()) + " }" if value else "{}"
        )
    return str(value)
