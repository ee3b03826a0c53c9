"""What was sent to many, with its ledger; once more to those not reached, by whoever may in the chat."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.model.directives import DocumentKind
from bot.model.indicators import FigureKind, Indicator, IndicatorRound, Repeat
from bot.model.meetings import Step
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.model.polls import Poll, Polled
from bot.model.residents import ResidentMessage
from bot.model.units import Unit
from bot.services.addressees import Addressees
from bot.services.announcements import Draft, announce, plan_announcement
from bot.services.directive_checks import Content
from bot.services.directive_telling import Rounds
from bot.services.directives import Sending, make_directive
from bot.web.committee import broadcasts
from bot.words import broadcast_pages as words
from tests import village
from tests.conftest import NOW
from tests.web.committee.asked import asked, row
from tests.web.committee.office import Pages

STATES = (
    NoticeState.SENT, NoticeState.SENT, NoticeState.FAILED, NoticeState.UNCERTAIN, NoticeState.EXPIRED,
)  # fmt: skip
"""Of the call, with those five of the eight in Thôn Một who have a phone."""


@dataclass
class Post:
    """The numbers of a call and an announcement of Thôn Một, and of a document of Xã Tây."""

    pages: Pages
    call: int
    announcement: int
    directive: int

    async def told(self, about: str) -> int:
        """How many are owed anything about this."""
        async with self.pages.sessions() as db:
            return await db.scalar(select(func.count()).where(Notice.about == about)) or 0


@pytest.fixture(scope="module")
async def posted(open_office: Pages) -> Post:
    pages = open_office
    cell, commune = pages.units["thon-mot"], pages.units["xa-tay"]
    viewers = [pages.viewers[one] for one in ("supervisor", "secretary", "clerk", "member")]
    async with pages.sessions.begin() as db:
        for person in [*viewers, await village.member(db, cell, "Trần Văn Năm", temporary=False)]:
            await village.reachable_at(db, person, NOW)
        meeting = await village.meeting(db, cell, NOW)
        sent = (await db.scalars(select(Notice).filter_by(meeting_id=meeting.id).order_by(Notice.endpoint_id))).all()
        reached = [one for one in sent if one.endpoint_id is not None]
        for notice, state in zip(reached, STATES, strict=True):
            notice.state, notice.cause = state, "blocked" if state is NoticeState.FAILED else None
            db.add(attempt(notice, 450 if state is NoticeState.SENT else None))
        plan = await plan_announcement(db, cell, "Chiều thứ Bảy dọn đường", NOW)
        announced = await announce(db, plan, Draft("Chiều thứ Bảy dọn đường"), "test", NOW)
        content = Content(DocumentKind.KH, "3-KH/ĐU", "Đảng ủy", date(2026, 11, 5), "Kế hoạch")
        directive = await make_directive(db, commune, content, Sending(Addressees((commune.id,))), "test", NOW)
        rounds = Rounds(20)
        while await rounds.tell_some(db, NOW):
            pass
        text = ResidentMessage(
            unit_id=pages.units["xa-dong"].id, text="Mai cắt điện", by="test", made_at=NOW, people=2, parts=1, cost=0
        )
        db.add(text)
        await db.flush()
        for number, state in enumerate((NoticeState.SENT, NoticeState.EXPIRED), 1):
            db.add(
                Notice(
                    about=f"residents:{text.id}", resident_id=number, step=Step.RESIDENTS, not_before=NOW, state=state,
                    attempts=0,
                )
            )  # fmt: skip
    return Post(pages, meeting.id, announced.id, directive.id)


def attempt(notice: Notice, cost: int | None) -> Attempt:
    outcome = AttemptOutcome.ACCEPTED if cost else AttemptOutcome.REJECTED
    return Attempt(
        notice_id=notice.id, endpoint_id=notice.endpoint_id, channel="rehearsal", begun_at=NOW, ended_at=NOW,
        outcome=outcome, cost=cost,
    )  # fmt: skip


@pytest.fixture
def post(posted: Post, pages: Pages) -> Post:
    assert posted.pages is pages
    return posted


async def test_every_line_adds_up_and_shows_what_it_cost(post: Post) -> None:
    """Nine people: two have it, one has blocked us, four have no phone, one is unsure, one too late."""
    assert await post.pages.gets("/tong-hop/xa-dong/tin-gui", "commune") == 200
    assert row(post.pages.text, "Gọi họp:") == [
        "Thôn Một", "9", "2", "5", "1", "0", "1", "0", "900 đồng", "09:00 21/11/2026",
    ]  # fmt: skip
    assert row(post.pages.text, "Thông báo")[1:3] == ["9", "0"]
    assert row(post.pages.text, "Tin đến người dân")[1:8] == ["2", "1", "0", "0", "0", "1", "0"]
    assert "Mai cắt điện" not in post.pages.text
    assert "3-KH/ĐU" not in post.pages.text
    assert await post.pages.gets("/tong-hop/tinh/tin-gui?xep=luc", "province") == 200
    assert row(post.pages.text, "Văn bản 3-KH/ĐU")[1:4] == ["17", "0", "17"]


@pytest.fixture(scope="module")
async def put(posted: Post) -> Post:
    """In October Thôn Một asked two a question and reminded one; the province asked both communes for a number."""
    pages, then = posted.pages, NOW - timedelta(days=30)
    cell, top = pages.units["thon-mot"], pages.units["tinh"]
    async with pages.sessions.begin() as db:
        poll = Poll(unit_id=cell.id, number=4, question="Đi đâu?", answers=["Huế"], by="t", made_at=then, closes_at=NOW)
        figure = Indicator(
            unit_id=top.id, name="Hộ nghèo", counted="hộ", kind=FigureKind.NUMBER, classes=[], repeat=Repeat.ONCE,
            due_on=NOW.date(), addressees={}, by="t", made_at=then,
        )  # fmt: skip
        db.add_all([poll, figure])
        await db.flush()
        days = dict.fromkeys(("starts_on", "ends_on", "opens_on", "due_on"), then.date())
        round_ = IndicatorRound(indicator_id=figure.id, stage=1, **days)
        db.add(round_)
        await db.flush()
        for about, step, revision, number in (
            (f"poll:{poll.id}", Step.POLL, Polled.QUESTION, 1), (f"poll:{poll.id}", Step.POLL, Polled.QUESTION, 2),
            (f"poll:{poll.id}", Step.POLL, Polled.NUDGE, 1),
            (f"figures:{round_.id}", Step.INDICATOR, pages.units["xa-dong"].id, 1),
            (f"figures:{round_.id}", Step.INDICATOR, pages.units["xa-tay"].id, 2),
        ):  # fmt: skip
            person = pages.viewers["secretary" if number == 1 else "clerk"]
            db.add(
                Notice(
                    about=about, member_id=person.id, revision=revision, step=step, not_before=then,
                    state=NoticeState.SENT, attempts=1,
                )
            )  # fmt: skip
    return posted


async def test_questions_and_numbers_asked_are_sent_to_many_too(put: Post) -> None:
    pages = put.pages
    assert await pages.gets("/tong-hop/tinh/tin-gui?ky=m2026-10", "province") == 200
    assert row(pages.text, "Câu hỏi lấy ý kiến số 4")[:3] == ["Thôn Một", "3", "3"]
    assert row(pages.text, "Hỏi chỉ tiêu: Hộ nghèo")[:3] == ["Tỉnh ủy Hồng Hà", "2", "2"]
    assert "Đi đâu?" not in pages.text
    leaves = re.findall(r"tin-gui/(poll-\d+|figures-\d+)", pages.text)
    assert await pages.gets(f"/tong-hop/tinh/tin-gui/{leaves[0]}", "province") == 200
    shown = pages.text
    assert await pages.gets(f"/tong-hop/tinh/tin-gui/{leaves[1]}", "province") == 200
    shown += pages.text
    assert row(shown, "Lấy ý kiến")[0] == "2"
    assert row(shown, "Nhắc người chưa trả lời")[0] == "1"
    assert row(shown, "Chỉ tiêu")[0] == "2"  # each unit was told by itself, and all are one telling
    for leaf in leaves:
        is_from_below = leaf.startswith("poll")
        assert await pages.gets(f"/tong-hop/xa-dong/tin-gui/{leaf}", "commune") == (200 if is_from_below else 400)
    assert await pages.gets("/tong-hop/xa-dong/tin-gui?ky=m2026-10", "commune") == 200
    assert "Hộ nghèo" not in pages.text


@pytest.mark.parametrize(
    ("kind", "step", "revision", "round_", "called"),
    [
        ("meeting", "notice", 3, 2, "Gọi họp, thay đổi lần 2, gửi lại lần 1"),
        ("directive", "directive", 1, 2, "Văn bản, gửi lại lần 1"),
        ("directive", "directive", 2, 1, "Báo thu hồi văn bản"),
        ("directive", "directive_reminder", 1, 20778, "Nhắc văn bản"),
        ("announcement", "announcement", 2, 1, "Báo thu hồi thông báo"),
        ("poll", "poll", 3, 1, "Báo kết quả"),
        ("figures", "indicator_reminder", 4711, 2, "Nhắc chỉ tiêu"),
    ],
)
def test_what_is_no_change_of_a_meeting_is_not_called_one(
    kind: str, step: str, revision: int, round_: int, called: str
) -> None:
    """Of documents, questions and numbers the revision says what is told, or to which unit."""
    assert words.telling(kind, step, revision, round_) == called


async def test_all_of_the_period_can_be_turned_through_in_every_order(
    put: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = put.pages
    assert await pages.gets("/tong-hop/tinh/tin-gui?ky=y2026", "province") == 200
    every = sent_on(pages.text)
    monkeypatch.setattr(broadcasts, "LONGEST", 2)
    for order in ("", "&xep=viec", "&xep=-don-vi", "&xep=-luc"):
        turned = []
        for page in range(1, -(-len(every) // 2) + 1):
            assert await pages.gets(f"/tong-hop/tinh/tin-gui?ky=y2026{order}&trang={page}", "province") == 200
            turned += sent_on(pages.text)
        assert sorted(turned) == sorted(every), order
    assert await pages.gets("/tong-hop/tinh/tin-gui?xep=nothing", "province") == 400
    assert await pages.gets("/tong-hop/tinh/tin-gui?ky=m2026-08", "province") == 200
    assert words.NONE in pages.text


def sent_on(page: str) -> list[str]:
    return re.findall(r"tin-gui/(\w+-\d+)", page)


async def test_of_very_many_units_below_it_one_shows_its_own_and_leads_on_to_those_below(
    put: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = put.pages
    monkeypatch.setattr(broadcasts, "MOST_UNITS", 6)
    assert await pages.gets("/tong-hop/tinh/tin-gui?ky=y2026", "province") == 200
    assert [one.partition("-")[0] for one in sent_on(pages.text)] == ["figures"]
    assert words.BELOW_NOTE in pages.text
    assert 'href="/tong-hop/xa-tay/tin-gui?ky=y2026"' in pages.text


async def test_one_of_them_is_counted_by_channel_and_by_telling(post: Post) -> None:
    assert await post.pages.gets(f"/tong-hop/thon-mot/tin-gui/meeting-{post.call}", "clerk") == 200
    text = post.pages.text
    assert "Phải gửi 9 = đã gửi 2 + không gửi được 5 + chưa chắc đã tới 1 + không cần gửi nữa 0 + quá giờ 1" in text
    assert words.ADDS_UP in text
    assert "đã chặn 1, chưa nối máy 4" in text
    assert row(text, words.NO_CHANNEL)[:3] == ["4", "0", "4"]
    assert row(text, words.ALL)[-1] == "900 đồng"
    assert row(text, "Gọi họp")[0] == "9"
    assert words.NOW not in text


async def test_what_another_part_of_the_tree_has_sent_is_not_there(post: Post) -> None:
    texts = set()
    for leaf in (f"directive-{post.directive}", "meeting-999", "inbox-1", "meeting", "meeting-x"):
        assert await post.pages.gets(f"/tong-hop/xa-dong/tin-gui/{leaf}", "commune") == 400
        texts.add(post.pages.text)
    assert len(texts) == 1


async def test_whoever_calls_sends_the_call_again_once_to_whom_it_has_not_reached(post: Post) -> None:
    pages, about = post.pages, f"meeting:{post.call}"
    page, deed = f"/tong-hop/thon-mot/tin-gui/meeting-{post.call}", f"/tong-hop/thon-mot/gui-lai-giay-moi/{post.call}"
    assert await pages.gets(page, "secretary") == 200
    assert words.ask_again(3, 4) in pages.text
    fields = dict(re.findall(r'name="(luot|lan)" value="(\d+)"', pages.text))
    for viewer in ("clerk", "commune"):
        assert await pages.sends(deed, fields, viewer) == 403
    assert await post.told(about) == 9
    for _ in range(2):
        assert await pages.sends(deed, fields, "secretary") == 303
        assert pages.headers["Location"] == page
    assert await post.told(about) == 12
    assert await pages.gets(page, "secretary") == 200
    assert row(pages.text, "Gọi họp, gửi lại lần 1")[-1] == "3"


async def test_more_people_than_the_limit_are_confirmed_by_their_number(post: Post) -> None:
    pages, cell = post.pages, post.pages.units["thon-mot"]
    async with pages.sessions.begin() as db:
        (await db.get_one(Unit, cell.id)).settings = {"confirm_above": "20"}
        for person in await village.members(db, cell, 21):
            await village.reachable_at(db, person, NOW)
        row_ = await announce(db, await plan_announcement(db, cell, "Dọn vườn", NOW), Draft("Dọn vườn"), "test", NOW)
        about = f"announcement:{row_.id}"
        newest = select(Notice).where(Notice.about == about, Notice.endpoint_id.is_not(None))
        for notice in (await db.scalars(newest.order_by(Notice.id.desc()).limit(21))).all():
            notice.state = NoticeState.FAILED
    page, deed = f"/tong-hop/thon-mot/tin-gui/announcement-{row_.id}", f"/tong-hop/thon-mot/gui-lai-thong-bao/{row_.id}"
    assert await pages.gets(page, "secretary") == 200
    assert words.sure(21, 20) in pages.text
    fields = dict(re.findall(r'name="(luot|lan)" value="(\d+)"', pages.text))
    for said in ({}, {"so": "20"}):
        assert await pages.sends(deed, fields | said, "secretary") == 409
    assert await post.told(about) == 30
    assert await pages.sends(deed, fields | {"so": "21"}, "secretary") == 303
    assert await post.told(about) == 51


async def test_a_document_is_sent_again_from_the_unit_that_follows_it(post: Post) -> None:
    """Nobody of Xã Tây has a phone: there is nobody to whom it could go."""
    pages = post.pages
    assert await pages.gets(f"/tong-hop/xa-tay/tin-gui/directive-{post.directive}", "other_commune") == 200
    assert words.ask_again(0, 17) in pages.text
    assert words.NOW not in pages.text
    deed = f"/tong-hop/xa-tay/gui-lai-van-ban/{post.directive}"
    assert await pages.sends(deed, {"luot": "1", "lan": "1"}, "other_commune") == 303
    assert await post.told(f"directive:{post.directive}") == 17
    assert await pages.sends(deed, {"luot": "x"}, "other_commune") == 400


async def test_the_page_asks_so_often(post: Post) -> None:
    for path, most in (("tin-gui", 16), (f"tin-gui/meeting-{post.call}", 12)):
        with asked() as statements:
            assert await post.pages.gets(f"/tong-hop/tinh/{path}", "province") == 200
        assert len(statements) <= most, (path, len(statements))
