"""The duties of one kind that fell due in a fiscal year are found without reading all of them."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_deadlines_kind_due_at", "deadlines", ["kind", "due_at"])


def downgrade() -> None:
    op.drop_index("ix_deadlines_kind_due_at", "deadlines")
