"""The 文种 of a title and the direction of a document."""

from __future__ import annotations

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.outline import GENRES, Direction

# A 文种 is the last word of the title; what only ends in the same characters is none.
_GENRE = lazy_pattern("(?:" + "|".join(GENRES) + "|令)$")
_NOT_A_GENRE = lazy_pattern(
    r"(?:请示函|(?:(?<!公)司|[口指责法禁])令|(?:邀请|律师|感谢|慰问|询价|承诺|介绍|推荐|录用|录取|贺|唁)函)$"
)
_TRAILING = lazy_pattern(r"(?:[（(][^（）()]*[）)]|[。．.，,；;：:！!、\s])+$")
_QUOTED = lazy_pattern(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")


def genre_of(title: str) -> str:
    """The 文种 a title ends in, outside 《》 and without the brackets after it; ``""`` when it ends in none."""
    bare = _TRAILING.sub("", "".join(title.split()))
    if bare.endswith("》") or _NOT_A_GENRE.search(bare):
        return ""
    bare = _QUOTED.sub("", bare)
    if bare.endswith(("请示报告", "报告请示")):
        return "请示"  # one 文种 too many; what it asks for decides how it must be handled
    match = _GENRE.search(bare)
    if match is None:
        return ""
    word = match.group()
    return "命令" if word == "令" else word


def direction_of(genre: str, addressee: str, ending: str) -> Direction:
    """The direction of a 文种; for 意见, 通知 and 通报 the addressee and the closing words are asked too."""
    if genre != "意见":
        return GENRES.get(genre, Direction.UNKNOWN)
    if compile_pattern(r"请.{0,6}(?:批转|审定|批示|审批)").search(ending):
        return Direction.UP
    return Direction.DOWN if addressee.startswith("各") else Direction.UNKNOWN
