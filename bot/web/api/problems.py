"""What the API answers where it has no answer: one kind of document for all of it (RFC 9457), in plain words."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from bot.words import api as words

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}
LONGEST_NAME = 40


class Fault(BaseModel):
    """One parameter that cannot be read."""

    where: str = Field(description="Its name.")
    what: str = Field(description="What it has to be.")


class Problem(BaseModel):
    """RFC 9457: why there is no answer, and what to do."""

    type: str = Field("about:blank", description="Nothing beyond the status.")
    title: str
    status: int
    detail: str
    errors: list[Fault] = Field(default_factory=list, description="Parameter by parameter, where some cannot be read.")


class NoAnswer(Exception):
    """Raised where a request ends; `headers` go with the answer."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers or {}


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, errors: Sequence[Fault] = ()
) -> Response:
    title = words.TITLES.get(status, words.TITLES[422 if status < 500 else 500])
    said = Problem(type="about:blank", title=title, status=status, detail=detail, errors=list(errors))
    all_headers = {**HEADERS, **(headers or {})}
    return Response(said.model_dump_json(), status_code=status, media_type=MEDIA_TYPE, headers=all_headers)


class Route(APIRoute):
    """Whatever breaks, the program gets a document; a request that ends is no trouble."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                found = await answer(request)
            except (HTTPException, RequestValidationError, NoAnswer):
                raise
            except Exception as trouble:
                log.error("api_failed", path=self.path, exc_info=trouble)
                return problem(500, words.TROUBLE)
            found.headers.update(HEADERS)
            return found

        return guarded


def make_plain(api: FastAPI) -> None:
    """Every refusal of the framework as such a document, too."""

    @api.exception_handler(NoAnswer)
    async def no_answer(_request: Request, why: NoAnswer) -> Response:
        return problem(why.status, why.detail, why.headers)

    @api.exception_handler(RequestValidationError)
    async def unreadable(_request: Request, why: RequestValidationError) -> Response:
        return problem(422, words.UNREADABLE, errors=[_fault(one) for one in why.errors()])

    @api.exception_handler(HTTPException)
    async def refused(_request: Request, why: HTTPException) -> Response:
        detail = {404: words.NO_ADDRESS, 405: words.ONLY_READ}.get(why.status_code, words.UNREADABLE)
        return problem(why.status_code, detail, why.headers)


def _fault(error: Mapping[str, Any]) -> Fault:
    """By the kind of error and the name alone: what was brought is not said back."""
    where = str(error["loc"][-1])[:LONGEST_NAME]
    said = {"missing": words.missing, "extra_forbidden": words.not_known}.get(error["type"], words.wanted)
    return Fault(where=where, what=said(where))


DECLARED: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, said in {
        401: "No token, or one that is wrong, has expired or was revoked.",
        403: "The token lacks the scope of this address.",
        404: "No such unit or document, or none that the owner of the token may see.",
        422: "A parameter cannot be read.",
        429: "Too many requests within a minute; `Retry-After` says when the next is answered.",
    }.items()
}
"""For the schema; it is the same at every address."""


def schemas() -> dict[str, Any]:
    """What `DECLARED` points to."""
    whole = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**whole.pop("$defs"), "Problem": whole}
