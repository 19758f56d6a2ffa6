"""An outcome of a disciplinary inquiry says whom it concerns and which earlier one it takes the place of."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ACCUSED = "fk_disciplinary_inquiries_accused_id_accused"
REPLACES = "fk_disciplinary_inquiries_replaces_id_disciplinary_inquiries"


def upgrade() -> None:
    with op.batch_alter_table("disciplinary_inquiries") as batch:
        batch.add_column(sa.Column("accused_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(ACCUSED), "accused", ["accused_id"], ["id"])
        batch.create_foreign_key(op.f(REPLACES), "disciplinary_inquiries", ["replaces_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_disciplinary_inquiries_replaces_id"), ["replaces_id"])


def downgrade() -> None:
    with op.batch_alter_table("disciplinary_inquiries") as batch:
        batch.drop_constraint(op.f("uq_disciplinary_inquiries_replaces_id"), type_="unique")
        batch.drop_constraint(op.f(REPLACES), type_="foreignkey")
        batch.drop_constraint(op.f(ACCUSED), type_="foreignkey")
        batch.drop_column("replaces_id")
        batch.drop_column("accused_id")
