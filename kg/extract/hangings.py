"""Phrases that the parser hung on the wrong word, where the words between tell: mended first.

The rules are among the `REPAIRS` of `kg.extract.repair`, each by its name there.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.lexical import is_speech, takes_deed
from kg.extract.slips import take_place
from kg.extract.syntax import (
    SUBJECTS,
    child,
    children,
    clause_head,
    conjuncts,
    is_clausal,
    is_relative,
)
from kg.extract.tree import Token
from kg.words import noun_class

Sentence = Sequence[Token]


def raise_charge_from_name(sentence: Sentence) -> None:
    """ "convicted Lind of fraud": who is named needs no "of"; what he did is the verb's."""
    for preposition in sentence:
        accused = preposition.head
        if preposition.dep_ != "prep" or accused.dep_ not in {"dobj", "conj"}:
            continue
        verb = clause_head(accused)
        is_deed = child(preposition, "pcomp") is not None  # "accused judges of taking bribes"
        is_name = accused.ent_type_ in _ACCUSED or accused.pos_ == "PRON" or is_deed
        is_name = is_name or (preposition.lower_ in {"for", "with"} and _is_actor(accused))
        is_asked_for = takes_deed(verb.lemma_.lower(), preposition.lower_)
        if is_name and is_clausal(verb) and preposition.i > accused.i and is_asked_for:
            preposition.head = verb


def _is_actor(noun: Token) -> bool:
    return noun_class(noun.lemma_.lower()) in _ACTING


_ACCUSED = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def give_last_its_clause(sentence: Sentence) -> None:
    """ "sued Lind and the firm he founded": a clause without pronoun is of what it touches."""
    for relative in sentence:
        if relative.dep_ != "relcl":
            continue
        noun, first = relative.head, relative.left_edge
        if not first.i or is_relative(first):
            continue
        last = next((t for t in conjuncts(noun)[1:] if t.i == first.i - 1), None)
        if last is not None and child(relative, *SUBJECTS) is not None:
            relative.head = last


def say_in_main_clause(sentence: Sentence) -> None:
    """ "sued the firm he founded, accusing it": who sues accuses, not who founded the firm."""
    for word in sentence:
        relative = word.head
        if word.dep_ != "advcl" or word.tag_ != "VBG" or relative.dep_ != "relcl":
            continue
        main = clause_head(relative.head)
        is_apart = word.i > 0 and word.nbor(-1).text == "," and child(word, *SUBJECTS) is None
        is_close = relative.doc[relative.left_edge.i - 1].text != ","
        is_whole = is_clausal(main) and child(main, "nsubj") is not None
        is_said = is_speech(word) or child(word, "ccomp") is not None
        is_main = is_whole and (is_said or _is_sum(word) or word.lemma_ == "become")
        if is_apart and is_close and is_main and main.i < relative.i:
            word.head = main


def _is_sum(verb: Token) -> bool:
    """ "raising the death toll to 31": what the whole sentence tells does that."""
    total = child(verb, "dobj")
    return total is not None and total.lemma_ in {"toll", "total", "tally", "number"} and (
        verb.lemma_ in {"raise", "bring", "take", "push", "lift"}
    )  # fmt: skip


def give_participle_its_noun(sentence: Sentence) -> None:
    """ "According to the complaint, filed in May, Lind left": the complaint was filed."""
    for participle in sentence:
        if participle.dep_ != "advcl" or participle.tag_ != "VBN" or participle.i < 2:
            continue
        comma, noun = participle.nbor(-1), participle.nbor(-2)
        subject = child(participle.head, *SUBJECTS)
        is_source = noun.dep_ == "pobj" and any(t.lower_ == "according" for t in noun.ancestors)
        is_bare = child(participle, "mark", "advmod", *SUBJECTS) is None
        if comma.text == "," and is_source and is_bare and subject and subject.i > participle.i:
            participle.dep_, participle.head = "acl", noun


