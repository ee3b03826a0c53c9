"""What members think and wish, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
BY = sa.String(length=60)


def upgrade() -> None:
    op.create_table(
        "opinions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("from_unit_id", NUMBER, nullable=True),
        sa.Column("member_id", NUMBER, nullable=True),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("is_named", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("arrived_at", TIME, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("into_id", NUMBER, nullable=True),
        sa.Column("question", sa.String(length=500), nullable=True),
        sa.Column("addition", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("settled_at", TIME, nullable=True),
        sa.Column("settled_by", BY, nullable=True),
        sa.Column("settled_unit_id", NUMBER, nullable=True),
        sa.Column("reminders", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_opinions_unit_id_units")),
        sa.ForeignKeyConstraint(["from_unit_id"], ["units.id"], name=op.f("fk_opinions_from_unit_id_units")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_opinions_member_id_members")),
        sa.ForeignKeyConstraint(["into_id"], ["opinions.id"], name=op.f("fk_opinions_into_id_opinions")),
        sa.ForeignKeyConstraint(["settled_unit_id"], ["units.id"], name=op.f("fk_opinions_settled_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
    )
    op.create_index("ix_opinions_unit_id_arrived_at", "opinions", ["unit_id", "arrived_at"])
    op.create_index("ix_opinions_state_due_on", "opinions", ["state", "due_on"])
    op.create_index(op.f("ix_opinions_member_id"), "opinions", ["member_id"])
    op.create_index(op.f("ix_opinions_into_id"), "opinions", ["into_id"])


def downgrade() -> None:
    op.drop_table("opinions")
