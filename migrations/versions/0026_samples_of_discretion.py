"""Monthly samples of discretionary decisions, and what those above found in them."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discretion_samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_discretion_samples"),
        sa.UniqueConstraint("month", name="uq_discretion_samples_month"),
    )
    op.create_table(
        "sampled_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("is_in_order", sa.Boolean(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sampled_acts"),
        sa.UniqueConstraint("reference", name="uq_sampled_acts_reference"),
        sa.UniqueConstraint("seq", name="uq_sampled_acts_seq"),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["discretion_samples.id"], name="fk_sampled_acts_sample_id_discretion_samples"
        ),
        sa.ForeignKeyConstraint(["seq"], ["journal.seq"], name="fk_sampled_acts_seq_journal"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_sampled_acts_case_id_cases"),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["staff.id"], name="fk_sampled_acts_reviewed_by_id_staff"),
    )
    op.create_index("ix_sampled_acts_sample_id", "sampled_acts", ["sample_id"])
    op.create_index("ix_sampled_acts_case_id", "sampled_acts", ["case_id"])


def downgrade() -> None:
    op.drop_table("sampled_acts")
    op.drop_table("discretion_samples")
