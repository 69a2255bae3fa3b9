"""Words that the tagger takes for others, and marks that no phrase is: mended before extraction.

The rules are among the `REPAIRS` of `kg.extract.repair`, each by its name there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.syntax import SUBJECTS, child, children, clause_head, is_clausal
from kg.extract.tree import Token
from kg.inflection import mend_lemma
from kg.lexicon import VERB_CLASSES
from kg.words import noun_class

Sentence = Sequence[Token]


def mend_lemmas(sentence: Sentence) -> None:
    """ "staged" is a form of *stage*, not of *stag*, and who "was missing" missed nothing."""
    for token in sentence:
        if token.lower_ == "having":
            token.lemma_ = "have"  # "having sold it": who has is no lemma of its own
        if token.pos_ == "VERB":
            token.lemma_ = mend_lemma(token.lemma_.lower(), token.lower_)
        if token.lower_ == "missing" and not child(token, "dobj", "auxpass"):
            token.lemma_ = "go missing"


def read_particles(sentence: Sentence) -> None:
    """ "stepped down as chairman", "was led away": the adverb is of the verb's sense."""
    for token in sentence:
        verb = token.head
        is_next = token.dep_ == "advmod" and verb.i == token.i - 1 and verb.pos_ == "VERB"
        phrase = f"{verb.lemma_.lower()} {token.lower_}"
        if is_next and (phrase in _PHRASES or (token.tag_ == "RP" and _has_sense(phrase))):
            token.dep_ = "prt"
            for preposition in children(token, "prep"):
                preposition.head = verb


def _has_sense(phrase: str) -> bool:
    """Whether a verb with its particle is known, or the verb without it is not."""
    return phrase in VERB_CLASSES or phrase.partition(" ")[0] not in VERB_CLASSES


_PHRASES = frozenset(
    {"lead away", "cut short", "fall short", "drop out", "hit back", "run aground"}
)


def read_unknown_word_as_object(sentence: Sentence) -> None:
    """ "outlawed clofenidin", "makes clofenidin": a new word, taken for a form of a verb or so."""
    for word in sentence:
        verb = word.head
        if verb.pos_ != "VERB" or word.i != verb.i + 1 or child(verb, "dobj") not in (None, word):
            continue
        is_no_gerund = word.tag_ == "VBG" and not word.lower_.endswith(("ing", "in'", "in’"))
        is_deed = word.dep_ in {"xcomp", "acomp", "oprd"} and is_no_gerund
        is_adjective = word.dep_ == "dobj" and word.tag_ == "JJ" and not word.children
        if is_deed or (is_adjective and word.lower_ not in _AMOUNTS):
            for dependent in children(word, "prep", "npadvmod"):
                dependent.head = verb
            word.dep_, word.pos_, word.tag_ = "dobj", "NOUN", "NN"


_AMOUNTS = frozenset("more most less least enough much many few several such other same".split())


def read_rival_as_noun(sentence: Sentence) -> None:
    """ "takes secrets to rival": a headline's "a rival", as nobody is rivalled."""
    for word in sentence:
        to = child(word, "aux") if word.lower_ == "rival" and word.tag_ == "VB" else None
        if to is None or child(word, "dobj"):
            continue
        if to.tag_ == "TO" and to.i == word.i - 1 and word.head != word:
            _put_on_preposition(word, to, clause_head(word.head))


def _put_on_preposition(noun: Token, to: Token, verb: Token) -> None:
    """Let a word be the object of a "to" that was taken for an infinitive's."""
    to.dep_, to.tag_, to.pos_, to.head = "prep", "IN", "ADP", verb
    noun.dep_, noun.head, noun.pos_, noun.tag_ = "pobj", to, "NOUN", "NN"


