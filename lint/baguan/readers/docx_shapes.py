"""Questions the walk asks about an element: which alternative to read, which text boxes it holds, what it shows."""

from __future__ import annotations

from lxml import etree

from baguan.readers.ooxml import MC, WP, M, V, W, switch

CHOICES = MC + "AlternateContent"
BOX = W + "txbxContent"
FLOATING = "floating "  # how the ``Mark.value`` of an object that is anchored beside the text begins
_ALTERNATIVES = (MC + "Choice", MC + "Fallback")
_TEXT_PATH = V + "textpath"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_REMOVED = frozenset({W + "del", W + "moveFrom"})
_STORIES = frozenset(W + name for name in ("txbxContent", "body", "footnote", "endnote", "hdr", "ftr"))
_SAYING = (W + "t", BOX)
_SHOWING = (*(W + name for name in ("drawing", "pict", "object", "sym", "tab", "br", "cr", "p")), M + "oMath")


def matched_fields(root: etree._Element) -> set[etree._Element]:
    """The field characters that belong to a complete field; an unfinished one must not swallow the rest.

    Each paragraph container (body, note, text box) is matched for itself, tracked deletions are left out.
    """
    stacks: dict[etree._Element, list[list[etree._Element]]] = {}
    matched: set[etree._Element] = set()
    for element in root.iter(W + "fldChar"):
        story = root
        removed = False
        for ancestor in element.iterancestors():
            if ancestor.tag in _REMOVED:
                removed = True
            elif ancestor.tag in _STORIES:
                story = ancestor
                break
        if removed:
            continue
        stack = stacks.setdefault(story, [])
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            stack.append([element])
        elif stack:
            stack[-1].append(element)
            if kind == "end":
                matched.update(stack.pop())
    return matched


def choose(element: etree._Element) -> etree._Element:
    """The alternative of ``mc:AlternateContent`` to read: the first choice unless only the fallback says something."""
    alternatives = [child for child in element if child.tag in _ALTERNATIVES]
    for tags in (_SAYING, _SHOWING):
        for alternative in alternatives:
            if next(alternative.iter(*tags), None) is not None:
                return alternative
    return alternatives[0] if alternatives else element.makeelement(_ALTERNATIVES[0], {}, None)


def text_boxes(element: etree._Element, boxes: list[etree._Element | str]) -> None:
    """Add to ``boxes`` the text box contents inside ``element``, in order; WordArt is given as its string."""
    for child in element:
        if child.tag == BOX:
            boxes.append(child)
        elif child.tag == CHOICES:
            text_boxes(choose(child), boxes)
        elif child.tag == _TEXT_PATH and child.get("string", "").strip() and switch(child.get("on")):
            boxes.append(" ".join(child.get("string", "").split()))
        else:
            text_boxes(child, boxes)


def object_name(element: etree._Element) -> str:
    """What an object is, for ``Mark.value``; a floating one stands beside the text rather than in it."""
    if next(element.iter(_PICTURE, V + "imagedata"), None) is not None:
        name = "picture"
    elif next(element.iter(_CHART), None) is not None:
        name = "chart"
    else:
        name = "object" if element.tag == W + "object" else "shape"
    anchored = next(element.iter(WP + "anchor"), None) is not None
    styles = (child.get("style", "") for child in element.iter(V + "*"))
    return f"{FLOATING}{name}" if anchored or any("position:absolute" in style for style in styles) else name