def free_word_from_quoted_noun(sentence: Sentence) -> None:
    """ "dismissed as "rubbish" claims that it paid": rubbish is what the claims are called."""
    for noun in sentence:
        preposition, verb = noun.head, noun.head.head
        if noun.dep_ != "pobj" or preposition.lower_ != "as" or not is_clausal(verb):
            continue
        word = noun.nbor(-2) if noun.i > 2 else noun
        is_apart = noun.nbor(-1).is_quote and word.head == noun and word.i == preposition.i + 2
        if is_apart and word.nbor(-1).is_quote and child(verb, "dobj") is None:
            for mark in (word.nbor(-1), word.nbor()):
                mark.head = word
            word.dep_, word.head = "pobj", preposition
            noun.dep_, noun.head = "dobj", verb
            for content in children(verb, "ccomp"):
                if child(content, "mark") is not None and content.i > noun.i:
                    content.dep_, content.head = "acl", noun


def free_adjective_from_subject(sentence: Sentence) -> None:
    """ "were left homeless and roads were cut": no roads are homeless."""
    for adjective in sentence:
        noun = adjective.head
        if adjective.tag_ != "JJ" or adjective.dep_ not in {"nmod", "amod"} or not adjective.i:
            continue
        verb, second = adjective.nbor(-1), child(adjective, "conj")
        is_left = verb.lemma_ in _LEAVING and noun.dep_ in SUBJECTS and verb.tag_ == "VBN"
        if is_left and child(adjective, "cc") is not None and not verb.is_ancestor(noun.head):
            if second is not None:
                second.dep_, second.head = "compound", noun
            adjective.dep_, adjective.head = "oprd", verb
        elif is_left and second is not None and verb.is_ancestor(adjective):
            second.dep_, second.head = "compound", noun
            adjective.dep_, adjective.head = "oprd", verb


_LEAVING = frozenset({"leave", "make", "render", "fear", "presume", "declare", "report"})


def raise_deed_from_speech(sentence: Sentence) -> None:
    """ "The storm hit Lund, officials said, before weakening": it weakened, they did not."""
    for preposition in sentence:
        said = preposition.head
        deed = child(preposition, "pcomp")
        if preposition.dep_ != "prep" or preposition.lower_ not in _BESIDE or deed is None:
            continue
        told = said.head if said.dep_ == "parataxis" else child(said, "ccomp")
        if told is None or not is_speech(said) or deed.tag_ != "VBG" or not is_clausal(told):
            continue
        is_last = preposition.i > 1 and preposition.nbor(-1).text == ","
        if is_last and told.i < said.i < preposition.i:
            preposition.head = told


_BESIDE = frozenset({"before", "after", "by", "without"})


def give_second_clause_its_subject(sentence: Sentence) -> None:
    """ "sent two boats and the navy said it helped": the navy was not sent, it said so."""
    for verb in sentence:
        first, last = verb.head, verb.nbor(-1) if verb.i else verb
        if verb.dep_ != "conj" or not is_clausal(first) or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
            continue
        noun = next((t for t in (last, *last.ancestors) if t.dep_ == "conj"), None)
        if noun is None or noun.pos_ not in {"NOUN", "PROPN"} or noun.right_edge != last:
            continue
        before = noun.doc[noun.left_edge.i - 1]
        is_object = noun.head.dep_ in {"dobj", "pobj", "attr"} and first.is_ancestor(noun)
        if is_object and before.dep_ == "cc" and child(verb, *SUBJECTS, "aux") is None:
            before.head = first
            noun.dep_, noun.head = "nsubj", verb


def let_last_name_say_it(sentence: Sentence) -> None:
    """ "Bo will join rival Lind, Ossia said": Ossia is no second name of Lind, but says so."""
    for said in sentence:
        main, name = said.head, said.nbor(-1) if said.i else said
        if said.dep_ != "conj" or said.tag_ != "VBD" or not is_speech(said) or name.i < 2:
            continue
        if child(said, *SUBJECTS, "ccomp", "dobj", "xcomp", "aux") or name.dep_ != "appos":
            continue
        is_apart = name.doc[name.left_edge.i - 1].text == "," and not child(name, "conj")
        if is_apart and name.pos_ == "PROPN" and main.is_ancestor(name) and name.right_edge == name:
            said.dep_ = "parataxis"
            name.dep_, name.head = "nsubj", said


