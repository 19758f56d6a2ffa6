"""Triggers keep the journal's rows as they were written, and indexes let auditors read it by time, person and act.

A table that SQLite makes anew (batch_alter_table) loses its triggers: a later migration that does so makes them again.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_journal_at_seq": ["at", "seq"],
    "ix_journal_actor_id_at_seq": ["actor_id", "at", "seq"],
    "ix_journal_what_at_seq": ["what", "at", "seq"],
}
_REFUSAL = "the journal is only added to"

# INSERT OR REPLACE deletes without asking the triggers of DELETE, so it is refused as an insertion.
_SQLITE = {
    "journal_not_updated": "BEFORE UPDATE ON journal",
    "journal_not_deleted": "BEFORE DELETE ON journal",
    "journal_not_replaced": "BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq)",
    "reasons_only_erased": "BEFORE UPDATE ON reasons WHEN NEW.id <> OLD.id OR NEW.text IS NOT NULL",
    "reasons_not_deleted": "BEFORE DELETE ON reasons",
    "reasons_not_replaced": "BEFORE INSERT ON reasons WHEN EXISTS (SELECT 1 FROM reasons WHERE id = NEW.id)",
}
_POSTGRESQL = {
    "journal_kept": "BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT",
    "reasons_only_erased": ("BEFORE UPDATE ON reasons FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.text IS NOT NULL)"),
    "reasons_kept": "BEFORE DELETE OR TRUNCATE ON reasons FOR EACH STATEMENT",
}
_FUNCTION = f"""
CREATE FUNCTION refuse_to_change_the_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'restrict_violation';
END
$$
"""


def upgrade() -> None:
    for name, columns in _INDEXES.items():
        op.create_index(name, "journal", columns)
    if op.get_bind().dialect.name == "sqlite":
        for name, when in _SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END")
        return
    op.execute(_FUNCTION)
    for name, when in _POSTGRESQL.items():
        op.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION refuse_to_change_the_journal()")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in _SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    else:
        for name, when in _POSTGRESQL.items():
            op.execute(f"DROP TRIGGER {name} ON {when.partition(' ON ')[2].split()[0]}")
        op.execute("DROP FUNCTION refuse_to_change_the_journal()")
    for name in _INDEXES:
        op.drop_index(name, "journal")
