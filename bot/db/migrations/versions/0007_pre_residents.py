"""Residents who are told what concerns their village, the texts they get, the codes that show a number is theirs.

And for which unit each attempt is paid, and what a network still takes today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
RESIDENTS = sa.text("resident_id IS NOT NULL")
PAID_FOR = sa.text("cost IS NOT NULL")


def _residents() -> None:
    op.create_table(
        "residents",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("endpoint_id", NUMBER, nullable=True),
        sa.Column("registered", WORD, nullable=False),
        sa.Column("text_version", sa.String(length=24), nullable=False),
        sa.Column("agreed_at", TIME, nullable=False),
        sa.Column("consent", WORD, nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(length=60), nullable=True),
        sa.Column("verified_at", TIME, nullable=True),
        sa.Column("stopped_at", TIME, nullable=True),
        sa.Column("stopped_by", sa.String(length=60), nullable=True),
        sa.Column("entered_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["endpoint_id"], ["endpoints.id"], name=op.f("fk_residents_endpoint_id_endpoints")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_residents_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residents")),
        sa.UniqueConstraint("unit_id", "phone", name=op.f("uq_residents_unit_id_phone")),
        sa.UniqueConstraint("unit_id", "endpoint_id", name=op.f("uq_residents_unit_id_endpoint_id")),
    )
    op.create_index(op.f("ix_residents_phone"), "residents", ["phone"])
    op.create_index(op.f("ix_residents_endpoint_id"), "residents", ["endpoint_id"])


def _messages() -> None:
    op.create_table(
        "resident_messages",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("text", sa.String(length=600), nullable=True),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("people", NUMBER, nullable=False),
        sa.Column("parts", NUMBER, nullable=False),
        sa.Column("cost", NUMBER, nullable=False),
        sa.Column("cancelled_at", TIME, nullable=True),
        sa.Column("cancelled_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_resident_messages_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_messages")),
    )
    op.create_index(op.f("ix_resident_messages_unit_id"), "resident_messages", ["unit_id"])
    op.create_index(op.f("ix_resident_messages_made_at"), "resident_messages", ["made_at"])


def _codes() -> None:
    op.create_table(
        "resident_codes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", WORD, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("made_from", sa.String(length=64), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("tries", NUMBER, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_resident_codes_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_codes")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_resident_codes_token_hash")),
    )
    op.create_index(op.f("ix_resident_codes_phone"), "resident_codes", ["phone"])
    op.create_index(op.f("ix_resident_codes_made_at"), "resident_codes", ["made_at"])
    op.create_index("ix_resident_codes_made_from_made_at", "resident_codes", ["made_from", "made_at"])


def upgrade() -> None:
    _residents()
    _messages()
    _codes()
    op.add_column("notices", sa.Column("resident_id", NUMBER, nullable=True))
    for name, column in (("uq_notices_about_resident", "resident_id"), ("uq_notices_about_endpoint", "endpoint_id")):
        op.create_index(
            name, "notices", ["about", column], unique=True, sqlite_where=RESIDENTS, postgresql_where=RESIDENTS
        )
    op.add_column("attempts", sa.Column("unit_id", NUMBER, nullable=True))
    op.create_index(
        "ix_attempts_outlays", "attempts", ["unit_id", "begun_at"], sqlite_where=PAID_FOR, postgresql_where=PAID_FOR
    )
    op.add_column("accounts", sa.Column("quota_left", NUMBER, nullable=True))
    op.add_column("accounts", sa.Column("quota_at", TIME, nullable=True))


def downgrade() -> None:
    op.drop_column("accounts", "quota_at")
    op.drop_column("accounts", "quota_left")
    op.drop_index("ix_attempts_outlays", table_name="attempts")
    op.drop_column("attempts", "unit_id")
    for name in ("uq_notices_about_resident", "uq_notices_about_endpoint"):
        op.drop_index(name, table_name="notices")
    op.drop_column("notices", "resident_id")
    for table in ("resident_codes", "resident_messages", "residents"):
        op.drop_table(table)
