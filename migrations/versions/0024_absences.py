"""Who is away and who stands in; an assignment knows for whose absence it was made."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("began_at IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arranged_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absences_staff_id_staff")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["staff.id"], name=op.f("fk_absences_stand_in_id_staff")),
        sa.ForeignKeyConstraint(["arranged_by_id"], ["staff.id"], name=op.f("fk_absences_arranged_by_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index(
        "uq_absences_in_force_staff_id",
        "absences",
        ["staff_id"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    op.create_index("ix_absences_ended_at_starts_at", "absences", ["ended_at", "starts_at"])
    with op.batch_alter_table("assignments") as assignments:
        assignments.add_column(sa.Column("absence_id", sa.Integer(), nullable=True))
        assignments.create_foreign_key(op.f("fk_assignments_absence_id_absences"), "absences", ["absence_id"], ["id"])
        assignments.create_index("ix_assignments_absence_id", ["absence_id"])


def downgrade() -> None:
    with op.batch_alter_table("assignments") as assignments:
        assignments.drop_index("ix_assignments_absence_id")
        assignments.drop_constraint(op.f("fk_assignments_absence_id_absences"), type_="foreignkey")
        assignments.drop_column("absence_id")
    op.drop_table("absences")
