"""Systematic mistakes of the parser, mended before extraction: a rule each, with its sentence.

The repairs change heads and labels of the doc in place; `REPAIRS` lists them in the order they run,
and each can be left out by name to measure what it is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from kg.extract.hangings import (
    ADDING,
    ban_by_law,
    free_adjective_from_subject,
    free_word_from_quoted_noun,
    give_adding_to_speaker,
    give_deed_to_people,
    give_firm_its_name,
    give_judged_to_verb,
    give_last_its_clause,
    give_name_to_person,
    give_participle_its_noun,
    give_passive_its_agent,
    give_recipient_its_place,
    give_relative_to_what_is_said,
    give_second_clause_its_subject,
    give_touching_participle_its_noun,
    give_which_a_thing,
    join_name_in_commas,
    join_title_to_name,
    let_last_name_say_it,
    let_one_of_whom,
    let_role_head,
    list_kin,
    name_some_among_them,
    part_gapped_agents,
    part_gapped_dates,
    part_spliced_clauses,
    raise_charge_from_name,
    raise_day_from_subject,
    raise_deed_from_speech,
    read_all_of_them_as_them,
    read_birth_name,
    read_clause_as_relative,
    say_in_main_clause,
)
from kg.extract.headings import (
    join_names_of_headline,
    join_verbs_of_headline,
    read_clause_after_as,
    read_infinitive_as_main,
    read_main_verb_of_headline,
    read_second_verb_of_headline,
    read_talks_as_noun,
)
from kg.extract.slips import (
    find_main_verb,
    give_auxiliary_subject_to_verb,
    join_likewise,
    mend_lemmas,
    read_adjective_as_verb,
    read_age_as_person,
    read_aged_as_adjective,
    read_auxiliary_as_verb,
    read_bare_verb_as_noun,
    read_buyer_as_noun,
    read_champion_as_somebody,
    read_charge_as_noun,
    read_clause_as_subject,
    read_copula_as_passive,
    read_gapped_passive,
    read_given_name,
    read_headline_passive,
    read_new_noun_as_head,
    read_order_as_clause,
    read_participle_as_past,
    read_particles,
    read_perfect_gerund,
    read_quoted_word_as_noun,
    read_rival_as_noun,
    read_second_verb_of_modal,
    read_unknown_word_as_object,
    read_up_to_as_one,
    set_score_apart,
    set_votes_apart,
    take_place,
)
from kg.extract.syntax import (
    SUBJECTS,
    child,
    children,
    clause_head,
    conjuncts,
    is_clausal,
    iter_sentences,
)
from kg.extract.tree import Doc, Token
from kg.lexicon import SPEECH
from kg.words import is_title, noun_class

Sentence = Sequence[Token]


def repair(doc: Doc, *, without: Collection[str] = ()) -> Doc:
    """Mend the parse of each sentence; returns the same doc."""
    rules = [(mend, _SIGNS.get(name)) for name, mend in REPAIRS.items() if name not in without]
    for sentence in [list(span) for span in iter_sentences(doc)]:
        found = {sign for t in sentence for sign in (t.dep_, t.tag_, t.lower_)}
        for mend, signs in rules:
            if signs is None or not signs.isdisjoint(found):
                mend(sentence)
    return doc


def join_equal_verb_forms(sentence: Sentence) -> None:
    """Coordination wants equal forms.

    "by urging its citizens to avoid travel and suspending imports": *suspending* belongs to
    *urging*, not to *avoid*, so the citizens suspend nothing.
    """
    for verb in _verbs(sentence, "conj"):
        form = _form(verb)
        if child(verb, *SUBJECTS) or not is_clausal(verb.head):
            continue
        if _form(verb.head) == form and not _is_other_tense(verb):
            continue
        equal = next((a for a in _above(verb.head) if is_clausal(a) and _is_equal(a, verb)), None)
        if equal is not None and _stays_projective(verb, equal):
            for word in _joints(verb):
                word.head = equal
            verb.head = equal


def _is_other_tense(verb: Token) -> bool:
    """ "passed a bill that averts a shutdown and sent it on": the bill sent nothing."""
    if verb.tag_ != "VBD" or child(verb, "aux") is not None:
        return False
    first = verb.head
    if first.dep_ == "ccomp":  # "said it would close and fired its head"
        return first.tag_ == "VB" and any(c.tag_ == "MD" for c in children(first, "aux"))
    return first.dep_ == "relcl" and first.tag_ in {"VBZ", "VBP"}


def _is_equal(one: Token, other: Token) -> bool:
    return _form(one) == _form(other) and (one.tag_ == other.tag_ or not _is_other_tense(other))


def read_shared_participle_as_verb(sentence: Sentence) -> None:
    """A past tense taken for an adjective: "reviewed the plan and shared notes on it".

    Told by the lone noun without determiner beside an object that has one.
    """
    for noun in sentence:
        if noun.dep_ != "conj" or noun.head.dep_ != "dobj" or child(noun, "det", "poss"):
            continue
        first = next(iter(noun.children), None)
        verb = noun.head.head
        if (
            first is not None
            and first.dep_ == "amod"
            and first.tag_ in {"VBN", "VBD"}
            and first.nbor(-1).dep_ == "cc"
            and verb.tag_ == "VBD"
            and child(noun.head, "det", "poss") is not None
        ):
            first.tag_, first.pos_, first.dep_, first.head = "VBD", "VERB", "conj", verb
            noun.dep_, noun.head = "dobj", first


def list_names_after_comma(sentence: Sentence) -> None:
    """ "criticism from Norway, Iceland, and several cities": Iceland is no apposition to Norway."""
    for token in sentence:
        if token.dep_ != "appos" or not child(token, "cc") or not child(token, "conj"):
            continue
        if token.pos_ == "PROPN" == token.head.pos_:
            token.dep_ = "conj"


def list_things_after_comma(sentence: Sentence) -> None:
    """ "destroyed a loader, a bridge, a tunnel, and a gun": no bridge is a loader."""
    for token in sentence:
        if token.dep_ != "appos" or not _is_counted(token):
            continue
        whole = token.head
        others = [c for c in whole.children if c.dep_ in {"appos", "conj"} and c.i >= token.i]
        goes_on = any(child(t, "cc") for c in others for t in conjuncts(c))
        goes_on = goes_on or _joins_after(whole, token)
        if _is_counted(whole) and goes_on:
            token.dep_ = "conj"


def _is_counted(noun: Token) -> bool:
    """Whether a noun is new: "a bridge", "two bridges"."""
    determiner = child(noun, "det")
    if determiner is not None:
        return determiner.lower_ in {"a", "an", "another", "some", "several"}
    return child(noun, "nummod") is not None


def _joins_after(whole: Token, token: Token) -> bool:
    return any(c.dep_ == "cc" and c.i > token.i for c in whole.children)


def list_things_after_preposition(sentence: Sentence) -> None:
    """ "paid for meals, a boat and a flat": a boat is a third thing that was paid for."""
    for noun in sentence:
        verb = noun.head
        if noun.dep_ != "dobj" or child(noun, "cc") is None or child(noun, "conj") is None:
            continue
        comma = noun.doc[noun.left_edge.i - 1]
        for preposition in children(verb, "prep"):
            first = child(preposition, "pobj")
            if first is not None and first.pos_ == "PROPN" != noun.pos_:
                continue  # "named for Vale, his wife and partner"
            if comma.text == "," and first is not None and first.right_edge.i in {
                comma.i - 1, comma.i
            } and child(first, "conj") is None:  # fmt: skip
                noun.dep_, noun.head, comma.head = "conj", first, first


def list_things_after_clause(sentence: Sentence) -> None:
    """ "hit a car, five huts and a gun": a noun cannot be joined to a verb, but to its object."""
    for noun in sentence:
        verb = noun.head
        if noun.dep_ != "conj" or noun.pos_ not in {"NOUN", "PROPN"} or not is_clausal(verb):
            continue
        comma = next(t.i for t in noun.subtree if not t.is_punct) - 1
        if comma <= verb.i + 1 or noun.doc[comma].text != "," or child(noun, *SUBJECTS):
            continue
        last = noun.doc[comma - 1]
        above = [last, *last.ancestors]
        object = next((t for t in above if t.dep_ == "dobj" and t.i > verb.i), None)
        if object is not None and object.right_edge.i in {comma - 1, comma}:
            noun.head = object


def give_name_its_title(sentence: Sentence) -> None:
    """ "Norway's Finance Minister Kari Dahl said": she spoke, the title is no more than hers.

    So does "the former general Bo Kent"; and "the investor Nor Capital" is a firm, not a person.
    """
    for name in sentence:
        title = name.head
        is_beside = name.dep_ == "appos" and name.left_edge.i == title.i + 1
        if not is_beside or name.pos_ != "PROPN" or not _is_title_of(title, name):
            continue
        is_told = title.text[0].isupper() or child(title, "det", "poss") is not None
        if not is_told and not _is_bare_title(title):
            continue
        rest = [c for c in title.children if c != name and (c.i > name.i or c.dep_ in _OWNING)]
        take_place(name, title)
        title.dep_, title.head = "compound", name
        for dependent in rest:
            dependent.head = name


def _is_bare_title(title: Token) -> bool:
    """ "Danish brewer Lind", "hosts Norway": news leaves out the article."""
    kind = noun_class(title.lemma_.lower())
    is_pair = title.tag_ == "NNS" and kind == "Person"
    is_firm = title.tag_ == "NN" and kind == "Organization" and title.text.islower()
    is_firm = is_firm and child(title, "det", "poss") is None
    return (
        is_pair
        or is_firm  # "sued startup Vela"
        or title.lemma_.lower() in _SIDES
        or any(c.ent_type_ in {"NORP", "GPE"} for c in children(title, "amod", "compound"))
    )


_SIDES = frozenset(
    "host holder champion newcomer leader rival opponent debutant finalist peer".split()
)


def _is_title_of(title: Token, name: Token) -> bool:
    if title.tag_ == "NNS" and name.ent_type_ in {"GPE", "LOC", "ORG"}:
        return title.lemma_.lower() in _SIDES
    if title.tag_ == "NN" and _is_bare_title(title) and title.text.islower():
        return noun_class(title.lemma_.lower()) in {"Person", "Organization"}
    if title.tag_ == "NNS":  # "his colleagues Mara Dahl and Bo Kent"
        return name.ent_type_ == "PERSON" and noun_class(title.lemma_.lower()) == "Person"
    if name.ent_type_ == "ORG":  # else a firm would be somebody
        return title.pos_ == "NOUN" and noun_class(title.lemma_.lower()) == "Person"
    return name.ent_type_ == "PERSON" and is_title(title.lower_)


_OWNING = frozenset({"det", "poss"})


def raise_temporal_phrase(sentence: Sentence) -> None:
    """ "advised her against provoking rivals during a call on Friday": the advice had its day."""
    for preposition in sentence:
        if preposition.dep_ != "prep" or preposition.lower_ != "during":
            continue
        gerund = preposition.head
        if gerund.dep_ == "pcomp":
            verb = gerund.head.head
            if is_clausal(verb) and gerund.head.dep_ == "prep":
                preposition.head = verb


def raise_place_from_person(sentence: Sentence) -> None:
    """ "married Bo Lind in Lund": a name needs no place to say who it is; the deed has it."""
    for preposition in sentence:
        if preposition.dep_ != "prep" or preposition.lower_ not in _PLACING:
            continue
        person, place = preposition.head, child(preposition, "pobj")
        if place is None:
            continue
        is_person = person.ent_type_ == "PERSON" and person.dep_ in {"dobj", "pobj", "conj"}
        if not is_person or place.ent_type_ not in _SETTINGS or preposition.i < person.i:
            continue
        verb = clause_head(person)
        if is_clausal(verb) and verb.i < person.i and _stays_projective(preposition, verb):
            preposition.head = verb


_PLACING = frozenset({"in", "at", "on", "near", "during"})
_SETTINGS = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME", "EVENT"})


def raise_quoted_clause(sentence: Sentence) -> None:
    """ "the deal came late, officials confirmed, as ...": the adverbial belongs to what is said."""
    for verb in _verbs(sentence, "advcl"):
        content = child(verb.head, "ccomp") if verb.head.lemma_.lower() in SPEECH else None
        if content is not None and content.i < verb.head.i < verb.i and _has_mark(verb, "as"):
            verb.head = content


def free_temporal_subject(sentence: Sentence) -> None:
    """ "a meeting of both boards this spring signals …": spring is when, it signals nothing."""
    for noun in sentence:
        if noun.dep_ != "nsubj" or noun.ent_type_ not in {"DATE", "TIME"}:
            continue
        first = child(noun.head, "nsubj", "nsubjpass")
        if first is not None and first != noun and first.i < noun.i:
            noun.dep_, noun.head = "npadvmod", first


def free_temporal_agent(sentence: Sentence) -> None:
    """ "could be reached by Friday": Friday reaches nothing."""
    for preposition in sentence:
        time = child(preposition, "pobj") if preposition.dep_ == "agent" else None
        if time is not None and time.ent_type_ in {"DATE", "TIME"}:
            preposition.dep_ = "prep"


def ask_through_preposition(sentence: Sentence) -> None:
    """ "called on Norway to pay": who is called on is to pay, as who is urged."""
    for deed in [*_verbs(sentence, "advcl"), *_verbs(sentence, "xcomp")]:
        verb = deed.head
        if _form(deed) != "infinitive" or child(deed, *SUBJECTS) or child(verb, "dobj"):
            continue
        for preposition in children(verb, "prep"):
            asked = child(preposition, "pobj")
            speech = SPEECH.get(f"{verb.lemma_.lower()} {preposition.lower_}")
            if asked is not None and asked.i < deed.i and speech and speech.kind == "order":
                preposition.dep_, deed.dep_ = "prt", "xcomp"
                asked.dep_, asked.head = "dobj", verb
                break


def ask_for_clause(sentence: Sentence) -> None:
    """ "called for the limit to be cut": that is what is called for."""
    for deed in _verbs(sentence, "advcl"):
        verb, mark = deed.head, child(deed, "mark")
        if mark is None or mark.lower_ != "for" or _form(deed) != "infinitive":
            continue
        speech = SPEECH.get(f"{verb.lemma_.lower()} for") if is_clausal(verb) else None
        if speech is not None and mark.i == verb.i + 1 and child(deed, *SUBJECTS) is not None:
            mark.dep_, mark.head, deed.dep_ = "prt", verb, "ccomp"


def read_yet_as_negation(sentence: Sentence) -> None:
    """ "has yet to comment" has not commented."""
    for deed in _verbs(sentence, "xcomp"):
        verb = deed.head
        yet = next((c for c in children(verb, "advmod") if c.lower_ == "yet"), None)
        if verb.lemma_ != "have" or yet is None or yet.i != deed.left_edge.i - 1:
            continue
        others = [c for c in verb.children if c != deed]
        is_root = verb.head == verb
        deed.dep_, deed.head = verb.dep_, deed if is_root else verb.head
        for word in (verb, *others):
            word.head = deed
        verb.dep_, verb.pos_, yet.dep_ = "aux", "AUX", "neg"


def turn_inverted_speech(sentence: Sentence) -> None:
    """ "Norway, said the ministry, paid": the ministry speaks, and Norway paid."""
    for verb in _verbs(sentence, "ccomp"):
        said, speaker, who = verb.head, child(verb, "nsubj"), child(verb.head, "nsubj")
        if said.lemma_ not in SPEECH or speaker is None or who is None or child(verb, "mark"):
            continue
        is_aside = who.i < said.i - 1 and speaker.left_edge.i == said.i + 1
        if is_aside and all(said.doc[i].text == "," for i in (said.i - 1, speaker.i + 1)):
            who.head, speaker.head = verb, said


def lend_speaker_of_relative(sentence: Sentence) -> None:
    """ "The call followed talks, which she praised, noting …": the call notes nothing."""
    for verb in _verbs(sentence, "advcl"):
        subject = child(verb.head, "nsubj")
        is_thing = subject is not None and subject.pos_ == "NOUN" and not _is_somebody(subject)
        if verb.tag_ != "VBG" or verb.lemma_ not in SPEECH or not is_thing:
            continue
        for relative in _verbs(sentence, "relcl"):
            speaker = child(relative, "nsubj")
            is_before = verb.head.i < relative.i < verb.i and relative.right_edge.i < verb.i
            if is_before and speaker is not None and speaker.pos_ in {"PRON", "PROPN"}:
                verb.head = relative


def part_clause_before_speech(sentence: Sentence) -> None:
    """ "The strike began and Norway says it will end": Norway says only the second part."""
    for first in _verbs(sentence, "ccomp"):
        said = first.head
        speaker, conjunction = child(said, "nsubj"), first.right_edge
        if speaker is None or conjunction.dep_ != "cc" or said.lemma_.lower() not in SPEECH:
            continue
        is_before = conjunction.i + 1 == speaker.left_edge.i and first.i < speaker.i < said.i
        if is_before and any(c.dep_ == "ccomp" and c.i > said.i for c in said.children):
            _put_first(first, said, conjunction)


def _put_first(first: Token, last: Token, joint: Token) -> None:
    """Let the clause that comes first head the one that it hung on, across what joins both."""
    take_place(first, last)
    last.dep_, last.head, joint.head = "conj", first, first


def part_clause_at_semicolon(sentence: Sentence) -> None:
    """ "Dahl wins the vote; Moro refuses to concede": what she refuses stands after her."""
    for mark in sentence:
        last = mark.head
        is_mark = mark.text == ";" or (mark.text == ":" and last.lemma_ not in SPEECH)
        if not is_mark or last.dep_ in {"ccomp", "conj"}:
            continue
        first = next((c for c in children(last, "ccomp") if c.right_edge.i < mark.i), None)
        subject = child(last, *SUBJECTS)
        if first is not None and subject is not None and mark.i < subject.i:
            _put_first(first, last, mark)


def set_sum_apart(sentence: Sentence) -> None:
    """ "fined the bank Nor Finans 3 million euros for lending": the sum is nobody's second name."""
    for money in sentence:
        verb = money.head
        is_sum = money.dep_ == "dobj" and money.ent_type_ == "MONEY"
        if not is_sum or verb.lemma_.lower() not in _COSTING:
            continue
        for preposition in children(money, "prep"):
            if child(preposition, "pcomp") is not None:
                preposition.head = verb
        payer = next((c for c in children(verb, "dobj") if c.i < money.i), None)
        if payer is None:
            names = [c for c in children(money, "compound", "nmod") if c.ent_type_ != "MONEY"]
            payer = next((c for c in names if c.ent_type_), None)
            if payer is None:
                continue
            for word in [c for c in money.children if c.i < payer.i]:
                word.head = payer
            payer.head = verb
        payer.dep_ = "dative"


