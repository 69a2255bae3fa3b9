"""What to call an entity: its label, and the other words that texts use for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from kg.gazetteer import Place, load_gazetteer
from kg.link.clusters import Cluster, Discourse
from kg.link.names import without_country
from kg.model import Mention

_ARTICLES = re.compile(
    r"^(?:(?:both|all|each)\s+of\s+)?"
    r"(?:(?:the|a|an|this|that|these|those|its?|(?:both|some|any)(?!\s+of\b)|such|whose)\s+)?",
    re.I,
)
_WITH_ARTICLE = re.compile(
    r"^(?:United |Netherlands|Philippines|European Union|Republic|Democratic)"
)
_OF = re.compile(
    r"^ of (.+?)(?= (?:to|in|on|with|for|from|by|at|against|between|after|before|during|over|about"
    r"|as|around|through|under|into|among|across|including|regarding|amid|since|until)\b|$)"
)
# Nouns whose "of" names the goods: "imports of steel" are "steel imports".
_DEEDS = frozenset("import export sale supply purchase production shipment delivery test".split())
_SMALL = frozenset({"of", "for", "and", "the", "on", "in"})
_LONG = 90  # characters of a label
_BREAK = re.compile(r" (?:to|and|in|on|over|with|for|as|of|between|from|by|about|regarding|at) ")
_MARK = re.compile(r"\s*(?:['’]s?)?\s+")
_CLAUSE = re.compile(r"\W(?:and|or|who|which|that|to)\W")

LabelOf = Callable[[Mention], str]  # of the entity that a mention means, "" if none


def name_label(forms: Counter[str]) -> str:
    """The fullest form of a name; of forms as full, the commonest, with the most capitals.

    >>> name_label(Counter(["Trump", "Trump", "Donald trump", "Donald Trump"]))
    'Donald Trump'
    """
    return min(
        forms,
        key=lambda f: (-len(f.split()), -sum(w[0].isupper() for w in f.split()), -forms[f], f),
    )


def body_labels(owner: Place, name: str, seen: Sequence[str]) -> list[str]:
    """Label and aliases of a body that a country has: "Japan's Foreign Ministry".

    One that no text writes with a capital is called as the texts do: "Chinese state media".
    """
    title = " ".join(w if w in _SMALL else w[:1].upper() + w[1:] for w in name.split())
    of_owner = load_gazetteer().adjectives  # not "Korean", which is of two countries
    own = [word for word in owner.adjectives if of_owner.get(word) == owner]
    adjectives = [f"{adjective} {title}" for adjective in own[:1]]
    labels = [
        f"{owner.name}{mark(owner.name)} {title}",
        f"{title} of {with_article(owner.name)}",
        *adjectives,
    ]
    plain = [_clean(text) for text in seen if not any(w[0].isupper() for w in text.split()[-1:])]
    common = Counter(text for text in plain if text.lower().endswith(f" {name}"))
    if len(plain) < len(seen) or not common or "ministry" in name:
        return labels
    best = min(common, key=lambda text: (-common[text], text))
    return [best, *(label.replace(title, name) for label in labels)]


def with_article(name: str) -> str:
    """A country's name inside a phrase: "the United States"."""
    return f"the {name}" if _WITH_ARTICLE.match(name) else name


def phrase_labels(discourse: Discourse, cluster: Cluster, label_of: LabelOf) -> list[str]:
    """Label first, then aliases, of something that no name names: "imports of Japanese seafood"."""
    mentions = [m for m in cluster.mentions if m.kind != "pronoun"]
    first = max(mentions[:4], key=lambda m: (len(m.core.split()), -m.span.start))
    labels: list[str] = []
    for mention in dict.fromkeys((first, *mentions)):
        labels += _phrase_forms(discourse, mention, label_of)
    return list(dict.fromkeys(filter(None, labels)))


