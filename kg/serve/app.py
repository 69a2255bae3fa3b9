"""The application: its routes, and how a request becomes a question to a worker."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from http.client import responses
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.rdf.terms import FOLDERS
from kg.serve import api, protocol
from kg.serve.answers import Answer, RequestError
from kg.serve.guard import POLICY, Guard, log, refuse
from kg.serve.negotiate import choose
from kg.serve.outgoing import NOTE, Pieces
from kg.serve.results import TRIPLE_FORMS
from kg.serve.settings import Settings
from kg.serve.snapshot import page_of, version_of
from kg.serve.workers import Pool

VIEW_SECONDS = 120.0
Endpoint = Callable[[Request], Awaitable[Response]]
PAGE_POLICY = re.compile(rb'http-equiv="Content-Security-Policy" content="([^"]*)"')
ASSETS = {
    "style.css": "text/css",
    "editor.js": "text/javascript",
    "yasqe.min.css": "text/css",
    "yasqe.min.js": "text/javascript",
}
EDITOR_POLICY = f"{POLICY}; script-src 'self'; connect-src 'self'"


def make_app(settings: Settings) -> Starlette:
    """The ASGI application; its workers start with it."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        pool = Pool(settings)
        try:
            await pool.start()
            app.state.pool, app.state.settings = pool, settings
            app.state.view, app.state.drawing = ("", None), asyncio.Lock()
            async with _following(settings):
                yield
        finally:
            pool.stop()

    middleware = [Middleware(Guard, settings=settings)]
    if settings.origins:
        middleware.append(_cors(settings))
    handlers: dict[Any, Any] = {RequestError: _handle_problem, HTTPException: _handle_http}
    return Starlette(
        routes=_routes(), middleware=middleware, exception_handlers=handlers, lifespan=lifespan
    )


@contextlib.asynccontextmanager
async def _following(settings: Settings) -> AsyncIterator[None]:
    """Meanwhile have the graph follow its folders, if it shall."""
    if not settings.watch:
        yield
        return
    from kg.serve.watching import follow

    task = asyncio.create_task(follow(settings.folder, settings.watch))
    task.add_done_callback(_tell_end)
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _tell_end(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        log.error("the folders are watched no more: %s", " ".join(str(error).split()))


def _cors(settings: Settings) -> Middleware:
    return Middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=[NOTE],
    )


def _routes() -> list[Route]:
    return [
        Route("/", show_view),
        Route("/sparql", answer_sparql, methods=["GET", "POST"]),
        Route("/graph", read_graph),
        Route("/query", show_query),
        Route("/search", show_search),
        *(Route(f"/{name}", _make_asset(name)) for name in ASSETS),
        Route("/api/openapi.json", _serve_openapi),
        *(Route(operation.path, _make_endpoint(operation)) for operation in api.OPERATIONS),
        *(Route(f"/{kind}/{{id:path}}", _make_resource(kind)) for kind in FOLDERS.values()),
    ]


async def answer_sparql(request: Request) -> Response:
    """The SPARQL endpoint."""
    operation = await protocol.read_operation(request)
    if operation is None:
        media = _choose(request, (*TRIPLE_FORMS, "text/html"))
        if media == "text/html":
            return RedirectResponse("/query", 303)
        return _respond(protocol.describe_service(str(request.url.replace(query="")), media))
    rows, triples = protocol.choose_forms(_accept(request))
    arguments = {
        "query": operation.query,
        "rows_as": rows,
        "triples_as": triples,
        "default_graphs": operation.default_graphs,
        "named_graphs": operation.named_graphs,
    }
    return _respond(await _ask(request, "sparql", arguments))


async def read_graph(request: Request) -> Response:
    """The SPARQL 1.1 Graph Store Protocol, of which a server that only reads has GET and HEAD."""
    fields = protocol.read_fields(request.scope["query_string"])
    if fields.keys() not in ({"default"}, {"graph"}) or not all(fields.get("graph", ["default"])):
        raise RequestError(400, "name the graph: ?default or ?graph=IRI")
    media = _choose(request, tuple(TRIPLE_FORMS))
    arguments = {"graph": fields.get("graph", [""])[0], "media": media}
    return _respond(await _ask(request, "graph", arguments))


