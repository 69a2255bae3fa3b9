"""Everything in a clause beyond subject and object, in roles: time, place, topic, recipient …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.frames import Frame, Oblique
from kg.extract.lexical import is_text, nominal_of, role_of, takes_deed
from kg.extract.passage import Passage
from kg.extract.syntax import child, children, is_clausal, noun_conjuncts
from kg.extract.tree import Token
from kg.lexicon import ROLE_PREPOSITIONS
from kg.model import Argument, Mention
from kg.words import is_abstract, is_place

SPEAKER = frozenset({"according to"})  # says who says it: read as the stance's speaker
_EMPTY = frozenset(
    "the time|that time|this time|the moment|that case|such a case|this case|the end|turn|fact|"
    "part|example|instance|addition|particular|general|least|all|course|the other hand|"
    "the one hand|a result|short|total|contrast|the contrary|the whole|average"
    .split("|")
)  # fmt: skip
_TIMES = frozenset({"Date", "Time"})
_AMOUNTS = frozenset({"Money", "Percent", "Quantity", "Number"})
# What a deed in "by urging", "before leaving" is to the clause; with other prepositions it is the
# content, as in "accused her of lying".
_DEEDS = {
    "by": "instrument", "through": "instrument", "before": "time", "after": "time",
    "since": "time", "while": "time", "when": "time", "until": "end", "upon": "time",
    "without": "oblique", "despite": "oblique", "besides": "oblique", "instead of": "oblique",
    "rather than": "oblique", "in addition to": "oblique", "because of": "cause",
}  # fmt: skip


def roles_of(frame: Frame, passage: Passage) -> list[Argument]:
    """The arguments of a clause and of those it continues, in the order of the text."""
    found: list[Argument] = []
    for part in frame.chain:
        found += _own_roles(part, passage)
    found += _shared_roles(frame, passage)
    unique = {(a.role, a.mention.span): a for a in found}
    return sorted(unique.values(), key=lambda a: (a.mention.span.start, a.role))


def _own_roles(frame: Frame, passage: Passage) -> Iterator[Argument]:
    for oblique in frame.obliques:
        if oblique.words not in SPEAKER:
            yield from _of_preposition(oblique, frame, passage)
    for noun in frame.times:
        mention = passage.mention(noun)
        if mention is not None and mention.label in _AMOUNTS:
            yield Argument("amount", mention)  # "rose 5 percent"
        elif mention is not None and _is_offset(noun, frame):
            continue
        elif mention is not None and mention.label in _TIMES | {"Duration"}:
            yield Argument("duration" if mention.label == "Duration" else "time", mention)
    if frame.objects:
        for recipient in passage.mentions(frame.recipients):
            yield Argument("recipient", recipient)
    yield from _contents(frame, passage)
    yield from _on_object(frame, passage)


def _is_offset(noun: Token, frame: Frame) -> bool:
    """ "six months after Oslo left": it did not leave for six months, nor were hours any time."""
    if any(word.lower_ in {"last", "next", "this"} for word in noun.lefts):
        return False  # "quit last week after the paper wrote of it"
    after = noun.nbor() if noun.i + 1 < len(noun.doc) else noun
    if after.lower_ not in {"after", "before"} or after.dep_ not in {"mark", "advmod"}:
        return False
    return after.head == frame.verb or after.head.head == frame.verb


def _of_preposition(oblique: Oblique, frame: Frame, passage: Passage) -> Iterator[Argument]:
    if is_clausal(oblique.object):
        role = _DEEDS.get(oblique.words, "content")
        yield Argument(role, passage.clause(oblique.object), oblique.words)
        return
    words, heads = _unfold(oblique)
    yield from _times_of(oblique.object, passage)
    for head in heads:
        mention = passage.mention(head)
        if mention is not None and not _is_empty(mention):
            role = _of_deed(words, mention, frame) or _role(words, mention, nowhere=is_text(head))
            if mention.label in _TIMES and words in {"from", "to"}:
                role = _of_range(words, role, frame, passage)
            yield Argument(role, mention, words)


def _of_range(words: str, role: str, frame: Frame, passage: Passage) -> str:
    """ "led it from 1999 *to 2004*", but a vote that is moved from May to June lasts for a day."""
    if frame.verb.lemma_.lower() in _MOVED:
        return "oblique"
    return "end" if words == "to" and role == "oblique" and _begins(frame, passage) else role


_MOVED = frozenset("move postpone delay reschedule shift push bring defer adjourn change".split())


def _begins(frame: Frame, passage: Passage) -> bool:
    """Whether it is told since when: "led it *from 1999* to 2004"."""
    begun = (passage.mention(o.object) for o in frame.obliques if o.words == "from")
    return any(mention is not None and mention.label in _TIMES for mention in begun)


def _of_deed(words: str, mention: Mention, frame: Frame) -> str:
    """ "convicted of fraud", "charged with theft", "praised for the rescue": what somebody did."""
    if mention.label not in {"Event", "Thing"} or words not in {"of", "with", "for", "to"}:
        return ""
    if not takes_deed(frame.verb.lemma_.lower(), words):
        return ""
    return "cause" if words == "for" else "topic"


def _times_of(noun: Token, passage: Passage) -> Iterator[Argument]:
    """ "joined the firm as an editor *in 2003*": a date is the clause's, whatever it hangs on."""
    if nominal_of(noun) is not None or noun.lower_ == "time":
        return  # "for the first time since 2010" tells not since when it is so
    for preposition in children(noun, "prep"):
        head = child(preposition, "pobj")
        mention = passage.mention(head) if head is not None else None
        if mention is not None and mention.label in _TIMES and preposition.lower_ != "of":
            yield Argument(role_of(preposition.lower_, mention.label), mention, preposition.lower_)


