"""Writes the packed tables of ``baguan.spelling.model``."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from baguan.spelling.model import LEVELS, MAGIC, SALTS
from training import alphabet, confusion, fuse, ngrams

LISTED = 3
_PLACE = re.compile(r"(?:街道|地区|自治[州县旗]|[省市区县镇乡旗])(?:办事处)?$")
SEED = 20261121
LEAST = {2: 2, 3: 2, 4: 6}
WORD_COUNT = 8  # a word must stand this often to be proposed for two characters
STRING_COUNT = 200  # and two characters that are no word this often


def zobrist(size: int) -> npt.NDArray[np.uint64]:
    """Random keys for four places."""
    return np.random.default_rng(SEED).integers(0, 1 << fuse.HASH_BITS, (4, size), dtype=np.uint64)


def hash_keys(keys: ngrams.Keys, order: int, table: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The hash of each packed n-gram."""
    mask = np.uint64((1 << alphabet.BITS) - 1)
    found = np.zeros(len(keys), np.uint64)
    for place in range(order):
        shift = np.uint64(alphabet.BITS * (order - 1 - place))
        found ^= table[place, ((keys >> shift) & mask).astype(np.int64)]
    return found


def level(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """The level of each count, at least 1."""
    return np.maximum(np.searchsorted(np.array(LEVELS), counts, side="right") - 1, 1).astype(np.uint8)


def words(ids: dict[str, int], lists: Path | None = None) -> dict[str, int]:
    """The words of two to four characters of jieba's dictionary (MIT), with the level of their frequency.

    With ``lists`` also places, idioms and terms of the lists, at the level ``LISTED``.
    """
    found = {}
    for word, frequency, tag in dictionary():
        if 2 <= len(word) <= 4 and tag not in ("nr", "nrfg", "nrt") and all(c in ids for c in word):
            found[word] = 1 + min(14, int(math.log2(frequency + 1)))
    for word in listed(lists) if lists else ():
        if 2 <= len(word) <= 4 and all(c in ids for c in word):
            found.setdefault(word, LISTED)
    return found


def listed(lists: Path) -> Iterator[str]:
    """Places with and without what kind of place they are, idioms, terms, historical names."""
    for name in ("diming", "chengyu", "law", "caijing", "lishimingren"):
        for line in (lists / f"THUOCL_{name}.txt").read_text(encoding="utf-8").splitlines():
            yield line.split("\t")[0].strip()
    yield from (lists / "chengyu_5w.txt").read_text(encoding="utf-8").split()
    for place in places(lists):
        yield place
        if len(short := _PLACE.sub("", place)) >= 2:
            yield short


def phrases(ids: dict[str, int], lists: Path) -> dict[str, tuple[bool, int]]:
    """Set phrases of four characters: the idioms (成语) of the lists, and what jieba's dictionary has that names
    nothing; with whether it is an idiom, and the level of its frequency."""
    known = set(idioms(lists))
    found = dict.fromkeys(known, (True, 0))
    for word, frequency, tag in dictionary():
        if word in known or not tag.startswith(("nr", "ns", "nt")):
            found[word] = (word in known, 1 + min(14, int(math.log2(frequency + 1))))
    return {word: value for word, value in found.items() if len(word) == 4 and all(c in ids for c in word)}


def idioms(lists: Path) -> list[str]:
    """The idioms."""
    found = (lists / "chengyu_5w.txt").read_text(encoding="utf-8").split()
    lines = (lists / "THUOCL_chengyu.txt").read_text(encoding="utf-8").splitlines()
    return found + [line.split("\t")[0].strip() for line in lines]


def phrase_sections(ids: dict[str, int], lists: Path, table: npt.NDArray[np.uint64]) -> dict[str, bytes]:
    """For three characters of a set phrase the fourth, the way ``Model.fourth`` asks for it."""
    known: dict[int, tuple[bool, int, int]] = {}
    for word, (idiom, level) in phrases(ids, lists).items():
        numbers = [ids[character] for character in word]
        for place, number in enumerate(numbers):
            key = 0
            for other, value in enumerate(numbers):
                if other != place:
                    key ^= int(table[other, value])
            known[key] = max(known.get(key, (False, 0, 0)), (idiom, level, number))
    hashes = np.array(sorted(known), np.uint64)
    fourth = np.array([known[key][2] | known[key][0] << alphabet.BITS for key in sorted(known)], np.uint16)
    return {"phrases": fuse.build(hashes, fourth, fuse.CHARACTERS).slots.tobytes()}


def places(lists: Path) -> Iterator[str]:
    """The names of the administrative divisions."""
    for name in ("provinces", "cities", "areas", "streets"):
        with (lists / f"admin_{name}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                yield row["name"]


def name_evidence(size: int, ids: dict[str, int], lists: Path) -> dict[str, bytes]:
    """How much each character looks like part of a name of a person, a foreigner or a place; which are surnames; which
    share of its uses is as a word of one character."""
    found = {name: np.zeros(size) for name in ("given", "foreign", "surnames", "place", "alone", "used")}

    def count(name: str, characters: str, weight: int = 1) -> None:
        for character in characters:
            found[name][ids.get(character, 0)] += weight

    for word, frequency, tag in dictionary():
        count("used", word, frequency)
        if len(word) == 1:
            count("alone", word, frequency)
        if tag == "nr" and 2 <= len(word) <= 3:
            count("given", word[1:])
        elif tag == "nrt" or (tag in ("nr", "ns") and len(word) > 3):
            count("foreign", word)
    for name in places(lists):
        count("place", _PLACE.sub("", name))
    for name in (lists / "surnames.txt").read_text(encoding="utf-8").split():
        if len(name) == 1 and name in ids:
            found["surnames"][ids[name]] = 1
    for name in ("given", "foreign", "surnames", "place"):
        found[name][: alphabet.FIRST] = 0
    logs = {name: np.log2(found[name] + 1) * 16 for name in ("given", "foreign", "place")}
    logs |= {"surnames": found["surnames"], "alone": np.round(255 * found["alone"] / np.maximum(found["used"], 1))}
    return {name: np.minimum(values, 255).astype(np.uint8).tobytes() for name, values in logs.items()}


def dictionary() -> Iterator[tuple[str, int, str]]:
    """The words of jieba's dictionary (MIT) with frequency and part of speech."""
    import jieba

    for line in Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        yield word, int(frequency), tag


def sound_sections(characters: list[str]) -> dict[str, bytes]:
    """The readings of each character, and for each syllable its characters and the syllables near it."""
    readings = confusion.syllables(characters)
    sounds = confusion.by_syllable(readings)
    names = list(sounds)
    number = {name: n for n, name in enumerate(names)}
    character_ids = {character: n for n, character in enumerate(characters, alphabet.FIRST)}
    folds: dict[str, list[int]] = {}
    for name in names:
        folds.setdefault(confusion.near(name), []).append(number[name])
    rows = {
        "readings": [[]] * alphabet.FIRST + [[number[name] for name in readings[c]] for c in characters],
        "syllables": [[character_ids[c] for c in sounds[name]] for name in names],
        "near": [[n for n in folds[confusion.near(name)] if n != number[name]] for name in names],
        "slips": [[number[o] for o in names if confusion.one_letter(name, o)] for name in names],
    }
    return {key: data for name, lists in rows.items() for key, data in ragged(name, lists).items()}


def word_sections(
    characters: list[str], lexicon: dict[str, int], keys: ngrams.Keys, counts: npt.NDArray[np.int64]
) -> dict[str, bytes]:
    """Words of two characters by their folded sound, the way ``Model.homophones`` asks for them."""
    from pypinyin import Style, lazy_pinyin

    names = list(confusion.by_syllable(confusion.syllables(characters)))
    number = {name: n for n, name in enumerate(names)}
    fold: dict[str, int] = {}
    for name in names:
        fold[confusion.near(name)] = min(number[name], fold.get(confusion.near(name), len(names)))
    groups: dict[int, list[tuple[int, int]]] = {}
    mask = (1 << alphabet.BITS) - 1
    for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
        one, two = key >> alphabet.BITS, key & mask
        if count < WORD_COUNT or min(one, two) < alphabet.FIRST:
            continue
        word = characters[one - alphabet.FIRST] + characters[two - alphabet.FIRST]
        if word not in lexicon and count < STRING_COUNT:
            continue
        sound = [name.replace("v", "u:") for name in lazy_pinyin(word, style=Style.NORMAL)]
        if len(sound) == 2 and all(confusion.near(name) in fold for name in sound):
            first, second = (fold[confusion.near(name)] for name in sound)
            groups.setdefault(first << 16 | second, []).append((one, two))
    ordered = sorted(groups)
    return {
        "word_keys": np.array(ordered, np.uint32).tobytes(),
        "word_keys_at": np.cumsum([0] + [len(groups[key]) for key in ordered]).astype(np.uint32).tobytes(),
        "word_ids": np.array([n for key in ordered for pair in groups[key] for n in pair], np.uint16).tobytes(),
    }


def shape_sections(characters: list[str], fonts: Path) -> dict[str, bytes]:
    """The characters that look alike: id << 3 | likeness."""
    number = {character: n for n, character in enumerate(characters, alphabet.FIRST)}
    likeness: dict[str, dict[str, float]] = {character: {} for character in characters}
    for character, neighbours in confusion.shape_neighbours(characters, fonts).items():
        for other, value in neighbours:
            likeness[character][other] = likeness[other][character] = value
    rows: list[list[int]] = [[]] * alphabet.FIRST
    for character in characters:
        ordered = sorted(likeness[character].items(), key=lambda pair: (-pair[1], pair[0]))
        rows += [[number[other] << 3 | max(0, min(7, round((value - 0.3) * 12))) for other, value in ordered]]
    return ragged("shapes", rows)


def part_sections(characters: list[str], fonts: Path) -> dict[str, bytes]:
    """For each character those it is a part of, and those that are a part of it."""
    number = {character: n for n, character in enumerate(characters, alphabet.FIRST)}
    related: dict[str, set[str]] = {character: set() for character in characters}
    for character, neighbours in confusion.part_neighbours(characters, fonts).items():
        for other, _ in neighbours:
            related[character].add(other)
            related[other].add(character)
    rows: list[list[int]] = [[]] * alphabet.FIRST
    rows += [sorted(number[other] for other in related[character]) for character in characters]
    return ragged("parts", rows)


def ragged(name: str, rows: list[list[int]]) -> dict[str, bytes]:
    """A list of lists as two sections."""
    flat = [value for row in rows for value in row]
    return {
        name: np.array(flat, np.uint16).tobytes(),
        f"{name}_at": np.cumsum([0] + [len(row) for row in rows]).astype(np.uint32).tobytes(),
    }


def write(path: Path, sections: dict[str, bytes]) -> None:
    """Write a packed file; sections stand at multiples of 8."""
    entries: list[str] = []
    offset = 4096
    for name, data in sections.items():
        entries.append(f"{name} {offset} {len(data)}")
        offset += -(-len(data) // 8) * 8
    header = MAGIC + "".join("\t" + entry for entry in entries).encode("ascii") + b"\n"
    with path.open("wb") as stream:
        stream.write(header.ljust(4096, b"\0"))
        for data in sections.values():
            stream.write(data.ljust(-(-len(data) // 8) * 8, b"\0"))


def pack(
    path: Path,
    characters: list[str],
    unigrams: npt.NDArray[np.int64],
    counts: dict[int, tuple[ngrams.Keys, npt.NDArray[np.int64]]],
    lists: Path,
    fonts: Path,
) -> dict[str, int]:
    """Write the model and tell how large its parts are."""
    size = alphabet.FIRST + len(characters)
    ids = {character: n for n, character in enumerate(characters, alphabet.FIRST)}
    table = zobrist(size)
    hashes, values = [], []
    figures = {}
    for order, (keys, numbers) in counts.items():
        keep = numbers >= LEAST[order]
        hashes.append(hash_keys(keys[keep], order, table))
        values.append(level(numbers[keep]))
        figures[f"{order}-grams"] = int(keep.sum())
    lexicon = words(ids, lists)
    figures["words"] = len(lexicon)
    hashes.append(
        np.array([_word_hash([ids[c] for c in word], table) for word in lexicon], np.uint64),
    )
    values.append(np.array(list(lexicon.values()), np.uint8))
    packed = fuse.build(np.concatenate(hashes), np.concatenate(values))
    write(
        path,
        {
            "characters": "".join(characters).encode(),
            "classes": "\n".join(alphabet.CLASSES.get(n, "") for n in range(1, alphabet.FIRST)).encode(),
            "keys": table.tobytes(),
            "slots": packed.slots.tobytes(),
            "unigrams": np.round(np.log2(unigrams + 0.5) * 16).clip(0, 65535).astype(np.uint16).tobytes(),
            **name_evidence(size, ids, lists),
            **sound_sections(characters),
            **word_sections(characters, lexicon, *counts[2]),
            **phrase_sections(ids, lists, table),
            **shape_sections(characters, fonts),
            **part_sections(characters, fonts),
        },
    )
    figures["bytes"] = path.stat().st_size
    return figures


def _word_hash(numbers: list[int], table: npt.NDArray[np.uint64]) -> int:
    found = SALTS[len(numbers)]
    for place, number in enumerate(numbers):
        found ^= int(table[place, number])
    return found
