"""Lists of cases that the worker writes."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("object_name", sa.String(length=64), nullable=True),
        sa.Column("object_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["requested_by_id"], ["staff.id"], name=op.f("fk_case_exports_requested_by_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_exports")),
        sa.UniqueConstraint("object_name", name=op.f("uq_case_exports_object_name")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_exports_reference")),
    )
    op.create_index("ix_case_exports_requested_by_id", "case_exports", ["requested_by_id"])
    op.create_index("ix_case_exports_requested_at", "case_exports", ["requested_at"])
    op.create_index("ix_case_exports_state_lease_until", "case_exports", ["state", "lease_until"])


def downgrade() -> None:
    op.drop_table("case_exports")
