"""Pronouns: agreement first, then the most prominent thing said lately."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.link.clusters import SPEECH, Cluster, Discourse
from kg.link.sets import members, said_of
from kg.model import Mention
from kg.words import GENDERED, SHIPS, is_collective, is_title

_PROMINENCE = {
    "subject": 40, "root": 30, "object": 20, "indirect object": 15, "possessor": 18,
    "oblique": 8, "apposition": 8, "attribute": 0, "modifier": -25, "nested": -40, "title": -100,
}  # fmt: skip
_REACH = 3  # sentences back
_STEP = 32  # what each sentence between costs
_OF_BODIES = frozenset(  # what bodies have: "its chairman", "its shares"
    "ceo chairman chairwoman director employee founder headquarters owner president profit revenue "
    "share shareholder spokesman spokeswoman staff stock subsidiary".split()
)
_OF_LANDS = frozenset(  # what lands and towns have
    "ambassador army capital government inhabitant mayor minister parliament population".split()
)
_ENACT = frozenset("amend enact pass ratify repeal veto".split())  # what is done to laws alone
_LAWS = frozenset("act bill law legislation measure pact treaty".split())
_HAPPEN = frozenset({"happen", "occur"})
_WRITINGS = frozenset(
    "statement report article letter study paper release document message survey poll ruling "
    "memo survey website site text note account".split()
)
_PERSONAL = frozenset(
    "he him his himself she her hers herself it its itself they them their theirs "
    "themselves".split()
)
_SPEECH_ROLES = frozenset({"1", "2"})
_SPEAKERS = frozenset({"Person", "Organization", "Group", "Country"})
_MEMBERS = frozenset(
    "member spokesman spokeswoman spokesperson captain representative".split()
)  # who says "we" for what they belong to
_RELATIVE = re.compile(r",? (?:who|whom|whose|which|that)\b")
_BEING = r"(?:\s+\w+)?(?:\s+|['’])(?:is|was|s|be|been|becomes?|became|seems?|appears?|remains?)\s+"
_HARD_OR_GOOD = (
    r"(?:im)?possible|(?:un)?important|difficult|hard|easy|(?:un)?necessary|better|best|crucial|"
    r"essential|vital|time|(?:il)?legal|wrong|safe|useful|impossible|recommended|advised|"
    r"customary|forbidden|prudent|worth"
)
_EXTRAPOSED = re.compile(
    rf"{_BEING}(?:(?:\w+\s+){{1,3}}?(?:that|whether|if|who|when|what|how|why|where)"
    rf"|(?:\w+\s+)?(?:{_HARD_OR_GOOD})\s+(?:to|for))\b"
)


def resolve_pronoun(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> None:
    """Put a pronoun into the cluster it means; leave it out where nothing fits."""
    if mention.head == "both" and (meant := members(discourse, mention)):
        discourse.sets[mention] = meant
    if mention.head in ("this", "that"):
        _resolve_demonstrative(discourse, mention)
    if mention.head not in _PERSONAL:
        return
    if mention.head == "it" and _is_empty(discourse, mention):
        return
    options = list(_options(discourse, mention, recent))
    if not options:
        return
    _, _, chosen = max(options, key=lambda o: (o[0], o[1]))
    if isinstance(chosen, Cluster):
        discourse.join(mention, chosen, _reason(mention))
    else:
        discourse.sets[mention] = chosen


def _resolve_demonstrative(discourse: Discourse, mention: Mention) -> None:
    """ "The race ended. This is the first race": what is called so; "pick a colour and buy that".

    Most others stand for a clause: they are left out.
    """
    names = {m.head.lower() for m in discourse.after("predicate", mention)}
    for number in (mention.sentence, mention.sentence - 1):
        for earlier in reversed(discourse.by_sentence.get(number, ())):
            if earlier.span.end > mention.span.start or earlier.kind != "nominal":
                continue
            is_object = earlier.function == mention.function == "object"
            is_taken_up = is_object and number == mention.sentence
            if earlier in discourse.of and (is_taken_up or earlier.head.lower() in names):
                discourse.join(mention, discourse.of[earlier], "it")
                return


def _reason(mention: Mention) -> str:
    by_gender = {"masculine": "he", "feminine": "she", "neuter": "it"}
    return "they" if mention.number == "plural" else by_gender.get(mention.gender, "they")


_Option = tuple[float, int, Cluster | tuple[Cluster, ...]]


def _options(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> Iterator[_Option]:
    """What the pronoun may mean, with its score and its place."""
    barred = _barred(discourse, mention)
    kin = [thing for thing in discourse.after("possessor", mention) if _is_kin(thing)]
    for cluster in recent:
        if mention.sentence - cluster.seen[-1].sentence > _REACH:
            break
        if not _fits(cluster, mention) or any(cluster is other for other in barred):
            continue
        if kin and cluster.is_named and any(thing.head in cluster.roles for thing in kin):
            continue  # "her mother said" is not the mother's mother
        near = [m for m in cluster.seen[-12:] if _may_corefer(m, mention)]
        near = [m for m in near if said_of(discourse, m) is None]
        if near and not _is_bound(discourse, cluster, mention):
            scores = [(_score(discourse, m, mention), m.span.start) for m in near]
            score, start = max(scores)
            yield score + _weight(cluster, mention), start, cluster
    if mention.number == "plural":
        for option in _coordinated(discourse, mention):
            if not any(_is_doer(discourse, cluster, mention) for cluster in option[2]):
                yield option


def _barred(discourse: Discourse, mention: Mention) -> list[Cluster]:
    """What the pronoun cannot mean: what it owns ("its rival"), and who says "he" in a quote.

    Nor who is what it owns: "Ann Vale is her mother".
    """
    things = discourse.after("possessor", mention)
    subjects = (subject for thing in things for subject in discourse.before("predicate", thing))
    owned = [discourse.of.get(m) for m in (*things, *subjects)]
    speaker = find_speaker(discourse, mention) if mention.quoted else None
    said_by = discourse.of.get(speaker) if speaker is not None else None
    return [cluster for cluster in (*owned, said_by) if cluster is not None]


def _is_kin(thing: Mention) -> bool:
    return thing.head in GENDERED and thing.determiner == "poss" and not is_title(thing.head)


def _fits(cluster: Cluster, mention: Mention) -> bool:
    """Agreement in kind, number and gender."""
    kind = cluster.type
    if mention.governor in _HAPPEN and mention.function == "subject":
        return kind == "Event" and cluster.number == mention.number
    if mention.governor in SPEECH and mention.function == "subject" and not _may_speak(cluster):
        return False
    if mention.gender == "feminine" and kind == "Product":
        return any(name.partition(" ")[0] in SHIPS for name in cluster.names)
    if mention.gender in ("masculine", "feminine"):
        return kind == "Person" and cluster.number != "plural" and cluster.gender in (
            "", mention.gender)  # fmt: skip
    if mention.number == "singular":
        return kind not in ("Person", "Group") and cluster.number != "plural"
    if cluster.number == "plural":
        return True
    first = cluster.mentions[0]
    return kind == "Organization" or kind == "Group" or is_collective(first.head.lower())


def _may_speak(cluster: Cluster) -> bool:
    return cluster.type in _SPEAKERS or cluster.mentions[0].head in _WRITINGS


def _may_corefer(candidate: Mention, mention: Mention) -> bool:
    """Whether a mention stands near before the pronoun and is not bound to differ from it."""
    distance = mention.sentence - candidate.sentence
    if candidate.span.start >= mention.span.start or not 0 <= distance <= _REACH:
        return False
    if candidate.function == "title":
        return False  # an office is nobody
    # "its" is no part of what it means: "the party and [its members]"
    return candidate.span.end <= mention.span.start or candidate.kind == "name"


def _is_bound(discourse: Discourse, cluster: Cluster, mention: Mention) -> bool:
    """Whether the pronoun's own clause has the cluster as subject: "Xi met him".

    The subject may be left out: "Vale, who met him", "asked Vale to meet him", and "Vale sued the
    firm, accusing her".
    """
    if mention.head.endswith(("self", "selves")) or mention.function not in (
        "object", "indirect object", "oblique"
    ):  # fmt: skip
        return False
    text = discourse.reading.document.text
    for m in cluster.seen[-6:]:
        if m.sentence != mention.sentence or m.span.start >= mention.span.start:
            continue
        between = text[m.span.end : mention.span.start]
        if m.function == "subject" and m.governor == mention.governor:
            return True
        if _WHO.fullmatch(between) or (m.function == "object" and _TO.fullmatch(between)):
            return True
        if m.function == "subject" and _SUCCESSOR.search(between) and not _LEAVING.search(between):
            return True
    participle = _ING.search(text, discourse.reading.sentences[mention.sentence].start,
                             mention.span.start)  # fmt: skip
    return participle is not None and _acts_before(discourse, mention, participle.start(), cluster)


def _is_doer(discourse: Discourse, cluster: Cluster, mention: Mention) -> bool:
    """Whether one of several does it to them: "Kenya left Uganda and sued them" is not of both."""
    is_done_to = mention.function in {"object", "indirect object"}
    return _is_bound(discourse, cluster, mention) or (
        is_done_to and _acts_before(discourse, mention, mention.span.start, cluster)
    )


def _acts_before(discourse: Discourse, mention: Mention, end: int, cluster: Cluster) -> bool:
    """Whether the last subject before a comma in the pronoun's sentence is this."""
    subjects = [
        m for m in discourse.by_sentence[mention.sentence]
        if m.function == "subject" and m.span.end <= end
    ]  # fmt: skip
    return bool(subjects) and discourse.of.get(subjects[-1]) is cluster


