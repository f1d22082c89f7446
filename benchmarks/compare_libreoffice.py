"""Compare the text of our .docx reader with the plain text LibreOffice makes of the same files.

    python benchmarks/compare_libreoffice.py DIRECTORY

Every character that only one of the two has is put into a named class, or counted as unexplained and shown.
LibreOffice is not the truth, but it is a reader nobody here wrote: what it has and we lack is worth a look.
The exit status is 1 when a character is left unexplained.
"""

from __future__ import annotations

import argparse
import difflib
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lint"))

from baguan.document import OBJECT, Block, BlockKind, Document, MarkKind
from baguan.errors import DocumentError
from baguan.readers.docx import read_docx

#: Stories that LibreOffice's plain text leaves out.
_LEFT_OUT = {
    BlockKind.HEADER: "header",
    BlockKind.FOOTER: "footer",
    BlockKind.FOOTNOTE: "footnote",
    BlockKind.ENDNOTE: "endnote",
    BlockKind.TEXTBOX: "text box",
}
_NOTE_MARK = re.compile(r"[0-9ivxlc*†‡①-⑳㉑-㉟]+\Z", re.IGNORECASE)
_NOTE_REFERENCE = re.compile(rb"<\w+:(?:foot|end)noteReference[ />]")


def expected(document: Document, classes: Counter[str]) -> tuple[str, list[Block | None]]:
    """What LibreOffice should write for ``document``, and the block each of its lines comes from."""
    lines: list[str] = []
    owners: list[Block | None] = []
    for block in document.blocks:
        text = document.block_text(block)
        if block.kind in _LEFT_OUT:
            classes[_LEFT_OUT[block.kind]] += len(text) + 1
            continue
        if block.numbering:
            # LibreOffice writes a blank after a number, whatever follows it in the file
            rest = text[len(block.numbering) :]
            if not rest.startswith(" "):
                classes["blank after a number"] += 1
                rest = " " + rest.removeprefix("\t")
            text = block.numbering + rest
        for character, name in ((OBJECT, "object"), ("\v", "soft break")):
            classes[name] += text.count(character)
        for line in text.replace(OBJECT, "").split("\v"):
            lines.append(line)
            owners.append(block)
    return "\n".join(lines), owners


def differences(ours: list[str], theirs: list[str]) -> Iterator[tuple[int, str, str]]:
    """(our line, our text, their text) for each stretch that differs."""
    lines = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, low, high, their_low, their_high in lines.get_opcodes():
        if tag == "equal":
            continue
        one, other = "\n".join(ours[low:high]), "\n".join(theirs[their_low:their_high])
        if high == low or their_high == their_low:  # whole lines more, each with its line break
            yield low, one + "\n" * (high > low), other + "\n" * (their_high > their_low)
            continue
        for kind, start, end, their_start, their_end in difflib.SequenceMatcher(
            None, one, other, autojunk=False
        ).get_opcodes():
            if kind != "equal":
                yield low + one.count("\n", 0, start), one[start:end], other[their_start:their_end]


def explain(data: bytes, document: Document, theirs: str) -> tuple[Counter[str], list[str]]:
    """The differences by class, and those without an explanation."""
    classes: Counter[str] = Counter()
    unexplained = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        references = len(_NOTE_REFERENCE.findall(archive.read("word/document.xml")))
    text, owners = expected(document, classes)
    if theirs.endswith("\n"):
        classes["last line break"] += 1
        theirs = theirs[:-1]
    for line, one, other in differences(text.split("\n"), theirs.split("\n")):
        block = owners[min(line, len(owners) - 1)] if owners else None
        if not one and references and _NOTE_MARK.match(other):
            references -= 1
            classes["mark of a note"] += len(other)
        elif not other and not one.strip(" \t") and block is not None and block.kind is BlockKind.CELL:
            classes["blank at the end of a paragraph in a table"] += len(one)
        elif name := _choice(one, other, document):
            classes[name] += max(len(one), len(other))
        else:
            unexplained.append(f"  line {line + 1}: ours {one!r}, LibreOffice {other!r}")
            classes["UNEXPLAINED"] += len(one) + len(other)
    return +classes, unexplained


def _choice(one: str, other: str, document: Document) -> str:
    """The name of a difference that was meant: the two programs show the same thing with other characters."""
    if (one, other) == ("-", "\u2011"):
        return "non-breaking hyphen"
    if (one, other) == ("", "\xad"):
        return "soft hyphen"
    if len(one) == len(other) and all("\ue000" <= character <= "\uf8ff" for character in other):
        return "symbol, a private code in LibreOffice"
    names = {MarkKind.DELETION: "tracked deletion", MarkKind.HIDDEN: "hidden text"}
    shown = {mark.value: names[mark.kind] for mark in document.marks_of(*names)}
    if not one and other in shown:
        return shown[other]
    breaks = sum(1 for _ in document.marks_of(MarkKind.PAGE_BREAK))
    return "page break" if not one and other and other == "\n" * len(other) and len(other) <= breaks else ""


def convert(files: list[Path], folder: Path) -> None:
    """Let LibreOffice write each file as UTF-8 text into ``folder``, with a profile of its own."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    directory = parser.parse_args().directory
    documents: dict[Path, tuple[bytes, Document]] = {}
    for path in sorted(directory.glob("*.docx")):
        data = path.read_bytes()
        try:
            documents[path] = data, read_docx(data, path.name)
        except DocumentError as error:
            print(f"{'refused':>9}  {path.name}: {error.kind}: {error}")
    total: Counter[str] = Counter()
    characters = 0
    with tempfile.TemporaryDirectory() as folder:
        convert(list(documents), Path(folder))
        for path, (data, document) in documents.items():
            output = Path(folder, path.stem + ".txt")
            if not output.exists():
                print(f"{'no text':>9}  {path.name}: LibreOffice wrote nothing")
                total["UNEXPLAINED"] += len(document.text)
                continue
            classes, unexplained = explain(data, document, output.read_text(encoding="utf-8-sig"))
            named = ", ".join(f"{name} {count}" for name, count in sorted(classes.items()) if name != "UNEXPLAINED")
            print(f"{classes['UNEXPLAINED']:>9}  {path.name}: {len(document.text)} characters; {named}")
            print("\n".join(unexplained), end="\n" if unexplained else "")
            total += classes
            characters += len(document.text)
    print(f"\n{total['UNEXPLAINED']:>9}  unexplained in {len(documents)} files, {characters} characters; explained:")
    for name, count in sorted(total.items()):
        if name != "UNEXPLAINED":
            print(f"{count:>9}  {name}")
    return 1 if total["UNEXPLAINED"] else 0


if __name__ == "__main__":
    sys.exit(main())
