"""The HTML view: what is in the file, without a browser."""

import base64
import hashlib
import json
import math
import os
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import invented_news
import pytest

from kg.errors import KgError
from kg.export.html import read_places, render_html, write_html
from kg.export.layout import Box, place_nodes, rank_nodes
from kg.export.viewdata import make_tables
from kg.model import (
    Block,
    Document,
    Entity,
    Evidence,
    Knowledge,
    Predicate,
    Span,
    Statement,
)

TITLE = "Ключ – 鍵"
HOSTILE = (
    "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>\u2028\u202e'\"&href"
)


def knowledge_of(text: str, *, subject: str = "Ada", object_: str = "Bob") -> Knowledge:
    """One sentence, one statement: the subject, its verb "met" and the object stand in the text."""
    start = text.index(subject)
    spans = [
        Span("d", at, at + len(part))
        for part in (subject, "met", object_)
        for at in [text.index(part, start)]
    ]
    return Knowledge(
        (Document("d", text, (Block("paragraph", 0, len(text)),), "a.md", published="2026-05-01"),),
        (Entity("a", "Person", subject), Entity("b", "Person", object_)),
        (Statement("s", "Meeting", Predicate("meet", "met"), "a", "b", belief=0.9),),
        (Evidence("s", "clauses", 0.9, "d", Span("d", start, len(text)), text[start:], *spans),),
    )


def data_of(page: str) -> dict:
    plain = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    if plain:
        return json.loads(plain.group(1))
    packed = re.search(r'id="data" data-packed>(.*?)</script>', page).group(1)
    return json.loads(zlib.decompress(base64.b64decode(packed)))


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(invented_news.hand_made(), title="Steel & harbor")


def test_the_file_is_utf8_whatever_the_locale_and_the_same_in_another_process(tmp_path):
    script = (
        "import invented_news, pathlib, sys; from kg.export.html import write_html;"
        f"write_html(invented_news.small(), pathlib.Path(sys.argv[1]), title={TITLE!a})"
    )
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONUTF8": "0"}
    environment["PYTHONPATH"] = f"{here}{os.pathsep}{here.parent}"
    subprocess.run([sys.executable, "-c", script, tmp_path / "b.html"], check=True, env=environment)
    write_html(invented_news.small(), tmp_path / "a.html", title=TITLE)

    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert TITLE in (tmp_path / "b.html").read_text(encoding="utf-8")


def test_nothing_in_the_page_is_loaded_from_anywhere(page):
    markup = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", page, flags=re.DOTALL)

    addresses = re.findall(r"\b(?:src|srcset|href|action|poster)\s*=\s*[\"']?([^\"' >]*)", markup)

    assert addresses == ["#view=table"]
    assert "@import" not in page
    assert not re.search(r"url\(\s*[\"']?(https?:)?//", page)


def test_only_the_scripts_and_the_style_of_the_page_may_run(page):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page).group(1)
    policy = policy.replace("&#39;", "'")
    bodies = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
        for body in bodies
    }

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert len(bodies) == 3
    assert hashes == set(re.findall(r"'sha256-[^']+'", policy))


def test_text_of_articles_cannot_end_the_data_or_become_markup():
    knowledge = knowledge_of(f"Ada{HOSTILE} met Bob{HOSTILE}.", subject=f"Ada{HOSTILE}")
    hostile = render_html(knowledge, title=HOSTILE)
    harmless = render_html(knowledge_of("Ada met Bob."))

    assert "<img" not in hostile
    assert hostile.count("<script") == harmless.count("<script")
    assert hostile.count("</script") == harmless.count("</script")
    assert "\u2028" not in hostile.split('id="data"')[1].split("</script>")[0]
    assert data_of(hostile)["nodes"]["label"][0] == f"Ada{HOSTILE}"


def test_a_place_in_a_text_with_wide_characters_is_counted_as_javascript_counts():
    knowledge = knowledge_of("😀😀 Ada 😀 met Bob.")
    tables = make_tables(knowledge)
    units = knowledge.documents[0].text.encode("utf-16-le")

    def cut(place: list[int]) -> str:
        return units[place[0] * 2 : (place[0] + place[1]) * 2].decode("utf-16-le")

    assert cut(tables["evidence"]["sentence"][0]) == "Ada 😀 met Bob."
    assert cut(tables["evidence"]["predicate"][0]) == "met"
    assert cut(tables["evidence"]["object"][0]) == "Bob"


def test_a_sentence_is_stored_once_unless_its_document_is_missing():
    knowledge = knowledge_of("Ada met Bob at noon.")
    alone = replace(knowledge, documents=())

    assert make_tables(knowledge)["evidence"]["text"] == [0]
    assert make_tables(alone)["evidence"]["text"] == ["Ada met Bob at noon."]
    assert make_tables(alone)["evidence"]["document"] == [-1]


def test_a_sentence_that_its_document_does_not_hold_is_kept_as_it_is():
    knowledge = knowledge_of("Ada met Bob at noon.")
    silent = replace(knowledge.documents[0], text="", blocks=())

    assert make_tables(replace(knowledge, documents=(silent,)))["evidence"]["text"] == [
        "Ada met Bob at noon."
    ]


@pytest.mark.parametrize("name", ["Mara_Olsen", "mara olsen", "Prime Minister Olsen"])
def test_an_entity_to_open_first_is_named_by_id_label_or_alias(name):
    page = render_html(invented_news.small(), focus=name)

    assert data_of(page)["meta"]["focus"] == "Mara_Olsen"


def test_an_entity_to_open_first_that_is_not_there_is_an_error():
    with pytest.raises(KgError, match="no entity is called 'Nobody'"):
        render_html(invented_news.small(), focus="Nobody")


