"""Set single properties of paragraphs and runs where the schema wants them, and touch nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.readers.ooxml import W

if TYPE_CHECKING:
    from lxml import etree

_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath rPrChange"
)
_SECTION = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
)
_SETTINGS_BEFORE = (
    "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts "
    "embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState "
    "formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge "
    "revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride "
    "styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone "
    "doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle"
)
TWIPS_PER_MM = 1440 / 25.4


def child(parent: etree._Element, name: str, order: str) -> etree._Element:
    """The child ``w:name``, made in the place the schema gives it (``order``) when there is none."""
    found = parent.find(W + name)
    if found is not None:
        return found
    made = parent.makeelement(W + name, {}, None)
    names = order.split()
    later = {W + each for each in names[names.index(name) + 1 :]}
    place = next((index for index, each in enumerate(parent) if each.tag in later), len(parent))
    parent.insert(place, made)
    return made


def paragraph_properties(paragraph: etree._Element) -> etree._Element:
    """The ``w:pPr`` of a paragraph, made when there is none."""
    found = paragraph.find(W + "pPr")
    if found is None:
        found = paragraph.makeelement(W + "pPr", {}, None)
        paragraph.insert(0, found)
    return found


def _run_properties(run: etree._Element) -> etree._Element:
    found = run.find(W + "rPr")
    if found is None:
        found = run.makeelement(W + "rPr", {}, None)
        run.insert(0, found)
    return found


def set_font(run: etree._Element, font: str) -> None:
    """The East Asian font of a run; its Latin font stays."""
    fonts = child(_run_properties(run), "rFonts", _RUN)
    fonts.attrib.pop(W + "eastAsiaTheme", "")
    fonts.set(W + "eastAsia", font)


def set_size(run: etree._Element, size: float) -> None:
    """The size of a run in points."""
    properties = _run_properties(run)
    for name in ("sz", "szCs"):
        child(properties, name, _RUN).set(W + "val", str(round(size * 2)))


def set_alignment(paragraph: etree._Element, value: str) -> None:
    """The alignment of a paragraph."""
    child(paragraph_properties(paragraph), "jc", _PARAGRAPH).set(W + "val", value)


def set_first_line(paragraph: etree._Element, characters: float, size: float) -> None:
    """The first-line indent in characters of ``size`` points."""
    indent = child(paragraph_properties(paragraph), "ind", _PARAGRAPH)
    for name in ("hanging", "hangingChars"):
        indent.attrib.pop(W + name, "")
    indent.set(W + "firstLineChars", str(round(characters * 100)))
    indent.set(W + "firstLine", str(round(characters * size * 20)))


def set_side(paragraph: etree._Element, side: str, characters: float, size: float) -> None:
    """The left or right indent in characters of ``size`` points."""
    indent = child(paragraph_properties(paragraph), "ind", _PARAGRAPH)
    other = {"left": "start", "right": "end"}[side]
    for name in (other, other + "Chars"):
        indent.attrib.pop(W + name, "")
    indent.set(f"{W}{side}Chars", str(round(characters * 100)))
    indent.set(W + side, str(round(characters * size * 20)))


def set_line_pitch(paragraph: etree._Element, points: float) -> None:
    """Lines exactly so many points apart."""
    spacing = child(paragraph_properties(paragraph), "spacing", _PARAGRAPH)
    spacing.set(W + "line", str(round(points * 20)))
    spacing.set(W + "lineRule", "exact")


def clear_gaps(paragraph: etree._Element) -> None:
    """No space before and after."""
    spacing = child(paragraph_properties(paragraph), "spacing", _PARAGRAPH)
    for name in ("before", "after"):
        for suffix in ("Lines", "Autospacing"):
            spacing.attrib.pop(f"{W}{name}{suffix}", "")
        spacing.set(W + name, "0")


def let_lines_part(paragraph: etree._Element) -> None:
    """Switch 孤行控制 off, which leaves lines at the foot of a page empty."""
    child(paragraph_properties(paragraph), "widowControl", _PARAGRAPH).set(W + "val", "0")


def set_page_break_before(paragraph: etree._Element) -> None:
    """The paragraph begins a page."""
    element = child(paragraph_properties(paragraph), "pageBreakBefore", _PARAGRAPH)
    element.attrib.pop(W + "val", "")


def section_child(section: etree._Element, name: str) -> etree._Element:
    """A child of ``w:sectPr``, made in its place when there is none."""
    return child(section, name, _SECTION)


def twips(millimetres: float) -> str:
    """Millimetres as the file counts lengths."""
    return str(round(millimetres * TWIPS_PER_MM))


def switch_on(settings: etree._Element, name: str) -> None:
    """Switch a setting of ``w:settings`` on."""
    found = settings.find(W + name)
    if found is None:
        found = settings.makeelement(W + name, {}, None)
        before = {W + each for each in _SETTINGS_BEFORE.split()}
        place = next((index for index, each in enumerate(settings) if each.tag not in before), len(settings))
        settings.insert(place, found)
    found.attrib.pop(W + "val", "")
