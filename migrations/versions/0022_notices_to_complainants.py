"""The complainant of every open complaint is owed a notice: the fifteen days begin with this upgrade.

Of a letter from the box that nobody signed, nobody can be told.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NOTICE = "notice"
NOTICE_DAYS = 15
ENDED = ("referred", "closed", "not_accepted", "withdrawn")
SUGGESTION = "D"

DEADLINES = sa.table(
    "deadlines",
    sa.column("id", sa.Integer()),
    sa.column("case_id", sa.Integer()),
    sa.column("kind", sa.String()),
    sa.column("started_at", sa.DateTime(timezone=True)),
    sa.column("due_at", sa.DateTime(timezone=True)),
    sa.column("next_rung_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    now = datetime.now(UTC)
    started_at = now.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else now
    rows = [
        {
            "case_id": case_id,
            "kind": NOTICE,
            "started_at": started_at,
            "due_at": started_at + timedelta(days=NOTICE_DAYS),
            # The next sweep looks at it and finds its first rung.
            "next_rung_at": started_at,
        }
        for case_id in _owed()
    ]
    if rows:
        op.bulk_insert(DEADLINES, rows)


def downgrade() -> None:
    of_notices = sa.text("DELETE FROM escalations WHERE deadline_id IN (SELECT id FROM deadlines WHERE kind = :kind)")
    op.execute(of_notices.bindparams(kind=NOTICE))
    op.execute(sa.delete(DEADLINES).where(DEADLINES.c.kind == NOTICE))


def _owed() -> list[int]:
    query = sa.text(
        "SELECT cases.id FROM cases JOIN complainants ON complainants.case_id = cases.id"
        " WHERE cases.status NOT IN :ended AND cases.category != :suggestion AND (cases.channel != 'box'"
        " OR complainants.is_anonymous IS NOT TRUE OR complainants.phone_index IS NOT NULL) ORDER BY cases.id"
    ).bindparams(sa.bindparam("ended", ENDED, expanding=True), suggestion=SUGGESTION)
    return list(op.get_bind().execute(query).scalars())
