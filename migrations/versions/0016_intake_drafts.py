"""Complaints that a clerk is still writing down."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intake_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("submission_hash", sa.String(length=64), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_intake_drafts"),
        sa.ForeignKeyConstraint(["clerk_id"], ["staff.id"], name="fk_intake_drafts_clerk_id_staff"),
        sa.UniqueConstraint("reference", name="uq_intake_drafts_reference"),
        sa.UniqueConstraint("submission_hash", name="uq_intake_drafts_submission_hash"),
    )
    op.create_index("ix_intake_drafts_clerk_id", "intake_drafts", ["clerk_id"])
    op.create_index("ix_intake_drafts_saved_at", "intake_drafts", ["saved_at"])


def downgrade() -> None:
    op.drop_table("intake_drafts")
