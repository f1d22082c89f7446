"""The 退文单 as a .docx in official form, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from baguan.notice.content import CONFIRMED, OVERRULED, PENDING, STATES
from baguan.officedoc import OfficeDocument, Quote, chinese_ordinal

if TYPE_CHECKING:
    from datetime import date

    from baguan.ledger.rows import ReasonEntry
    from baguan.notice.content import Fault, Notice

_RULE = "《党政机关公文处理工作条例》第二十四条"


def render_docx(notice: Notice) -> bytes:
    """The notice as a .docx; it passes ``baguan check`` itself."""
    row = notice.row
    title = "退文单（待复核）" if row.state == PENDING else "退文单"
    word = OfficeDocument(title, made=datetime.combine(notice.made, time()))
    word.title(notice.office, title)
    word.addressee(Quote(row.unit or "来文单位"), "：")
    number = (Quote(f"（{row.number}）"),) if row.number else ()
    word.paragraph(
        f"{notice.salutation}报送的", Quote(f"《{row.title}》"), *number, f"收悉。经审核，根据{_RULE}，现予退回。"
    )
    word.heading("一、退文理由")
    for index, reason in enumerate(notice.standing, 1):
        _reason(word, index, reason, notice.faults)
    if notice.faults:
        word.heading("二、具体问题和修改意见")
        rows = [
            [str(index), Quote(fault.place), Quote(fault.text), Quote(fault.message), Quote(fault.mend)]
            for index, fault in enumerate(notice.faults, 1)
        ]
        word.table(("序号", "位置", "原文", "问题", "修改意见"), rows, (1.2, 2.2, 3.4, 4.4, 3))
    word.heading("三、重新报送要求" if notice.faults else "二、重新报送要求")
    word.paragraph(f"请{notice.salutation}按照上述意见修改，经主要负责人审核后，于{_date(notice.resubmit)}前重新报送。")
    people = [f"审核人：{row.reviewer}"] + ([f"复核人：{row.second}"] if row.second else [])
    word.paragraph(Quote("　　".join(people)))
    word.signature(notice.office, _date(notice.made))
    return word.save()


def _reason(word: OfficeDocument, index: int, reason: ReasonEntry, faults: tuple[Fault, ...]) -> None:
    places = [str(place) for place, fault in enumerate(faults, 1) if fault.reason == reason.position]
    pieces = [f"（{chinese_ordinal(index)}）", Quote(reason.reason.rstrip("。")), "。"]
    if reason.clause:
        pieces += ["依据是", Quote(reason.clause), "。"]
    if places:
        pieces.append(f"涉及{len(places)}处，见第二部分表中第{_ranges(places)}项。")
    word.paragraph(*pieces)


def _ranges(places: list[str]) -> str:
    """Numbers as a list, runs of three and more shortened: 1至3、5."""
    numbers = [int(place) for place in places]
    parts: list[str] = []
    start = 0
    for index in range(1, len(numbers) + 1):
        if index < len(numbers) and numbers[index] == numbers[index - 1] + 1:
            continue
        run = numbers[start:index]
        parts += [f"{run[0]}至{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
        start = index
    return "、".join(parts)


def render_text(notice: Notice) -> bytes:
    """The notice for a terminal."""
    return ("\n".join(_lines(notice)) + "\n").encode("utf-8", "replace")


def _lines(notice: Notice) -> Iterator[str]:
    row = notice.row
    yield f"退文单（{STATES[row.state]}）：《{row.title}》{f'（{row.number}）' if row.number else ''}"
    yield f"来文单位：{row.unit or '（未识别，用 --to 写明）'}"
    yield "退文理由："
    for reason in notice.reasons:
        clause = f"（{reason.clause}）" if reason.clause else ""
        decided = {CONFIRMED: "  成立", OVERRULED: f"  不成立：{reason.comment}"}.get(reason.decision, "")
        yield f"  {reason.position}. {reason.reason}{clause}{decided}"
        for fault in notice.faults:
            if fault.reason == reason.position and reason.decision != OVERRULED:
                yield f"     {fault.place} {fault.code} {fault.message}：“{fault.text}”，{fault.mend}"
    yield f"重报时限：{_date(notice.resubmit)}前"
    yield f"审核人：{row.reviewer}" + (f"，复核人：{row.second}" if row.second else "")
    if row.state == PENDING:
        yield "待复核：由另一人运行 baguan return 文件 --second 姓名 --confirm … --overrule 序号=理由"


def render_json(notice: Notice) -> bytes:
    """The notice as UTF-8 JSON."""
    return (json.dumps(notice.to_dict(), ensure_ascii=False, indent=2) + "\n").encode()


def _date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
