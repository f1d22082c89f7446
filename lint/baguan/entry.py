"""What is recorded of a paper beside its text: a row of a register, or the metadata of one document.

``Entry`` holds the fields by their canonical names, however the register or the front matter spells them; ``Practice``
holds what a unit has laid down: working hours, time limits, required fields.  The rules of the handling gate read
these two and know nothing of spreadsheets or YAML.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from baguan.entry_names import CHAIN, DEADLINE, RECEIVED, TIMES, URGENCY
from baguan.errors import ConfigError, UnknownYearError
from baguan.lazy import lazy_pattern

if TYPE_CHECKING:
    from baguan.worktime import Limit, WorkTime

#: Canonical field -> the other names registers give it.  A name stands under one field only.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "收文编号": ("收文号", "收文字号", "收文序号", "收文登记号", "收文流水号", "登记号", "登记编号"),
    "来文单位": ("来文机关", "来文部门", "来文单位名称", "来文机关名称", "发文单位", "发文机关", "发文部门"),
    "来文文号": ("来文字号", "来文编号", "来文号", "文号", "文件字号", "文件编号", "原文号"),
    "标题": ("文件标题", "公文标题", "来文标题", "文件名称", "公文名称", "来文题目", "文件题名", "题名", "来文名称"),
    "密级": ("秘密等级", "密级程度", "涉密等级", "密级和保密期限"),
    "紧急程度": ("缓急程度", "急缓程度", "缓急", "紧急等级", "紧急级别", "急件等级"),
    "收文时间": ("收文日期", "收到时间", "收到日期", "收件时间", "收件日期", "签收时间", "签收日期", "登记时间",
             "登记日期", "来文时间", "来文日期"),
    "份数": ("收文份数", "文件份数"),
    "拟办意见": ("拟办", "拟办建议", "办公室拟办意见"),
    "拟办人": ("拟办人员",),
    "拟办时间": ("拟办日期",),
    "批示": ("领导批示", "批示意见", "批示内容", "领导批示意见", "领导意见"),
    "批示人": ("批示领导", "签批人", "签批领导"),
    "批示时间": ("批示日期", "签批时间", "签批日期"),
    "承办单位": ("承办部门", "承办科室", "承办处室", "承办股室", "主办单位", "主办部门", "主办科室", "办理单位",
             "办理部门"),
    "承办人": ("经办人", "办理人"),
    "办理时限": ("办结时限", "办理期限", "办结期限", "限办时间", "限办日期", "时限", "限时", "时限要求", "办理时限要求",
             "要求办结时间", "要求办结日期", "应办结时间"),
    "办结时间": ("办结日期", "办毕时间", "办毕日期", "完成时间", "完成日期", "实际办结时间", "实际办结日期",
             "办理完毕时间"),
    "办理结果": ("办理情况", "办结情况", "处理结果", "处理情况", "办理状态"),
    "备注": ("说明",),
    "发文字号": ("发文文号", "发文编号"),
    "起草人": ("拟稿人",),
    "起草时间": ("起草日期", "拟稿时间", "拟稿日期"),
    "审核人": ("核稿人", "审稿人"),
    "审核时间": ("审核日期", "核稿时间", "核稿日期"),
    "签发人": ("签发领导",),
    "签发时间": ("签发日期",),
    "成文时间": ("成文日期",),
    "印发时间": ("印发日期",),
}  # fmt: skip

#: A record with one of these is about receiving a paper, with one of the others about issuing it.
INCOMING = frozenset({"收文编号", RECEIVED, "来文文号", "来文单位"})
OUTGOING = frozenset({*CHAIN, "起草人", "审核人", "签发人"})
#: Fields that any front matter may have: they do not make it a record of how the paper was handled.
_COMMON = frozenset({"标题", "备注", "份数", "密级", "发文字号", "成文时间", "起草人"})

_BLANK = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "―", "无", "暂无", "空", "N/A", "n/a", "NA", "null", "none", "~"}
)
_NOISE = lazy_pattern(r"[\s\u3000*＊:：_]+|[（(\[【][^（(）)\]】]*[）)\]】]")


def canonical(name: str, extra: Mapping[str, str] | None = None) -> str:
    """The canonical field a heading or key means, ``""`` when it is none; ``extra`` are a unit's own names."""
    for candidate in (name.strip(), bare_name(name)):
        if extra and candidate in extra:
            return extra[candidate]
        if candidate in FIELDS:
            return candidate
        found = _aliases().get(candidate.lower())
        if found:
            return found
    return ""


