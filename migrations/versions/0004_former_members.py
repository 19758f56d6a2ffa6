"""Who left a unit, for complaints about it that were received before."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_former_members"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_former_members_staff_id_staff"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_former_members_unit_id_units"),
    )


def downgrade() -> None:
    op.drop_table("former_members")
