"""A language pipeline is known by its files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import PipelineError
from kg.fingerprint import DEFAULT_PIPELINE, INSTALL, WEIGHTS, fingerprint

TOLD = {"lang": "en", "name": "small", "version": "1.2"}


def pipeline(folder: Path, weights: bytes = b"some", told: dict[str, str] = TOLD) -> str:
    """A folder as spaCy writes one, as far as we look at it."""
    (folder / "tagger").mkdir(parents=True)
    (folder / "tagger" / "model").write_bytes(weights)
    (folder / "meta.json").write_text(json.dumps(told), encoding="ascii")
    return str(folder)


def test_a_pipeline_that_is_missing_is_named_with_its_remedy():
    with pytest.raises(PipelineError, match="pip install no_such_pipeline"):
        fingerprint("no_such_pipeline")


def test_a_known_pipeline_is_asked_for_in_its_version():
    assert all("==" in package for package in INSTALL.values())


def test_a_pipeline_is_told_by_what_it_says_of_itself_and_by_its_weights(tmp_path):
    one, other = pipeline(tmp_path / "one"), pipeline(tmp_path / "other", weights=b"others")

    assert re.fullmatch(r"en_small 1\.2 [0-9a-f]{12}", fingerprint(one))
    assert fingerprint(one) != fingerprint(other)


def test_a_folder_that_is_no_pipeline_is_refused(tmp_path):
    (tmp_path / "meta.json").write_text("[]", encoding="ascii")

    with pytest.raises(PipelineError, match=r"no meta\.json that tells its name"):
        fingerprint(str(tmp_path))


def test_a_known_pipeline_with_other_weights_is_refused(tmp_path, monkeypatch):
    name = pipeline(tmp_path / "known")
    monkeypatch.setitem(WEIGHTS, name, "000000000000")
    monkeypatch.setitem(INSTALL, name, "known==1.2")

    with pytest.raises(PipelineError, match=r"other weights than ours: .* known==1\.2"):
        fingerprint(name)


@pytest.mark.model
def test_a_pipeline_is_known_as_spacy_knows_it_and_is_not_loaded_for_that():
    code = f"""
import sys
from kg.fingerprint import fingerprint
found = fingerprint({DEFAULT_PIPELINE!r})
assert "spacy" not in sys.modules
import spacy
told = spacy.load({DEFAULT_PIPELINE!r}).meta
assert found.startswith("{{lang}}_{{name}} {{version}} ".format_map(told)), (found, told)
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
