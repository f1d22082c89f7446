"""``baguan vocab add|list|import``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from baguan.cli.base import Group, echo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from baguan.config import Settings

_SHOWN = 5


@click.group(cls=Group, help="管理词表（白名单）：词表里的词不报错别字，分词时也不拆开。")
def vocab() -> None:
    """The group; it does nothing by itself."""


def _options(function: Callable[..., int]) -> Callable[..., int]:
    for decorate in (
        click.option(
            "--file",
            type=click.Path(dir_okay=False),
            metavar="文件",
            help="词表（默认为配置的第一个，或配置旁的 词表.txt）",
        ),
        click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件"),
    ):
        function = decorate(function)
    return function


@vocab.command("add", help="把词加入词表；没有词表时新建。")
@click.argument("words", nargs=-1, required=True, metavar="词...")
@_options
def add(words: tuple[str, ...], file: str | None, config_file: str | None) -> int:
    """Add words; when one of them cannot be added, none is."""
    from baguan.vocabulary import fault_of

    faults = [f"“{word}”{fault}" for word in words if (fault := fault_of(word.strip()))]
    if faults:
        raise click.UsageError("；".join(faults))
    settings, target = _target(file, config_file)
    return _save(settings, target, words)


@vocab.command("list", help="列出生效的词，一行一个。")
@_options
def list_words(file: str | None, config_file: str | None) -> int:
    """Print the words of the vocabularies in use, sorted, each once."""
    from baguan.vocabulary import read_vocabulary

    settings, target = _target(file, config_file)
    sources = [target] if file else [Path(name) for name in settings.vocabulary]
    if not sources:
        echo(f"还没有词表；“baguan vocab add 词…”会建立 {target}\n", err=True)
    words = sorted({word for source in sources for word in read_vocabulary(source)})
    echo("".join(f"{word}\n" for word in words))
    return 0


@vocab.command("import", help="从别的词表导入：一行一词，或 CSV 的第一列；UTF-8 或 GBK 编码。")
@click.argument("source", type=click.Path(), metavar="文件")
@_options
def import_words(source: str, file: str | None, config_file: str | None) -> int:
    """Add the words of a file; a line that holds no word is passed over and reported."""
    from baguan.vocabulary import read_foreign

    found = read_foreign(Path(source))
    for number, text, why in found.refused[:_SHOWN]:
        echo(f"{source}:{number}：跳过“{text}”：{why}\n", err=True)
    if len(found.refused) > _SHOWN:
        echo(f"……共跳过 {len(found.refused)} 行\n", err=True)
    if not found.words:
        raise click.UsageError(f"{source} 里没有可以导入的词（应一行一词，或为 CSV 表的第一列）")
    settings, target = _target(file, config_file)
    return _save(settings, target, found.words)


def _target(file: str | None, config_file: str | None) -> tuple[Settings, Path]:
    from baguan.config import VOCABULARY_NAME, load_settings

    settings = load_settings(Path.cwd(), config=Path(config_file) if config_file else None)
    default = settings.vocabulary[0] if settings.vocabulary else os.path.join(settings.root, VOCABULARY_NAME)
    return settings, Path(file or default)


def _save(settings: Settings, target: Path, words: Sequence[str]) -> int:
    from baguan.config import VOCABULARY_NAME
    from baguan.vocabulary import add_words

    try:
        added = add_words(target, words)
    except OSError as error:
        raise click.UsageError(f"无法写入 {target}：{error.strerror}") from error
    known = f"，{added.known} 个原已在内" if added.known else ""
    echo(f"加入 {len(added.new)} 个词{known}：{target}\n")
    used = {os.path.realpath(name) for name in settings.vocabulary or (os.path.join(settings.root, VOCABULARY_NAME),)}
    if os.path.realpath(target) not in used:
        echo(f"注意：配置没有用这个词表，检查时请加 --vocabulary {target}，或写入配置项 vocabulary\n", err=True)
    return 0