_COSTING = frozenset(
    "fine charge bill dock tax pay cost owe lend give award offer save grant earn".split()
)


def give_call_its_caller(sentence: Sentence) -> None:
    """ "calls for her resignation from Bo Kent": he calls, and she leaves a post."""
    for preposition in sentence:
        if preposition.lower_ != "from":
            continue
        deed, caller = preposition.head, child(preposition, "pobj")
        if deed.dep_ != "pobj" or caller is None:
            continue
        call = deed.head.head
        is_called = deed.head.lower_ == "for" and call.lemma_.lower() in _CALLS
        if is_called and deed.head.dep_ == "prep" and _is_somebody(caller):
            preposition.head = call


_CALLS = frozenset({"call", "demand", "appeal", "plea", "request", "pressure"})


def list_some_of_many(sentence: Sentence) -> None:
    """ "Two of its rivals, Nor Bank and Vela, left": they are who left."""
    for count in sentence:
        if count.tag_ != "CD" or count.dep_ not in SUBJECTS:
            continue
        first, of = child(count, "appos"), child(count, "prep")
        if first is None or of is None:
            continue
        if of.lower_ == "of" and first.pos_ == "PROPN" and child(first, "conj") is not None:
            first.dep_, first.head = count.dep_, count.head
            count.dep_, count.head = "appos", first


