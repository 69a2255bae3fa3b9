"""The graph as one HTML page that needs no network: pyvis makes it, with a template of ours.

pyvis 0.3.2's own template asks hosts for scripts and lets text from articles run as code, so the
page is built from `templates/`: a strict content security policy, vis-network from pyvis's own
files, all data in one block of JSON that scripts read as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.collector import without_collector
from kg.errors import KgError
from kg.export.layout import Point
from kg.export.viewdata import CORE, Drawn, make_nodes_and_edges, make_tables
from kg.model import Entity, Knowledge
from kg.sparing import put_off

# In the order they run; each file says on top what it holds.
SCRIPTS = (
    "dom.js", "data.js", "state.js", "timeline.js", "graph.js", "overlay.js", "pieces.js",
    "panel.js", "filters.js", "search.js", "table.js", "path.js", "address.js", "export.js",
    "main.js",
)  # fmt: skip
DATA_BLOCK = re.compile(r'<script type="[a-z/]+" id="data"( data-packed)?>([^<]*)</script>')
COMPRESS_ABOVE = 1_000_000  # bytes of JSON


def write_html(
    knowledge: Knowledge,
    path: Path,
    *,
    title: str = "",
    focus: str = "",
    max_nodes: int = 300,
    places: Mapping[str, Point] | None = None,
) -> None:
    """Write the page as UTF-8, whatever the locale; the same arguments give the same bytes."""
    page = render_html(knowledge, title=title, focus=focus, max_nodes=max_nodes, places=places)
    path.write_bytes(page.encode(errors="replace"))


@without_collector
def render_html(
    knowledge: Knowledge,
    *,
    title: str = "",
    focus: str = "",
    max_nodes: int = 300,
    places: Mapping[str, Point] | None = None,
) -> str:
    """The page as text. Raises KgError where `focus` names nobody.

    `focus` is the id, label or alias of the entity that is open at first; `max_nodes` is how many
    are drawn at once (all can be found, and drawn when asked for). `places`, as `read_places`
    gives them, keep entities where an earlier page had them.
    """
    network = _make_network(
        make_nodes_and_edges(knowledge, core=min(CORE, max_nodes), places=places or {})
    )
    title = title or "News graph"
    meta = {"title": title, "focus": _find_entity(knowledge, focus), "budget": max_nodes}
    network.templateEnv = _make_environment({"meta": meta, **make_tables(knowledge)}, title)
    network.path = "page.html.j2"
    page = str(network.generate_html())
    network.templateEnv.globals.clear()  # which hold all that was drawn, in circles
    return page


def _find_entity(knowledge: Knowledge, name: str) -> str:
    """The id of the entity with this id, or else label, or else alias; "" for no name."""
    wanted = name.casefold()
    ways: tuple[Callable[[Entity], Iterable[str]], ...] = (
        lambda entity: (entity.id,),
        lambda entity: (entity.label,),
        lambda entity: entity.aliases,
    )
    for names_of in ways:
        for entity in knowledge.entities:
            if name and wanted in map(str.casefold, names_of(entity)):
                return entity.id
    if name:
        raise KgError(f"no entity is called {name!r}: give the id, label or alias of one")
    return ""


def read_places(path: Path) -> dict[str, Point]:
    """Where a page of ours draws each entity, by id; nothing if there is no such page."""
    page = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    block = DATA_BLOCK.search(page)
    if block is None:
        return {}
    packed, text = block.groups()
    data = json.loads(zlib.decompress(base64.b64decode(text)) if packed else text)
    columns = data["entities"]["key"], data["nodes"].get("x", ()), data["nodes"].get("y", ())
    return {key: (x, y) for key, x, y in zip(*columns, strict=True)}


def _make_network(drawn: Drawn) -> Any:
    with put_off("IPython", "IPython.display", "networkx"):  # for notebooks and for other graphs
        from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.node_ids = _FastList()
    nodes, edges = drawn
    for node in nodes:
        network.add_node(**node)
    for edge in edges:
        network.add_edge(edge.pop("source"), **edge)
    return network


class _FastList(list[int]):
    """pyvis asks `id in node_ids` at each node and edge: on a plain list that is quadratic."""

    def __init__(self) -> None:
        super().__init__()
        self._members: set[int] = set()

    def append(self, item: int) -> None:
        super().append(item)
        self._members.add(item)

    def __contains__(self, item: object) -> bool:
        return item in self._members


def _make_environment(tables: dict[str, Any], title: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.export"), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(
        title=title,
        style=_inline(_read_template("style.css")),
        library=_inline(_read_library()),
        script=_inline(_join_scripts()),
        tables=tables,
    )
    environment.filters.update(data_block=_data_block, source_hash=_source_hash)
    return environment


def _read_template(name: str) -> str:
    return (files("kg.export") / "templates" / name).read_text(encoding="utf-8")


def _read_library() -> str:
    path = files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return path.read_text(encoding="utf-8")


def _join_scripts() -> str:
    parts = [_read_template(name) for name in SCRIPTS]
    return "(async () => {\n" + "\n".join(parts) + "\n})();\n"


def _inline(source: str) -> Markup:
    """Source of ours for a script or style element: with the line ends a parser will see."""
    return Markup(source.replace("\r\n", "\n").replace("\r", "\n"))


def _source_hash(source: Markup) -> str:
    digest = hashlib.sha256(str(source).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _columns(rows: Iterable[dict[str, Any]]) -> dict[str, list[Any]]:
    """A list for each key: pyvis's nodes or edges without their keys repeated.

    >>> _columns([{"id": 1, "x": 2}, {"id": 3, "x": 4}])
    {'id': [1, 3], 'x': [2, 4]}
    """
    rows = list(rows)
    keys = dict.fromkeys(chain.from_iterable(rows))
    return {key: [row[key] for row in rows if key in row] for key in keys}


def _data_block(
    tables: dict[str, Any], nodes: list[dict[str, Any]], edges: list[dict[str, Any]]
) -> Markup:
    """JSON that cannot end its script element; compressed and in base64 when it is long."""
    data = {**tables, "nodes": _columns(nodes), "edges": _columns(edges)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if len(text) > COMPRESS_ABOVE:
        packed = base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 6)).decode()
        return Markup(f'<script type="text/plain" id="data" data-packed>{packed}</script>')
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(f'<script type="application/json" id="data">{text}</script>')