def _phrase_forms(discourse: Discourse, mention: Mention, label_of: LabelOf) -> Iterator[str]:
    """One phrase in full with its owner, then shorter and other ways to say it."""
    full = _clean(_render(discourse, mention, label_of, owned=True))
    yield _shortened(full, len(mention.core))
    yield full
    yield _sentence_case(discourse, mention, _clean(mention.text))
    if discourse.before("possessor", mention):
        yield _clean(_render(discourse, mention, label_of, owned=False))
    of = _OF.match(mention.text[mention.head_span.end - mention.span.start :])
    if of and not _CLAUSE.search(of[1]):
        yield _clean(f"{mention.core} of {of[1]}")
        yield from _compounds(mention, of[1])
    yield _sentence_case(discourse, mention, _clean(mention.core))


def _render(discourse: Discourse, mention: Mention, label_of: LabelOf, *, owned: bool) -> str:
    """The phrase with people in it by name alone, and its owner by name or not at all."""
    text = discourse.reading.document.text
    owner = next(iter(discourse.before("possessor", mention)), None)
    name, position = "", mention.span.start
    is_whose = mention.text.lower().startswith("whose ")
    if owner is not None and (is_whose or owner.span.start >= position):
        name = label_of(owner)
        after = position + len("whose") if is_whose else owner.span.end
        position = after if name or not owned else position
    parts = []
    for inner in _people_inside(discourse, mention):
        label = label_of(inner)
        if inner.span.start >= position and label:
            parts += [text[position : inner.span.start], label]
            position = inner.span.end
    whole = _without_mark("".join([*parts, text[position : mention.span.end]]))
    if name and owned:
        return f"{name}{mark(name)} {whole}"
    return _sentence_case(discourse, mention, whole)


def mark(name: str) -> str:
    """The possessive mark of a name."""
    return "'" if name.endswith("s") else "'s"


def _shortened(label: str, least: int) -> str:
    """A long phrase up to a word where it may end."""
    if len(label) <= _LONG:
        return label
    ends = [m.start() for m in _BREAK.finditer(label, least, _LONG + 1)]
    return label[: ends[-1]] if ends else label


def _sentence_case(discourse: Discourse, mention: Mention, label: str) -> str:
    """A phrase that begins a sentence with a common word, as it would stand within one."""
    sentence = discourse.reading.sentences[mention.sentence]
    if mention.span.start != sentence.start or label[1:2].isupper():
        return label
    starts_name = any(
        m.kind == "name" and m.span.start == mention.span.start
        for m in discourse.by_sentence[mention.sentence]
    )
    is_first = mention.text.startswith(label[:3])
    return label[:1].lower() + label[1:] if is_first and not starts_name else label


@lru_cache(10_000)
def _clean(text: str) -> str:
    words = " ".join(text.split()).replace('"', "").replace("“", "").replace("”", "")
    article = _ARTICLES.match(words)
    return words[article.end() if article else 0 :].strip(" ,")


def _people_inside(discourse: Discourse, mention: Mention) -> list[Mention]:
    return [
        m
        for m in discourse.by_sentence[mention.sentence]
        if m.label == "Person" and m.kind == "name"
        if mention.head_span.end <= m.span.start and m.span.end <= mention.span.end
    ]


def _without_mark(text: str) -> str:
    """What is left of "Trump's talks" without "Trump"."""
    possessive = _MARK.match(text)
    return text[possessive.end() :] if possessive else text


def _compounds(mention: Mention, complement: str) -> Iterator[str]:
    """Yield "Japanese seafood imports" and "seafood imports" for "imports of Japanese seafood"."""
    inner = _ARTICLES.sub("", complement)
    words = inner.split()
    if not 1 <= len(words) <= 3 or not all(w.replace("-", "").isalpha() for w in words):
        return
    if mention.core.lower() not in (mention.head, f"{mention.head}s") or mention.head not in _DEEDS:
        return
    yield f"{inner} {mention.core}"
    bare = without_country(inner)
    if bare != inner:
        yield f"{bare} {mention.core}"


def unique(labels: Iterable[str]) -> tuple[str, ...]:
    """Each label once, without regard to case, sorted after the first."""
    kept: dict[str, str] = {}
    for label in labels:
        kept.setdefault(label.casefold(), label)
    first, *rest = kept.values()
    return (first, *sorted(rest))
