"""Changes of members that wait for a confirmation, what members ask for about their own data, breaches.

And two entries for one person that became one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
BY = sa.String(length=60)


def _changes() -> None:
    op.create_table(
        "member_changes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=True),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("to_unit_id", NUMBER, nullable=True),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("asked_by", BY, nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("settled_by", BY, nullable=True),
        sa.Column("settled_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_member_changes_member_id_members")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_member_changes_unit_id_units")),
        sa.ForeignKeyConstraint(["to_unit_id"], ["units.id"], name=op.f("fk_member_changes_to_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_changes")),
    )
    op.create_index(op.f("ix_member_changes_member_id"), "member_changes", ["member_id"])
    op.create_index("ix_member_changes_unit_id_state", "member_changes", ["unit_id", "state"])
    op.create_index("ix_member_changes_to_unit_id_state", "member_changes", ["to_unit_id", "state"])


def _requests() -> None:
    op.create_table(
        "data_requests",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("proposed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("answered_by", BY, nullable=True),
        sa.Column("outcome", WORD, nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_data_requests_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    op.create_index(op.f("ix_data_requests_member_id"), "data_requests", ["member_id"])
    op.create_index("ix_data_requests_answered_at_remind_on", "data_requests", ["answered_at", "remind_on"])


def _breaches() -> None:
    op.create_table(
        "breaches",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("found_at", TIME, nullable=False),
        sa.Column("scope", sa.String(length=600), nullable=False),
        sa.Column("people", NUMBER, nullable=True),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("reported_at", TIME, nullable=True),
        sa.Column("reported_by", BY, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
    )


def upgrade() -> None:
    _changes()
    _requests()
    _breaches()
    op.add_column("members", sa.Column("merged_into_id", NUMBER, nullable=True))
    op.add_column("members", sa.Column("erased_at", TIME, nullable=True))


def downgrade() -> None:
    op.drop_column("members", "erased_at")
    op.drop_column("members", "merged_into_id")
    for table in ("breaches", "data_requests", "member_changes"):
        op.drop_table(table)
