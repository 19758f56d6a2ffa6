"""How long things are kept: terms, legal holds, batches of disposals, and what has been disposed of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_TOLD = """
    UPDATE accused SET told_by_complainant = true WHERE case_id NOT IN (
        SELECT case_id FROM journal WHERE what = 'accused_added' AND case_id IS NOT NULL
    )
"""


def upgrade() -> None:
    _create_terms()
    _create_holds()
    _create_batches()
    op.add_column("cases", sa.Column("disposed_at", _AT, nullable=True))
    _index("ix_cases_kept", "cases", ["status_changed_at", "id"], "disposed_at IS NULL")
    op.add_column("outbox", sa.Column("purged_at", _AT, nullable=True))
    _index("ix_outbox_unpurged", "outbox", ["created_at"], "purged_at IS NULL")
    _index("ix_findings_drafts", "findings", ["case_id"], "submitted_at IS NULL")
    op.add_column("accused", sa.Column("told_by_complainant", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(_TOLD)


def downgrade() -> None:
    op.drop_column("accused", "told_by_complainant")
    op.drop_index("ix_findings_drafts", "findings")
    op.drop_index("ix_outbox_unpurged", "outbox")
    op.drop_column("outbox", "purged_at")
    op.drop_index("ix_cases_kept", "cases")
    op.drop_column("cases", "disposed_at")
    for table in ("disposal_items", "disposal_batches", "legal_holds", "retention_terms"):
        op.drop_table(table)


def _create_terms() -> None:
    terms = op.create_table(
        "retention_terms",
        sa.Column("category_group", sa.String(length=1), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("category_group", name="pk_retention_terms"),
    )
    op.bulk_insert(terms, [{"category_group": group, "years": 10} for group in "ABCD"])


def _create_holds() -> None:
    op.create_table(
        "legal_holds",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_legal_holds_case_id_cases"),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name="fk_legal_holds_by_id_staff"),
        sa.PrimaryKeyConstraint("case_id", name="pk_legal_holds"),
    )


def _create_batches() -> None:
    people = ("proposed_by_id", "approved_by_id", "withdrawn_by_id")
    op.create_table(
        "disposal_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", _AT, nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", _AT, nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", _AT, nullable=True),
        sa.CheckConstraint("approved_by_id <> proposed_by_id", name="ck_disposal_batches_two_people"),
        *(sa.ForeignKeyConstraint([one], ["staff.id"], name=f"fk_disposal_batches_{one}_staff") for one in people),
        sa.PrimaryKeyConstraint("id", name="pk_disposal_batches"),
        sa.UniqueConstraint("reference", name="uq_disposal_batches_reference"),
    )
    op.create_index("ix_disposal_batches_proposed_at_id", "disposal_batches", ["proposed_at", "id"])
    op.create_table(
        "disposal_items",
        sa.Column("batch_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("left_at", _AT, nullable=True),
        sa.Column("disposed_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["disposal_batches.id"], name="fk_disposal_items_batch_id_disposal_batches"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_disposal_items_case_id_cases"),
        sa.PrimaryKeyConstraint("batch_id", "case_id", name="pk_disposal_items"),
    )
    _index("uq_disposal_items_case_id", "disposal_items", ["case_id"], "left_at IS NULL", unique=True)
    waiting = "left_at IS NULL AND disposed_at IS NULL"
    _index("ix_disposal_items_waiting", "disposal_items", ["batch_id", "case_id"], waiting)


def _index(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    text = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=text, postgresql_where=text)
