"""The graph over HTTP: the SPARQL 1.1 Protocol, a JSON API and pages; and for agents; read-only.

The front (`app`, `guard`, `protocol`, `api`, `agents`) parses no query and opens no store. All that
touches the graph happens in worker processes (`worker`), which may crash or be ended at any moment.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from kg.errors import KgError
from kg.serve.settings import Limits, Settings

__all__ = ["Limits", "Settings", "serve", "serve_agents"]


def serve(settings: Settings, started: Callable[[str], None] = lambda address: None) -> None:
    """Serve until interrupted; `started` is told the address as soon as it is answered."""
    if not all(map(find_spec, ("starlette", "uvicorn", "watchfiles"))):
        raise KgError("to serve, install the extra `serve`: pip install 'kg[serve]'")
    from kg.serve.run import run

    run(settings, started)


def serve_agents(settings: Settings) -> None:
    """Answer the Model Context Protocol on standard input and output until the client hangs up."""
    if not find_spec("mcp"):
        raise KgError("to serve agents, install the extra `mcp`: pip install 'kg[mcp]'")
    from kg.serve.agents import serve_agents

    serve_agents(settings)