def bare_name(name: str) -> str:
    """A heading without white space, marks and what stands in brackets."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)) if name else ""


_ALIASES: dict[str, str] = {}


def _aliases() -> Mapping[str, str]:
    if not _ALIASES:
        _ALIASES.update((alias.replace("_", ""), field) for field, names in FIELDS.items() for alias in names)
    return _ALIASES


class Value(NamedTuple):
    """What stands in a field.

    ``moment`` is set when the spreadsheet itself holds a date.  ``note`` says what kept the cell from being read as
    it stands: ``formula`` (and ``computed``: one with its last result as ``text``), ``merged``, ``error`` (``#REF!``);
    ``detail`` quotes it.  ``start:end`` is where it stands in the text of a document, when it does.
    """

    text: str
    moment: Moment | None = None
    note: str = ""
    detail: str = ""
    start: int = 0
    end: int = 0

    @property
    def blank(self) -> bool:
        """Whether nothing is written there, or a dash."""
        return self.moment is None and self.text.strip() in _BLANK

    @property
    def readable(self) -> bool:
        """Whether the cell holds something of its own that could be read; what a merge repeats is not its own."""
        return self.note in ("", "computed") or (self.note == "merged" and bool(self.detail))


class Moment(NamedTuple):
    """A day, with the time of day when it is written."""

    day: dt.date
    clock: dt.time | None = None

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.clock.strftime('%H:%M')}" if self.clock else self.day.isoformat()

    @property
    def earliest(self) -> dt.datetime:
        """The first instant it may mean."""
        return dt.datetime.combine(self.day, self.clock or dt.time.min)

    @property
    def latest(self) -> dt.datetime:
        """The last instant it may mean: a minute is as fine as registers are kept."""
        clock = dt.time(23, 59, 59) if self.clock is None else self.clock
        return dt.datetime.combine(self.day, clock)


class NotATimeError(ValueError):
    """A text is no date; ``str(error)`` says in Chinese what is wrong with it."""


_DATE = lazy_pattern(
    r"(?:(?P<y>\d{4})\s*(?:年|[-/.])\s*(?P<m>\d{1,2})\s*(?:月|[-/.])\s*(?P<d>\d{1,2})\s*日?"
    r"|(?P<y2>(?:19|20)\d{2})(?P<m2>\d{2})(?P<d2>\d{2})(?!\d))"
    r"(?:(?:\s*T|\s*[,，]?\s*(?:(?:星期|周)[一二三四五六日天]|[(（](?:星期|周)?[一二三四五六日天][)）])?)\s*(?P<rest>.*))?"
)
_CLOCK = lazy_pattern(
    r"(?P<half>上午|下午|晚上?|凌晨|早上?|中午|AM|PM|am|pm)?\s*(?:(?P<h>\d{1,2})\s*(?:[:时点]\s*(?P<min>\d{1,2}|半)?\s*分?"
    r"(?:\s*:?\s*(?P<s>\d{1,2})(?:\.\d+)?\s*秒?)?))?\s*(?P<half2>AM|PM|am|pm)?\s*"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_MONTH_DAY = lazy_pattern(r"\d{1,2}\s*(?:月\s*\d{1,2}\s*日?|[-/.]\s*\d{1,2})")
_SERIAL = lazy_pattern(r"[2-7]\d{4}(?:\.\d+)?")
_CHINESE_ZONE = dt.timedelta(hours=8)


def parse_moment(text: str) -> Moment:
    """Read a date, with or without a time of day, as registers write it.

    Raises:
        NotATimeError: it is no date, or no such day exists.
    """
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("。")
    match = _DATE.fullmatch(plain)
    if match is None:
        raise NotATimeError(_why(plain, text))
    parts = [int(match[name] or match[f"{name}2"]) for name in ("y", "m", "d")]
    try:
        day = dt.date(*parts)
    except ValueError:
        raise NotATimeError(f"“{text.strip()}”：没有这一天") from None
    if not plausible(day):
        raise NotATimeError(f"“{text.strip()}”的年份有误")
    return _with_clock(day, (match["rest"] or "").strip(), text)


def plausible(day: dt.date) -> bool:
    """Whether an office may have written this day; also keeps reckoning within what dates can hold."""
    return 1900 <= day.year < 2200


def _with_clock(day: dt.date, rest: str, text: str) -> Moment:
    if not rest:
        return Moment(day)
    match = _CLOCK.fullmatch(rest)
    if match is None or (match["half"] is None and match["h"] is None):
        raise NotATimeError(f"“{text.strip()}”的时间部分“{rest}”不能识别，应如 2026-10-08 09:30")
    if match["h"] is None:
        return Moment(day)  # “10月8日上午”: no hour to reckon with
    hour, minute = int(match["h"]), 30 if match["min"] == "半" else int(match["min"] or 0)
    half = match["half"] or match["half2"] or ""
    if half in ("下午", "晚", "晚上", "PM", "pm") and hour < 12:
        hour += 12
    elif half in ("AM", "am", "凌晨") and hour == 12:
        hour = 0
    elif half == "中午" and hour < 3:
        hour += 12
    seconds = int(match["s"] or 0)
    if (hour, minute, seconds) == (24, 0, 0):
        return Moment(day, dt.time(23, 59))
    try:
        moment = dt.datetime.combine(day, dt.time(hour, minute, seconds))
    except ValueError:
        raise NotATimeError(f"“{text.strip()}”：没有这个时间") from None
    if match["zone"]:
        digits = "+0000" if match["zone"] == "Z" else match["zone"].replace(":", "")
        away = dt.timedelta(hours=int(digits[1:3]), minutes=int(digits[3:]))
        moment += _CHINESE_ZONE - (away if digits[0] == "+" else -away)
    return Moment(moment.date(), moment.time())


def _why(plain: str, text: str) -> str:
    if _MONTH_DAY.fullmatch(plain):
        return f"“{text.strip()}”没有写年份，应如 2026-10-08"
    if _SERIAL.fullmatch(plain):
        return f"“{text.strip()}”像是 Excel 的日期序号（{from_serial(float(plain))}），请把单元格设成日期格式"
    return f"“{text.strip()}”不是日期，应如 2026-10-08 或 2026-10-08 09:30"


def from_serial(serial: float, *, since_1904: bool = False) -> Moment:
    """The date a spreadsheet's serial number stands for.

    Raises:
        NotATimeError: it is out of range.
    """
    try:
        seconds = round(serial * 86400)
        base = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)
        moment = base + dt.timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        raise NotATimeError(f"“{serial:g}”不是日期") from None
    if not plausible(moment.date()):
        raise NotATimeError(f"“{serial:g}”不是日期")
    clock = None if seconds % 86400 == 0 else moment.time().replace(microsecond=0)
    return Moment(moment.date(), clock)


class Entry:
    """The fields of one paper.

    ``row`` is the number of its row in a register, 0 for the metadata of a document.
    """

    __slots__ = ("__dict__", "names", "row")

    def __init__(self, values: Mapping[str, Value], row: int = 0, names: Mapping[str, str] | None = None) -> None:
        """``values``: by canonical field; ``names``: how the register spells each field."""
        self.values = values
        self.row = row
        self.names = names or {}

    def text(self, field: str) -> str:
        """What is written in a field; ``""`` when it is missing, blank or a dash."""
        value = self.values.get(field)
        return "" if value is None or value.blank else value.text.strip()

    def has(self, field: str) -> bool:
        """Whether something is written in a field."""
        value = self.values.get(field)
        return value is not None and not value.blank

    def name_of(self, field: str) -> str:
        """The name of a field in this register."""
        return self.names.get(field, field)

    @cached_property
    def moments(self) -> Mapping[str, Moment]:
        """The times that can be read, by field."""
        found = {}
        for field in TIMES:
            value = self.values.get(field)
            if value is None or value.blank:
                continue
            try:
                found[field] = value.moment or parse_moment(value.text)
            except NotATimeError:
                continue  # a rule of its own reports it
        return found

    def time_fault(self, field: str) -> str:
        """Why a time cannot be read, in Chinese; ``""`` when it can be, or nothing is written."""
        value = self.values.get(field)
        if value is None or value.blank or value.moment or field in self.moments:
            return ""
        try:
            parse_moment(value.text)
        except NotATimeError as error:
            return str(error)
        return ""

    @property
    def incoming(self) -> bool:
        """Whether it records a paper that was received."""
        return not INCOMING.isdisjoint(self.values)

    @property
    def outgoing(self) -> bool:
        """Whether it records how a paper was drafted and issued."""
        return not OUTGOING.isdisjoint(self.values)

    @property
    def void(self) -> bool:
        """Whether a remark says that the number was given up (作废)."""
        return any("作废" in self.text(field) for field in ("备注", "办理结果", "标题"))


def is_record(fields: Iterable[str]) -> bool:
    """Whether metadata with these fields is about handling a paper and not just any front matter."""
    return bool(set(fields) - _COMMON)


# What a unit has laid down

#: Urgency -> (the time a paper may take, the time it must never exceed).
DEFAULT_LIMITS: Mapping[str, tuple[str, str]] = {
    "特提": ("当日", "当日"),
    "特急": ("当日", "当日"),
    "加急": ("半个工作日", "半个工作日"),
    "急件": ("半个工作日", "半个工作日"),
    "平急": ("2个工作日", "3个工作日"),
    "普通件": ("2个工作日", "3个工作日"),
}
_SYNONYMS = {
    "急": "急件", "紧急": "急件", "特急件": "特急", "特提件": "特提", "加急件": "加急", "普通": "普通件",
    "平件": "普通件", "一般": "普通件", "一般件": "普通件", "常规": "普通件", "正常": "普通件", "平急件": "平急",
}  # fmt: skip
ORDINARY = "普通件"
DEFAULT_REQUIRED = ("收文编号", "来文单位", "标题", RECEIVED)


class Practice:
    """How a unit handles papers, from the table ``[register]`` of the configuration.

    Attributes:
        required: the fields that must be filled in a register of incoming papers.
        columns: the unit's own names of columns, name -> canonical field.
        now: the present.
    """

    def __init__(
        self,
        *,
        worktime: WorkTime | None = None,
        limits: Mapping[str, Sequence[str]] | None = None,
        required: Sequence[str] = DEFAULT_REQUIRED,
        columns: Mapping[str, str] | None = None,
        due_soon: str = "1个工作日",
        now: dt.datetime | None = None,
    ) -> None:
        self._worktime = worktime
        self._limits = {**DEFAULT_LIMITS, **(limits or {})}
        self._parsed: dict[str, tuple[Limit, Limit]] = {}
        self.required = tuple(required)
        self.columns = dict(columns or {})
        self._due_soon = due_soon
        self.now = now or dt.datetime.now()

    @property
    def worktime(self) -> WorkTime:
        """The calendar and the working hours."""
        if self._worktime is None:
            from baguan.worktime import WorkTime

            self._worktime = WorkTime()
        return self._worktime

    @cached_property
    def due_soon_minutes(self) -> float:
        """How many minutes of working time before its end a limit is announced."""
        from baguan.worktime import WORKDAY

        limit = self._limit("due-soon", self._due_soon)
        return limit.amount * (self.worktime.day_minutes if limit.unit is WORKDAY else 60)

    def urgency(self, text: str) -> str:
        """The urgency a text means, ``""`` for none that is known; an empty text is an ordinary paper."""
        word = "".join(text.split())
        if not word:
            return ORDINARY
        word = word if word in self._limits else _SYNONYMS.get(word, word)
        return word if word in self._limits else ""

    @property
    def urgencies(self) -> tuple[str, ...]:
        """The urgencies that have a limit."""
        return tuple(self._limits)

    def limits(self, urgency: str) -> tuple[Limit, Limit]:
        """The usual and the longest time of an urgency.

        Raises:
            ConfigError: the configured limit cannot be read.
            KeyError: there is no such urgency.
        """
        if urgency not in self._parsed:
            texts = self._limits[urgency]
            usual = self._limit(urgency, texts[0])
            self._parsed[urgency] = usual, self._limit(urgency, texts[-1])
        return self._parsed[urgency]

    def _limit(self, name: str, text: str) -> Limit:
        from baguan.worktime import parse_limit

        limit = parse_limit(text)
        if limit is None:
            raise ConfigError(f"[register] 的时限“{name} = {text}”有误，应如 当日、半个工作日、2个工作日、4小时")
        return limit

    def moment(self, text: str) -> dt.datetime:
        """The first instant a date or time means.

        Raises:
            NotATimeError: it is none.
        """
        return parse_moment(text).earliest

    def due(self, entry: Entry) -> Due | None:
        """``due_of`` this practice."""
        return due_of(entry, self)

    def ruled_due(self, entry: Entry) -> Due | None:
        """``ruled_due`` by this practice."""
        return ruled_due(entry, self)

    def deadline(self, entry: Entry) -> dt.datetime | None:
        """The end of the time limit written in the register; ``None`` also when it cannot be read.

        Raises:
            UnknownYearError: the calendar does not reach so far.
        """
        try:
            return written_deadline(entry, self)
        except NotATimeError:
            return None

    def deadline_fault(self, entry: Entry) -> str:
        """What is wrong with the time limit written in the register, in Chinese; ``""`` when it can be read."""
        try:
            written_deadline(entry, self)
        except NotATimeError as error:
            return str(error)
        except UnknownYearError:
            pass  # it is a time limit, in a year without a calendar
        return ""


class Due(NamedTuple):
    """When a paper must be done: usually, and at the latest; ``reason`` says by what."""

    usual: dt.datetime
    latest: dt.datetime
    reason: str
    usual_label: str
    latest_label: str


_BY_DAY = lazy_pattern(r"(?P<when>.+?)\s*(?:前|之前|以前|止)(?:办结|办理|办毕|完成|反馈|报送|回复|报)?")


def written_deadline(entry: Entry, practice: Practice) -> dt.datetime | None:
    """The end of the time limit written in the register, ``None`` when there is none or it cannot be read.

    Raises:
        UnknownYearError: the calendar does not reach so far.
        NotATimeError: something is written that is neither a date nor a limit.
    """
    from baguan.worktime import parse_limit

    value = entry.values.get(DEADLINE)
    if value is None or value.blank:
        return None
    received = entry.moments.get(RECEIVED)
    moment = value.moment
    if moment is None:
        text = unicodedata.normalize("NFKC", value.text).strip().rstrip("。")
        limit = parse_limit(text)
        if limit is not None:
            return None if received is None else practice.worktime.due(_start(received, practice), limit)
        match = _BY_DAY.fullmatch(text)
        moment = _day_in_words(match["when"] if match else text, received)
    if moment.clock is None:
        return practice.worktime.close_of(moment.day)
    return dt.datetime.combine(moment.day, moment.clock)


def _day_in_words(text: str, received: Moment | None) -> Moment:
    """A date; one without a year lies in the year after the receipt."""
    if received is not None and _MONTH_DAY.match(text) and "月" in text:
        moment = parse_moment(f"{received.day.year}年{text}")
        earlier = moment.day < received.day - dt.timedelta(days=180)
        return parse_moment(f"{received.day.year + 1}年{text}") if earlier else moment
    return parse_moment(text)


def due_of(entry: Entry, practice: Practice) -> Due | None:
    """When a paper must be done: by the limit in the register, else by its urgency; ``None`` when neither is known.

    A time of receipt without an hour counts from the last minute of that day's business, so that nothing is called
    late that may not be.

    Raises:
        UnknownYearError: the calendar does not reach so far.
    """
    kept = entry.__dict__.get("due")  # four rules ask for it
    if kept is None or kept[0] is not practice:
        kept = entry.__dict__["due"] = (practice, _due(entry, practice))
    due: Due | None = kept[1]
    return due


def _due(entry: Entry, practice: Practice) -> Due | None:
    try:
        written = written_deadline(entry, practice)
    except NotATimeError:
        written = None
    if written is not None:
        label = entry.text(DEADLINE) or written.strftime("%Y-%m-%d %H:%M")
        return Due(written, written, "登记的办理时限", label, label)
    return ruled_due(entry, practice)


def ruled_due(entry: Entry, practice: Practice) -> Due | None:
    """When a paper must be done by its urgency alone.

    Raises:
        UnknownYearError: the calendar does not reach so far.
    """
    received = entry.moments.get(RECEIVED)
    urgency = practice.urgency(entry.text(URGENCY))
    if received is None or not urgency:
        return None
    usual, longest = practice.limits(urgency)
    start = _start(received, practice)
    due = practice.worktime.due
    return Due(due(start, usual), due(start, longest), urgency, str(usual), str(longest))


def _start(received: Moment, practice: Practice) -> dt.datetime:
    if received.clock is not None:
        return dt.datetime.combine(received.day, received.clock)
    return practice.worktime.close_of(received.day) - dt.timedelta(minutes=1)
