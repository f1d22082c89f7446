"""What the commands share: lazy loading, help in Chinese, writing to a terminal of any encoding."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

#: Command name to (module, attribute, short help); kept here so that ``--help`` imports no command.
COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "check": ("baguan.cli.check", "check", "检查文件，报告问题"),
    "fix": ("baguan.cli.fix", "fix", "改正有把握的错"),
    "format": ("baguan.cli.format", "format_command", "按公文格式排版 .docx（文字不动，另存一份）"),
    "annotate": ("baguan.cli.annotate", "annotate", "把问题写成批注、修订，放进文档的副本"),
    "explain": ("baguan.cli.explain", "explain", "解释一条规则：说明、依据、正误示例"),
    "rules": ("baguan.cli.rules", "rules", "列出规则"),
    "structure": ("baguan.cli.structure", "structure", "显示识别出的公文结构：文种、要素、层次"),
    "data": ("baguan.cli.data", "data", "列出数据表：截止日期、来源、本单位的修改"),
    "report": ("baguan.cli.report", "report", "从台账生成错情周报、季度审读情况"),
    "return": ("baguan.cli.return_notice", "return_notice", "退文：列出理由和条款，生成退文单"),
    "review": ("baguan.cli.review", "review", "审核环节：通过了哪些，改动后是否须重审"),
    "ledger": ("baguan.cli.ledger", "ledger", "查看、核对台账"),
    "register": ("baguan.cli.register", "register", "检查收文登记、发文登记：时限、编号、拟办、审签"),
    "config": ("baguan.cli.config", "config", "查看配置"),
    "vocab": ("baguan.cli.vocab", "vocab", "管理词表（白名单）：添加、列出、导入"),
    "baseline": ("baguan.cli.baseline", "baseline", "建立和维护基线（已知问题不再报）"),
    "init": ("baguan.cli.init", "init", "在当前目录生成配置"),
    "completion": ("baguan.cli.completion", "completion", "输出命令补全脚本"),
}


class _Chinese:
    """The headings of click's help, in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        words = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
        formatter.write_usage(ctx.command_path, " ".join(words.get(piece, piece) for piece in pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))  # type: ignore[attr-defined]
        rows = [row for option in options if (row := option.get_help_record(ctx))]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示帮助"
        return option


class Command(_Chinese, click.Command):
    """A command whose help is in Chinese."""


class Group(_Chinese, click.Group):
    """A group whose commands are imported when they are called."""

    command_class = Command

    def __init__(self, *args: Any, commands_by_name: Mapping[str, tuple[str, str, str]] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._lazy = commands_by_name or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self._lazy:
            return super().get_command(ctx, name)
        import importlib

        module, attribute, _ = self._lazy[name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.list_commands(ctx) and not name.startswith("-"):
            from baguan.registry import did_you_mean

            raise click.UsageError(f"没有命令“{name}”{did_you_mean(name, self.list_commands(ctx))}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, text) for name, (_, _, text) in self._lazy.items()]
        rows += [(name, command.get_short_help_str()) for name, command in self.commands.items()]
        with formatter.section("命令"):
            formatter.write_dl(rows)


class Choice(click.Choice):  # type: ignore[type-arg]
    """A choice whose refusal is in Chinese and says what was probably meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value not in self.choices:
            from baguan.registry import did_you_mean

            hint = did_you_mean(str(value), self.choices)
            self.fail(f"“{value}”应为 {'、'.join(self.choices)} 之一{hint}", param, ctx)
        return value


class Natural(click.ParamType):  # type: ignore[type-arg]
    """A whole number from zero up, refused in Chinese."""

    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if not text.isdecimal():
            self.fail(f"“{text}”应为不小于 0 的整数", param, ctx)
        return int(text)


def show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """The callback of ``--version``."""
    if value and not ctx.resilient_parsing:
        from baguan import __version__

        click.echo(f"baguan {__version__}")
        ctx.exit()


def echo(text: str, *, err: bool = False) -> None:
    """Print a text for a person; what the terminal's encoding cannot show becomes ``?``."""
    stream = sys.stderr if err else sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))
    stream.flush()


def write_machine(content: str | bytes) -> None:
    """Print something for a program: bytes as they are, a text as UTF-8 whatever the locale."""
    data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode("utf-8", "replace"))
        return
    buffer.write(data)
    buffer.flush()


def can_show(marks: str) -> bool:
    """Whether standard output's encoding has these characters."""
    try:
        marks.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
