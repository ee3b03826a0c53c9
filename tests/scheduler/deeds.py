"""What may befall a broadcast, in any order, for hypothesis to choose from."""

from itertools import chain
from typing import Any

from hypothesis import strategies as st

from bot.model.attendances import Answer
from tests.fakes.telegram import (
    UNAUTHORIZED,
    DropAfterAccept,
    DropBeforeAccept,
    Garbage,
    Slow,
    bad_request,
    forbidden,
    server_error,
    status_429,
)

PEOPLE = 3
PATIENCE = 0.1
"""Seconds for which an answer of the network is waited for."""
FAULTS: dict[str, Any] = {
    "wait": status_429(1),
    "blocked": forbidden(),
    "not found": bad_request("chat not found"),
    "empty": bad_request("message text is empty"),
    "server error": server_error(502),
    "nonsense": Garbage(),
    "reset before": DropBeforeAccept(),
    "reset after": DropAfterAccept(),
    "silence": Slow(PATIENCE * 2),
    "token": UNAUTHORIZED,
}
Deed = tuple[str, int, str]
"""What is done, to whom, and how."""
ANYBODY = st.integers(0, PEOPLE - 1)
ON_THE_WAY: "st.SearchStrategy[Deed]" = st.tuples(
    st.just("fault"), ANYBODY, st.sampled_from([*FAULTS, "moved chat", "reset before", "reset after"])
)
ANSWER: "st.SearchStrategy[Deed]" = st.tuples(st.just("answer"), ANYBODY, st.sampled_from(Answer).map(str))
STEP: "st.SearchStrategy[Deed]" = st.just(("step", 0, ""))
TURN: "st.SearchStrategy[Deed]" = st.one_of(
    STEP,
    st.tuples(st.sampled_from(["move", "hours"]), st.integers(0, 2), st.just("")),
    st.tuples(st.just("stop"), ANYBODY, st.just("")),
)
NOTHING: "st.SearchStrategy[list[Deed]]" = st.just([])
TURNS: "st.SearchStrategy[list[Deed]]" = st.one_of(
    NOTHING,
    st.lists(ANSWER, min_size=1, max_size=2),
    TURN.map(lambda deed: [deed]),
    st.lists(ANSWER, min_size=1, max_size=3).flatmap(lambda said: STEP.map(lambda due: [due, *said])),
)
"""What people or the clock do; the last: they answer while a reminder is owed already."""
SENDING: "st.SearchStrategy[list[Deed]]" = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["deliver", "deliver", "restart"]), st.just(0), st.just("")),
        st.tuples(st.just("kill"), st.integers(0, 6), st.just("")),
    ),
    min_size=1,
    max_size=2,
)
ROUNDS = st.lists(st.tuples(st.lists(ON_THE_WAY, max_size=3), TURNS, SENDING), min_size=2, max_size=4)
"""What is in the way, what people or the clock do, and what the sender does then."""
DEEDS: "st.SearchStrategy[list[Deed]]" = ROUNDS.map(lambda rounds: [deed for parts in rounds for deed in chain(*parts)])