def say_as_what(sentence: Sentence) -> None:
    """ "dismissed the claim as gossip": it is no claim as gossip, but was called so."""
    for preposition in sentence:
        thing = preposition.head
        is_as = preposition.dep_ == "prep" and preposition.lower_ == "as"
        if is_as and thing.dep_ == "dobj" and thing.head.lemma_.lower() in _CALLING:
            preposition.head = thing.head


_CALLING = frozenset(
    "reject dismiss describe denounce condemn hail criticize criticise see regard portray label "
    "brand characterize characterise view slam praise decry deride depict treat identify recognize "
    "recognise accept cast paint frame".split()
)


def part_second_object(sentence: Sentence) -> None:
    """ "called the fine a victory": it is the fine that was called so.

    "sold meat as beef, the largest such fraud": that was not sold, it is what the selling was.
    """
    for second in sentence:
        verb = second.head
        first = child(verb, second.dep_) if second.dep_ in {"dobj", "oprd"} else None
        if first is None or first.i >= second.i or second.ent_type_ == "MONEY":
            continue
        before = verb.doc[second.left_edge.i - 1]
        if before.text == "," and not any(
            child(t, "cc") or child(t, "conj") for t in (verb, second)
        ):
            second.dep_ = "dep"
        elif verb.lemma_.lower() in _NAMING and before == first.right_edge:
            first.dep_, second.dep_ = "dobj", "oprd"


