"""Evidence: what is known of each file that was handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("object_name", sa.String(length=64), nullable=True),
        sa.Column("object_key", sa.Text(), nullable=True),
        sa.Column("copy_type", sa.String(length=40), nullable=True),
        sa.Column("copy_size", sa.Integer(), nullable=True),
        sa.Column("copy_sha256", sa.String(length=64), nullable=False),
        sa.Column("copy_object_name", sa.String(length=64), nullable=True),
        sa.Column("copy_object_key", sa.Text(), nullable=True),
        sa.Column("scan_state", sa.String(length=40), nullable=False),
        sa.Column("scan_tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_evidence_case_id_cases"),
        sa.ForeignKeyConstraint(["received_by_id"], ["staff.id"], name="fk_evidence_received_by_id_staff"),
        sa.UniqueConstraint("object_name", name="uq_evidence_object_name"),
        sa.UniqueConstraint("copy_object_name", name="uq_evidence_copy_object_name"),
    )
    op.create_index("ix_evidence_case_id", "evidence", ["case_id"])
    op.create_index("ix_evidence_scan_state_scan_tried_at", "evidence", ["scan_state", "scan_tried_at"])


def downgrade() -> None:
    op.drop_table("evidence")
