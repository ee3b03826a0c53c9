"""The tree of the organisation: units and, dated, who stood above whom."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class UnitKind(StrEnum):
    """The kinds of `domain` rule 2; a cell of either kind holds meetings."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    GRASSROOTS_COMMITTEE = "grassroots_committee"
    SUB_COMMITTEE = "sub_committee"
    GRASSROOTS_CELL = "grassroots_cell"
    CELL = "cell"
    GROUP = "group"


CELLS = (UnitKind.CELL, UnitKind.GRASSROOTS_CELL)


SETTING_SOMETHING = text("CAST(settings AS TEXT) <> '{}'")


class Unit(Base):
    """One committee or cell. `path` is `/1/7/30/`: the ids from the root down to itself, as the tree is today."""

    __tablename__ = "units"
    __table_args__ = (
        Index("ix_units_path", "path", postgresql_ops={"path": "varchar_pattern_ops"}),
        Index("ix_units_setting", "id", sqlite_where=SETTING_SOMETHING, postgresql_where=SETTING_SOMETHING),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[UnitKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    path: Mapped[str] = mapped_column(String(255))
    sort_key: Mapped[str] = mapped_column(String(600))
    search_key: Mapped[str] = mapped_column(String(255), index=True)
    since_on: Mapped[date]
    """From this day on its meetings are due."""
    closed_on: Mapped[date | None]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What this unit sets for itself and all below it; see services/unit_settings.py."""

    @property
    def is_cell(self) -> bool:
        return self.kind in CELLS


class UnitParent(Base):
    """Who stood above a unit, from a day on until a day (that day not included); old reports keep the old tree."""

    __tablename__ = "unit_parents"
    __table_args__ = (Index("ix_unit_parents_unit_id_from_on", "unit_id", "from_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