def read_buyer_as_noun(sentence: Sentence) -> None:
    """ "sold it to drug baron Bo Lind": nobody drugged him."""
    for word in sentence:
        to, buyer, verb = child(word, "aux"), child(word, "dobj"), word.head
        if word.tag_ != "VB" or to is None or buyer is None or verb.lemma_ not in _PASSING:
            continue
        is_named = buyer.ent_type_ == "PERSON" and buyer.left_edge.i == word.i + 1
        is_bare = child(buyer, "det", "poss") is None and child(buyer, "compound") is not None
        is_role = word.nbor().pos_ == "NOUN" and noun_class(word.nbor().lemma_) == "Person"
        if is_named and is_bare and is_role and to.tag_ == "TO" and child(verb, "dobj"):
            for dependent in [c for c in word.children if c not in (buyer, to)]:
                dependent.head = verb
            _put_on_preposition(buyer, to, verb)
            buyer.pos_, buyer.tag_ = "PROPN", "NNP"
            word.dep_, word.head, word.pos_, word.tag_ = "compound", buyer, "NOUN", "NN"


_PASSING = frozenset("sell give send hand lend transfer pay deliver pass lose".split())


def read_age_as_person(sentence: Sentence) -> None:
    """ "the 24-year-old said": somebody of that age did."""
    for token in sentence:
        is_age = token.lower_ == "old" and token.pos_ == "ADJ" and token.dep_ in _ARGUMENTS
        if is_age and token.i and token.nbor(-1).text == "-" and child(token, "det") is not None:
            token.pos_, token.tag_, token.lemma_ = "NOUN", "NN", "person"


_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})


def read_aged_as_adjective(sentence: Sentence) -> None:
    """ "set the accounts of users aged 13 to 17 to public": nobody ages them."""
    for token in sentence:
        if token.lower_ == "aged" and token.dep_ == "advcl":
            _read_age_of_death(token)
        if token.lower_ != "aged" or token.dep_ != "acl":
            continue
        verb = clause_head(token.head)
        for preposition in children(token, "prep", "agent"):
            preposition.head = verb
        for agent in children(verb, "agent"):
            agent.dep_ = agent.dep_ if child(verb, "auxpass") else "prep"
        token.dep_, token.pos_, token.tag_ = "amod", "ADJ", "JJ"
        is_animate = noun_class(token.head.lemma_.lower()) in {"Person", "Group"}
        if not is_animate or token.head.i != token.i - 1:
            token.dep_, token.head = "advmod", verb  # "sent her to the ship aged eighteen"


def _read_age_of_death(aged: Token) -> None:
    """ "died aged 91"."""
    years = aged.nbor() if aged.i + 1 < len(aged.doc) else aged
    if years.tag_ == "CD" and years.head in {aged, aged.head}:
        aged.dep_, aged.pos_, aged.tag_ = "prep", "ADP", "IN"
        years.dep_, years.head = "pobj", aged


def read_clause_as_subject(sentence: Sentence) -> None:
    """ "Gas flows through the pipe were halted": the flows were, and nothing flowed."""
    for word in sentence:
        verb, subject = word.head, child(word, "nsubj")
        if word.dep_ != "ccomp" or word.tag_ != "VBZ" or subject is None:
            continue
        passive = child(verb, "auxpass")
        if passive is None or child(verb, *SUBJECTS) is not None or child(word, "mark", "dobj"):
            continue
        if subject.i == word.i - 1 and word.right_edge.i == passive.i - 1:
            word.pos_, word.tag_, word.dep_ = "NOUN", "NNS", "nsubjpass"
            subject.dep_ = "compound"


def read_given_name(sentence: Sentence) -> None:
    """ "Per Olsson won", "May Berg won": that is her name, no preposition and no verb."""
    if sentence[-1].text == "?":
        return
    for given in sentence:
        if given.text not in _GIVEN or given.tag_ not in {"IN", "MD", "NNP"} or given.ent_type_:
            continue
        entity = next((e for e in given.doc.ents if e.start == given.i + 1), None)
        if entity is None or entity.label_ != "PERSON":
            continue
        name = entity.root
        if given.is_ancestor(name):
            take_place(name, given)
            if name.dep_ == "prep":
                name.dep_ = "appos"  # "the chemist Per Olsson"
        for word in [c for c in given.children if c != name]:
            word.head = name
        entity.start = given.i
        given.dep_, given.head, given.ent_type_ = "compound", name, "PERSON"
        given.pos_, given.tag_ = "PROPN", "NNP"


_GIVEN = frozenset({"Per", "May", "Will"})


