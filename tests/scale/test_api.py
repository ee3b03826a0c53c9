"""The JSON API against its own schema, at length and on PostgreSQL."""

import asyncio

import pytest

from tests.web.api.asking import ask
from tests.web.api.programs import open_api


@pytest.mark.long
async def test_whatever_is_asked_at_length_the_answer_is_as_the_schema_says(postgres_url: str) -> None:
    async with open_api(postgres_url) as (programs, _):
        token = await programs.token("province")
        found = await asyncio.to_thread(ask, programs.base, token, 40, systematic=True)
    assert found.wrong == []
    assert found.statuses[200] > 200
    assert max(found.statuses) < 500
