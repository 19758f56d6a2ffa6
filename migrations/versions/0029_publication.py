"""What was published where, who looked at the guideline, and the numbers of the assessment's items."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["noted_by_id"], ["staff.id"], name=op.f("fk_publications_noted_by_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    op.create_index("ix_publications_fiscal_year_half", "publications", ["fiscal_year", "half"])
    op.create_table(
        "guideline_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["staff.id"], name=op.f("fk_guideline_reviews_reviewed_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline_reviews")),
    )
    op.create_index(op.f("ix_guideline_reviews_reviewed_at"), "guideline_reviews", ["reviewed_at"])
    op.create_table(
        "item_numbers",
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("fiscal_year", "item", name=op.f("pk_item_numbers")),
    )


def downgrade() -> None:
    op.drop_table("item_numbers")
    op.drop_table("guideline_reviews")
    op.drop_table("publications")
