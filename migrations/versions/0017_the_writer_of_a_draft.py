"""A draft knows the page that saved it last. Those there are were saved by a page that nobody can name any more."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("intake_drafts") as batch:
        batch.add_column(sa.Column("writer", sa.String(length=32), nullable=False, server_default=""))
    with op.batch_alter_table("intake_drafts") as batch:
        batch.alter_column("writer", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("intake_drafts") as batch:
        batch.drop_column("writer")