def _unfold(oblique: Oblique) -> tuple[str, list[Token]]:
    """ "in response to the ruling": three words are the preposition, the ruling is its object."""
    noun = oblique.object
    for inner in children(noun, "prep"):
        head = child(inner, "pobj")
        words = f"{oblique.words} {noun.lower_} {inner.lower_}"
        if head is not None and words in ROLE_PREPOSITIONS and inner.i == noun.i + 1:
            return words, noun_conjuncts(head)
    return oblique.words, [noun]


def _role(words: str, mention: Mention, *, nowhere: bool) -> str:
    """ "said in a statement", "at a cost of 3 million", "at the age of 9": no place, no time."""
    role = role_of(words, mention.label)
    if mention.label in _TIMES and _FROM_TO.search(mention.text):
        return "time"  # "from 3 to 5 May" does not only begin then
    if words == "for" and mention.label == "Duration":
        return "duration"
    if words == "at" and (mention.head == "age" or _is_age(mention)):
        return "age"
    if mention.label in _TIMES and role in {"destination", "origin", "place"}:
        return "time"  # "extended the strike into next week"
    if words == "out of" and role == "cause" and not is_abstract(mention.head):
        return "origin"  # "pulled out of the water", not "out of fear"
    if words == "for" and mention.head == "time":
        is_counted = not _COUNTED.isdisjoint(mention.modifiers)
        return "frequency" if is_counted else "duration"  # "for the second time", "for a long time"
    if role == "place" and nowhere:
        return "oblique"
    if role == "place" and mention.kind == "nominal" and mention.label in {"Thing", "Work"}:
        is_measure = words == "at" and mention.head in _MEASURES
        return "price" if is_measure else role if is_place(mention.head) else "oblique"
    return role


_FROM_TO = re.compile(r"\w (?:and|to|until|till|through) \w|\d ?[-–—] ?\d")
_COUNTED = frozenset("first second third fourth fifth sixth seventh last only".split())


def _is_age(mention: Mention) -> bool:
    """ "dies at 88": a number that nothing counts, of years that one may have."""
    years = mention.text
    return mention.label == "Number" and mention.governor in _AGING and years.isdecimal() and (
        int(years) < 120
    )  # fmt: skip


_AGING = frozenset(
    "become begin debut die emigrate enter graduate join leave marry retire start".split()
)
_MEASURES = frozenset("cost price rate fee expense".split())


def _is_empty(mention: Mention) -> bool:
    """ "at the time", "in that case": a phrase that only points back."""
    return mention.kind == "nominal" and mention.text.lower() in _EMPTY


def _contents(frame: Frame, passage: Passage) -> Iterator[Argument]:
    """The clause that is said, asked or wanted: "urged citizens *to avoid travel*"."""
    heads = list(frame.contents)
    heads += [
        f.verb for f in passage.frames if f.above is frame
        and (f.relation == "object-control" or (f.relation, f.verb.dep_) == ("content", "xcomp"))
    ]  # fmt: skip
    if frame.verb.dep_ == "parataxis" and not heads:  # "the embargo, officials said, will end"
        heads = [frame.verb.head]
    for head in dict.fromkeys(heads):
        yield Argument("content", passage.clause(head, frame.verb))


def _on_object(frame: Frame, passage: Passage) -> Iterator[Argument]:
    """What hangs on the object is often the clause's: "suspended aid to Peru on Friday"."""
    for noun in frame.objects:
        for dependent in noun.children:
            if dependent.dep_ == "npadvmod":
                mention = passage.mention(dependent)
                if mention is not None and mention.label in _TIMES:
                    yield Argument("time", mention)
            elif dependent.dep_ == "prep" and dependent.lower_ != "of":
                head = child(dependent, "pobj")
                for mention in passage.mentions(noun_conjuncts(head)) if head is not None else ():
                    if mention.kind == "name" or mention.label in _TIMES:
                        word = dependent.lower_
                        yield Argument(role_of(word, mention.label), mention, word)


def _shared_roles(frame: Frame, passage: Passage) -> Iterator[Argument]:
    """What stands before the subject of conjoined clauses holds for each of them."""
    first = frame.above
    while first is not None and first.relation == "conjoined" and first.subject_by != "own":
        first = first.above
    if first is None or frame.relation != "conjoined" or not first.subjects:
        return
    start = min(t.idx for t in first.subjects)
    for argument in _own_roles(first, passage):
        if argument.mention.span.start < start and argument.role in {"time", "place"}:
            yield argument