def read_participle_as_past(sentence: Sentence) -> None:
    """ "after a slide buried much of the town": it buried that, and was not buried."""
    for verb in sentence:
        noun = verb.head
        preposition = noun.head
        if verb.dep_ != "acl" or verb.tag_ != "VBN" or child(verb, "dobj") is None:
            continue
        if noun.dep_ != "pobj" or preposition.lower_ not in WHENS or verb.i < noun.i:
            continue
        if child(verb, "agent", "aux", "auxpass", "oprd") is None and preposition.dep_ == "prep":
            verb.dep_, verb.head, verb.tag_ = "advcl", preposition.head, "VBD"
            preposition.dep_, preposition.head, preposition.pos_ = "mark", verb, "SCONJ"
            noun.dep_, noun.head = "nsubj", verb


WHENS = frozenset({"after", "before", "since", "until"})


def read_copula_as_passive(sentence: Sentence) -> None:
    """ "which is part-owned by Lind": Lind owns it."""
    for participle in sentence:
        copula = participle.head
        is_done = participle.dep_ == "acomp" and participle.tag_ == "VBN"
        if not is_done or copula.lemma_ != "be" or child(participle, "agent") is None:
            continue
        others = [c for c in copula.children if c != participle]
        take_place(participle, copula)
        for word in (copula, *others):
            word.head = participle
            if word.dep_ == "nsubj":
                word.dep_ = "nsubjpass"
        copula.dep_, participle.pos_ = "auxpass", "VERB"


def read_perfect_gerund(sentence: Sentence) -> None:
    """ "accused her of having chosen chaos": that is what she chose."""
    for verb in sentence:
        noun, having = verb.head, child(verb, "aux")
        if verb.dep_ != "amod" or verb.tag_ != "VBN" or having is None or noun.dep_ != "pobj":
            continue
        if having.lower_ == "having" and verb.left_edge.i == noun.head.i + 1 and noun.i > verb.i:
            verb.dep_, verb.head, verb.pos_ = "pcomp", noun.head, "VERB"
            noun.dep_, noun.head = "dobj", verb


def read_order_as_clause(sentence: Sentence) -> None:
    """ "ordered schools closed": they are to be closed, and are not yet."""
    for verb in sentence:
        noun, order = verb.head, verb.head.head
        if verb.dep_ != "acl" or verb.tag_ != "VBN" or noun.dep_ != "dobj" or verb.i < noun.i:
            continue
        is_plain = child(verb, "agent", "dobj", "oprd", "xcomp") is None
        if order.lemma_ == "order" and is_plain and order.pos_ == "VERB":
            verb.dep_, verb.head = "ccomp", order
            noun.dep_, noun.head = "nsubjpass", verb


def read_up_to_as_one(sentence: Sentence) -> None:
    """ "bring up to 300 mm": nothing is brought up."""
    for up in sentence:
        to = up.nbor() if up.lower_ == "up" and up.i + 1 < len(up.doc) else up
        if up.dep_ == "prt" and to.lower_ == "to" and to.dep_ == "quantmod":
            up.dep_, up.head, up.pos_ = "quantmod", to.head, "ADP"


def read_auxiliary_as_verb(sentence: Sentence) -> None:
    """ "Vale beat defending champion Moreau": *beat* is no auxiliary, and nobody defends Moreau."""
    for verb in sentence:
        participle = verb.head
        if verb.dep_ != "aux" or verb.tag_ not in _FINITE or verb.lemma_.lower() in _AUXILIARIES:
            continue
        thing = child(participle, "dobj", "attr", "nsubj")
        if participle.tag_ != "VBG" or verb.i + 1 != participle.i or thing is None:
            continue
        if child(thing, "det", "poss") is not None:
            continue  # "like meeting the guests"
        take_place(verb, participle)
        verb.pos_ = "VERB"
        for dependent in [c for c in participle.children if c != verb]:
            dependent.head = verb
        participle.dep_, participle.head, participle.pos_ = "amod", thing, "ADJ"


