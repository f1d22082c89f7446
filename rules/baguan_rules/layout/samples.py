"""Word bodies for the examples of the layout rules: a short 通知 that keeps to the standard."""

from __future__ import annotations

FOOTER = '<w:footerReference w:type="default" r:id="footer1"/>'
PAGE_FIELD = {
    "footer1.xml": "<w:p><w:r><w:t>— </w:t></w:r>"
    '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> —</w:t></w:r></w:p>'
}
PAGE_RUN = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
BOTH_FOOTERS = '<w:footerReference w:type="default" r:id="footer1"/><w:footerReference w:type="even" r:id="footer2"/>'
TWO_SIDED = {"settings.xml": "<w:evenAndOddHeaders/>"}
ODD_RIGHT = (
    '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>— </w:t></w:r>' + PAGE_RUN + "<w:r><w:t> —</w:t></w:r></w:p>"
)
EVEN_LEFT = ODD_RIGHT.replace("right", "left")
SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:bottom="1984" w:left="1588" w:right="1474"/>'
    '<w:docGrid w:type="linesAndChars" w:linePitch="579"/></w:sectPr>'
)
TITLE_RUN = '<w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/>'
BODY_RUN = '<w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>'
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_SENTENCE = "请各科室按照要求认真组织开展检查，及时报送检查情况。"


def paragraph(text: str, run: str = BODY_RUN, settings: str = "") -> str:
    """A paragraph of one run with the inside of its ``w:rPr`` and ``w:pPr``."""
    return f'<w:p><w:pPr>{settings}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def sample(
    *,
    section: str = SECTION,
    repeat: int = 3,
    title_run: str = TITLE_RUN,
    title_settings: str = '<w:jc w:val="center"/>',
    body: str = "",
    run: str = BODY_RUN,
    settings: str = INDENT,
    after: str = "",
) -> str:
    """The body of a 通知 whose body text is ``body``, else ``repeat`` sentences in ``run`` and ``settings``."""
    text = body or "".join(paragraph(_SENTENCE, run, settings) for _ in range(repeat))
    return "".join(
        [
            paragraph("关于开展检查的通知", title_run, title_settings),
            paragraph("各科室："),
            text,
            paragraph("某市财政局", BODY_RUN, '<w:jc w:val="right"/>'),
            paragraph("2024年5月6日", BODY_RUN, '<w:jc w:val="right"/>'),
            after,
            section,
        ]
    )


def sections(first: str, last: str) -> str:
    """The sample in two sections, the first of one line."""
    return f"<w:p><w:pPr>{first}</w:pPr><w:r><w:t>首节。</w:t></w:r></w:p>{sample(section=last)}"


def footer(content: str) -> dict[str, str]:
    """The parts of a package whose footer is one paragraph."""
    return {"footer1.xml": f"<w:p>{content}</w:p>"}
