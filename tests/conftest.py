"""What several tests share: the graph of seeds/, that of the real documents, the command line."""

import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import marked_texts
import pytest
from pretend import MEMORY
from repository import SEEDS, SHARED

import kg
from kg.cli import main
from kg.model import Document
from kg.pipeline import Report


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of `kg build seeds/`."""
    folder = tmp_path_factory.mktemp("built")
    kg.build(SEEDS, folder)
    return folder


@pytest.fixture(scope="session")
def seed_graph(built: Path) -> kg.Graph:
    return kg.open_graph(built)


@pytest.fixture(scope="session")
def shared_graph() -> kg.Graph:
    """The graph of the real documents, where they lie beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/seeds, two real documents that are not ours to distribute")
    return kg.build(SHARED)


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder that is synced in no time."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch, memory: Path) -> Callable[..., Report]:
    """Build the graph of these marked documents, and no others, in a folder of this name."""
    monkeypatch.setattr("kg.corpus.make_reader", lambda *_: marked_texts.read)
    monkeypatch.setattr("kg.corpus.fingerprint", lambda *_: "pretended")
    monkeypatch.setattr("kg.workers.FEW", 1_000)
    monkeypatch.setattr("kg.corpus.FEW", 1_000)

    def run(documents: list[Document], name: str, **options: Any) -> Report:
        monkeypatch.setattr("kg.pipeline._read", lambda *_, **__: documents)
        report = Report()
        options = {"page": False, "prune": True} | options
        kg.build(memory, memory / name, workers=1, report=report, **options)
        return report

    return run


@pytest.fixture
def run_kg(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """`kg ARGUMENTS…` as a shell sees it: status, standard output, standard error."""

    def run(*arguments: object, text: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["kg", *map(str, arguments)])
        typed = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", typed)
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        return status, *capsys.readouterr()

    return run