def give_passive_its_agent(sentence: Sentence) -> None:
    """ "replaced on a temporary basis by her", "awarded a grant by the bank": they did it."""
    for by in sentence:
        noun, agent = by.head, child(by, "pobj")
        if by.lower_ != "by" or by.dep_ != "prep" or agent is None:
            continue
        verb = clause_head(noun)
        if child(verb, "auxpass") is None or child(verb, "agent") is not None:
            continue
        is_way = noun.dep_ == "pobj" and noun.head.head == verb
        is_way = is_way and (noun.lemma_ in _WAYS or noun.ent_type_ in {"DATE", "TIME", "GPE"})
        is_given = noun.dep_ == "dobj" and verb.lemma_.lower() in _GIVING
        is_actor = agent.ent_type_ in _ACCUSED or _is_actor(agent) or agent.pos_ == "PRON"
        if is_actor and (is_way or is_given) and noun.head in {verb, noun.head}:
            by.dep_, by.head = "agent", verb


_WAYS = frozenset("basis way manner time occasion row day night morning moment".split())


def give_touching_participle_its_noun(sentence: Sentence) -> None:
    """ "took it from bones held at a museum": the bones are held there."""
    for participle in sentence:
        noun = participle.nbor(-1) if participle.i else participle
        if participle.dep_ != "advcl" or participle.tag_ != "VBN" or noun.pos_ != "NOUN":
            continue
        if child(participle, "mark", "aux", "auxpass", *SUBJECTS) is not None:
            continue
        is_object = noun.dep_ in {"pobj", "dobj", "conj"} and participle.head.is_ancestor(noun)
        if is_object and participle.lemma_.lower() in _HOLDING:
            participle.dep_, participle.head = "acl", noun


_HOLDING = frozenset(
    "hold keep store buy sell make produce build own import export steal publish file send".split()
)


def read_clause_as_relative(sentence: Sentence) -> None:
    """ "a request that Moro rejected": the request was rejected, and did not say that."""
    for verb in sentence:
        mark = child(verb, "mark")
        if verb.dep_ != "acl" or mark is None or mark.lower_ != "that" or verb.tag_ != "VBD":
            continue
        is_whole = child(verb, "dobj", "ccomp", "xcomp", "auxpass") is not None
        if not is_whole and child(verb, "nsubj") and verb.lemma_.lower() in _TURNING:
            mark.dep_, mark.tag_, mark.pos_, verb.dep_ = "dobj", "WDT", "PRON", "relcl"


_TURNING = frozenset(
    "reject deny dismiss accept make describe dispute refute repeat ignore reiterate".split()
)


def give_relative_to_what_is_said(sentence: Sentence) -> None:
    """ "a gang that Oslo said it broke up": the gang was broken up, it was not said."""
    for relative in sentence:
        said = relative.head
        if relative.dep_ != "dobj" or not is_relative(relative) or not is_speech(said):
            continue
        content = child(said, "ccomp")
        if content is None or content.i < said.i or child(content, "mark") is not None:
            continue
        if child(content, *SUBJECTS) is None:
            relative.dep_, relative.head = "nsubj", content
        elif child(content, "dobj", "auxpass", "attr", "acomp", "ccomp", "xcomp") is None:
            relative.head = content


def give_which_a_thing(sentence: Sentence) -> None:
    """ "a show, made by Bo Lind, which was seen", "Lund was hit by floods that killed two".

    Which is no person, and what kills stands nearer than whom the sentence is about.
    """
    for relative in sentence:
        if relative.dep_ != "relcl":
            continue
        noun = relative.head
        pronoun = next((t for t in children(relative, *SUBJECTS) if is_relative(t)), None)
        if pronoun is None or pronoun.lower_ not in {"that", "which"}:
            continue
        if noun.ent_type_ == "PERSON" or (pronoun.lower_ == "which" and _is_of_people(pronoun)):
            above = [t for t in noun.ancestors if t.pos_ in {"NOUN", "PROPN"} and not t.ent_type_]
            above += [t for v in noun.ancestors for t in children(v, "dobj") if t.i < noun.i]
            above = [t for t in above if not relative.is_ancestor(t)]
            relative.head = above[0] if above else noun
        elif noun.dep_ == "nsubjpass" and noun.head.i < pronoun.i:
            by = child(noun.head, "agent")
            agent = child(by, "pobj") if by is not None else None
            if agent is not None and agent.i < pronoun.i and not agent.ent_type_:
                relative.head = agent


