"""What click complains about, in Chinese."""

from __future__ import annotations

import click


def translate(error: click.ClickException) -> str:
    """The message of a click error, for a person."""
    if isinstance(error, click.NoSuchOption):
        meant = f"，是否想写“{error.possibilities[0]}”？" if error.possibilities else ""
        return f"没有选项“{error.option_name}”{meant}（{_help(error)}）"
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param is not None and error.ctx is not None else ""
        return f"缺少参数 {name}（{_help(error)}）"
    if isinstance(error, click.BadParameter):
        name = max(error.param.opts, key=len) if error.param is not None else ""
        return f"{name}：{error.message}" if name else error.message
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”的用法有误：缺少值或给了不该给的值（{_help(error)}）"
    if isinstance(error, click.UsageError) and "unexpected extra argument" in error.message:
        return f"多余的参数：{error.message.split('(', 1)[-1].rstrip(')')}（{_help(error)}）"
    return error.format_message()


def _help(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx is not None else "baguan"
    return f"见 {path} --help"
