"""``baguan data``: the tables of facts, their dates, and what the unit changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baguan.cli.base import Choice, Command, echo, write_machine

if TYPE_CHECKING:
    from baguan.tables import TableRule


@click.command(cls=Command, help="列出数据表的截止日期、来源、可信度；给出表名时列出内容（含本单位的修改）。")
@click.argument("name", required=False, default="", metavar="[表名]")
@click.option("--format", "format_name", type=Choice(("text", "json")), default="text", help="输出格式")
@click.option(
    "--data-dir", type=click.Path(path_type=Path), metavar="目录", help="本单位的数据目录，代替配置的 data-dir"
)
@click.option("--config", "config_path", type=click.Path(path_type=Path), metavar="文件", help="用这个配置文件")
def data(name: str, format_name: str, data_dir: Path | None, config_path: Path | None) -> None:
    """List the tables, or the rows of one."""
    from baguan.config import load_settings
    from baguan.registry import load_rules
    from baguan.tables import TableRule, with_unit_data

    if data_dir is None:
        configured = load_settings(Path.cwd(), config=config_path).data_dir
        data_dir = Path(configured) if configured else None
    known = load_rules()
    rules = with_unit_data(known, known, data_dir) if data_dir else known
    tables: dict[str, list[TableRule]] = {}
    for rule in rules:
        if isinstance(rule, TableRule):
            tables.setdefault(rule.table.stem, []).append(rule)
    if name:
        _show_rows(name, tables, format_name)
        return
    entries = [_entry(table, mine, data_dir) for table, mine in sorted(tables.items())]
    if format_name == "json":
        _write_json(entries)
        return
    for entry in entries:
        changed = f"，其中本单位的文件涉及 {entry['own_rows']} 行" if entry["own_rows"] else ""
        echo(f"{entry['table']}（{entry['title']}）：{entry['rows']} 行{changed}\n")
        echo(f"    截至 {entry['as_of']}；来源：{entry['source']}；可信度：{entry['confidence']}\n")
        echo(f"    所用规则：{'、'.join(entry['rules'])}\n")
    echo(f"本单位的数据目录：{data_dir or '未设置（配置 data-dir）'}\n")


def _entry(table: str, rules: list[TableRule], data_dir: Path | None) -> dict[str, Any]:
    from baguan.tables import table_info, unit_rows

    path = rules[0].table
    return {
        "table": table,
        **table_info(path)._asdict(),
        "rows": len(rules[0].rows),
        "own_rows": unit_rows(path, data_dir) if data_dir else 0,
        "rules": [rule.code for rule in rules],
    }


def _show_rows(name: str, tables: dict[str, list[TableRule]], format_name: str) -> None:
    if name not in tables:
        from baguan.registry import did_you_mean

        raise click.UsageError(f"没有数据表“{name}”{did_you_mean(name, tables)}")
    rows = tables[name][0].rows
    if format_name == "json":
        _write_json([dict(row) for row in rows])
        return
    columns = list(rows[0]) if rows else []
    echo("".join("\t".join(cells) + "\n" for cells in (columns, *(list(row.values()) for row in rows))))


def _write_json(value: Any) -> None:
    import json

    write_machine(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
