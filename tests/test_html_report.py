"""The web page: what it shows, what it escapes, and what a browser makes of it."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests import chromium
from tests.docx_builder import docx, p, r, table, text_box

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = "<script>alert(1)</script><img src=http://example.invalid/x onerror=alert(2)>\"'&\x00\x1b[31m\u202e"


class _Tags(HTMLParser):
    """Collects the elements of a page and its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.events: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            elif name in ("href", "src"):
                self.links.append(value)
            elif name.startswith("on"):
                self.events.append(name)


def page(baguan, *paths: str) -> str:
    return baguan("check", "--exit-zero", "--no-cache", "--format", "html", *paths).out


def shown(text: str) -> str:
    """The paper as plain text."""
    paper = text.partition('<article class="paper"')[2].partition("</article>")[0].partition(">")[2]
    return re.sub("<[^>]*>", "", paper.replace("</p>", "\n"))


def test_the_document_stands_there_with_its_marks(baguan, tmp_path) -> None:
    (tmp_path / "a.txt").write_text("各单位要认真贯撤落实。\n为落实上级布署，制定本方案。", encoding="utf-8")
    text = page(baguan, "a.txt")
    assert shown(text) == "各单位要认真贯撤落实。\n为落实上级布署，制定本方案。\n"
    assert '<a class="mark error" href="#n1-1" data-notes="n1-1" data-label="1">贯撤</a>' in text
    assert "建议：“贯撤”改为“贯彻”" in text
    assert "《党政机关公文处理工作条例》 第二十条（应当）" in text


def test_every_link_leads_somewhere_and_every_finding_has_both_ends(baguan, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    tags = _Tags(page(baguan, "fixtures"))
    assert len(set(tags.ids)) == len(tags.ids)
    assert {link[1:] for link in tags.links} <= set(tags.ids)
    notes = {name[1:] for name in tags.ids if re.match(r"n\d", name)}
    marks = {name[1:] for name in tags.ids if re.match(r"m\d+-", name)}
    assert notes
    assert notes == marks


def test_hostile_text_and_names_are_escaped(baguan, tmp_path) -> None:
    (tmp_path / "a<b>&'.txt").write_text("贯撤\n" + HOSTILE.replace("\x00", "") + "\n", encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(
        docx(p(r("贯撤")) + p(r("<script>alert(1)</script>")) + table((p(r("<b>贯撤</b>")),)) + p(text_box(p("<i>"))))
    )
    text = page(baguan, ".")
    tags = _Tags(text)
    assert tags.tags.count("script") == 1
    assert not {"img", "b>", "i"} & set(tags.tags)
    assert tags.events == []
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ud800-\udfff]", text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert all(link.startswith("#") for link in tags.links)


def test_the_policy_allows_only_what_the_page_holds(baguan, tmp_path) -> None:
    (tmp_path / "a.txt").write_text("贯撤\n", encoding="utf-8")
    text = page(baguan, "a.txt")
    import hashlib

    for tag in ("style", "script"):
        content = text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in text
    assert "default-src 'none'" in text
    assert "http" not in re.sub("<style>.*?</style>|<meta[^>]*>", "", text, flags=re.S)


def test_standard_input_and_files_that_cannot_be_read(baguan, tmp_path) -> None:
    result = baguan("check", "--exit-zero", "--format", "html", "-", stdin="认真贯撤落实".encode())
    assert shown(result.out) == "认真贯撤落实\n"
    (tmp_path / "a.docx").write_bytes(b"PK broken")
    result = baguan("check", "--format", "html", "a.docx")
    assert result.code == 2
    assert "未能完整检查" in result.out


def test_a_clean_file_has_no_filters(baguan, tmp_path) -> None:
    (tmp_path / "a.txt").write_text("会议研究了有关工作。\n", encoding="utf-8")
    text = page(baguan, "a.txt")
    assert "没有发现问题" in text
    assert "filters" not in text.partition("</style>")[2].partition("<script>")[0]


# --- in a browser

needs_browser = pytest.mark.skipif(chromium.BINARY is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    page = chromium.Page(tmp_path_factory.mktemp("profile"))
    yield page
    page.close()


@pytest.fixture
def opened(baguan, browser, tmp_path, monkeypatch):
    """The report on the fixtures and a hostile document, opened."""
    (tmp_path / "x.txt").write_text(
        f"认真贯撤落实\n{HOSTILE}\n".replace("\x00", "") + "长" * 3000 + "\n" + "w" * 900, encoding="utf-8"
    )
    monkeypatch.chdir(ROOT)
    report = tmp_path / "报告.html"
    baguan(
        "check",
        "--exit-zero",
        "--no-cache",
        "--format",
        "html",
        "-o",
        str(report),
        str(tmp_path / "x.txt"),
        "fixtures/demo",
        "fixtures/docx",
    )
    browser.requests.clear()
    browser.errors.clear()
    browser.open(report.as_uri())
    yield browser
    browser.call("Emulation.setEmulatedMedia", media="")
    browser.call("Emulation.clearDeviceMetricsOverride")


@needs_browser
def test_no_request_leaves_and_no_script_fails(opened) -> None:
    assert [url.partition(":")[0] for url in opened.requests] == ["file"]
    assert opened.errors == []
    assert opened.value("document.querySelector('output').textContent").startswith("显示 ")


@needs_browser
def test_every_finding_is_reached_by_the_tab_key(opened) -> None:
    count = opened.value("document.querySelectorAll('.note').length")
    assert count > 20
    stops = opened.value("document.querySelectorAll('a[href], input').length")
    reached = set()
    for _ in range(stops + 1):
        opened.press("Tab", 9)
        reached.add(opened.value("document.activeElement.closest('.note')?.id"))
    assert len(reached - {None}) == count


@needs_browser
def test_j_and_k_go_through_the_list(opened) -> None:
    names = []
    for key in "jjk":
        opened.press(key, ord(key.upper()))
        names.append(opened.value("document.activeElement.closest('.note').id"))
    assert names == [names[0], names[1], names[0]]
    assert names[0] != names[1]


@needs_browser
def test_the_filters_hide_notes_and_marks(opened) -> None:
    opened.value("document.querySelector('input[value=info]').click()")
    opened.value("document.querySelector('input[value=warning]').click()")
    visible = "[...document.querySelectorAll('.note:not([hidden])')].map(n => n.dataset.severity)"
    assert set(opened.value(visible)) == {"error"}
    assert opened.value("document.querySelectorAll('.mark.error:not(.off)').length") > 0
    assert opened.value("document.querySelectorAll('.mark.info:not(.off)').length") == 0


@needs_browser
def test_it_prints_within_an_a4_page(opened) -> None:
    opened.call("Emulation.setEmulatedMedia", media="print")
    width = round((210 - 2 * 16) / 25.4 * 96)
    opened.call("Emulation.setDeviceMetricsOverride", width=width, height=1000, deviceScaleFactor=1, mobile=False)
    assert opened.value("document.documentElement.scrollWidth") <= width
    wide = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > %d).length"
    assert opened.value(wide % (width + 1)) == 0
    assert opened.value("getComputedStyle(document.querySelector('.filters')).display") == "none"
    pdf = base64.b64decode(opened.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    boxes = set(re.findall(rb"/MediaBox \[([^\]]*)\]", pdf))
    assert boxes == {b"0 0 594.95996 841.91998"} or all(box.startswith(b"0 0 595") for box in boxes), boxes