def read_champion_as_somebody(sentence: Sentence) -> None:
    """ "will face defending champion Moreau": they face the champion, and nobody defends him."""
    for participle in sentence:
        verb, thing = participle.head, child(participle, "dobj")
        is_next = participle.dep_ == "xcomp" and participle.i == verb.i + 1
        if participle.lower_ != "defending" or not is_next or thing is None:
            continue
        first = thing.left_edge
        is_title = first.i == participle.i + 1 and first.lemma_.lower() in _CHAMPIONS
        if is_title and child(thing, "det", "poss") is None:
            for dependent in [c for c in participle.children if c.i > participle.i]:
                dependent.head = verb
            participle.dep_, participle.head, participle.pos_ = "amod", thing, "ADJ"


_CHAMPIONS = frozenset({"champion", "titleholder", "medalist", "medallist", "winner"})


def read_bare_verb_as_noun(sentence: Sentence) -> None:
    """ "threatens walkout": no verb takes a bare infinitive but those that let, make and see."""
    for word in sentence:
        verb = word.head
        is_bare = word.tag_ in {"VB", "NN"} and child(word, "aux", "mark", *SUBJECTS) is None
        if word.dep_ != "xcomp" or not is_bare or verb.pos_ != "VERB" or verb.i != word.i - 1:
            continue
        is_lone = child(verb, "dobj") is None and child(word, "dobj", "prt") is None
        if is_lone and verb.lemma_.lower() not in _LETTING:
            word.dep_, word.pos_, word.tag_ = "dobj", "NOUN", "NN"


_LETTING = frozenset("let make help have see hear watch feel dare need go come bid notice".split())


def read_new_noun_as_head(sentence: Sentence) -> None:
    """ "a payments startup fell": no form of a verb looks so."""
    for word in sentence:
        noun = word.head
        is_participle = word.dep_ == "acl" and word.tag_ == "VBN"
        if not is_participle or word.lower_ != word.lemma_.lower() or word.i != noun.i + 1:
            continue
        if word.lower_.endswith(_PARTICIPLES) or noun.pos_ != "NOUN" or child(word, "agent"):
            continue
        others = list(noun.children)
        take_place(word, noun)
        for other in others:
            if other != word:
                other.head = word
        noun.dep_, noun.head = "compound", word
        word.pos_, word.tag_ = "NOUN", "NN"


# Of the participles that look like their infinitives.
_PARTICIPLES = (
    "ed", "cut", "put", "set", "hit", "hurt", "shut", "split", "spread", "cast", "cost", "let",
    "quit", "rid", "shed", "burst", "bid", "run", "come", "thrust", "wet", "spit", "knit",
)  # fmt: skip


def read_adjective_as_verb(sentence: Sentence) -> None:
    """ "Norway scrambled jets after ships entered its waters": it did; no jets entered them."""
    for verb in sentence:
        if verb.dep_ != "amod" or verb.tag_ not in {"VBN", "VBD"}:
            continue
        noun, subject = verb.head, child(verb, "nsubj")
        if subject is None:
            continue
        later = noun.head
        mark = next((c for c in children(later, "mark") if noun.i < c.i < later.i), None)
        if noun.dep_ != "nsubj" or mark is None or subject.i > verb.i or noun.i < verb.i:
            continue
        if not any(c.dep_ == "nsubj" and mark.i < c.i for c in later.children):
            continue
        take_place(verb, later)
        verb.tag_, verb.pos_ = "VBD", "VERB"
        later.dep_, later.head = "advcl", verb
        for word in [c for c in noun.children if c.dep_ == "prep"]:
            word.head = verb
        noun.dep_, noun.head = "dobj", verb


_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_AUXILIARIES = frozenset(
    "be have do get go keep start stop begin like love hate enjoy prefer mind miss regret risk try "
    "consider suggest finish resume continue".split()
)


def read_charge_as_noun(sentence: Sentence) -> None:
    """ "pleaded guilty to wire fraud": that is a kind of fraud, and nobody wired it."""
    for word in sentence:
        if word.tag_ != "VB":
            continue
        to, fraud = child(word, "aux"), child(word, "dobj")
        if to is None or fraud is None or to.tag_ != "TO":
            continue
        plea = word.head if word.head.lower_ not in _PLEAS else word.head.head
        is_plea = plea.lemma_ == "plead" and any(c.lower_ in _PLEAS for c in plea.children)
        is_bare = fraud.i == word.i + 1 and child(fraud, "det", "poss") is None
        if is_plea and is_bare and to.i == word.i - 1:
            for dependent in [c for c in word.children if c not in (fraud, to)]:
                dependent.head = plea
            _put_on_preposition(fraud, to, plea)
            word.dep_, word.head, word.pos_, word.tag_ = "compound", fraud, "NOUN", "NN"