_NAMING = frozenset("call name dub label brand deem consider declare term pronounce".split())


def give_who_a_person(sentence: Sentence) -> None:
    """ "Mara Dahl, an expert at the bank, who wrote it": who is somebody, no bank."""
    for relative in _verbs(sentence, "relcl"):
        noun = relative.head
        if not any(t.lower_ in {"who", "whom"} and t.head == relative for t in relative.lefts):
            continue
        if _is_somebody(noun) or noun.dep_ not in {"pobj", "appos", "conj", "dobj"}:
            continue
        above = next((t for t in _above(noun) if t.pos_ in {"NOUN", "PROPN"}), None)
        while above is not None and not _is_somebody(above):
            above = next((t for t in _above(above) if t.pos_ in {"NOUN", "PROPN"}), None)
        if above is not None and not any(is_clausal(t) for t in _between(noun, above)):
            relative.head = above


def _is_somebody(noun: Token) -> bool:
    if noun.ent_type_:
        return noun.ent_type_ in {"PERSON", "NORP"}
    return noun.pos_ == "PRON" or noun_class(noun.lemma_.lower()) in {"Person", "Group"}


def _between(token: Token, above: Token) -> Iterator[Token]:
    """What hangs between a word and one above it."""
    while token.head not in (token, above):
        token = token.head
        yield token