def _is_of_people(which: Token) -> bool:
    """Whether people stand before it: "talks with the rebels, which will resume"."""
    before = which.nbor(-2) if which.i > 1 and which.nbor(-1).text == "," else which
    is_person = noun_class(before.lemma_.lower()) == "Person" and not before.ent_type_
    while before.dep_ == "conj":
        before = before.head
    return is_person and before.dep_ == "pobj"


def let_one_of_whom(sentence: Sentence) -> None:
    """ "has two sons, one of whom, Bo Lind, is a painter": Bo is."""
    for verb in sentence:
        name = verb.nbor(-2) if verb.i > 2 else verb
        if verb.dep_ != "conj" or verb.nbor(-1).text != "," or child(verb, *SUBJECTS):
            continue
        noun = name.head
        is_whose = name.dep_ == "appos" and any(c.tag_ == "WP$" for c in children(noun, "poss"))
        if is_whose and noun.head != verb and not verb.is_ancestor(noun):
            verb.dep_, verb.head = "relcl", noun.head  # "whose secretary, Bo Lind, said"
            noun.dep_, noun.head = "nsubj", verb
            continue
        one = next((c for c in children(noun, "appos") if c.tag_ == "CD"), None)
        of = child(one, "prep") if one is not None else None
        whom = child(of, "pobj") if of is not None else None
        if name.dep_ == "appos" and whom is not None and whom.lower_ in {"whom", "which"}:
            name.dep_, name.head = "nsubj", verb


def part_spliced_clauses(sentence: Sentence) -> None:
    """ "Bank cuts outlook, shares slump": nobody's slumping says that it cuts."""
    for first in sentence:
        if first.dep_ != "ccomp":
            continue
        last, subject = first.head, child(first.head, "nsubj", "nsubjpass")
        if subject is None or first.i > subject.i:
            continue
        if is_speech(last) and not _is_feared(last) and child(last, "dobj") is None:
            continue
        mark = last.doc[subject.left_edge.i - 1]
        is_apart = mark.text in {",", ";"} and first.right_edge.i in {mark.i - 1, mark.i}
        is_whole = child(first, *SUBJECTS) is not None and child(first, "mark") is None
        is_lone = child(last, "advmod", "ccomp") in (None, first)
        if is_apart and is_whole and is_lone and (mark.text == ";" or not _is_quoted(first)):
            take_place(first, last)
            last.dep_, last.head = "conj", first
            if _is_feared(last):
                subject.dep_, last.tag_ = "nsubjpass", "VBN"


def _is_feared(verb: Token) -> bool:
    """ "hundreds feared dead": it is feared of them, and they say nothing."""
    state = child(verb, "oprd", "acomp")
    is_grim = state is not None and state.lower_ in {"dead", "missing", "trapped", "lost"}
    return is_grim and verb.lemma_ in {"fear", "presume", "believe"}


def _is_quoted(verb: Token) -> bool:
    return any(t.is_quote for t in verb.sent if t.i <= verb.right_edge.i + 2)


def give_deed_to_people(sentence: Sentence) -> None:
    """ "expelled troops fighting rebels": the troops fight them."""
    for deed in sentence:
        verb = deed.head
        if deed.dep_ != "advcl" or deed.tag_ != "VBG" or child(deed, "mark", *SUBJECTS):
            continue
        people = child(verb, "dobj")
        if people is None or people.i != deed.left_edge.i - 1 or deed.left_edge != deed:
            continue
        is_people = noun_class(people.lemma_.lower()) in {"Person", "Group"}
        is_people = people.tag_ == "NNS" and (is_people or people.lemma_ in {"troop", "force"})
        if is_people and deed.lemma_.lower() in _LIVING:
            deed.dep_, deed.head = "acl", people


_LIVING = frozenset(
    "fight work live travel serve wear carry hold demand protest flee hide shelter study stay wait "
    "represent march sleep train attend operate".split()
)


def list_kin(sentence: Sentence) -> None:
    """ "survived by her daughter, a son and two sisters": no daughter is a son."""
    for token in sentence:
        whole = token.head
        if token.dep_ != "appos" or whole.lemma_ == token.lemma_:
            continue
        if {whole.lemma_, token.lemma_} <= _KIN and child(token, "det", "nummod", "poss"):
            token.dep_ = "conj"
            for name in [c for c in children(token, "conj") if c.pos_ == "PROPN"]:
                rest = children(name, "conj", "cc", "punct")
                if name.doc[name.left_edge.i - 1].text == "," and rest:
                    name.dep_ = "appos"
                    for word in rest:
                        word.head = token