_WHO = re.compile(r",? (?:who|which|that) (?:\w+ ){1,3}")
# Who appoints somebody "to replace him" does not go, unless the sentence says so.
_SUCCESSOR = re.compile(
    r"\b(?:appoint|nam|chose|choos|pick|elect|nominat|hir|tapp|promot)\w* .+ "
    r"to (?:replace|succeed) \Z"
)
_LEAVING = re.compile(
    r"\b(?:left|quit|(?:resign|retir|depart|stepp)(?:ed|s|ing)|leav(?:es|ing)|steps)\b"
)
_TO = re.compile(r" (?:not )?to \w+ ")
# Not of what follows from the whole clause: "the index fell, bringing it to a new low".
_ING = re.compile(
    r", (?:\w+ )?(?!(?:allow|bring|caus|cost|driv|earn|forc|giv|help|keep|leav|lett|mak|prompt|"
    r"push|putt|send|tak|turn)ing )\w+ing \Z"
)


def _score(discourse: Discourse, candidate: Mention, mention: Mention) -> float:
    distance = mention.sentence - candidate.sentence
    score = _prominence(discourse, candidate) - _STEP * distance
    if candidate.function == mention.function:
        score += 10
    if candidate.kind == "pronoun" and candidate.head[:2] == mention.head[:2]:
        score += 12
    if candidate.quoted and not mention.quoted:
        score -= 10 if candidate.kind == "name" else 25
    if distance == 0 and _RELATIVE.match(discourse.reading.document.text, candidate.span.end):
        score += 25  # "Türkiye, which is watching closely because of its ties"
    if distance == 0 and candidate.function == "subject" and mention.function == "possessor":
        score += 15
    if _speaks(mention) and _speaks(candidate):
        score += 20  # who spoke last speaks on: "…," she said
    if candidate.governor in SPEECH and mention.governor not in SPEECH:
        score += _after_speech(discourse, candidate, mention)
    if candidate.kind == "nominal" and not candidate.determiner and candidate.number == "singular":
        score -= 15  # "to school", "labour"
    if discourse.reading.document.text[candidate.span.end : mention.span.start] == " and ":
        score += 40  # "Oslo and its allies"
    return score - (mention.span.start - candidate.span.start) / 60


