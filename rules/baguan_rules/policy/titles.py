"""Titles of national laws and regulations that are cited with a slip of one character."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.rule import Bad, Rule
from baguan.tables import TableRule, read_table, table_rule
from baguan_rules.policy.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from baguan.document import Document
    from baguan.model import Finding

_PREFIX = "中华人民共和国"
_CITED = lazy_pattern(
    r"《(?<!(?:香港|澳门|台湾|地区)《)(?P<title>[\u4e00-\u9fff、]{5,45}(?:法|法典|条例|规定|办法|规则|细则))"
    r"(?P<tail>(?:[（(](?:试行|暂行|修订|修正|\d{4}年?(?:修订|修正)?)[）)])?)》"
)
_SHORTEST = 6


class _Titles:
    """The titles in force and, for each of their spellings with one character left out, the titles it comes from."""

    def __init__(self, path: Path, own: Path | None) -> None:
        rows = read_table(path, own)
        self.prefix: Mapping[str, str] = {row["title"]: row["prefix"] for row in rows}
        # A prefix of "-" marks a title that must not be offered; it is known all the same.
        # A title that is no longer in force is not misspelt; the rule on repealed laws speaks of it.
        self.known = {*self.prefix, *(row["old"] for row in read_table(table("repealed_laws"), own))}
        self._shorter: dict[str, set[str]] = {}
        for title, prefix in self.prefix.items():
            if prefix == "-" or len(title) < _SHORTEST:
                continue
            for place in range(len(title)):
                self._shorter.setdefault(title[:place] + title[place + 1 :], set()).add(title)

    def nearest(self, name: str) -> set[str]:
        """The titles that differ from ``name`` by one character: put in, left out or another one."""
        found = set(self._shorter.get(name, ()))  # left out
        for place in range(len(name)):
            shorter = name[:place] + name[place + 1 :]
            if shorter in self.prefix and len(shorter) >= _SHORTEST and self.prefix[shorter] != "-":
                found.add(shorter)  # put in
            for title in self._shorter.get(shorter, ()):
                if (
                    len(title) == len(name)
                    and title[:place] == name[:place]
                    and title[place + 1 :] == name[place + 1 :]
                ):
                    found.add(title)
        return found


@cache
def _titles(path: Path, own: Path | None) -> _Titles:
    return _Titles(path, own)


def _slip_in_prefix(name: str) -> int:
    """How many characters a misspelt 中华人民共和国 takes at the start of a name; 0 when there is none."""
    for length in (6, 7, 8):
        head = name[:length]
        if head == _PREFIX or "人民共" not in head + "共":
            continue
        if length == 7 and sum(one != other for one, other in zip(head, _PREFIX, strict=True)) == 1:
            return length
        longer, shorter = (_PREFIX, head) if length == 6 else (head, _PREFIX)
        if length != 7 and any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))):
            return length
    return 0


def _right(titles: _Titles, name: str) -> str:
    """The title that is meant by a name that is none, "" when the name is right or nothing is near."""
    prefix = _PREFIX if name.startswith(_PREFIX) else ""
    bare = name.removeprefix(_PREFIX)
    if bare in titles.known:
        return ""
    if not prefix:
        length = _slip_in_prefix(name)
        if length and titles.prefix.get(name[length:]) == _PREFIX:
            return _PREFIX + name[length:]
    if len(bare) < _SHORTEST:
        return ""
    near = titles.nearest(bare)
    if len(near) != 1:
        return ""
    (title,) = near
    return titles.prefix[title] + title if prefix else title


@table_rule(
    code="ZC103",
    name="misspelled-law-title",
    severity=Severity.WARNING,
    message="法律法规名称有误",
    basis=Basis("公文引用惯例（引用标题应与原题一致）", "", Strength.PRACTICE),
    explanation=(
        "书名号内的名称与现行国家法律、行政法规的名称只差一个字（多、漏或错），而它本身不是任何现行或已废止的名称时报，"
        "并给出正确的名称。不足六个字的名称、地方性法规和与两个以上名称同样相近的不报。见 baguan data law_titles。"
    ),
    table=table("law_titles"),
    anchors=("法》", "法典》", "条例》", "规定》", "办法》", "规则》", "细则》", "）》", ")》"),
    bad=[
        Bad("根据《⟦安全生产许可条例⟧》第七条办理。", fix="根据《安全生产许可证条例》第七条办理。"),
        Bad(
            "依照《⟦中华人民共和国反不当竞争法⟧》查处。",
            fix="依照《中华人民共和国反不正当竞争法》查处。",
        ),
        Bad("学习《⟦中国人民共和国行政处罚法⟧》。", fix="学习《中华人民共和国行政处罚法》。"),
        Bad("执行《⟦建设工程安全生产管理条条例⟧》。", fix="执行《建设工程安全生产管理条例》。"),
        Bad("落实《⟦消费者权利保护法⟧》。", fix="落实《消费者权益保护法》。"),
    ],
    good=[
        "根据《安全生产许可证条例》《中华人民共和国行政处罚法》《消费者权益保护法》办理。",
        "依照《某省安全生产条例》《某市反不正当竞争办法》查处。",
        "原《企业国有资产监督管理暂行条例（试行）》和《检察官法》《监察官法》",
        "《中华人民共和国合同法》同时废止。",
        "《消费者权利保护法研究》一书",
        "制定《巢湖流域管理条例》，参考香港《植物品种保护条例》。",
    ],
)
def misspelled_law_title(document: Document, rule: TableRule) -> Iterator[Finding]:
    """Names in 《》 that miss a title by one character."""
    titles = None
    for match in _CITED.finditer(document.text):
        titles = titles or _titles(rule.table, rule.own)
        name = match["title"]
        right = _right(titles, name)
        if not right:
            continue
        start, end = match.span("title")
        fix = Fix(f"“{name}”改为“{right}”", (Edit(start, end, right),), Applicability.DISPLAY)
        yield rule.at(start, end, message=f"没有《{name}》，应是《{right}》，请核对", fix=fix)


@table_rule(
    code="ZC104",
    name="shortened-law-title",
    severity=Severity.INFO,
    message="引用法律法规用全称或者规范的简称",
    basis=Basis("公文引用惯例", "", Strength.PRACTICE),
    explanation="第一次引用用全称，之后要用简称的，先注明“以下简称《××法》”；文中已经这样注明的不报。每个简称每份文件提示一次。",
    table=table("short_titles"),
    anchors_of=lambda row: (f"《{row['short']}》", f"{_PREFIX}{row['short']}》"),
    bad=[
        Bad("按照《⟦道交法⟧》和《食品安全法》处理。", fix="按照《道路交通安全法》和《食品安全法》处理。"),
        Bad("依据《⟦中华人民共和国治安处罚法⟧》处罚。", fix="依据《中华人民共和国治安管理处罚法》处罚。"),
    ],
    good=[
        "按照《道路交通安全法》《治安管理处罚法》处理。",
        "按照《中华人民共和国保守国家秘密法》（以下简称《保密法》）开展自查。《保密法》规定明确。",
        "《刑诉法教程》",
    ],
)
def shortened_law_title(document: Document, rule: TableRule) -> Iterator[Finding]:
    """Short names in 《》 that the text did not define, each once."""
    text = document.text
    for row in rule.rows:
        short, right = row["short"], row["right"]
        for cited, full in ((short, right), (_PREFIX + short, _PREFIX + right)):
            start = text.find(f"《{cited}》") + 1
            if not start or f"以下简称《{short}》" in text or f"以下简称“{short}”" in text:
                continue
            end = start + len(cited)
            fix = Fix(f"“{cited}”改为“{full}”", (Edit(start, end, full),), Applicability.DISPLAY)
            message = f"《{cited}》不是规范的名称，应写《{full}》，或者先注明“以下简称《{short}》”"
            yield rule.at(start, end, message=message, fix=fix)


RULES: list[Rule] = [misspelled_law_title, shortened_law_title]
