"""One call may tell several things, and several calls may tell nothing: what came of a call gets rows of its own.

What was noted of each thing told becomes a call that told it. The way back keeps of every call what it told; calls that
told nothing have no place there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_CALLS = """
INSERT INTO calls (id, case_id, at, by_id, outcome, note)
SELECT id, case_id, done_at, done_by_id, 'told', result FROM call_tasks WHERE done_at IS NOT NULL
"""
_BACK = """
UPDATE call_tasks SET
  done_by_id = (SELECT by_id FROM calls WHERE calls.id = call_tasks.call_id),
  result = COALESCE((SELECT note FROM calls WHERE calls.id = call_tasks.call_id), '')
"""


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_calls_case_id_cases"),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name="fk_calls_by_id_staff"),
    )
    op.create_index("ix_calls_case_id", "calls", ["case_id"])
    op.execute(_CALLS)
    _go_on_counting()
    with op.batch_alter_table("call_tasks") as batch:
        batch.add_column(sa.Column("call_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_call_tasks_call_id_calls", "calls", ["call_id"], ["id"])
    op.execute("UPDATE call_tasks SET call_id = id WHERE done_at IS NOT NULL")
    with op.batch_alter_table("call_tasks") as batch:
        batch.drop_constraint("fk_call_tasks_done_by_id_staff", type_="foreignkey")
        batch.drop_column("done_by_id")
        batch.drop_column("result")


def downgrade() -> None:
    with op.batch_alter_table("call_tasks") as batch:
        batch.add_column(sa.Column("done_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("result", sa.Text(), nullable=False, server_default=""))
        batch.create_foreign_key("fk_call_tasks_done_by_id_staff", "staff", ["done_by_id"], ["id"])
    op.execute(_BACK)
    with op.batch_alter_table("call_tasks") as batch:
        batch.alter_column("result", server_default=None)
        batch.drop_constraint("fk_call_tasks_call_id_calls", type_="foreignkey")
        batch.drop_column("call_id")
    op.drop_table("calls")


def _go_on_counting() -> None:
    """PostgreSQL's own counter knows nothing of the numbers that were brought along."""
    if op.get_bind().dialect.name == "postgresql":
        last = sa.select(sa.func.max(sa.column("id"))).select_from(sa.table("calls")).scalar_subquery()
        op.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence("calls", "id"), last)))
