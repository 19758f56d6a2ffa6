"""The words of each case as they are searched, and the database's own index of their trigrams.

A table that SQLite makes anew (batch_alter_table) loses its triggers: a later migration that does so makes them again.
"""

from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from complaint_center.database import UnusableDatabase
from complaint_center.domain.search_key import fold_all

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_BATCH = 1000
_FULL_TEXT = """
CREATE VIRTUAL TABLE search_index USING fts5(
    text, content='search_texts', content_rowid='case_id', tokenize='trigram case_sensitive 1', detail=none
)
"""
_TAKE_OUT = "INSERT INTO search_index(search_index, rowid, text) VALUES('delete', OLD.case_id, OLD.text);"
_PUT_IN = "INSERT INTO search_index(rowid, text) VALUES(NEW.case_id, NEW.text);"
_TRIGGERS = {
    "search_index_added": f"AFTER INSERT ON search_texts BEGIN {_PUT_IN} END",
    "search_index_changed": f"AFTER UPDATE OF text ON search_texts BEGIN {_TAKE_OUT} {_PUT_IN} END",
    "search_index_deleted": f"AFTER DELETE ON search_texts BEGIN {_TAKE_OUT} END",
}
_OF_ACCUSED = "SELECT case_id, name, position, unit_name FROM accused"
_OF_CASES = "SELECT id, subject, narrative, incident_place, remedy FROM cases"
_OF_FINDINGS = "SELECT case_id, facts, evidence_summary, opinion_reason FROM findings"
_OF_ORDERS = "SELECT case_id, reason FROM orders"


def upgrade() -> None:
    op.create_table(
        "search_texts",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("accused", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_search_texts"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_search_texts_case_id_cases"),
    )
    if _is_sqlite():
        _index_by_full_text()
        _fill()
    else:
        _fill()
        _index_by_trigrams()


def downgrade() -> None:
    if _is_sqlite():
        for name in _TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE search_index")
    # The extension stays: others may have come to rely on it, and taking it away may need other rights.
    op.drop_table("search_texts")


def _index_by_full_text() -> None:
    try:
        op.execute(_FULL_TEXT)
    except sa.exc.OperationalError as error:
        raise UnusableDatabase("searching needs SQLite 3.34 or newer, with FTS5") from error
    for name, when in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {when}")


def _index_by_trigrams() -> None:
    try:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except sa.exc.DBAPIError as error:
        raise UnusableDatabase(
            "searching needs the extension pg_trgm, which this role may not create; install postgresql-contrib where"
            " it is a package of its own, and run CREATE EXTENSION pg_trgm in this database as its owner or superuser"
        ) from error
    op.create_index(
        "search_index", "search_texts", ["text"], postgresql_using="gin", postgresql_ops={"text": "gin_trgm_ops"}
    )


def _fill() -> None:
    table = sa.table("search_texts", sa.column("case_id"), sa.column("text"), sa.column("accused"))
    for first, last in _stretches():
        accused = _texts(_OF_ACCUSED, "case_id", first, last)
        others = [
            _texts(_OF_CASES, "id", first, last),
            _texts(_OF_FINDINGS, "submitted_at IS NOT NULL AND case_id", first, last),
            _texts(_OF_ORDERS, "case_id", first, last),
        ]
        rows = [
            {
                "case_id": case_id,
                "accused": fold_all(accused[case_id]),
                "text": fold_all([*accused[case_id], *(text for told in others for text in told[case_id])]),
            }
            for case_id in others[0]
        ]
        if rows:
            op.bulk_insert(table, rows)


def _stretches() -> Iterator[tuple[int, int]]:
    largest = op.get_bind().scalar(sa.text("SELECT max(id) FROM cases")) or 0
    for first in range(1, largest + 1, _BATCH):
        yield first, first + _BATCH - 1


def _texts(select: str, key: str, first: int, last: int) -> defaultdict[int, list[str]]:
    """What was written about each of the cases with these numbers, in the order of writing."""
    told: defaultdict[int, list[str]] = defaultdict(list)
    query = sa.text(f"{select} WHERE {key} BETWEEN :first AND :last ORDER BY id")
    for case_id, *texts in op.get_bind().execute(query, {"first": first, "last": last}):
        told[case_id] += texts
    return told


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
