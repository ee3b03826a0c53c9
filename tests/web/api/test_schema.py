"""The API against its own schema: whatever is asked, it answers as it says, and never with a failure of its own."""

import asyncio

from tests.web.api.asking import ALIKE, ask
from tests.web.api.programs import Programs


async def test_whatever_is_asked_the_answer_is_as_the_schema_says(programs: Programs) -> None:
    token = await programs.token("province")
    found = await asyncio.to_thread(ask, programs.base, token, 3, systematic=True, without=ALIKE)
    assert found.wrong == []
    assert found.statuses[200] > 25
    assert found.statuses[422] > 100
    assert max(found.statuses) < 500


async def test_without_a_token_nothing_is_answered_and_that_as_the_schema_says(programs: Programs) -> None:
    found = await asyncio.to_thread(ask, programs.base, None, 3, systematic=False)
    assert found.wrong == []
    assert found.statuses.keys() <= {401, 405, 422}
    assert found.statuses[401] > 20
