"""Auditors read the journal of a case newest first: its index has the time in it."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_journal_case_id_at_seq", "journal", ["case_id", "at", "seq"])
    op.drop_index("ix_journal_case_id_seq", "journal")


def downgrade() -> None:
    op.create_index("ix_journal_case_id_seq", "journal", ["case_id", "seq"])
    op.drop_index("ix_journal_case_id_at_seq", "journal")
