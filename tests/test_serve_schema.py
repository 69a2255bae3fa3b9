"""The API against its own OpenAPI document, with requests that schemathesis thinks up."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from newsroom import make_knowledge
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from served import serving

from kg.graph import STORE
from kg.rdf import About
from kg.serve.api import OPERATIONS
from kg.store import DiskStore

load_all_checks()


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("served")
    DiskStore(folder / STORE).write(make_knowledge(), About("1.0"))
    with serving(folder) as server:
        yield schemathesis.openapi.from_url(f"http://127.0.0.1:{server.port}/api/openapi.json")


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("path", [operation.path for operation in OPERATIONS])
def test_what_the_api_answers_is_what_it_says_it_answers(schema: Any, path: str, mode: Any):
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode))
    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        case.call_and_validate()

    ask()