def _opens(discourse: Discourse, mention: Mention) -> bool:
    """Whether a person begins a sentence: "Vale said that ..."."""
    start = discourse.reading.sentences[mention.sentence].start
    text = discourse.reading.document.text[start : mention.span.start]
    return mention.label == "Person" and not text.strip()


def _after_speech(discourse: Discourse, speaker: Mention, mention: Mention) -> float:
    """What it tells for and against somebody that he said something.

    "They agreed, officials said": the next "they" is not about officials. "Japan said on Friday
    that it would" is about Japan.
    """
    between = discourse.reading.document.text[speaker.span.end : mention.span.start]
    if speaker.function == mention.function == "subject" and _SAID.fullmatch(between):
        return 12
    is_far = speaker.sentence != mention.sentence and not _opens(discourse, speaker)
    return -20 if is_far else -8


_SAID = re.compile(r" (?:has |had |also )?\w+(?: (?:on )?\w+day)?(?: that)? ")


def _prominence(discourse: Discourse, mention: Mention) -> float:
    """How much a sentence is about somebody or something that it names."""
    is_told = mention.function == "attribute" and mention.governor == "be"
    if is_told and mention.kind == "name":
        return _PROMINENCE["subject"]  # "one of them was Ann Vale"
    start = mention.span.start
    is_agent = discourse.reading.document.text.startswith(" by ", max(0, start - 4))
    # "The Vega, operated by Harbour Lines, sank" tells of the ship.
    of_agent = 15 if is_agent and mention.function == "subject" else 0
    return _PROMINENCE.get(mention.function, 0) - of_agent


