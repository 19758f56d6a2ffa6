"""Who may be meant by words that nobody has answered; and a unit bars beside a person, too.

What is unanswered at this moment is read by the rule of this day: a later change of the rule leaves these rows.
"""

import sqlalchemy as sa
from alembic import op

from complaint_center.domain.near_names import Known, nearly_named

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

UNANSWERED = sa.text("SELECT id, name, position, unit_name FROM accused WHERE linked_at IS NULL ORDER BY id")
STAFF = sa.text("SELECT id, name, position FROM staff ORDER BY id")
HEADS = sa.text("SELECT head_id, name FROM units WHERE head_id IS NOT NULL ORDER BY id")


def upgrade() -> None:
    op.create_table(
        "nearly_named",
        sa.Column("accused_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("accused_id", "staff_id", name="pk_nearly_named"),
        sa.ForeignKeyConstraint(["accused_id"], ["accused.id"], name="fk_nearly_named_accused_id_accused"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_nearly_named_staff_id_staff"),
    )
    op.create_index("ix_nearly_named_staff_id", "nearly_named", ["staff_id"])
    # Until now a unit that stood beside a person or a stranger barred nobody.
    op.execute("UPDATE accused SET unit_id = NULL WHERE staff_id IS NOT NULL OR is_stranger")
    _fill()


def downgrade() -> None:
    op.drop_table("nearly_named")


def _fill() -> None:
    connection = op.get_bind()
    heads: dict[int, list[str]] = {}
    for head_id, name in connection.execute(HEADS):
        heads.setdefault(head_id, []).append(name)
    known = [Known(*row, tuple(heads.get(row.id, ()))) for row in connection.execute(STAFF)]
    rows = [
        {"accused_id": accused_id, "staff_id": staff_id}
        for accused_id, *words in connection.execute(UNANSWERED)
        for staff_id in sorted(nearly_named(words, known))
    ]
    if rows:
        op.bulk_insert(sa.table("nearly_named", sa.column("accused_id"), sa.column("staff_id")), rows)