_PLEAS = frozenset({"guilty", "innocent"})


def read_headline_passive(sentence: Sentence) -> None:
    """ "Founder charged with fraud", "Actor acquitted of assault": headlines leave out "was"."""
    for verb in sentence:
        subject = child(verb, "nsubj") if verb.tag_ in {"VBN", "VBD"} else None
        if subject is None or verb.head != verb:
            continue
        if child(verb, "aux", "dobj", "ccomp", "xcomp", "dative", "attr", "acomp", "oprd"):
            continue
        is_done_to = verb.tag_ == "VBN" or verb.lemma_.lower() in _DONE_TO
        if is_done_to and sentence[-1].text not in _ENDS and subject.i < verb.i:
            subject.dep_, verb.tag_ = "nsubjpass", "VBN"


def find_main_verb(sentence: Sentence) -> None:
    """ "Lund, who came fourth, lost Bo Lind": a past tense taken for a participle."""
    for verb in sentence:
        if verb.tag_ != "VBN" or not verb.i or verb.nbor(-1).text != ",":
            continue
        noun = verb.head
        root = noun.head if verb.dep_ == "amod" and noun.dep_ == "appos" else noun
        relative = child(root, "relcl")
        is_lost = root.head == root and root.pos_ in {"NOUN", "PROPN"} and relative is not None
        if not is_lost or verb.dep_ not in {"acl", "amod"} or relative is None:
            continue
        is_aside = verb.lemma_.lower() in _ASIDES and child(verb, "oprd") is None
        if (is_aside and child(verb, "dobj") is None) or child(verb, "agent") is not None:
            continue
        if root.i < relative.i and relative.right_edge.i < verb.i:
            rest = [c for c in root.children if c.i > verb.i]
            take_place(verb, root)
            root.dep_, root.head = "nsubj", verb
            verb.tag_, verb.pos_ = "VBD", "VERB"
            for word in rest:
                word.head = verb
            if noun != root:
                noun.dep_ = "dobj"


_ASIDES = frozenset("age base bear call name know title locate see find".split())


def give_auxiliary_subject_to_verb(sentence: Sentence) -> None:
    """ "the firm, which is 40% owned by Lind": the subject of the auxiliary is the verb's."""
    for subject in sentence:
        auxiliary = subject.head
        if subject.dep_ != "nsubj" or auxiliary.dep_ not in {"aux", "auxpass"}:
            continue
        verb = auxiliary.head
        if child(verb, *SUBJECTS) is None and verb.pos_ == "VERB" and auxiliary.i < verb.i:
            subject.dep_ = "nsubjpass" if auxiliary.dep_ == "auxpass" else "nsubj"
            subject.head = verb


def read_gapped_passive(sentence: Sentence) -> None:
    """ "Ten were killed and thousands displaced": they displaced nobody."""
    for verb in sentence:
        first, subject = verb.head, child(verb, "nsubj")
        if verb.dep_ != "conj" or subject is None or verb.tag_ not in {"VBN", "VBD"}:
            continue
        is_done_to = verb.lemma_.lower() in _DONE_TO | _SUFFERED
        is_lone = child(verb, "dobj", "aux", "auxpass", "ccomp", "prt") is None
        if is_done_to and is_lone and child(first, "auxpass") is not None:
            subject.dep_, verb.tag_ = "nsubjpass", "VBN"


_SUFFERED = frozenset({"displace", "destroy", "damage", "strand"})
_DONE_TO = frozenset(
    "accuse acquit appoint arrest ban charge clear convict detain elect evacuate extradite find "
    "fine free hospitalize indict injure jail kidnap kill name oust rescue sack sentence suspend "
    "wound".split()
)
_ENDS = frozenset({".", "!", "?", '"', "”", "''"})


