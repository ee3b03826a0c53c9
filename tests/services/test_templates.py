"""A unit's own Word templates: the nearest is obeyed, and none is taken that cannot be filled in."""

from io import BytesIO

import pytest
from docx import Document
from sqlalchemy.ext.asyncio import AsyncSession

from bot.refusals import NoSuchTemplate, TemplateWrong
from bot.reports.document_kinds import KINDS
from bot.services.templates import (
    INVITATION,
    MINUTES,
    filled_in,
    reset_template,
    set_template,
    template_of,
    whose_template,
)
from bot.words.templates import NOT_WORD, TOO_LARGE, WITH_MACROS
from tests import village
from tests.conftest import NOW
from tests.services.papers import docx, with_part, xlsx

SAMPLE = {"name": "Lan", "items": ["a", "b"], "nothing": None}


def said(content: bytes) -> str:
    return "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)


async def test_the_nearest_unit_that_has_a_template_is_obeyed(db: AsyncSession) -> None:
    commune = await village.commune(db)
    cell = await village.cell(db, commune)
    assert await template_of(db, cell, INVITATION) is None
    upper, own = docx("Xã {{ name }}"), docx("Thôn {{ name }}")
    await set_template(db, commune, INVITATION, upper, SAMPLE, "test", NOW)
    assert await template_of(db, cell, INVITATION) == upper
    for _ in range(2):
        await set_template(db, cell, INVITATION, own, SAMPLE, "test", NOW)
    assert await template_of(db, cell, INVITATION) == own
    found = await whose_template(db, commune, INVITATION)
    assert found is not None
    assert found[1] is commune
    assert await template_of(db, cell, MINUTES) is None
    assert await reset_template(db, cell, INVITATION, "test", NOW)
    assert not await reset_template(db, cell, INVITATION, "test", NOW)
    assert await template_of(db, cell, INVITATION) == upper


async def test_a_template_of_another_name_is_none(sqlite_db: AsyncSession) -> None:
    cell = await village.cell(sqlite_db)
    with pytest.raises(NoSuchTemplate):
        await template_of(sqlite_db, cell, "notebook")


def test_what_is_filled_in_is_text_and_never_anything_else() -> None:
    made = filled_in(
        docx("{{ name }}; {{ nothing }}; {% for one in items %}{{ one }}{% endfor %}"), SAMPLE | {"name": "<w:p>&"}
    )
    assert said(made) == "<w:p>&; ; ab"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no file at all", NOT_WORD),
        (xlsx("x"), NOT_WORD),
        (docx("x" * 10) + b"\0" * 2_000_000, TOO_LARGE),
        (with_part(docx("x"), "word/vbaProject.bin", b"x"), WITH_MACROS),
        (docx("{{ nobody }}"), "“nobody”"),
        (docx("{{ name.nothing_of_it }}"), "“nothing_of_it”"),
        (docx("{% if name %}"), "chưa đúng"),
        (docx("{{ name.__class__.__mro__ }}"), "chưa đúng"),
        (docx("{{ ''.__class__ }}"), "chưa đúng"),
        (docx("{{ 1 / 0 }}"), "chưa đúng"),
        (docx("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"), "chưa đúng"),
        (docx("{{ items | sum }}"), "chưa đúng"),
    ],
)
async def test_a_template_that_cannot_be_filled_in_is_refused_and_not_kept(
    sqlite_db: AsyncSession, content: bytes, why: str
) -> None:
    cell = await village.cell(sqlite_db)
    with pytest.raises(TemplateWrong) as refusal:
        await set_template(sqlite_db, cell, INVITATION, content, SAMPLE, "test", NOW)
    assert why in str(refusal.value.facts["why"])
    assert await template_of(sqlite_db, cell, INVITATION) is None


def test_a_name_that_is_gone_later_leaves_a_gap_and_no_document_fails_by_it() -> None:
    assert said(filled_in(docx("Kính gửi {{ gone.name }}."), SAMPLE)) == "Kính gửi ."


@pytest.mark.parametrize("name", KINDS)
def test_every_shipped_template_can_be_filled_in_with_its_sample(name: str) -> None:
    filled_in(KINDS[name].shipped(), KINDS[name].sample, strict=True)