def say_what_a_statement_says(sentence: Sentence) -> None:
    """ "said in a statement that Norway paid": that is said, no statement was paid."""
    for verb in [*_verbs(sentence, "relcl"), *_verbs(sentence, "acl")]:
        noun = verb.head
        said = noun.head.head if noun.dep_ == "pobj" else noun
        that = next(iter(verb.subtree), None)
        if that is None or that.lower_ != "that" or that.head != verb or that.i < noun.i:
            continue
        is_said = said.lemma_.lower() in SPEECH and is_clausal(said) and said != noun
        is_whole = child(verb, "nsubj", "nsubjpass") not in (None, that)
        if is_said and is_whole and not child(said, "ccomp") and noun.right_edge == verb.right_edge:
            verb.dep_, verb.head = "ccomp", said
            that.dep_, that.tag_, that.pos_ = "mark", "IN", "SCONJ"


def give_inverted_speaker(sentence: Sentence) -> None:
    """ "«It is late,» said Bo Lind commenting on it": he both speaks and comments."""
    for deed in [*_verbs(sentence, "ccomp"), *_verbs(sentence, "advcl")]:
        said, speaker = deed.head, child(deed, "nsubj")
        is_bare = said.lemma_ in SPEECH and child(said, *SUBJECTS) is None
        if deed.tag_ != "VBG" or speaker is None or not is_bare or child(deed, "aux", "mark"):
            continue
        is_quoted = any(c != deed and c.i < said.i for c in children(said, "ccomp"))
        if is_quoted and speaker.left_edge.i == said.i + 1:
            speaker.head = said
            deed.dep_, deed.head = "acl", speaker


