"""What was once a reason to keep somebody out of a case goes on being one.

Earlier corrections of the receipt and of the category are read from the journal.
"""

import json
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

CASES = sa.table(
    "cases",
    sa.column("id", sa.Integer()),
    sa.column("category", sa.String()),
    sa.column("earliest_received_at", sa.DateTime(timezone=True)),
    sa.column("was_procurement", sa.Boolean()),
)
PROCUREMENT = "A3"


def upgrade() -> None:
    with op.batch_alter_table("units") as units:
        units.add_column(sa.Column("left_procurement_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("earliest_received_at", sa.DateTime(timezone=True), nullable=True))
        cases.add_column(sa.Column("was_procurement", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("was_procurement", server_default=None)
    _read_journal()


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("was_procurement")
        cases.drop_column("earliest_received_at")
    with op.batch_alter_table("units") as units:
        units.drop_column("left_procurement_at")


def _read_journal() -> None:
    earliest: dict[int, datetime] = {}
    for case_id, change in _changes("received_at_corrected"):
        for told in (change["from"], change["to"]):
            at = datetime.fromisoformat(told)
            earliest[case_id] = min(at, earliest.get(case_id, at))
    for case_id, at in earliest.items():
        op.execute(sa.update(CASES).where(CASES.c.id == case_id).values(earliest_received_at=_in_utc(at)))
    was = [case_id for case_id, change in _changes("category_changed") if change["from"] == PROCUREMENT]
    is_other = CASES.c.category != PROCUREMENT
    for case_id in was:
        op.execute(sa.update(CASES).where(CASES.c.id == case_id, is_other).values(was_procurement=True))


def _changes(what: str) -> Iterator[tuple[int, dict[str, str]]]:
    query = sa.text("SELECT case_id, detail FROM journal WHERE what = :what ORDER BY seq")
    for case_id, detail in op.get_bind().execute(query, {"what": what}).all():
        yield case_id, json.loads(detail)


def _in_utc(at: datetime) -> datetime:
    """As the databases keep it: SQLite without a zone."""
    return at.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else at
