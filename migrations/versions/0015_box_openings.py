"""The opening of a box becomes a row of its own, which letters point at; boxes become rows, too.

What letters said of their openings becomes the openings, each with as many letters as point at it.
"""

import sqlalchemy as sa
from alembic import op

from complaint_center.domain.thai import name_key

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_OPENINGS = """
INSERT INTO box_openings (box_id, opened_at, opened_by, witness, letters, recorded_by_id, recorded_at)
SELECT suggestion_boxes.id, cases.received_at, cases.box_opened_by, max(cases.box_witness), count(*),
  min(cases.logged_by_id), min(cases.registered_at)
FROM cases JOIN box_names ON box_names.name = cases.box
JOIN suggestion_boxes ON suggestion_boxes.name_key = box_names.name_key
WHERE cases.box <> ''
GROUP BY suggestion_boxes.id, cases.received_at, cases.box_opened_by
"""
_LETTERS = """
UPDATE cases SET box_opening_id = (
  SELECT box_openings.id FROM box_openings
  JOIN suggestion_boxes ON suggestion_boxes.id = box_openings.box_id
  JOIN box_names ON box_names.name_key = suggestion_boxes.name_key
  WHERE box_names.name = cases.box AND box_openings.opened_at = cases.received_at
  AND box_openings.opened_by = cases.box_opened_by
) WHERE box <> ''
"""
_BACK = """
UPDATE cases SET
  box = (SELECT name FROM suggestion_boxes JOIN box_openings ON box_openings.box_id = suggestion_boxes.id
    WHERE box_openings.id = cases.box_opening_id),
  box_opened_by = (SELECT opened_by FROM box_openings WHERE box_openings.id = cases.box_opening_id),
  box_witness = (SELECT witness FROM box_openings WHERE box_openings.id = cases.box_opening_id)
WHERE box_opening_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "suggestion_boxes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("check_days", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_suggestion_boxes"),
        sa.UniqueConstraint("name_key", name="uq_suggestion_boxes_name_key"),
    )
    op.create_table(
        "box_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("box_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("witness", sa.String(length=200), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_box_openings"),
        sa.ForeignKeyConstraint(["box_id"], ["suggestion_boxes.id"], name="fk_box_openings_box_id_suggestion_boxes"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["staff.id"], name="fk_box_openings_recorded_by_id_staff"),
        sa.UniqueConstraint("box_id", "opened_at", "opened_by", name="uq_box_openings_box_id_opened_at_opened_by"),
    )
    op.create_index("ix_box_openings_opened_at", "box_openings", ["opened_at", "id"])
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("box_opening_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_cases_box_opening_id_box_openings", "box_openings", ["box_opening_id"], ["id"])
        batch.create_index("ix_cases_box_opening_id", ["box_opening_id"])
    _bring_along()
    with op.batch_alter_table("cases") as batch:
        for name in ("box", "box_opened_by", "box_witness"):
            batch.drop_column(name)


def downgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        for name in ("box", "box_opened_by", "box_witness"):
            batch.add_column(sa.Column(name, sa.String(length=200), nullable=False, server_default=""))
    op.execute(_BACK)
    with op.batch_alter_table("cases") as batch:
        for name in ("box", "box_opened_by", "box_witness"):
            batch.alter_column(name, server_default=None)
        batch.drop_index("ix_cases_box_opening_id")
        batch.drop_constraint("fk_cases_box_opening_id_box_openings", type_="foreignkey")
        batch.drop_column("box_opening_id")
    op.drop_table("box_openings")
    op.drop_table("suggestion_boxes")


def _bring_along() -> None:
    """Names that differ in spaces or signs only are one box, as they will be from now on."""
    connection = op.get_bind()
    named = connection.execute(
        sa.text("SELECT box, min(received_at) AS first_at FROM cases WHERE box <> '' GROUP BY box ORDER BY 2")
    ).all()
    connection.execute(sa.text("CREATE TEMPORARY TABLE box_names (name TEXT, name_key TEXT)"))
    known: set[str] = set()
    for name, first_at in named:
        key = name_key(name) or name
        connection.execute(sa.text("INSERT INTO box_names VALUES (:name, :key)"), {"name": name, "key": key})
        if key not in known:
            known.add(key)
            connection.execute(
                sa.text(
                    "INSERT INTO suggestion_boxes (name, name_key, check_days, added_at) VALUES (:name, :key, 5, :at)"
                ),
                {"name": name, "key": key, "at": first_at},
            )
    op.execute(_OPENINGS)
    op.execute(_LETTERS)
    connection.execute(sa.text("DROP TABLE box_names"))