async def show_view(request: Request) -> Response:
    """The graph as a page; drawn once for each state of the graph."""
    state = request.app.state
    folder = state.settings.folder
    present = version_of(folder) + page_of(folder)[1]
    async with state.drawing:
        if state.view[0] != present:
            state.view = (present, await _draw(request))
    answer = state.view[1]
    if isinstance(answer, RequestError):
        raise answer
    policy = PAGE_POLICY.search(answer.body)
    own = policy[1].decode() if policy else "default-src 'none'"
    return _respond(answer, {"Content-Security-Policy": f"{own}; frame-ancestors 'none'"})


async def _draw(request: Request) -> Answer | RequestError:
    """The page; or that it cannot be drawn, which need not be tried again at each request."""
    try:
        return await _ask(request, "view", {}, seconds=VIEW_SECONDS)
    except RequestError as error:
        if error.status not in (500, 504):
            raise
        return error


async def show_query(request: Request) -> Response:
    """The form for queries, with the answer if there is one."""
    fields = _single(request)
    name, query = fields.pop("name", ""), fields.pop("query", "")
    arguments = {"name": name, "query": query, "values": fields}
    answer = await _ask(request, "query page", arguments)
    return _respond(answer, {"Content-Security-Policy": EDITOR_POLICY})


async def show_search(request: Request) -> Response:
    """What has a name like this."""
    wanted = _single(request).get("q", "").strip()[: api.LONGEST]
    if not wanted:
        return RedirectResponse("/", 303)
    return _respond(await _ask(request, "search page", {"q": wanted}))


def _make_endpoint(operation: api.Operation) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        fields = protocol.read_fields(request.scope["query_string"])
        arguments = api.read_arguments(operation, fields)
        return _respond(await _ask(request, operation.name, arguments))

    return endpoint


def _make_resource(kind: str) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        media = _choose(request, ("text/html", *TRIPLE_FORMS))
        arguments = {"kind": kind, "id": request.path_params["id"], "media": media}
        return _respond(await _ask(request, "resource", arguments))

    return endpoint


def _make_asset(name: str) -> Endpoint:
    body = (files("kg.serve") / "static" / name).read_bytes()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'

    async def endpoint(request: Request) -> Response:
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": tag})
        return Response(body, headers={"ETag": tag}, media_type=ASSETS[name])

    return endpoint


async def _serve_openapi(_: Request) -> Response:
    return JSONResponse(api.make_openapi(version("kg")))


def _choose(request: Request, offers: Sequence[str]) -> str:
    media = choose(_accept(request), offers)
    if media is None:
        raise RequestError(406, f"only these: {', '.join(offers)}")
    return media


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _single(request: Request) -> dict[str, str]:
    fields = protocol.read_fields(request.scope["query_string"])
    return {name: values[0] for name, values in fields.items()}


def _respond(answer: Answer, headers: dict[str, str] | None = None) -> Response:
    """With a header that says where the answer was cut, since not every form can say so."""
    more = {"Vary": "Accept"} | ({NOTE: answer.note} if answer.note else {}) | (headers or {})
    return Pieces(answer.body, answer.status, more, answer.media)


async def _ask(
    request: Request, operation: str, arguments: dict[str, Any], *, seconds: float | None = None
) -> Answer:
    """Ask a worker, and let it go on only while the client is there to hear the answer."""
    pool: Pool = request.app.state.pool
    asking = asyncio.ensure_future(pool.ask(operation, arguments, seconds=seconds))
    leaving = asyncio.ensure_future(_wait_for_leaving(request))
    try:
        await asyncio.wait((asking, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            raise RequestError(499, "the client has gone")
        return asking.result()
    finally:
        leaving.cancel()
        asking.cancel()


async def _wait_for_leaving(request: Request) -> None:
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            return


async def _handle_problem(request: Request, problem: RequestError) -> Response:
    """As JSON; as a page for who would rather read one, which browsers do."""
    if choose(_accept(request), ("application/problem+json", "text/html")) != "text/html":
        return refuse(problem)
    from kg.serve.rendering import render_problem

    page = render_problem(responses.get(problem.status, "Not answered"), problem.detail)
    return Response(page, problem.status, problem.headers, "text/html")


async def _handle_http(request: Request, error: HTTPException) -> Response:
    problem = RequestError(error.status_code, error.detail, dict(error.headers or {}))
    return await _handle_problem(request, problem)
