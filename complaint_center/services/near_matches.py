"""The second step of a search: cases whose words are nearly the ones asked for."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.nearness import pieces, slips_forgiven, slips_in
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.search import SearchText
from complaint_center.services.case_queries import narrative_open_to, visible_to
from complaint_center.services.search_texts import holding_all, perhaps_holding

_COMPARED = 300
"""The newest cases that share a part of each word; more are not compared, so the time of a search is bounded."""


def near_matches(person: Person, directory: Directory, words: Collection[str], limit: int) -> list[int]:
    """Cases that the person may see in which not all words stand whole, the fewest slips first and then the newest.

    Ranked by each case's own words, so a case that the person may not see moves none of the others.
    """
    if not any(map(slips_forgiven, words)):
        return []
    readable = sa.case((narrative_open_to(person), SearchText.text), else_=SearchText.accused)
    query = (
        sa.select(Case.id, readable)
        .join(Case.search_text)
        .where(visible_to(person, directory), *(Case.id.in_(_sharing_a_part(word)) for word in words))
        .order_by(Case.id.desc())
        .limit(_COMPARED)
    )
    slips = {case_id: _slips(words, text) for case_id, text in db.session.execute(query)}
    near = [(count, -case_id) for case_id, count in slips.items() if count]
    return [-newest for _, newest in sorted(near)[:limit]]


def _sharing_a_part(word: str) -> sa.Select[int]:
    return perhaps_holding(pieces(word)) if slips_forgiven(word) else holding_all([word])


def _slips(words: Collection[str], text: str) -> int | None:
    """Of all words together; None where one of them does not even nearly stand there."""
    total = 0
    for word in words:
        slips = slips_in(word, text)
        if slips is None:
            return None
        total += slips
    return total
