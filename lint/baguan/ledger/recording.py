"""From the report of a check to the rows of the ledger."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from baguan import __version__
from baguan.ledger.rows import FindingRow, Run, RunRow
from baguan.ledger.store import new_id, now, open_ledger
from baguan.model import Severity
from baguan.office import LedgerPolicy, ledger_policy
from baguan.outline import ElementName
from baguan.runner import relative_path
from baguan.structure import recognise

if TYPE_CHECKING:
    from baguan.config import Settings
    from baguan.document import Document
    from baguan.ledger.store import Ledger
    from baguan.record import FileReport, Record

LEDGER_NAME = "baguan-ledger.sqlite3"  # beside the configuration, or in the folder where the command runs
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|《[^》]*》|「[^」]*」")
_PERSON = re.compile(r"(?:[省市县区镇乡州部局院校厅]长|总经理|董事长|主席|主任|总理|书记)\w{2,3}(?<![会室处局委办组])$")
# What is added or set after the 签发 without changing what was signed.
_FORMAL = frozenset(
    {
        ElementName.COPY_NUMBER,
        ElementName.DOCUMENT_NUMBER,
        ElementName.SIGNATORY,
        ElementName.DATE,
        ElementName.PRINTER,
    }
)


class Identity(NamedTuple):
    """What names a document in the ledger."""

    document: str
    unit: str
    drafter: str
    title: str
    number: str
    content_hash: str


def ledger_url(settings: Settings, given: str = "") -> str:
    """Where the ledger of these settings is: ``given``, else the configuration's, else a file beside it."""
    policy = ledger_policy(settings.ledger)
    url = given or policy.url
    if "://" in url:
        return url
    root = Path(settings.root or ".")
    if given:
        return given
    return str(root / Path(url).expanduser()) if url else str(root / LEDGER_NAME)


def open_for(settings: Settings, given: str = "", *, create: bool = True) -> Ledger:
    """Open the ledger of these settings.

    Raises:
        LedgerError: it cannot be opened.
    """
    return open_ledger(ledger_url(settings, given), create=create)


def content_hash(document: Document) -> str:
    """A hash of what the document says.

    White space, layout, and what is filled in after the 签发 (份号、发文字号、签发人、成文日期、版记) do not count.
    """
    bind(document)
    text, position, kept = document.text, 0, []
    for element in document.structure.elements:
        if element.name in _FORMAL and element.start >= position:
            kept.append(text[position : element.start])
            position = element.end
    kept.append(text[position:])
    plain = "".join("".join(kept).split())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def bind(document: Document) -> Document:
    """The document, able to recognise its structure."""
    if document.recogniser is None:
        document.recogniser = recognise
    return document


def identify(document: Document, settings: Settings) -> Identity:
    """Name a document: its path in the office's folder, whose it is, what it is called.

    The unit and the drafter are those of ``[[ledger.units]]``, else what the document itself says (its
    property 起草单位, the 起草人 of its metadata), else the configuration's, else the signature.
    """
    policy = ledger_policy(settings.ledger)
    bind(document)
    key = relative_path(document.path, Path(settings.root or ".")) if document.path not in ("", "-") else "-"
    unit, drafter = _owner(key, document, policy)
    return Identity(
        document=key,
        unit=unit,
        drafter=drafter,
        title=_element(document, ElementName.TITLE) or PurePath(document.path).stem,
        number=_element(document, ElementName.DOCUMENT_NUMBER),
        content_hash=content_hash(document),
    )


def _owner(key: str, document: Document, policy: LedgerPolicy) -> tuple[str, str]:
    row = next((row for row in policy.units if fnmatch(key, row.path)), None)
    unit = row.unit if row else ""
    drafter = row.drafter if row else ""
    unit = unit or document.properties.get("custom.起草单位", "").strip() or policy.unit
    unit = unit or _signing_office(document)
    drafter = drafter or _drafter(document) or policy.drafter
    return unit, drafter


