"""Declarations of interest that another vendor voids are kept, and only one that stands is unique."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

STANDS = sa.text("voided_at IS NULL")

declarations = sa.table("interest_declarations", sa.column("voided_at"))


def upgrade() -> None:
    with op.batch_alter_table("interest_declarations") as batch:
        batch.add_column(sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_constraint(op.f("uq_interest_declarations_case_id_staff_id"), type_="unique")
    op.create_index("ix_interest_declarations_case_id", "interest_declarations", ["case_id"])
    op.create_index(
        "uq_interest_declarations_standing",
        "interest_declarations",
        ["case_id", "staff_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def downgrade() -> None:
    """What was voided was not kept before."""
    op.execute(declarations.delete().where(declarations.c.voided_at.is_not(None)))
    op.drop_index("uq_interest_declarations_standing", "interest_declarations")
    op.drop_index("ix_interest_declarations_case_id", "interest_declarations")
    with op.batch_alter_table("interest_declarations") as batch:
        batch.drop_column("voided_at")
        batch.create_unique_constraint(op.f("uq_interest_declarations_case_id_staff_id"), ["case_id", "staff_id"])
