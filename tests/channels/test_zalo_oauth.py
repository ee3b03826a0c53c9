"""How the Zalo account is given to us and its tokens are had, against the fake over real HTTP."""

import string
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.channels import zalo_oauth
from bot.channels.zalo_oauth import AnswerLostError, NeedsPersonError, NotReachedError, OAuth, pair_of
from tests.fakes.zalo_oauth import INACTIVE, WRONG_CALLBACK, WRONG_CODE, WRONG_SECRET, FakeOAuth, Refused


@pytest.fixture
async def zalo() -> AsyncIterator[FakeOAuth]:
    async with FakeOAuth() as fake:
        yield fake


def code_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["code"][0]


def permitted(zalo: FakeOAuth, oauth: OAuth) -> str:
    return code_in(zalo.permits(oauth.permission_url(zalo.callback, oauth.new_state(zalo.now()))))


async def test_a_person_gives_us_the_account(zalo: FakeOAuth) -> None:
    oauth = OAuth(zalo.settings())
    pair = await oauth.exchanged(permitted(zalo, oauth))
    assert zalo.is_current(pair.access)
    assert pair.lasts == timedelta(hours=25), "it comes as a text"


async def test_a_code_is_good_once(zalo: FakeOAuth) -> None:
    oauth = OAuth(zalo.settings())
    code = permitted(zalo, oauth)
    await oauth.exchanged(code)
    with pytest.raises(NeedsPersonError) as refused:
        await oauth.exchanged(code)
    assert refused.value.code == WRONG_CODE


async def test_and_for_ten_minutes(zalo: FakeOAuth) -> None:
    oauth = OAuth(zalo.settings())
    code = permitted(zalo, oauth)
    zalo.skew = timedelta(minutes=10)
    with pytest.raises(NeedsPersonError):
        await oauth.exchanged(code)


async def test_a_refresh_token_is_good_once_and_the_old_access_token_dies_with_it(zalo: FakeOAuth) -> None:
    oauth = OAuth(zalo.settings())
    first = await oauth.exchanged(permitted(zalo, oauth))
    second = await oauth.refreshed(first.refresh)
    assert [zalo.is_current(one.access) for one in (first, second)] == [False, True]
    with pytest.raises(NeedsPersonError):
        await oauth.refreshed(first.refresh)
    assert zalo.is_current(second.access)


async def test_the_wrong_secret_app_or_address_is_refused(zalo: FakeOAuth) -> None:
    oauth, wrong = OAuth(zalo.settings()), OAuth(zalo.settings(app_secret="another"))
    with pytest.raises(NeedsPersonError) as refused:
        await wrong.exchanged(permitted(zalo, oauth))
    assert refused.value.code == WRONG_SECRET
    with pytest.raises(Refused) as elsewhere:
        zalo.permits(oauth.permission_url("https://elsewhere.example.vn", oauth.new_state(zalo.now())))
    assert elsewhere.value.code == WRONG_CALLBACK
    zalo.is_active = False
    with pytest.raises(NeedsPersonError) as inactive:
        await oauth.refreshed("any")
    assert inactive.value.code == INACTIVE


async def test_what_comes_in_the_place_of_an_answer_is_told_apart(zalo: FakeOAuth) -> None:
    oauth, refresh = OAuth(zalo.settings()), zalo.gives().refresh
    fates: dict[str, type[OSError]] = {
        "lost_before": AnswerLostError,
        "html": AnswerLostError,
        "rate": NotReachedError,
        "redirect": NotReachedError,
        "lost_after": AnswerLostError,
    }
    for fault, fate in fates.items():
        zalo.faults.append(fault)
        with pytest.raises(fate):
            await oauth.refreshed(refresh)
    assert len(zalo.given) == 2, "only the last was taken"


async def test_an_answer_that_does_not_come_is_lost(zalo: FakeOAuth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zalo_oauth, "ANSWER_SECONDS", 0.2)
    zalo.latency = 1.0
    with pytest.raises(AnswerLostError):
        await OAuth(zalo.settings()).refreshed(zalo.gives().refresh)


async def test_where_nobody_listens_nothing_was_taken(zalo: FakeOAuth) -> None:
    nowhere = zalo.settings(api_base="http://127.0.0.1:9")
    with pytest.raises(NotReachedError):
        await OAuth(nowhere).refreshed("any")


@pytest.mark.parametrize("content", ["", "[]", "null", "{}", '{"error": 0}', '{"access_token": 5}', "[" * 100_000])
def test_an_answer_that_says_nothing_is_a_lost_one(content: str) -> None:
    with pytest.raises(AnswerLostError):
        pair_of(200, content)


@pytest.mark.parametrize("told", ["null", '"x"', "-5", "0", "1e400", "[]", "999999999999"])
def test_a_life_that_cannot_be_is_taken_for_the_usual(told: str) -> None:
    pair = pair_of(200, f'{{"access_token": "a", "refresh_token": "r", "expires_in": {told}}}')
    assert pair.lasts == timedelta(hours=25)


def test_the_verifier_is_the_same_in_every_process_and_has_43_letters() -> None:
    oauth, again = (
        OAuth(FakeOAuth().settings(api_base="http://127.0.0.1:1")),
        OAuth(FakeOAuth().settings(api_base="http://127.0.0.1:2")),
    )
    assert oauth.verifier == again.verifier
    assert len(oauth.verifier) == 43
    assert set(oauth.verifier) <= {*string.ascii_letters, *string.digits, "-", "_"}
    assert "=" not in oauth.challenge


def test_only_a_young_state_of_our_own_is_believed() -> None:
    zalo = FakeOAuth()
    oauth, other = (
        OAuth(zalo.settings(api_base="http://127.0.0.1:1")),
        OAuth(zalo.settings(api_base="http://127.0.0.1:1", app_secret="another")),
    )
    now = zalo.now()
    state = oauth.new_state(now)
    assert oauth.is_own_state(state, now + timedelta(minutes=59))
    assert not oauth.is_own_state(state, now + timedelta(minutes=61))
    assert not oauth.is_own_state(other.new_state(now), now)
    for wrong in ("", "-", "5", "x-y", state[:-1], state + "0", "ờ-ờ", "9" * 40 + "-x", f"{int(now.timestamp())}-"):
        assert not oauth.is_own_state(wrong, now), wrong