def read_quoted_word_as_noun(sentence: Sentence) -> None:
    """ "cut the stock to "sell" from "hold"": words of a scale, and nothing was sold."""
    for word in sentence:
        if word.tag_ != "VB" or not 1 < word.i < len(word.doc) - 1:
            continue
        to = word.nbor(-2)
        is_quoted = word.nbor(-1).is_quote and word.nbor(1).is_quote
        if is_quoted and word.dep_ == "pobj":
            word.pos_, word.tag_ = "NOUN", "NN"
        if not is_quoted or to.tag_ != "TO" or word.dep_ not in {"xcomp", "advcl", "acl"}:
            continue
        verb = clause_head(word.head)
        for dependent in list(word.children):
            dependent.head = word if dependent.is_quote and abs(dependent.i - word.i) == 1 else verb
        _put_on_preposition(word, to, verb)


def read_second_verb_of_modal(sentence: Sentence) -> None:
    """ "Norway must pay or face a fine": it must do one of both, and does not face one yet."""
    for verb in sentence:
        first = verb.head
        if verb.dep_ != "conj" or verb.tag_ != "VBP" or first.tag_ != "VB":
            continue
        is_modal = any(c.tag_ == "MD" for c in children(first, "aux"))
        if is_modal and child(verb, "aux", *SUBJECTS) is None and verb.lower_ == verb.lemma_:
            verb.tag_ = "VB"


def join_likewise(sentence: Sentence) -> None:
    """ "Norway signed, as did Peru": so Peru signed."""
    for verb in sentence:
        if verb.dep_ != "advcl" or verb.lemma_ not in _STANDING:
            continue
        mark, main = child(verb, "mark"), verb.head
        if mark is None:
            continue
        other = child(verb, "nsubj", "dobj", "attr")
        first = child(main, "nsubj", "nsubjpass")
        is_turned = mark.lower_ == "as" and mark.i == verb.i - 1 and verb.i > main.i
        if not is_turned or other is None or first is None or other.left_edge.i != verb.i + 1:
            continue
        if {c.dep_ for c in verb.children} <= {"mark", "punct", other.dep_}:
            other.dep_, other.head = "conj", first
            verb.dep_, verb.head, mark.dep_ = "cc", first, "cc"


def set_votes_apart(sentence: Sentence) -> None:
    """ "voted eight to three for it": nobody votes to three."""
    for to in sentence:
        if to.lower_ != "to" or not to.i:
            continue
        votes, others = to.nbor(-1), child(to, "pobj")
        if votes.tag_ != "CD" or others is None or others.tag_ != "CD" or others.i != to.i + 1:
            continue
        verb = clause_head(to)
        if to.dep_ == "prep" and to.head in {verb, votes} and verb.lemma_ in _VOTING:
            for part in (votes, to, others):
                part.dep_, part.head, part.ent_type_ = "advmod", verb, ""


_VOTING = frozenset("vote win lose beat rule defeat".split())
_STANDING = frozenset({"do", "have", "be", "will", "would", "can"})


def set_score_apart(sentence: Sentence) -> None:
    """ "beat Lund 3-1": three to one is no part of whom they beat."""
    for number in sentence:
        if number.tag_ != "CD" or not _SCORE.match(number.text) or number.i + 1 >= len(number.doc):
            continue
        parts = [number]
        while parts[-1].i + 1 < len(number.doc) and _SCORE.match(parts[-1].nbor().text):
            parts.append(parts[-1].nbor())
        verb, last = clause_head(number), parts[-1]
        if any(p.head.i > last.i and p.head.pos_ != "VERB" for p in parts):
            continue  # "a 3-1 win"
        text = "".join(t.text for t in parts)
        if not re.fullmatch(r"\d{1,3}[-–]\d{1,3}", text) or not is_clausal(verb):
            continue
        for part in parts:
            for dependent in [c for c in part.children if c not in parts]:
                dependent.head = verb
        for part in parts:
            part.dep_, part.head, part.ent_type_ = "advmod", verb, ""


def is_score(token: Token) -> bool:
    """Whether a number was set apart as part of a score."""
    return token.tag_ == "CD" and token.dep_ == "advmod"


_SCORE = re.compile(r"\d{1,3}(?:[-–]\d{1,3})?$|[-–]$")


def take_place(token: Token, former: Token) -> None:
    """Let a word of a phrase head it in place of the former head."""
    token.dep_, token.head = former.dep_, token if former.head == former else former.head
