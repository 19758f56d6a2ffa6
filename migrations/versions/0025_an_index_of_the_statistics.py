"""The public statistics are counted from an index that holds all they ask for."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cases_statistics", "cases", ["received_at", "category", "status", "channel"])


def downgrade() -> None:
    op.drop_index("ix_cases_statistics", "cases")
