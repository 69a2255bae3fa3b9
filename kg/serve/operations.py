"""What a worker can be asked to do, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.serve import asking, records, resources
from kg.serve.answers import Answer

OPERATIONS: Mapping[str, Callable[..., Answer]] = {
    "sparql": asking.ask,
    "table": asking.tabulate,
    "query page": asking.show_query_page,
    "graph": resources.read_graph,
    "view": resources.show_graph,
    "search page": resources.show_search,
    "resource": resources.describe,
    "entities": records.list_entities,
    "statements": records.list_statements,
    "documents": records.list_documents,
    "explain": records.explain,
    "path": records.find_way,
    "search": records.search,
}
