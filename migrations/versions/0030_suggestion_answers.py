"""Answers to suggestions, published where whoever made them agrees."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suggestion_answers",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_suggestion_answers_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["staff.id"], name=op.f("fk_suggestion_answers_answered_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_suggestion_answers")),
    )
    op.create_index("ix_suggestion_answers_published_at", "suggestion_answers", ["published_at"])
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("may_publish", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("may_publish", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("may_publish")
    op.drop_index("ix_suggestion_answers_published_at", "suggestion_answers")
    op.drop_table("suggestion_answers")