def test_claims_between_the_same_two_entities_share_an_edge(page):
    edges = data_of(page)["edges"]
    pairs = list(zip(edges["from"], edges["to"], strict=True))

    assert len(pairs) == len(set(pairs))
    assert max(len(claims) for claims in edges["claims"]) > 1


def test_an_argument_beyond_the_object_is_linked_by_its_role(page):
    data = data_of(page)
    number = {key: i for i, key in enumerate(data["entities"]["key"])}
    edges = zip(data["edges"]["from"], data["edges"]["to"], data["edges"]["claims"], strict=True)
    claims = {(a, b): claims for a, b, claims in edges}

    assert claims[number["Mara_Olsen"], number["Orlen"]][0][1] == "place"


def test_a_long_page_is_packed_and_holds_the_same_data():
    knowledge = knowledge_of("Ada met Bob. " + "Nothing else happened. " * 60_000)
    packed = render_html(knowledge)

    assert "data-packed" in packed
    assert len(packed) < 1_000_000
    assert data_of(packed)["documents"][0]["text"] == knowledge.documents[0].text


def test_knowledge_that_holds_nothing_still_makes_a_page():
    assert data_of(render_html(Knowledge((), (), (), ())))["edges"] == {}


def test_an_argument_nobody_knows_is_passed_over():
    knowledge = knowledge_of("Ada met Bob.")
    lost = replace(knowledge.statements[0], object="nobody")

    data = data_of(render_html(replace(knowledge, statements=(lost,))))

    assert data["statements"]["object"] == [-1]
    assert data["edges"] == {}


def test_places_do_not_depend_on_the_order_of_edges():
    edges = [(i, (i * 7 + 1) % 40) for i in range(40)]
    boxes = [Box(40, 14, 9)] * 40

    assert place_nodes(edges, range(40), boxes) == place_nodes(edges[::-1], range(40), boxes)


def test_no_two_dots_touch_and_few_names_collide():
    count = 60
    edges = [(i, i // 3) for i in range(1, count)]
    places = place_nodes(edges, range(count), [Box(45, 14, 10)] * count)
    pairs = [(places[a], places[b]) for a in range(count) for b in range(a)]

    assert all(abs(p[0] - q[0]) > 20 or abs(p[1] - q[1]) > 20 for p, q in pairs)
    assert sum(abs(p[0] - q[0]) < 80 and abs(p[1] - q[1]) < 24 for p, q in pairs) < 12


def test_a_graph_that_grows_keeps_its_picture():
    boxes = [Box(40, 14, 9)] * 12
    before = place_nodes([(0, i) for i in range(1, 10)], range(10), boxes)
    after = place_nodes([(0, i) for i in range(1, 12)], range(12), boxes, known=before)

    assert {node: after[node] for node in before} == before
    assert set(after) == set(range(12))


def test_a_document_more_leaves_most_entities_near_their_places():
    before, after = places_of_news(59), places_of_news(60)
    moves = sorted(math.dist(before[key], after[key]) for key in before)
    width = max(x for x, _ in after.values()) - min(x for x, _ in after.values())

    assert len(after) == len(before) + 2
    assert moves[len(moves) // 2] < width * 0.1
    assert moves[len(moves) * 9 // 10] < width * 0.3


def places_of_news(documents: int) -> dict[str, tuple[float, float]]:
    """Places by name: each document tells of two people of its own and two of the seven powers."""
    links = []
    for d in range(documents):
        power, other = f"power {d % 7}", f"power {d * 3 % 7}"
        links += [(power, f"person {d}"), (f"person {d}", f"aide {d}"), (power, other)]
    keys = sorted({name for link in links for name in link})
    number = {name: i for i, name in enumerate(keys)}
    edges = [(number[a], number[b]) for a, b in links]
    ranks = rank_nodes(len(keys), edges, [1] * len(keys))
    order = sorted(range(len(keys)), key=lambda i: (-ranks[i], i))
    places = place_nodes(edges, order, [Box(40, 14, 9)] * len(keys), keys=keys)
    return {name: places[i] for name, i in number.items()}


def test_a_page_that_is_made_again_keeps_the_places_of_the_former_one(tmp_path):
    path = tmp_path / "graph.html"
    write_html(invented_news.small(), path)
    places = read_places(path)
    write_html(invented_news.hand_made(), path, places=places)
    again = read_places(path)

    assert {key: again[key] for key in places} == places
    assert len(again) == len(invented_news.hand_made().entities)
    write_html(invented_news.hand_made(), path, places=again)
    assert read_places(path) == again


@pytest.mark.parametrize("content", [None, "", "<html>something else</html>"])
def test_places_are_read_from_pages_of_ours_only(tmp_path, content):
    path = tmp_path / "page.html"
    if content is not None:
        path.write_text(content)

    assert read_places(path) == {}


def test_nodes_beyond_the_core_lie_beside_their_neighbours():
    edges = [(0, 1), (1, 2), (2, 0), *((0, i) for i in range(3, 30))]
    places = place_nodes(edges, range(30), [Box(40, 14, 9)] * 30, core=[0, 1, 2])

    assert len(set(places.values())) == 30
    assert all(
        abs(places[i][0] - places[0][0]) + abs(places[i][1] - places[0][1]) < 600
        for i in range(3, 30)
    )


def test_the_middle_of_a_star_ranks_first_and_a_weight_of_nothing_last():
    ranks = rank_nodes(5, [(0, 1), (0, 2), (0, 3), (0, 4)], [1, 1, 1, 1, 0])

    assert ranks[0] == max(ranks)
    assert ranks[4] == 0
    assert sum(ranks) == pytest.approx(1)
