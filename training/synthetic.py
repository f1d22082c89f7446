"""Puts wrong characters into held-out paragraphs, the way people and input methods do."""

from __future__ import annotations

import random
import re
from collections import defaultdict

import numpy as np

from baguan.spelling.model import ANY, FIRST, NEAR, PART, PHRASE, SALTS, SHAPE, SLIP, SOUND, Model, code_points
from training.confusions import Pairs

#: Share of each way: a pair that people confuse, a homophone word, a character of a set phrase, then the kinds of
#: single characters.
WAYS = (
    *(("confused", 0.4), ("word", 0.22), ("phrase", 0.06)),
    *((SOUND, 0.15), (NEAR, 0.05), (SHAPE, 0.07), (PART, 0.02), (SLIP, 0.01), (ANY, 0.02)),
)
SINGLE = tuple((name, share) for name, share in WAYS if not isinstance(name, str))
RANDOM_CHARACTERS = 20_000
#: Share of each way to drop or add a character; one that is put in is often one that stands near.
SLIPS = (("dropped", 0.55), ("doubled", 0.25), ("near", 0.12), ("any", 0.08))
NEAR_BY = 3
_SENTENCE = re.compile(r"[^。！？；\n]{6,80}[。！？；]?")


def sentences(paragraphs: list[str]) -> list[str]:
    """Cut paragraphs at the ends of sentences."""
    return [match.group() for paragraph in paragraphs for match in _SENTENCE.finditer(paragraph)]


class Corrupter:
    """Puts one to three faults into a sentence."""

    def __init__(self, model: Model, seed: int, pairs: Pairs | None = None) -> None:
        """``pairs``: what people write for what, and how often; without them no characters are confused."""
        self.model = model
        self.confused: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for (written, meant), count in sorted((pairs or {}).items()):
            self.confused[model.character(meant)].append((model.character(written), count))
        self.random = random.Random(seed)
        self.words = homophones(model)
        #: Characters as often as people write them.
        self.common = self.random.choices(
            model.characters, [2**count for count in model.unigrams[FIRST:]], k=RANDOM_CHARACTERS
        )

    def corrupt(self, sentence: str) -> str:
        """The sentence with one to three faults (same length); the sentence itself when nothing fits."""
        faults = self.random.choices((1, 2, 3), (0.7, 0.2, 0.1))[0]
        for _ in range(faults):
            for _attempt in range(6):
                changed = self._once(sentence)
                if changed != sentence:
                    sentence = changed
                    break
        return sentence

    def _once(self, sentence: str) -> str:
        way = self.random.choices([name for name, _ in WAYS], [share for _, share in WAYS])[0]
        at = self.random.randrange(len(sentence))
        if way == "word":
            others = self.words.get(sentence[at : at + 2])
            if not others:
                return sentence
            word = self.random.choices([w for w, _ in others], [weight for _, weight in others])[0]
            return sentence[:at] + word + sentence[at + 2 :]
        if way == "confused":
            return self._confuse(sentence)
        if way == "phrase":
            starts = self._phrases(sentence)
            if not starts:
                return sentence
            at = self.random.choice(starts) + self.random.randrange(PHRASE)
            way = self.random.choices([name for name, _ in SINGLE], [share for _, share in SINGLE])[0]
        number = self.model.ids[sentence[at]]
        if number < FIRST:
            return sentence
        if way == ANY:
            return sentence[:at] + self.random.choice(self.common) + sentence[at + 1 :]
        kinds = self.model.kinds(number)
        choices = [other for other, kind in kinds.items() if kind & 7 == way or (way == SHAPE and kind >> 3 >= 4)]
        if not choices:
            return sentence
        if way == SHAPE:
            weights = [1.0 + (kinds[other] >> 3) ** 2 for other in choices]
        else:
            weights = [2 ** (self.model.unigrams[other] * 0.4) for other in choices]
        other = self.random.choices(choices, weights)[0]
        return sentence[:at] + self.model.character(other) + sentence[at + 1 :]

    def _confuse(self, sentence: str) -> str:
        """The sentence with a character for which people write another, the oftener they do the likelier."""
        found = [(at, *pair) for at, character in enumerate(sentence) for pair in self.confused.get(character, ())]
        if not found:
            return sentence
        at, written, _ = self.random.choices(found, [count for _, _, count in found])[0]
        return sentence[:at] + written + sentence[at + 1 :]

    def _phrases(self, sentence: str) -> list[int]:
        """Where words of four characters begin."""
        model = self.model
        keys = model.hashes(model.encode(code_points(sentence)), PHRASE)
        found: list[int] = np.flatnonzero(model.levels(keys ^ np.uint64(SALTS[PHRASE]))).tolist()
        return found

    def slip(self, sentence: str) -> str:
        """The sentence with one character dropped, doubled, taken twice or put in."""
        way = self.random.choices([name for name, _ in SLIPS], [share for _, share in SLIPS])[0]
        places = [at for at, character in enumerate(sentence) if self.model.ids[character] >= FIRST]
        if not places:
            return sentence
        at = self.random.choice(places)
        if way == "dropped":
            return sentence[:at] + sentence[at + 1 :]
        near = sentence[max(at - NEAR_BY, 0) : at + NEAR_BY]
        put = {"doubled": sentence[at], "near": self.random.choice(near), "any": self.random.choice(self.common)}[way]
        return sentence[:at] + put + sentence[at:]


def homophones(model: Model) -> dict[str, list[tuple[str, float]]]:
    """For each two-character word the words of the same or nearly the same sound, with weights."""
    from training.tables import words

    ids = {character: number for number, character in enumerate(model.characters, 8)}
    groups: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    fold: dict[int, int] = {}
    for word, level in words(ids).items():
        if len(word) == 2 and level >= 3:
            key = []
            for character in word:
                name = model.row("readings", ids[character])[0]
                if name not in fold:
                    fold[name] = min([name, *model.row("near", name)])
                key.append(fold[name])
            groups[key[0], key[1]].append((word, level))
    return {
        word: [
            (other, 2 ** (0.4 * weight) * (4 if same_sound(model, word, other) else 1))
            for other, weight in group
            if other != word
        ]
        for group in groups.values()
        if len(group) > 1
        for word, _ in group
    }


def same_sound(model: Model, first: str, second: str) -> bool:
    """Whether two words share a reading, character by character."""
    ids = model.ids
    return all(
        set(model.row("readings", ids[a])) & set(model.row("readings", ids[b]))
        for a, b in zip(first, second, strict=True)
    )
