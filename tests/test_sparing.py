"""What is put off at an import is there for whoever asks for it."""

import os
import subprocess
import sys
from pathlib import Path


def run(code: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True
    ).stdout.strip()


def test_spacy_comes_without_its_command_line_which_can_still_be_had():
    code = """
import sys, kg.parse, spacy
print("spacy.cli" in sys.modules, "requests" in sys.modules)
print(isinstance(spacy.info(silent=True), dict))
import spacy.cli
print(callable(spacy.cli.download))
"""
    assert run(code).split() == ["False", "False", "True", "True"]


def test_a_page_is_drawn_without_notebooks_and_pyvis_can_still_read_a_network():
    code = """
import sys, tempfile, pathlib
from kg.export.html import render_html
from kg.model import Entity, Knowledge
render_html(Knowledge((), (Entity("Varo", "Organization", "Varo"),), (), ()))
print("IPython" in sys.modules, "networkx" in sys.modules)
import networkx, pyvis.network
drawn = pyvis.network.Network()
drawn.from_nx(networkx.path_graph(3))
print(len(drawn.nodes), type(pyvis.network.IFrame("page.html", 100, 100)).__name__)
"""
    assert run(code).split() == ["False", "False", "3", "IFrame"]