_KIN = frozenset(
    "son daughter wife husband brother sister mother father grandson granddaughter grandchild "
    "child sibling nephew niece stepson stepdaughter parent partner widow".split()
)


def raise_day_from_subject(sentence: Sentence) -> None:
    """ "A judge on Friday blocked the law": no judge is of a day; the blocking is."""
    for preposition in sentence:
        noun = preposition.head
        if preposition.dep_ != "prep" or noun.dep_ not in SUBJECTS:
            continue
        day = child(preposition, "pobj")
        if day is None:
            continue
        verb = noun.head
        is_day = day.ent_type_ in {"DATE", "TIME"} and preposition.lower_ in {"on", "in", "at"}
        is_between = noun.i < preposition.i and day.right_edge.i < verb.i and is_clausal(verb)
        is_acting = _is_actor(noun) or noun.lemma_ in {"junta", "regime", "militia", "leadership"}
        if is_day and is_between and (noun.ent_type_ or is_acting):
            preposition.head = verb


_ACTING = frozenset({"Person", "Group", "Organization"})


def join_title_to_name(sentence: Sentence) -> None:
    """ "Opposition lawmaker Jan Kurz said", "beat qualifier Bo Lind": he is the lawmaker.

    "It went to Danes Bo Lind and Mara Dahl": these are the Danes, and no time.
    """
    for title in sentence:
        if title.dep_ not in _PLACES_OF_TITLES or title.pos_ not in {"NOUN", "PROPN"}:
            continue
        if title.i + 1 == len(title.doc) or title.nbor().pos_ != "PROPN":
            continue
        name = next((c for c in _beside(title) if c.left_edge.i == title.i + 1), None)
        if name is None or name.pos_ != "PROPN":
            continue
        is_bare = title.dep_ in _OBJECTS and title.pos_ == "NOUN" and not title.children
        if name.ent_type_ != "PERSON" and not is_bare:
            continue  # "told broadcaster VRT"
        are_both = child(name, "conj") is not None and title.tag_ in {"NNS", "NNPS"}
        is_role = noun_class(title.lemma_.lower()) == "Person" or title.ent_type_ == "NORP"
        is_role = is_role or (title.dep_ in _OBJECTS and not title.ent_type_)
        if is_role and (are_both or title.tag_ in {"NN", "NNP"}):
            others = list(title.children)
            take_place(name, title)
            title.dep_, title.head = "compound", name
            for word in others:
                word.head = name


_OBJECTS = frozenset({"dobj", "dative"})
_PLACES_OF_TITLES = SUBJECTS | _OBJECTS | {"pobj", "conj"}


def _beside(title: Token) -> list[Token]:
    """What fills the same place as a title, or none, right after it."""
    if title.dep_ == "conj":
        return children(title.head, "appos")
    if title.dep_ == "pobj":
        return children(title.head.head, "npadvmod") if title.head.dep_ == "prep" else []
    aside = ["npadvmod"] if title.dep_ in _OBJECTS else []  # "married the painter Jan Dahl"
    return children(title.head, title.dep_, *aside)


def join_name_in_commas(sentence: Sentence) -> None:
    """ "A retired clerk, Mara Dahl, won": one subject, told twice."""
    for name in sentence:
        verb = name.head
        if name.dep_ != "nsubj" or name.pos_ != "PROPN" or name.i + 1 >= len(name.doc):
            continue
        first = child(verb, "nsubj")
        before = name.doc[name.left_edge.i - 1]
        if first is None or first.i >= name.i or first.pos_ != "NOUN" or before.text != ",":
            continue
        if name.doc[name.right_edge.i].text == "," or name.nbor().text == ",":
            name.dep_, name.head = "appos", first


def give_name_to_person(sentence: Sentence) -> None:
    """ "The chairman of Lind Motors, Bo Dahl, left": so is the chairman called, not the firm."""
    for name in sentence:
        body = name.head
        if name.dep_ != "appos" or name.ent_type_ != "PERSON" or body.dep_ != "pobj":
            continue
        person = body.head.head
        is_body = body.ent_type_ != "PERSON" and noun_class(body.lemma_.lower()) != "Person"
        is_person = person.tag_ == "NN" and noun_class(person.lemma_.lower()) == "Person"
        before = name.doc[name.left_edge.i - 1]
        if is_body and is_person and person.i < body.i and before.text == ",":
            name.head = person


