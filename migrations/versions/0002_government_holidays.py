"""The government's holidays of 2569 and 2570, as announced; an administrator keeps them from here on."""

import sqlalchemy as sa
from alembic import op

from complaint_center.domain.holidays import GOVERNMENT_HOLIDAYS

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_HOLIDAYS = sa.table("holidays", sa.column("day", sa.Date), sa.column("name", sa.String))


def upgrade() -> None:
    op.bulk_insert(_HOLIDAYS, [{"day": day, "name": name} for day, name in GOVERNMENT_HOLIDAYS.items()])


def downgrade() -> None:
    op.execute(_HOLIDAYS.delete())
