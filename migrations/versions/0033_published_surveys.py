"""Surveys know in which year's summary they are published, from when on they stand."""

from collections import defaultdict
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BANGKOK = timedelta(hours=7)
ENDED = ("referred", "closed", "not_accepted", "withdrawn")
WHOLE = 5

cases = sa.table("cases", sa.column("id"), sa.column("status"), sa.column("status_changed_at", sa.DateTime(True)))
surveys = sa.table("surveys", sa.column("case_id"), sa.column("at", sa.DateTime(True)), sa.column("published_year"))


def upgrade() -> None:
    with op.batch_alter_table("surveys") as batch:
        batch.add_column(sa.Column("published_year", sa.Integer(), nullable=True))
        batch.create_index("ix_surveys_published_year", ["published_year"])
    _publish_what_is_published()


def downgrade() -> None:
    with op.batch_alter_table("surveys") as batch:
        batch.drop_index("ix_surveys_published_year")
        batch.drop_column("published_year")


def _publish_what_is_published() -> None:
    """Until now that was the oldest whole fives of each fiscal year, counted anew each time."""
    answered = (
        sa.select(surveys.c.case_id, cases.c.status_changed_at)
        .join(cases, cases.c.id == surveys.c.case_id)
        .where(cases.c.status.in_(ENDED))
        .order_by(surveys.c.at, surveys.c.case_id)
    )
    by_year = defaultdict(list)
    for case_id, ended_at in op.get_bind().execute(answered).all():
        in_bangkok = ended_at.replace(tzinfo=None) - (ended_at.utcoffset() or timedelta(0)) + BANGKOK
        by_year[in_bangkok.year + 543 + (in_bangkok.month >= 10)].append(case_id)
    for year, case_ids in by_year.items():
        for case_id in case_ids[: len(case_ids) - len(case_ids) % WHOLE]:
            op.execute(surveys.update().where(surveys.c.case_id == case_id).values(published_year=year))
