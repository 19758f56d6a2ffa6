"""Which vault key a field is under is told by the field itself."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("complainants") as complainants:
        complainants.drop_column("key_id")


def downgrade() -> None:
    with op.batch_alter_table("complainants") as complainants:
        complainants.add_column(sa.Column("key_id", sa.String(length=16), nullable=False, server_default=""))
    with op.batch_alter_table("complainants") as complainants:
        complainants.alter_column("key_id", server_default=None)
