"""Rules of the routing gate (行文关): should this go out, to whom, as which 文种, in which tone."""

from __future__ import annotations

from baguan.rule import Rule
from baguan_rules.routing import closing, direction, genre, issuer, relations, request, title, title_marks, tone

RULES: list[Rule] = [
    *genre.RULES,
    *title.RULES,
    *closing.RULES,
    *request.RULES,
    *direction.RULES,
    *issuer.RULES,
    *tone.RULES,
    *relations.RULES,
    *title_marks.RULES,
]
