"""Verbs of headlines that the parser takes for nouns, and names that a comma joins there.

A headline has no mark at its end. The rules are among the `REPAIRS` of `kg.extract.repair`, each
by its name there.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.slips import WHENS, take_place
from kg.extract.syntax import SUBJECTS, child, children, is_clausal, is_infinitive
from kg.extract.tree import Token
from kg.lexicon import NOMINALS, SPEECH, VERB_CLASSES
from kg.words import noun_class

Sentence = Sequence[Token]

ENDS = frozenset({".", "!", "?", '"', "”", "''", ":", ";"})


def is_headline(sentence: Sentence) -> bool:
    """Whether the sentence ends without a mark."""
    return sentence[-1].text not in ENDS


def read_main_verb_of_headline(sentence: Sentence) -> None:
    """ "Lund court jails editor", "Bank fines Moro over ads": no jails of an editor are meant."""
    if not is_headline(sentence):
        return
    root = next(t for t in sentence if t.head == t or t.head not in sentence)
    if root.tag_ == "NNS" and _is_main(root):
        root.pos_, root.tag_ = "VERB", "VBZ"
    if root.pos_ in {"NOUN", "PROPN"}:
        if not any(is_clausal(t) and child(t, *SUBJECTS) for t in sentence):
            _let_compound_act(root)
    elif child(root, "advcl", "dep", "ccomp") is not None and root.i > sentence[0].i:
        first = next(c for c in children(root, "advcl", "dep", "ccomp"))
        if first.pos_ == "NOUN" and first.left_edge == sentence[0] and first.nbor().text == ",":
            _let_compound_act(first)
    elif root.tag_ == "VBZ" and child(root, *SUBJECTS, "aux", "auxpass") is None:
        subject = next((c for c in children(root, "compound") if c.i == root.i - 1), None)
        is_known = root.lemma_.lower() in VERB_CLASSES or child(root, "dobj") is not None
        if subject is not None and is_known:
            subject.dep_ = "nsubj"


def _is_main(root: Token) -> bool:
    """Whether a plural is a verb: "fines A, B", "orders A to sell", "rules against A"."""
    if child(root, "dobj") is not None:
        return True  # a noun has no object
    subject = child(root, "compound")
    if subject is None or subject.i != root.i - 1 or root.lower_ in _PLURALS:
        return False
    if not (subject.ent_type_ or _is_actor(subject)):
        return False
    named, deed = child(root, "appos"), child(root, "acl", "relcl")
    is_next = named is not None and named.left_edge.i == root.i + 1
    if named is not None and deed is not None and is_next and is_infinitive(deed):
        named.dep_, deed.dep_ = "dobj", "xcomp"
        return True
    on = child(root, "prep")
    return on is not None and f"{root.lemma_.lower()} {on.lower_}" in VERB_CLASSES


def _let_compound_act(noun: Token) -> None:
    verb = next((c for c in children(noun, "compound") if _may_act(c, noun)), None)
    if verb is not None:
        _let_act(verb, noun)


def _may_act(word: Token, object: Token) -> bool:
    """Whether a word that was taken for a noun is what the word before it does.

    "Lund court jails editor"; "Police arrest man", where whom they arrest is somebody.
    """
    if not word.i or word.lemma_.lower() not in VERB_CLASSES or word.lower_ in _PLURALS:
        return False
    before = word.nbor(-1)
    is_many = before.tag_ == "NNS" or before.lower_ == "police"
    is_form = word.tag_ == "NNS" or (is_many and _is_actor(object))
    is_noun = before.pos_ in {"NOUN", "PROPN"}
    return is_form and is_noun and (bool(before.ent_type_) or _is_actor(before))


def _is_actor(noun: Token) -> bool:
    return noun_class(noun.lemma_.lower()) in {"Person", "Group", "Organization"}


# Plurals that nouns like before them: "an arms deal", "the trade talks team".
_PLURALS = frozenset(
    "arms claims drinks exports imports needs plants reports sanctions shares talks trades "
    "works".split()
)


def _let_act(verb: Token, object: Token) -> None:
    """Let a word before a noun be the verb whose object that is."""
    subject = verb.nbor(-1)
    before = [c for t in (verb, object) for c in t.children if c.i < verb.i and c != subject]
    after = [c for c in object.children if c.i > object.i]
    take_place(verb, object)
    verb.pos_, verb.tag_ = "VERB", "VBZ" if verb.tag_ == "NNS" else "VBP"
    subject.dep_, subject.head = "nsubj", verb
    object.dep_, object.head = "dobj", verb
    for word in before:
        word.head = subject
    for word in after:
        if word.dep_ == "prep" and word.lower_ != "of":
            word.head = verb


def read_second_verb_of_headline(sentence: Sentence) -> None:
    """ "Bank posts loss, scraps dividend", "Court annuls vote, orders rerun": it does both."""
    if not is_headline(sentence):
        return
    for verb in sentence:
        main = _verb_before(verb) if _is_second(verb) else None
        if main is not None:
            _make_second(verb, main)


def _is_second(word: Token) -> bool:
    """Whether a plural after a comma is a verb: it has something to act on right behind it."""
    is_next = word.i > 1 and word.nbor(-1).text == "," and word.i + 1 < len(word.doc)
    if not is_next or word.tag_ != "NNS" or word.lemma_.lower() not in VERB_CLASSES:
        return False
    after = word.nbor()
    if after.pos_ == "ADP":  # "heads for Malawi"
        return f"{word.lemma_.lower()} {after.lower_}" in VERB_CLASSES
    is_verb = after.pos_ == "VERB" and after.tag_ != "VBN" and after.lemma_.lower() in VERB_CLASSES
    return not is_verb and after.pos_ in {"NOUN", "PROPN", "ADJ", "VERB", "NUM", "DET"}


def _verb_before(word: Token) -> Token | None:
    """The verb in the third person before a comma, with its subject."""
    before = [t for t in word.sent if t.i < word.i - 1 and t.tag_ == "VBZ" and is_clausal(t)]
    verb = before[-1] if before else None
    return verb if verb is not None and child(verb, "nsubj") is not None else None


def _make_second(verb: Token, main: Token) -> None:
    """Let a verb join the main one, and what follows be what it is done to."""
    if verb.nbor().pos_ == "ADP":
        verb.pos_, verb.tag_ = "VERB", "VBZ"
        verb.dep_, verb.head = "conj", main
        return
    object = verb.head if verb.head.i > verb.i else child(verb, "acl", "conj") or verb.nbor()
    if object.i < verb.i:
        return
    if not main.is_ancestor(object):  # the second was taken for what all hangs on
        take_place(main, object)
    for word in [c for c in object.children if c.i < verb.i and c != main]:
        word.head = main
    verb.pos_, verb.tag_ = "VERB", "VBZ"
    verb.dep_, verb.head = "conj", main
    object.dep_, object.head = "dobj", verb
    if object.pos_ == "VERB":
        object.pos_, object.tag_ = "NOUN", "NN"


def read_infinitive_as_main(sentence: Sentence) -> None:
    """ "Museum to return looted bronzes": it is to return them, and looted nothing."""
    if not is_headline(sentence):
        return
    for verb in sentence:
        noun, after = verb.head, verb.nbor() if verb.i + 1 < len(verb.doc) else verb
        if verb.dep_ != "relcl" or noun.dep_ != "nsubj" or not is_infinitive(verb):
            continue
        thing = child(after, "dobj")
        is_next = after == noun.head and after.tag_ in {"VBD", "VBN"} and after.head == after
        if is_next and thing is not None and child(verb, "dobj") is None:
            others = [c for c in after.children if c != noun]
            take_place(verb, after)
            noun.head = verb
            for word in others:
                word.head = verb
            after.dep_, after.head, after.pos_, after.tag_ = "amod", thing, "ADJ", "VBN"


def read_clause_after_as(sentence: Sentence) -> None:
    """ "Yen jumps as Oslo official hints at rise": that is what he does."""
    if not is_headline(sentence):
        return
    for verb in sentence:
        mark = verb.head
        if verb.tag_ != "NNS" or verb.dep_ != "pobj" or mark.lower_ != "as" or verb.i < 2:
            continue
        subject, after = verb.nbor(-1), child(verb, "prep")
        words = verb.lemma_.lower() if after is None else f"{verb.lemma_.lower()} {after.lower_}"
        if after is None or subject.i <= mark.i or words not in VERB_CLASSES:
            continue
        before = [c for c in verb.children if c.i < verb.i and c != subject]
        verb.pos_, verb.tag_, verb.dep_, verb.head = "VERB", "VBZ", "advcl", mark.head
        mark.dep_, mark.pos_, mark.head = "mark", "SCONJ", verb
        subject.dep_, subject.pos_, subject.head = "nsubj", "NOUN", verb
        for word in before:
            word.dep_, word.head = "compound", subject


def read_talks_as_noun(sentence: Sentence) -> None:
    """ "Oslo and Lima agree after Lund talks": Lund does not talk."""
    last = sentence[-1]
    place, mark = child(last, "nsubj"), child(last, "mark")
    if last.tag_ != "VBZ" or last.head == last or place is None or mark is None:
        return
    is_next = mark.i + 1 == place.left_edge.i and place.i + 1 == last.i
    if is_next and mark.lower_ in WHENS and last.lower_ in NOMINALS:
        mark.dep_, mark.pos_, mark.head = "prep", "ADP", last.head
        last.dep_, last.head, last.pos_, last.tag_ = "pobj", mark, "NOUN", "NNS"
        place.dep_ = "compound"


def join_verbs_of_headline(sentence: Sentence) -> None:
    """ "Quake kills 14, injures dozens": the second verb has the subject of the first."""
    if not is_headline(sentence):
        return
    for first in sentence:
        second = first.head
        if first.dep_ == "nsubj" and first.tag_ == "NNS":
            _read_first_verb(first)
        if first.dep_ != "ccomp" or not is_clausal(first) or child(first, "nsubj") is None:
            continue
        comma = second.nbor(-1) if second.i > 0 else second
        is_joined = comma.text == "," and first.i < comma.i and second.tag_ == first.tag_ == "VBZ"
        if is_joined and child(second, *SUBJECTS) is None and not _is_said(second):
            take_place(first, second)
            second.dep_, second.head = "conj", first


def _read_first_verb(verb: Token) -> None:
    """ "Moro visits Lund, urges peace": no visits urge it."""
    place, subject = child(verb, "npadvmod", "appos"), child(verb, "compound")
    if place is None or subject is None or not _may_act(verb, place):
        return
    if place.i == verb.i + 1 and verb.head.nbor(-1).text == "," and verb.head.tag_ == "VBZ":
        verb.pos_, verb.tag_, verb.dep_ = "VERB", "VBZ", "ccomp"
        subject.dep_, place.dep_ = "nsubj", "dobj"


def _is_said(verb: Token) -> bool:
    """ "Talks fail, says Moro": who says it stands behind."""
    speech = SPEECH.get(verb.lemma_.lower())
    is_told = speech is not None and speech.kind in {"say", "write", "reply"}
    return is_told and child(verb, "dobj", "npadvmod", "attr") is not None


def join_names_of_headline(sentence: Sentence) -> None:
    """ "Moro, Lind discuss aid", "Norway, Chile to sign pact": both do."""
    if not is_headline(sentence):
        return
    for name in sentence:
        if name.pos_ != "PROPN" or name.dep_ not in {"npadvmod", "dep", "nsubj", "advcl"}:
            continue
        if name.i + 2 >= len(name.doc) or name.nbor().text != "," or not name.ent_type_:
            continue
        verb = name.head
        if any(c.i < name.left_edge.i for c in verb.children):
            continue
        other = _named_after(name, verb)
        if other is not None:
            name.dep_ = "nsubj"
            other.dep_, other.head = "conj", name


def _named_after(name: Token, verb: Token) -> Token | None:
    """The name between a comma and the verb."""
    found = [*children(verb, "nsubj", "compound"), *children(name, "appos")]
    start = name.i + 2
    return next(
        (c for c in found if c.left_edge.i == start and c.pos_ == "PROPN" and c.i < verb.i), None
    )
