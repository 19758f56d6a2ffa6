"""Deadlines know when they were ended, so that what was late by then stays late."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ENDED = ("referred", "closed", "not_accepted", "withdrawn")

cases = sa.table("cases", sa.column("id"), sa.column("status"), sa.column("status_changed_at"))
deadlines = sa.table("deadlines", sa.column("case_id"), sa.column("ended_by"), sa.column("ended_at"))


def upgrade() -> None:
    op.add_column("deadlines", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    # Of one that ended with a case that was reopened since, or became a suggestion, nobody knows the instant.
    ended = sa.select(cases.c.status_changed_at).where(cases.c.id == deadlines.c.case_id, cases.c.status.in_(ENDED))
    op.execute(deadlines.update().where(deadlines.c.ended_by.in_(ENDED)).values(ended_at=ended.scalar_subquery()))


def downgrade() -> None:
    with op.batch_alter_table("deadlines") as batch:
        batch.drop_column("ended_at")
