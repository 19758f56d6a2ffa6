"""The words of cases as they are searched: kept beside each case, and asked for by letters that stand side by side.

The one place that knows how the two databases index trigrams: SQLite keeps a full-text table beside the texts, of which
only the trigrams are asked and the texts decide; PostgreSQL's pg_trgm does both by itself. Neither finds words of one
or two letters, so those are looked for in the texts (SQLite 3.40 would answer that there are none).
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from complaint_center.domain.access import Person
from complaint_center.domain.search_key import GRAM, fold_all, trigrams
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.search import SearchText
from complaint_center.services.case_queries import Condition, narrative_open_to

_NEWEST = 2000
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
    if case.procurement is not None:
        told += [case.procurement.project_number, case.procurement.vendor]
    case.search_text.accused = fold_all(accused)
    case.search_text.text = fold_all([*accused, *told, *found, *ordered])


def matches(words: Collection[str], person: Person) -> Condition:
    """Cases in which all of the folded words stand where the person may read them; none where there are no words.

    Until an officer has declared no interest these are the words about the accused.
    """
    return _readable(words, person, holding_all(words))


def matches_among_newest(words: Collection[str], person: Person) -> Condition:
    """The same among the newest cases, read without the index: words that stand everywhere fill a page from these."""
    newest = sa.select(Case.id).order_by(Case.received_at.desc(), Case.id.desc()).limit(_NEWEST)
    texts = sa.select(SearchText.case_id).where(SearchText.case_id.in_(newest), *map(_stands, words))
    return _readable(words, person, texts)


def holding_all(words: Collection[str]) -> sa.Select[int]:
    """The numbers of the rows in which every one of the folded words stands."""
    query = sa.select(SearchText.case_id).where(*map(_stands, words))
    indexed = [word for word in words if len(word) >= GRAM]
    if indexed and _is_sqlite():
        query = query.where(SearchText.case_id.in_(_having(" AND ".join(map(_trigrams, indexed)))))
    return query


def perhaps_holding(stretches: Collection[str]) -> sa.Select[int]:
    """The numbers of the rows in which one of the stretches may stand, each of at least three letters.

    The texts are not read where an index of trigrams can answer alone; whoever asks compares them anyway.
    """
    if _is_sqlite():
        return _having(" OR ".join(f"({_trigrams(stretch)})" for stretch in stretches))
    return sa.select(SearchText.case_id).where(sa.or_(*map(_stands, stretches)))


def _readable(words: Collection[str], person: Person, texts: sa.Select[int]) -> Condition:
    if not words:
        return sa.false()
    of_accused = sa.exists().where(
        SearchText.case_id == Case.id, *(SearchText.accused.contains(word) for word in words)
    )
    return sa.and_(Case.id.in_(texts), sa.or_(narrative_open_to(person), of_accused))


def _stands(word: str) -> Condition:
    # Folded words are letters and digits, so none of them means anything else to LIKE.
    return SearchText.text.contains(word)


def _having(expression: str) -> sa.Select[int]:
    return sa.select(_INDEX.c.rowid).where(sa.text("search_index MATCH :trigrams").bindparams(trigrams=expression))


def _trigrams(word: str) -> str:
    return " AND ".join(f'"{gram}"' for gram in sorted(trigrams(word)))


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
