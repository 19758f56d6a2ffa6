"""Questions become the office's side of a conversation; and what the complainant says of the end.

Numbers of questions stay, for the journal names them. What a supervisor wrote as the reason of an order was never
meant for the complainant, who could not read questions until now: such a question keeps no text.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_UNREAD = "author = 'complainant' AND read_at IS NULL"
_QUESTIONS = """
INSERT INTO conversation_entries (id, case_id, kind, author, staff_id, at, text)
SELECT id, case_id, 'question', 'office', asked_by_id, asked_at,
  CASE WHEN EXISTS (
    SELECT 1 FROM orders WHERE orders.kind = 'more_info' AND orders.case_id = questions.case_id
    AND orders.at = questions.asked_at AND orders.by_id = questions.asked_by_id
  ) THEN '' ELSE text END
FROM questions
"""
_ANSWERS = """
INSERT INTO conversation_entries (case_id, kind, author, staff_id, at, text, question_id, read_at)
SELECT case_id, 'answer', 'complainant', (
    SELECT min(actor_id) FROM journal WHERE journal.what = 'info_received' AND journal.case_id = questions.case_id
    AND journal.at = questions.answered_at
  ), answered_at, answer, id, answered_at
FROM questions WHERE answered_at IS NOT NULL ORDER BY id
"""
_BACK = """
INSERT INTO questions (id, case_id, asked_by_id, asked_at, text, answer, answered_at)
SELECT asked.id, asked.case_id, asked.staff_id, asked.at, asked.text, COALESCE(answered.text, ''), answered.at
FROM conversation_entries AS asked
LEFT JOIN conversation_entries AS answered ON answered.question_id = asked.id
WHERE asked.kind = 'question'
"""


def upgrade() -> None:
    op.create_table(
        "conversation_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_entries"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_conversation_entries_case_id_cases"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_conversation_entries_staff_id_staff"),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["conversation_entries.id"],
            name="fk_conversation_entries_question_id_conversation_entries",
        ),
        sa.UniqueConstraint("question_id", name="uq_conversation_entries_question_id"),
        sa.UniqueConstraint("submission_hash", name="uq_conversation_entries_submission_hash"),
    )
    op.create_index("ix_conversation_entries_case_id_at", "conversation_entries", ["case_id", "at", "id"])
    op.create_index(
        "ix_conversation_entries_unread",
        "conversation_entries",
        ["case_id"],
        sqlite_where=sa.text(_UNREAD),
        postgresql_where=sa.text(_UNREAD),
    )
    op.create_table(
        "surveys",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("handling", sa.Integer(), nullable=False),
        sa.Column("result", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", name="pk_surveys"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_surveys_case_id_cases"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["staff.id"], name="fk_surveys_recorded_by_id_staff"),
    )
    op.execute(_QUESTIONS)
    _go_on_counting(sa.table("conversation_entries", sa.column("id")))
    op.execute(_ANSWERS)
    op.drop_index("ix_questions_case_id", table_name="questions")
    op.drop_table("questions")


def downgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["staff.id"], name="fk_questions_asked_by_id_staff"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_questions_case_id_cases"),
    )
    op.create_index("ix_questions_case_id", "questions", ["case_id"])
    op.execute(_BACK)
    _go_on_counting(sa.table("questions", sa.column("id")))
    op.drop_table("surveys")
    op.drop_table("conversation_entries")


def _go_on_counting(table: sa.TableClause) -> None:
    """PostgreSQL's own counter knows nothing of the numbers that were brought along."""
    if op.get_bind().dialect.name == "postgresql":
        last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
        op.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), last)))