def give_recipient_its_place(sentence: Sentence) -> None:
    """ "handing Lund's Bo Dahl a win": to him, and it is the win that is handed."""
    for thing in sentence:
        verb = thing.head
        if thing.dep_ != "dobj" or verb.lemma_.lower() not in _GIVING:
            continue
        first = next((c for c in children(verb, "dobj") if c.i < thing.i), None)
        if first is None or child(verb, "dative") is not None:
            continue
        if first.right_edge.i == thing.left_edge.i - 1 and child(thing, "det", "poss", "nummod"):
            first.dep_ = "dative"


_GIVING = frozenset(
    "give hand send offer grant award deal pay lend deny sell show teach tell earn win cost owe "
    "promise".split()
)


def ban_by_law(sentence: Sentence) -> None:
    """ "Judge blocks law banning the app": it is the law that bans."""
    for word in sentence:
        if word.dep_ != "advcl" or word.tag_ != "VBG" or child(word, "mark"):
            continue
        verb = word.head
        law = child(verb, "dobj")
        if law is None:
            continue
        is_law = law.lemma_.lower() in _LAWS and law.right_edge.i == word.left_edge.i - 1
        if is_law and law.i > verb.i and word.lemma_.lower() in _RULING:
            word.dep_, word.head = "acl", law


_LAWS = frozenset(
    "law bill rule order ban measure resolution decree policy deal pact treaty regulation "
    "legislation act amendment ordinance agreement directive".split()
)
_RULING = frozenset(
    "ban bar require allow force forbid prohibit protect limit restrict legalize legalise outlaw "
    "mandate make give grant cut end extend create".split()
)


def part_gapped_dates(sentence: Sentence) -> None:
    """ "Work starts in May and production in June": no work starts in production."""
    for noun in sentence:
        day = noun.head
        if noun.dep_ != "conj" or day.ent_type_ != "DATE" or noun.ent_type_ or day.dep_ != "pobj":
            continue
        if noun.pos_ == "NOUN" and noun.i + 1 < len(noun.doc) and noun.nbor().dep_ == "prep":
            noun.nbor().head = noun
            _part(noun)


def _part(conjunct: Token) -> None:
    """Let what was joined to another be of a clause of its own, of which no more is read."""
    for joint in children(conjunct.head, "cc"):
        joint.dep_ = "dep"
    conjunct.dep_ = "dep"


def give_firm_its_name(sentence: Sentence) -> None:
    """ "founded her firm, Lind & Moro": that is its name, and no second thing that she founded."""
    for name in sentence:
        noun, mark = name.head, child(name, "cc")
        if name.dep_ != "conj" or name.pos_ != "PROPN" or mark is None or mark.text != "&":
            continue
        is_next = name.i == noun.i + 2 and noun.nbor().text == "," and noun.pos_ == "NOUN"
        if is_next and noun_class(noun.lemma_.lower()) == "Organization":
            name.dep_ = "appos"


def let_role_head(sentence: Sentence) -> None:
    """ "Architect of Oslo opera house dies": it is the architect who does, and no house."""
    for role in sentence:
        thing, of = role.head, child(role, "prep")
        place = child(of, "pobj") if of is not None and of.lower_ == "of" else None
        if role.dep_ not in {"nmod", "compound"} or of is None or place is None:
            continue
        is_role = noun_class(role.lower_) == "Person" and thing.ent_type_ != "PERSON"
        is_before = role.i < of.i < place.i < thing.i and child(place, "prep", "conj") is None
        if thing.lemma_.lower() in _NO_ROLES or child(place, "case") is not None:
            continue
        if is_role and is_before and noun_class(thing.lemma_.lower()) not in {"Person", "Group"}:
            others = [c for c in thing.children if c.i > thing.i or c.i < role.i]
            take_place(role, thing)
            for word in others:
                word.head = role
            thing.dep_, thing.head = "pobj", of
            place.dep_, place.head = "compound", thing


_NO_ROLES = frozenset({"degree", "program", "programme", "diploma", "office", "title"})