def _drafter(document: Document) -> str:
    """The 起草人 of the document's metadata: a sidecar file, front matter, properties; the first that names one."""
    from baguan.entry import canonical
    from baguan.entry_names import CUSTOM_PREFIX, FRONT_PROPERTY
    from baguan.metadata import parse_front_matter, parse_toml, read_sidecar

    properties = document.properties
    items = list(parse_toml(read_sidecar(document.path) or "")[0])
    items += parse_front_matter(properties.get(FRONT_PROPERTY, ""))[0]
    named = [(item.key, item.text) for item in items]
    named += [(key[len(CUSTOM_PREFIX) :], value) for key, value in properties.items() if key.startswith(CUSTOM_PREFIX)]
    return next((text.strip() for key, text in named if text.strip() and canonical(key) == "起草人"), "")


def _signing_office(document: Document) -> str:
    """The 署名, unless a person signed (市长周明远)."""
    signature = _element(document, ElementName.SIGNATURE)
    return "" if _PERSON.search(signature) else signature


def _element(document: Document, name: ElementName) -> str:
    element = document.structure.first(name)
    if element is None:
        return ""
    return re.sub(r"\s+", "", document.text[element.start : element.end])


def run_of(report: FileReport, identity: Identity, policy: LedgerPolicy, *, day: date | None = None) -> Run:
    """The rows of one checked document."""
    findings = tuple(finding_row(record, excerpts=policy.excerpts) for record in report.findings)
    row = RunRow(
        id=new_id(),
        recorded=now(),
        day=(day or date.today()).isoformat(),
        document=identity.document,
        unit=identity.unit,
        drafter=identity.drafter,
        title=identity.title,
        number=identity.number,
        kind=report.kind,
        genre=report.genre,
        characters=report.characters,
        errors=report.count(Severity.ERROR),
        warnings=report.count(Severity.WARNING),
        infos=report.count(Severity.INFO),
        verdict=report.verdict,
        gates=json.dumps(dict(report.gates), ensure_ascii=False),
        version=__version__,
        content_hash=identity.content_hash,
        findings=len(findings),
    )
    return Run(row, findings)


def finding_row(record: Record, *, excerpts: bool = True) -> FindingRow:
    """A finding as the ledger keeps it; without excerpts nothing of the document's text stays in it."""
    suggestion = ""
    if excerpts and record.fix is not None:
        suggestion = record.fix.title
    return FindingRow(
        code=record.code,
        name=record.name,
        gate=record.gate,
        severity=record.severity,
        message=record.message if excerpts else _QUOTED.sub("“…”", record.message),
        source=record.basis.source,
        clause=record.basis.clause,
        strength=record.basis.strength,
        place=record.where,
        line=record.line,
        col=record.column,
        excerpt=_storable(record.excerpt) if excerpts else "",
        suggestion=suggestion,
        fingerprint=record.fingerprint,
    )


def _storable(text: str) -> str:
    """Without what PostgreSQL does not take: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def record_reports(reports: Iterable[FileReport], settings: Settings, *, stdin: bytes = b"", url: str = "") -> int:
    """Record checked files; those that could not be checked are left out.

    Args:
        reports: of the check.
        settings: of the run.
        stdin: the bytes of standard input, where that was checked.
        url: another ledger than the configured one.

    Returns:
        How many documents were recorded.

    Raises:
        LedgerError: the ledger failed; nothing of this run was recorded.
    """
    from baguan.errors import DocumentError
    from baguan.readers import load_bytes, read_bytes

    policy = ledger_policy(settings.ledger)
    runs = []
    for report in reports:
        if report.errors:
            continue
        try:
            data = stdin if stdin else load_bytes(Path(report.path))
            document = read_bytes(data, report.path)
        except DocumentError:
            continue  # it went away since it was checked
        document.requested_kind = settings.as_kind
        runs.append(run_of(report, identify(document, settings), policy))
    if runs:
        with open_for(settings, url) as ledger:
            ledger.record(runs)
    return len(runs)
