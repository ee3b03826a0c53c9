"""Changes of the tree that were decided for a day; and the days of a unit's counts are found without reading all."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
BY = sa.String(length=60)


def upgrade() -> None:
    op.create_table(
        "tree_changes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("batch", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("unit_id", NUMBER, nullable=True),
        sa.Column("was", sa.String(length=200), nullable=True),
        sa.Column("state", WORD, nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("settled_at", TIME, nullable=True),
        sa.Column("settled_by", BY, nullable=True),
        sa.Column("tried_at", TIME, nullable=True),
        sa.Column("trouble", sa.String(length=400), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_tree_changes_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tree_changes")),
    )
    op.create_index("ix_tree_changes_state_on", "tree_changes", ["state", "on"])
    op.create_index("ix_tree_changes_unit_id", "tree_changes", ["unit_id"])
    op.create_index("ix_tree_changes_digest", "tree_changes", ["digest"])
    op.create_table(
        "tree_drafts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("people", NUMBER, nullable=False),
        sa.Column("is_wrong", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_tree_drafts_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tree_drafts")),
    )
    op.create_index(op.f("ix_tree_drafts_made_at"), "tree_drafts", ["made_at"])
    op.create_index("ix_participation_deltas_cell_id_held_on", "participation_deltas", ["cell_id", "held_on"])


def downgrade() -> None:
    op.drop_index("ix_participation_deltas_cell_id_held_on", "participation_deltas")
    op.drop_table("tree_drafts")
    op.drop_table("tree_changes")
