"""Each category has a term of its own; those of a group begin with the term that the group had."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

CODES = ("A", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "B", "C", "D")
OLD = sa.table("retention_terms", sa.column("category_group"), sa.column("years"))
NEW = sa.table("retention_terms", sa.column("category"), sa.column("years"))


def upgrade() -> None:
    kept = op.get_bind().execute(sa.select(OLD.c.category_group, OLD.c.years))
    years = dict(kept.all())
    op.drop_table("retention_terms")
    op.create_table(
        "retention_terms",
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("category", name="pk_retention_terms"),
    )
    op.bulk_insert(NEW, [{"category": code, "years": years[code[0]]} for code in CODES])


def downgrade() -> None:
    """A group keeps the longest of its categories' terms: nothing is destroyed sooner than it was to be."""
    rows = op.get_bind().execute(sa.select(NEW.c.category, NEW.c.years)).all()
    op.drop_table("retention_terms")
    op.create_table(
        "retention_terms",
        sa.Column("category_group", sa.String(length=1), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("category_group", name="pk_retention_terms"),
    )
    longest = {group: max(years for code, years in rows if code[0] == group) for group in "ABCD"}
    op.bulk_insert(OLD, [{"category_group": group, "years": years} for group, years in longest.items()])