def say_second_content(sentence: Sentence) -> None:
    """ "announced a tax cut and that the bank would close": both are announced."""
    for content in _verbs(sentence, "conj"):
        verb, subject = content.head, child(content, *SUBJECTS)
        if verb.lemma_ in SPEECH and subject is not None and child(verb, "ccomp") is None:
            mark = child(content, "mark") or _that_of_many(subject)
            if mark is not None and mark.lower_ == "that" and mark.i < subject.i:
                content.dep_ = "ccomp"
                mark.dep_, mark.head = "mark", content


def _that_of_many(noun: Token) -> Token | None:
    """ "that future mills will close": mills, being many, are no "that mills"."""
    is_plural = noun.tag_ in {"NNS", "NNPS"}
    return child(noun, "det") if is_plural else None


def _verbs(sentence: Sentence, label: str) -> Iterator[Token]:
    return (t for t in sentence if t.dep_ == label and is_clausal(t))


def _form(verb: Token) -> str:
    """The form that coordination compares: gerund, infinitive, participle or finite."""
    auxiliaries = [c.tag_ for c in children(verb, "aux", "auxpass")]
    if "TO" in auxiliaries:
        return "infinitive"
    if any(tag in {"MD", "VBD", "VBZ", "VBP"} for tag in auxiliaries):
        return "finite"
    if verb.tag_ == "VB":
        return "infinitive"
    return {"VBG": "gerund", "VBN": "participle"}.get(verb.tag_, "finite")


def _above(token: Token) -> Iterator[Token]:
    while token.head != token:
        token = token.head
        yield token


