"""Project and vendor of procurement cases, also in declarations of interest; outcomes of disciplinary inquiries."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "procurements",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("project_number", sa.String(length=200), nullable=False),
        sa.Column("vendor", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_procurements_case_id_cases")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["staff.id"], name=op.f("fk_procurements_noted_by_id_staff")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_procurements")),
    )
    op.create_table(
        "disciplinary_inquiries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_disciplinary_inquiries_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff.id"], name=op.f("fk_disciplinary_inquiries_recorded_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disciplinary_inquiries")),
    )
    op.create_index("ix_disciplinary_inquiries_case_id", "disciplinary_inquiries", ["case_id"])
    with op.batch_alter_table("interest_declarations") as declarations:
        declarations.add_column(sa.Column("vendor", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("interest_declarations") as declarations:
        declarations.alter_column("vendor", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("interest_declarations") as declarations:
        declarations.drop_column("vendor")
    op.drop_index("ix_disciplinary_inquiries_case_id", "disciplinary_inquiries")
    op.drop_table("disciplinary_inquiries")
    op.drop_table("procurements")
