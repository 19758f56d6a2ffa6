"""The words of cases as they are searched: kept beside each case, and asked for by letters that stand side by side.

The one place that knows how the two databases index trigrams: SQLite keeps a full-text table beside the texts, of which
only the trigrams are asked and the texts decide; PostgreSQL's pg_trgm does both by itself. Neither finds words of one
or two letters, so those are looked for in the texts (SQLite 3.40 would answer that there are none).
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from complaint_center.domain.search_key import GRAM, fold_all, trigrams
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.search import SearchText

Condition = sa.ColumnElement[bool]

_INDEX = sa.table("search_index", sa.column("rowid"))


def keep_search_text(case: Case) -> None:
    """Bring what is searched of a case up to date with what was written in it. Within another act's transaction.

    Drafts are not searched, nor what the complainant and the office wrote to each other.
    """
    if case.search_text is None:
        case.search_text = SearchText()
    accused = [text for one in case.accused for text in (one.name, one.position, one.unit_name)]
    told = [case.subject, case.narrative, case.incident_place, case.remedy]
    found = [
        text
        for finding in case.findings
        if finding.submitted_at is not None
        for text in (finding.facts, finding.evidence_summary, finding.opinion_reason)
    ]
    ordered = [order.reason for order in case.orders]
    case.search_text.accused = fold_all(accused)
    case.search_text.text = fold_all([*accused, *told, *found, *ordered])


def holding_all(words: Collection[str]) -> sa.Select[int]:
    """The numbers of the rows in which every one of the folded words stands."""
    query = sa.select(SearchText.case_id).where(*(_stands(word) for word in words))
    indexed = [word for word in words if len(word) >= GRAM]
    if indexed and _is_sqlite():
        query = query.where(_has_trigrams(" AND ".join(map(_trigrams, indexed))))
    return query


def holding_any(stretches: Collection[str]) -> sa.Select[int]:
    """The numbers of the rows in which one of the stretches stands, each of which the index can find."""
    query = sa.select(SearchText.case_id).where(sa.or_(*(_stands(stretch) for stretch in stretches)))
    if _is_sqlite():
        query = query.where(_has_trigrams(" OR ".join(f"({_trigrams(stretch)})" for stretch in stretches)))
    return query


def _stands(word: str) -> Condition:
    # Folded words are letters and digits, so none of them means anything else to LIKE.
    return SearchText.text.contains(word)


def _has_trigrams(expression: str) -> Condition:
    matching = sa.select(_INDEX.c.rowid).where(sa.text("search_index MATCH :trigrams").bindparams(trigrams=expression))
    return SearchText.case_id.in_(matching)


def _trigrams(word: str) -> str:
    return " AND ".join(f'"{gram}"' for gram in sorted(trigrams(word)))


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