def _stays_projective(token: Token, head: Token) -> bool:
    """Whether all between the new head and the token already hangs on the new head."""
    return all(head in set(t.ancestors) for t in head.doc[head.i + 1 : token.i])


def _joints(verb: Token) -> Iterator[Token]:
    """The conjunction and the comma just before a conjunct."""
    at = verb.left_edge.i - 1
    while at > verb.head.i and verb.doc[at].head == verb.head and verb.doc[at].dep_ in _JOINTS:
        yield verb.doc[at]
        at -= 1


_JOINTS = frozenset({"cc", "punct"})


def _has_mark(verb: Token, word: str) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == word for c in verb.children)


REPAIRS: Mapping[str, Callable[[Sentence], None]] = {
    "verb-lemmas": mend_lemmas,
    "particles": read_particles,
    "given-names": read_given_name,
    "new-nouns": read_new_noun_as_head,
    "bare-verbs": read_bare_verb_as_noun,
    "scrambled-verbs": read_adjective_as_verb,
    "unknown-objects": read_unknown_word_as_object,
    "rivals": read_rival_as_noun,
    "scores": set_score_apart,
    "charges": read_charge_as_noun,
    "buyers": read_buyer_as_noun,
    "quoted-words": read_quoted_word_as_noun,
    "main-verbs": find_main_verb,
    "auxiliary-subjects": give_auxiliary_subject_to_verb,
    "headline-main-verbs": read_main_verb_of_headline,
    "headline-second-verbs": read_second_verb_of_headline,
    "headline-infinitives": read_infinitive_as_main,
    "headline-talks": read_talks_as_noun,
    "headline-reasons": read_clause_after_as,
    "headline-joined-verbs": join_verbs_of_headline,
    "headline-names": join_names_of_headline,
    "headline-passives": read_headline_passive,
    "gapped-passives": read_gapped_passive,
    "aged": read_aged_as_adjective,
    "modal-pairs": read_second_verb_of_modal,
    "likewise": join_likewise,
    "equal-verb-forms": join_equal_verb_forms,
    "shared-participle": read_shared_participle_as_verb,
    "name-lists": list_names_after_comma,
    "clause-lists": list_things_after_clause,
    "preposition-lists": list_things_after_preposition,
    "thing-lists": list_things_after_comma,
    "name-titles": give_name_its_title,
    "temporal-phrases": raise_temporal_phrase,
    "person-places": raise_place_from_person,
    "person-charges": raise_charge_from_name,
    "touching-clauses": give_last_its_clause,
    "main-speakers": say_in_main_clause,
    "source-participles": give_participle_its_noun,
    "gapped-agents": part_gapped_agents,
    "firm-names": give_firm_its_name,
    "role-heads": let_role_head,
    "name-in-commas": join_name_in_commas,
    "person-names": give_name_to_person,
    "title-names": join_title_to_name,
    "recipients": give_recipient_its_place,
    "subject-days": raise_day_from_subject,
    "laws": ban_by_law,
    "gapped-dates": part_gapped_dates,
    "temporal-agents": free_temporal_agent,
    "asking-prepositions": ask_through_preposition,
    "asked-clauses": ask_for_clause,
    "yet-to": read_yet_as_negation,
    "inverted-speech": turn_inverted_speech,
    "quoted-clauses": raise_quoted_clause,
    "temporal-subjects": free_temporal_subject,
    "relative-speakers": lend_speaker_of_relative,
    "joined-speech": part_clause_before_speech,
    "semicolons": part_clause_at_semicolon,
    "sums": set_sum_apart,
    "ages": read_age_as_person,
    "auxiliaries": read_auxiliary_as_verb,
    "champions": read_champion_as_somebody,
    "some-of-many": list_some_of_many,
    "all-of-them": read_all_of_them_as_them,
    "judged": give_judged_to_verb,
    "birth-names": read_birth_name,
    "added-words": give_adding_to_speaker,
    "among-them": name_some_among_them,
    "clause-subjects": read_clause_as_subject,
    "up-to": read_up_to_as_one,
    "kin-lists": list_kin,
    "quoted-words-as": free_word_from_quoted_noun,
    "left-adjectives": free_adjective_from_subject,
    "deeds-beside-speech": raise_deed_from_speech,
    "second-subjects": give_second_clause_its_subject,
    "deeds-of-people": give_deed_to_people,
    "name-says": let_last_name_say_it,
    "passive-agents": give_passive_its_agent,
    "held-things": give_touching_participle_its_noun,
    "rejected-requests": read_clause_as_relative,
    "said-relatives": give_relative_to_what_is_said,
    "one-of-whom": let_one_of_whom,
    "spliced-clauses": part_spliced_clauses,
    "which-things": give_which_a_thing,
    "votes": set_votes_apart,
    "past-participles": read_participle_as_past,
    "copula-passives": read_copula_as_passive,
    "perfect-gerunds": read_perfect_gerund,
    "orders": read_order_as_clause,
    "callers": give_call_its_caller,
    "as-what": say_as_what,
    "second-objects": part_second_object,
    "relative-persons": give_who_a_person,
    "statements": say_what_a_statement_says,
    "inverted-speakers": give_inverted_speaker,
    "second-contents": say_second_content,
}
# Words, tags and labels of which a sentence has one where a repair has something to do; none of
# these is what another repair makes of a word.
_SIGNS: Mapping[str, frozenset[str]] = {
    "birth-names": frozenset({"born"}),
    "added-words": ADDING,
    "judged": frozenset({"ccomp"}),
    "second-subjects": frozenset({"conj"}),
    "aged": frozenset({"aged"}),
    "ages": frozenset({"old"}),
    "all-of-them": frozenset({"all", "both", "each"}),
    "among-them": frozenset({"among", "including"}),
    "as-what": frozenset({"as"}),
    "asked-clauses": frozenset({"for"}),
    "asking-prepositions": frozenset({"TO"}),
    "auxiliaries": frozenset({"VBG"}),
    "auxiliary-subjects": frozenset({"aux", "auxpass"}),
    "bare-verbs": frozenset({"xcomp"}),
    "buyers": frozenset({"TO"}),
    "callers": frozenset({"from"}),
    "champions": frozenset({"defending"}),
    "charges": frozenset({"guilty", "innocent"}),
    "clause-subjects": frozenset({"auxpass"}),
    "deeds-beside-speech": frozenset({"pcomp"}),
    "deeds-of-people": frozenset({"VBG"}),
    "firm-names": frozenset({"&"}),
    "gapped-agents": frozenset({"agent"}),
    "gapped-passives": frozenset({"auxpass"}),
    "given-names": frozenset({"per", "may", "will"}),
    "held-things": frozenset({"VBN"}),
    "inverted-speakers": frozenset({"VBG"}),
    "kin-lists": frozenset({"appos"}),
    "laws": frozenset({"VBG"}),
    "left-adjectives": frozenset({"VBN"}),
    "likewise": frozenset({"as"}),
    "main-speakers": frozenset({"relcl"}),
    "main-verbs": frozenset({"relcl"}),
    "modal-pairs": frozenset({"MD"}),
    "name-says": frozenset({"appos"}),
    "new-nouns": frozenset({"acl"}),
    "one-of-whom": frozenset({"which", "whom", "whose"}),
    "particles": frozenset({"RP", "aground", "away", "back", "out", "short"}),
    "person-names": frozenset({","}),
    "passive-agents": frozenset({"by"}),
    "quoted-words": frozenset({'"', "“", "``", "'", "‘"}),
    "quoted-words-as": frozenset({"as"}),
    "rejected-requests": frozenset({"that"}),
    "relative-persons": frozenset({"who", "whom"}),
    "relative-speakers": frozenset({"relcl"}),
    "rivals": frozenset({"rival"}),
    "role-heads": frozenset({"of"}),
    "said-relatives": frozenset({"relcl"}),
    "scores": frozenset({"CD"}),
    "scrambled-verbs": frozenset({"amod"}),
    "second-contents": frozenset({"that"}),
    "semicolons": frozenset({";", ":"}),
    "some-of-many": frozenset({"CD"}),
    "source-participles": frozenset({"according"}),
    "spliced-clauses": frozenset({"ccomp"}),
    "statements": frozenset({"that"}),
    "temporal-agents": frozenset({"agent"}),
    "temporal-phrases": frozenset({"during"}),
    "touching-clauses": frozenset({"relcl"}),
    "up-to": frozenset({"up"}),
    "votes": frozenset({"CD"}),
    "yet-to": frozenset({"yet"}),
    "copula-passives": frozenset({"acomp"}),
    "orders": frozenset({"acl"}),
    "past-participles": frozenset({"acl"}),
    "perfect-gerunds": frozenset({"having"}),
    "which-things": frozenset({"relcl"}),
    "headline-reasons": frozenset({"as"}),
}