def _speaks(mention: Mention) -> bool:
    is_person = mention.label == "Person" or mention.gender in ("masculine", "feminine")
    return is_person and mention.governor in SPEECH and mention.function == "subject"


def _weight(cluster: Cluster, mention: Mention) -> float:
    """What is spoken of often is what pronouns mean."""
    weight, kind = 2.5 * min(len(cluster.seen), 6), cluster.type
    if mention.gender in ("masculine", "feminine"):
        weight += 15 * cluster.is_named + 15 * bool(cluster.gender)
        weight -= 10 * (not cluster.is_named and not cluster.gender)
    elif mention.number == "singular":
        is_goods = kind == "Product" and cluster.is_named
        weight += 12 * (is_goods or kind in ("Organization", "Country"))
        weight -= 12 * (kind == "Thing" and not cluster.is_named)
        weight -= 6 * (kind == "Event")
        if mention.function == "possessor" and mention.governor in _OF_BODIES:
            weight += 30 * (kind in ("Organization", "Country"))
        if mention.function == "possessor" and mention.governor in _OF_LANDS:
            weight += 30 * (kind in ("Country", "Place"))
        if mention.governor in _ENACT and mention.function == "object":
            first = cluster.mentions[0]
            weight += 40 * (kind == "Law" or first.head.lower() in _LAWS)
    else:
        weight += 20 * (kind == "Group" and cluster.number == "plural")
    return weight


def _coordinated(
    discourse: Discourse, mention: Mention
) -> Iterator[tuple[float, int, tuple[Cluster, ...]]]:
    """People or bodies named together: "Trump and Takaichi … they", "both countries … their"."""
    for earlier, meant in discourse.sets.items():
        if earlier.number == "plural" and _may_corefer(earlier, mention):
            yield _score(discourse, earlier, mention) + 24, earlier.span.start, meant
    for group in (*_conjoined(discourse, mention), *_partners(discourse, mention)):
        known = [discourse.of[m] for m in group if m in discourse.of]
        kinds = {cluster.type for cluster in known}
        is_alike = len(kinds) == 1 or kinds == {"Country", "Organization"}
        if len(known) == len(group) and is_alike and kinds <= _SPEAKERS:
            score = _score(discourse, group[0], mention) + 20
            yield score, group[0].span.start, tuple({id(c): c for c in known}.values())


def _conjoined(discourse: Discourse, mention: Mention) -> Iterator[list[Mention]]:
    for left in discourse.right.get("conjunct", {}):
        if not discourse.before("conjunct", left) and _may_corefer(left, mention):
            yield discourse.conjuncts(left)


def _partners(discourse: Discourse, mention: Mention) -> Iterator[list[Mention]]:
    """A subject and those it does something with: "Takaichi spoke with Trump. They …"."""
    for sentence in range(mention.sentence - 1, mention.sentence + 1):
        inside = [m for m in discourse.by_sentence.get(sentence, ()) if m.kind == "name"]
        subjects = [m for m in inside if m.function == "subject" and _may_corefer(m, mention)]
        for partner in inside:
            first = next((m for m in subjects if m.span.start < partner.span.start), None)
            if first is None or partner.span.end > mention.span.start:
                continue
            if partner.label == first.label and discourse.text_before(partner) == "with":
                yield [first, partner]