def part_gapped_agents(sentence: Sentence) -> None:
    """ "Lind was advised by Vale and Moro by Dahl": Moro advised nobody, and has an adviser too."""
    for second in sentence:
        verb, last = second.head, second.nbor(-1) if second.i else second
        agents = children(verb, "agent")
        if second.dep_ != "agent" or len(agents) != 2 or second != agents[1]:
            continue
        first = child(agents[0], "pobj")
        is_joined = last.dep_ == "conj" and last.pos_ in {"NOUN", "PROPN"}
        among = conjuncts(first)[1:] if first is not None else []
        gapped = last if is_joined and (last.head == verb or last in among) else None
        if gapped is not None and first is not None:
            _part(gapped)
            second.dep_ = "dep"


def read_all_of_them_as_them(sentence: Sentence) -> None:
    """ "Both of the pilots died": the pilots died, and "each of them resigned" is that they did."""
    for of in sentence:
        count, whole = of.head, child(of, "pobj")
        if of.lower_ != "of" or count.lower_ not in _ALL or count.dep_ not in _WHOLES:
            continue
        if of.i == count.i + 1 and whole is not None and whole.tag_ in {"NNS", "NNPS", "PRP"}:
            take_place(whole, count)
            for word in (count, of):
                word.dep_, word.head = "predet", whole


_ALL = frozenset({"all", "both", "each"})
_WHOLES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj"})


def give_judged_to_verb(sentence: Sentence) -> None:
    """ "found Lind guilty of stealing": Lind is found so, and it is he who stole."""
    for word in sentence:
        if word.dep_ != "ccomp" or word.pos_ != "ADJ" or word.head.lemma_.lower() not in _JUDGE:
            continue
        verb, judged = word.head, child(word, *SUBJECTS)
        is_clause = child(word, "aux", "cop", "mark") is not None or child(verb, "dobj", "auxpass")
        if judged is None or is_clause or not verb.i < judged.i < word.i:
            continue
        for phrase in [c for c in word.children if c.i > word.i]:
            phrase.head = verb
        judged.dep_, judged.head, word.dep_ = "dobj", verb, "oprd"


_JUDGE = frozenset({"find", "declare", "deem", "hold", "rule", "judge", "pronounce"})


def name_some_among_them(sentence: Sentence) -> None:
    """ "300 people lost money, among them Per Dahl": nobody lost him."""
    for among in sentence:
        whole = child(among, "pobj")
        if among.lower_ not in {"among", "including"} or whole is None or whole.lower_ != "them":
            continue
        named = next((t for t in among.head.children if t.left_edge.i == whole.i + 1), None)
        if named is not None and named.dep_ in {"dobj", "appos", "conj", "attr", "npadvmod"}:
            named.dep_ = "dep"
            among.dep_ = "dep"


def give_adding_to_speaker(sentence: Sentence) -> None:
    """ "Vale said the firm would pay, adding that it could": it is Vale who adds that."""
    for adding in sentence:
        verb, comma = adding.head, adding.nbor(-1) if adding.i else adding
        is_said = adding.dep_ == "advcl" and adding.lower_ in ADDING and comma.text == ","
        if not is_said or child(adding, "ccomp") is None or is_speech(verb):
            continue
        above = (t for t in verb.ancestors if is_speech(t) and child(t, *SUBJECTS) is not None)
        speaker = next(above, None)
        if speaker is not None and speaker.i < verb.i:
            adding.head = speaker


ADDING = frozenset("adding arguing claiming explaining insisting noting saying stressing".split())


def read_birth_name(sentence: Sentence) -> None:
    """ "Born Ida Dahl in 1935, she wrote": that is what she was called, and nobody else."""
    born = sentence[0]
    name, verb = born.head, born.head.head
    if born.text != "Born" or name.ent_type_ != "PERSON" or born == name:
        return
    subject = next((c for c in children(verb, *SUBJECTS) if c.i > born.i and c != name), None)
    if subject is None:
        return
    if name.dep_ in SUBJECTS and subject.i < verb.i:
        between = [c for c in verb.children if name.i < c.i < subject.i and c.dep_ == "prep"]
        for phrase in between:
            phrase.head = born
        born.dep_, born.head, born.pos_ = "advcl", verb, "VERB"
        name.dep_, name.head = "oprd", born
