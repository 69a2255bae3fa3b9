"""What to call an entity: its label, and the other words that texts use for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.gazetteer import Place
from kg.link.clusters import Cluster, Discourse
from kg.link.names import without_country
from kg.model import Mention
from kg.words import EVENTS

_ARTICLES = re.compile(r"^(?:the|a|an|this|that|these|those|its?|both|some|any|such)\s+", re.I)
_WITH_ARTICLE = re.compile(
    r"^(?:United |Netherlands|Philippines|European Union|Republic|Democratic)"
)
_OF = re.compile(
    r"^ of (.+?)(?= (?:to|in|on|with|for|from|by|at|against|between|after|before|during|over|about"
    r"|as|around|through|under|into|among|across|including|regarding|amid|since|until)\b|$)"
)
_DEEDS = frozenset("import export supply purchase use ban cut transfer delivery".split())
_SMALL = frozenset({"of", "for", "and", "the", "on", "in"})
_QUOTES = re.compile(r"[“”\"]")

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


def body_labels(owner: Place, name: str) -> list[str]:
    """Label and aliases of a body that a country has: "Japan's Foreign Ministry"."""
    title = " ".join(w if w in _SMALL else w[:1].upper() + w[1:] for w in name.split())
    mark = "'" if owner.name.endswith("s") else "'s"
    adjectives = [f"{adjective} {title}" for adjective in owner.adjectives[:1]]
    return [f"{owner.name}{mark} {title}", f"{title} of {with_article(owner.name)}", *adjectives]


def with_article(name: str) -> str:
    """A country's name inside a phrase: "the United States"."""
    return f"the {name}" if _WITH_ARTICLE.match(name) else name


def name_aliases(members: Sequence[tuple[Discourse, Cluster]]) -> Counter[str]:
    """The proper names that the texts use, without those for a country's people and things."""
    return Counter(m.core for _, cluster in members for m in cluster.mentions if m.kind == "name")


def phrase_labels(discourse: Discourse, cluster: Cluster, label_of: LabelOf) -> list[str]:
    """Label first, then aliases, of something that no name names: "imports of Japanese seafood"."""
    mentions = [m for m in cluster.mentions if m.kind != "pronoun"]
    first = max(mentions[:4], key=lambda m: (len(m.core.split()), -m.span.start))
    labels: list[str] = []
    for mention in (first, *mentions):
        forms = _phrase_forms(discourse, mention, label_of)
        labels += [_sentence_case(discourse, mention, form) for form in forms]
    return list(dict.fromkeys(filter(None, labels)))


def _phrase_forms(discourse: Discourse, mention: Mention, label_of: LabelOf) -> Iterator[str]:
    """One phrase in full with its owner, then shorter and other ways to say it."""
    text = mention.text
    plain = _clean(text)
    resolved = _resolved(discourse, mention, label_of)
    yield resolved
    yield plain
    yield _without_owner(discourse, mention, resolved, label_of)
    tail = text[mention.head_span.end - mention.span.start :]
    of = _OF.match(tail)
    if of and not re.search(r"\W(?:and|or|who|which|that|to)\W", of[1]):
        yield _clean(f"{mention.core} of {of[1]}")
        yield from _compounds(mention, of[1])
    yield _clean(mention.core)


def _sentence_case(discourse: Discourse, mention: Mention, label: str) -> str:
    """A phrase that begins a sentence with a common word, as it would stand within one."""
    sentence = discourse.reading.sentences[mention.sentence]
    if mention.span.start != sentence.start or label[1:2].isupper():
        return label
    starts_name = any(
        m.kind == "name" and m.span.start == mention.span.start
        for m in discourse.by_sentence[mention.sentence]
    )
    return label if starts_name else label[:1].lower() + label[1:]


def _clean(text: str) -> str:
    return _ARTICLES.sub("", _QUOTES.sub("", " ".join(text.split()))).strip(" ,")


def _resolved(discourse: Discourse, mention: Mention, label_of: LabelOf) -> str:
    """The phrase with its owner by name: "Sanae Takaichi's remarks" for "her remarks"."""
    owner = next(iter(discourse.before("possessor", mention)), None)
    if owner is None:
        return _clean(mention.text)
    name = label_of(owner)
    if not name or owner.span.start < mention.span.start:
        return _clean(mention.text)
    mark = "'" if name.endswith("s") else "'s"
    rest = mention.text[owner.span.end - mention.span.start :]
    return _clean(f"{name}{mark} {_without_mark(rest)}")


def _without_owner(discourse: Discourse, mention: Mention, resolved: str, label_of: LabelOf) -> str:
    """The phrase without its owner, people in it by name alone: "recent talks with Xi Jinping"."""
    owner = next(iter(discourse.before("possessor", mention)), None)
    start = owner.span.end if owner is not None and owner.span.start >= mention.span.start else 0
    start = max(start, mention.span.start)
    text = discourse.reading.document.text
    parts, position = [], start
    for inner in _people_inside(discourse, mention):
        name = label_of(inner)
        if inner.span.start >= position and name:
            parts += [text[position : inner.span.start], name]
            position = inner.span.end
    parts.append(text[position : mention.span.end])
    return _clean(_without_mark("".join(parts)))


def _people_inside(discourse: Discourse, mention: Mention) -> list[Mention]:
    return [
        m
        for m in discourse.by_sentence[mention.sentence]
        if m.label == "Person" and m.kind == "name"
        if mention.head_span.end <= m.span.start and m.span.end <= mention.span.end
    ]


def _without_mark(text: str) -> str:
    return re.sub(r"^\s*['’]s?\s+", "", text).strip()


def _compounds(mention: Mention, complement: str) -> Iterator[str]:
    """Yield "Japanese seafood imports" and "seafood imports" for "imports of Japanese seafood"."""
    inner = _ARTICLES.sub("", complement)
    words = inner.split()
    if not 1 <= len(words) <= 3 or not all(w.replace("-", "").isalpha() for w in words):
        return
    if mention.core.lower() not in (mention.head, f"{mention.head}s") or not is_deed(mention.head):
        return
    yield f"{inner} {mention.core}"
    bare = without_country(inner)
    if bare != inner:
        yield f"{bare} {mention.core}"


def is_deed(head: str) -> bool:
    """Whether a noun names what is done to its complement: "imports of", not "a set of"."""
    return head in EVENTS or head in _DEEDS or head.endswith(("tion", "sion", "ment", "ing"))


def unique(labels: Iterable[str]) -> tuple[str, ...]:
    """Each label once, without regard to case, sorted after the first."""
    kept: dict[str, str] = {}
    for label in labels:
        kept.setdefault(label.casefold(), label)
    first, *rest = kept.values()
    return (first, *sorted(rest))