def _is_empty(discourse: Discourse, mention: Mention) -> bool:
    """Whether "it" stands for a clause to come: "it is clear that"."""
    sentence = discourse.reading.sentences[mention.sentence]
    after = discourse.reading.document.text[mention.span.end : sentence.end]
    return mention.function == "subject" and bool(_EXTRAPOSED.match(after))


def resolve_speaker(discourse: Discourse, mention: Mention) -> None:
    """Give "I" its speaker, and "we" to what the speaker says "we" of."""
    speaker = find_speaker(discourse, mention)
    cluster = discourse.of.get(speaker) if speaker is not None else None
    if cluster is None:
        return
    if mention.number == "singular" and cluster.number != "plural":
        discourse.join(mention, cluster, "speaker")
    elif mention.number == "plural":
        _resolve_we(discourse, mention, cluster)


def _resolve_we(discourse: Discourse, mention: Mention, speaker: Cluster) -> None:
    """What speaks is "we" itself, or what the speaker speaks for, or the speaker and others."""
    if speaker.number == "plural" or speaker.type == "Organization":
        discourse.join(mention, speaker, "speaker")
        return
    body = _represented(discourse, speaker)
    if body is not None:
        discourse.join(mention, body, "speaker's body")
        return
    key = ("side", str(discourse.clusters.index(speaker)))
    if key in discourse.by_key:
        discourse.join(mention, discourse.by_key[key], "speaker")
        return
    side = discourse.start(mention, "speaker")
    side.voice = speaker
    discourse.by_key[key] = side


def _represented(discourse: Discourse, speaker: Cluster) -> Cluster | None:
    """The body that a speaker is a member or the voice of: "team member", "spokesman for Acme"."""
    for title in (t for m in speaker.mentions for t in discourse.before("title", m)):
        if title.head in _MEMBERS:
            owners = discourse.before("possessor", title)
            named = [m for m in owners if m in discourse.of]
            told = discourse.seen_by_head.get((title.modifiers or ("",))[-1], ())
            return next((discourse.of[m] for m in (*named, *reversed(told))), None)
    return None


def find_speaker(discourse: Discourse, mention: Mention) -> Mention | None:
    """Who says the words around a mention: as the propositions have it, or by a verb of saying."""
    for proposition in discourse.reading.propositions:
        inside = proposition.sentence.start <= mention.span.start < proposition.sentence.end
        speakers = [m for m in proposition.said_by if m.person not in _SPEECH_ROLES]
        if speakers and inside and any(a.mention == mention for a in proposition.arguments):
            return speakers[-1]
    if not mention.quoted:
        return _signature(discourse, mention) if mention.person == "1" else None
    speakers = [
        m
        for sentence in range(mention.sentence - 6, mention.sentence + 2)
        for m in discourse.by_sentence.get(sentence, ())
        if m.governor in SPEECH and m.function == "subject" and not m.quoted
        if m.label in _SPEAKERS
    ]
    if all(m.sentence != mention.sentence for m in speakers):
        speakers += _who_calls(discourse, mention)
    return min(speakers, key=lambda m: _distance_of_speaker(m, mention), default=None)


def _who_calls(discourse: Discourse, mention: Mention) -> list[Mention]:
    """Who uses words that stand in quotation marks within a sentence: "Vale called it our gift"."""
    before = [
        m for m in discourse.by_sentence.get(mention.sentence, ())
        if m.function == "subject" and m.span.start < mention.span.start
    ]  # fmt: skip
    last = before[-1] if before else None
    is_caller = last is not None and not last.quoted and last.label == "Person"
    return [last] if last is not None and is_caller else []


def _signature(discourse: Discourse, mention: Mention) -> Mention | None:
    """The name that stands alone under words set apart without quotation marks."""
    for number in range(mention.sentence + 1, mention.sentence + 5):
        for other in discourse.by_sentence.get(number, ()):
            sentence = discourse.reading.sentences[number]
            is_alone = sentence.end - sentence.start <= len(other.text) + 3
            if other.label == "Person" and other.kind == "name" and is_alone:
                return other
    return None


def _distance_of_speaker(speaker: Mention, mention: Mention) -> tuple[int, int]:
    """In its own sentence, then before it, then after: one speaker may fill a paragraph."""
    gap = mention.sentence - speaker.sentence
    return (2 * abs(gap) + (gap < 0), -speaker.span.start)
