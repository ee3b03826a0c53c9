"""Kinds of meetings with lists of their own: groups of a cell, briefings, congresses; and guests beside every list."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)


def _guests() -> None:
    op.create_table(
        "guests",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=True),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_guests_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_guests_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guests")),
        sa.UniqueConstraint("meeting_id", "member_id", name=op.f("uq_guests_meeting_id_member_id")),
    )
    op.create_index(op.f("ix_guests_meeting_id"), "guests", ["meeting_id"])
    op.create_index(op.f("ix_guests_member_id"), "guests", ["member_id"])


def upgrade() -> None:
    op.add_column("meetings", sa.Column("is_extended", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("meetings", sa.Column("audience", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("attendances", sa.Column("is_optional", sa.Boolean(), server_default=sa.false(), nullable=False))
    for table in ("attendances", "memberships"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("group_id", NUMBER, nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_group_id_units"), "units", ["group_id"], ["id"])
    op.create_index(op.f("ix_memberships_group_id"), "memberships", ["group_id"])
    _guests()


def downgrade() -> None:
    op.drop_table("guests")
    op.drop_index(op.f("ix_memberships_group_id"), table_name="memberships")
    for table in ("attendances", "memberships"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_group_id_units"), type_="foreignkey")
            batch.drop_column("group_id")
    op.drop_column("attendances", "is_optional")
    op.drop_column("meetings", "audience")
    op.drop_column("meetings", "is_extended")
