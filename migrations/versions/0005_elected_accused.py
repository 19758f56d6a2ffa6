"""Which accused hold an elected office."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("is_elected", sa.Boolean(), nullable=False, server_default=sa.false())
    with op.batch_alter_table("accused") as accused:
        accused.add_column(column)
    with op.batch_alter_table("accused") as accused:
        accused.alter_column("is_elected", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("accused") as accused:
        accused.drop_column("is_elected")
