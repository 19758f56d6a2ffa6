"""The breakdowns of a fiscal year's statistics are published once, and stand."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_breakdowns",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=True),
        sa.Column("categories", sa.JSON(), nullable=True),
        sa.Column("outcomes", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("fiscal_year", name=op.f("pk_published_breakdowns")),
    )


def downgrade() -> None:
    op.drop_table("published_breakdowns")
