"""What tells a product from the firm that makes it: "a Vega", "its new Vega", "Vega users"."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.tree import Span, Token
from kg.words import INSTITUTIONS, is_abstract, is_collective, is_title, noun_class

# What is made and sold, and has a name of its own.
GOODS = frozenset(
    "aircraft airliner app application bike bomber browser camera car chip computer console device "
    "drone earphone gadget headset helicopter jet laptop missile motorcycle notebook phone "
    "printer processor prototype reader rifle robot rocket sedan smartphone smartwatch software "
    "speaker suv tablet television truck tv vaccine van watch".split()
)
_FORMS = frozenset("copy edition generation model prototype release update upgrade version".split())
_USERS = frozenset("app buyer edition user version".split())
_FRESH = frozenset("latest new newer newest next original redesigned updated upcoming".split())
_PUT_OUT = frozenset(
    "assemble discontinue download drive install manufacture preview redesign release ship unveil "
    "upgrade".split()
)
_HAVE_FEATURES = frozenset("cost feature weigh".split())
# What only people and bodies do, and what only they have.
_ACTS = frozenset(
    "accuse acquire admit agree allege announce appeal argue ask believe buy call claim confirm "
    "criticise criticize decide decline deny employ expect fire hire hope insist introduce "
    "invest launch lay negotiate own pay plan promise purchase recruit refuse reject release "
    "report respond say seek sell settle ship sign state sue tell unveil urge vote want "
    "warn".split()
)
_JOINED = frozenset("acquire co-found cofound found join lead quit sue".split())
_STAFF = frozenset("board earnings headquarters profit revenue shares staff stock".split())
_OTHERS = frozenset("award bachelor command exercise medal plant prize resolution route".split())
_BODIES = INSTITUTIONS | frozenset(
    "branch center centre division faculty institution lab laboratory museum team unit".split()
)
_SHOPS = frozenset({"shop", "store"})
_OWNED_BY = frozenset({"its", "their"})
_BRAND = re.compile("i[A-Z][A-Za-z]+")
_MODEL = re.compile(r"[A-FH-Z]{1,2}-?\d[\d-]*\w?")  # without "G20", which is a body


def weigh_product(tokens: Span) -> float:
    """How plainly one mention of a name speaks for a product, below nothing for a body."""
    root = tokens.root
    is_size = len(tokens) == 1 and root.text[0].isdigit()  # "the 32GB version"
    if is_size or _is_common(tokens[-1].lower_) or any(t.lower_ in _BODIES for t in tokens):
        return 0.0
    if _is_actor(root):
        return -1.0
    is_made = _is_one_of_many(root, tokens) or _is_put_out(root) or _is_described(root)
    return float(is_made or _is_of_form(root) or _is_used(root))


@lru_cache(10_000)
def _is_common(word: str) -> bool:
    """Whether a name ends in a word for a body, a deed, an office or an honour."""
    if word in _SHOPS:
        return False
    forms = {word, word.removesuffix("s")}
    is_said = not forms.isdisjoint(_OTHERS) or any(map(is_collective, forms))
    return is_said or any(is_abstract(w) or noun_class(w) != "Thing" for w in forms)


def has_brand(tokens: Span) -> bool:
    """Whether a name is spelt as those of goods are: "iVega", "Vega X5", "K-30", "Vega 5"."""
    last = tokens[-1]
    if _is_common(last.lower_):
        return False  # "Resolution 12"
    if _BRAND.fullmatch(tokens[0].text) or _MODEL.fullmatch(last.text):
        return True
    is_index = last.text.isupper()  # "NDX 100"
    return not is_index and any(c.i == last.i + 1 and _is_number(c) for c in last.children)


def _is_number(token: Token) -> bool:
    return token.dep_ == "nummod" and token.tag_ == "CD" and token.text[0].isdigit()


def is_of_body(word: str) -> bool:
    """Whether a word ends the name of a body or of its task: "Laboratory", "Management"."""
    return word in _BODIES or _is_common(word)


def _is_actor(root: Token) -> bool:
    """Whether somebody of this name acts, is joined, has a staff: "said", "Vega's board"."""
    head, label = root.head, root.dep_
    if label == "nsubj":
        return head.lemma_ in _ACTS and head.pos_ == "VERB"
    if label == "pobj" and head.dep_ in {"agent", "prep"}:
        return head.dep_ == "agent" or (head.lower_ == "to" and head.head.lower_ == "according")
    if label == "dobj":
        return head.lemma_ in _JOINED
    if label in {"poss", "compound", "nmod"}:
        return head.lower_ in _STAFF or is_title(head.lemma_.lower())
    return False


def _is_one_of_many(root: Token, tokens: Span) -> bool:
    """ "a Vega", "the new Vega", "its Vega", "eight Vegas": there are others of it."""
    if root.dep_ in {"compound", "nmod", "amod"} or root.pos_ != "PROPN":
        return False
    before = [c for c in root.lefts if c.i < tokens.start]
    if len(tokens) == 1 and root.text.replace(".", "").isupper():
        before = [c for c in before if c.dep_ != "det"]  # "an MBA"
    return any(_is_of_goods(child) for child in before) or (
        root.tag_ == "NNPS" and any(c.dep_ == "nummod" and not c.text.isdigit() for c in before)
    )


def _is_of_goods(child: Token) -> bool:
    """Whether a word before a name says that it has a maker, a number or a forerunner."""
    if child.dep_ == "det":
        return child.lower_ in {"a", "an"}
    if child.dep_ == "poss":
        is_firm = child.ent_type_ == "ORG" or child.lemma_ in {"company", "firm"}
        return child.lower_ in _OWNED_BY or is_firm
    return child.dep_ == "amod" and child.lower_ in _FRESH


def _is_put_out(root: Token) -> bool:
    """ "unveiled the Vega", "the Vega was released", "the Vega costs $300"."""
    verb = root.head
    if root.dep_ in {"dobj", "nsubjpass"}:
        return verb.lemma_ in _PUT_OUT
    return root.dep_ == "nsubj" and verb.lemma_ in _HAVE_FEATURES and verb.pos_ == "VERB"


def _is_described(root: Token) -> bool:
    """ "Vega, a smartphone", "Vega is a phone", "the browser Vega"."""
    if root.dep_ == "appos" and root.head.lemma_.lower() in GOODS:
        return True
    if any(c.dep_ == "appos" and c.lemma_.lower() in GOODS for c in root.children):
        return True
    if root.dep_ == "nsubj" and root.head.lemma_ == "be":
        return any(c.dep_ == "attr" and c.lemma_.lower() in GOODS for c in root.head.children)
    return any(
        c.dep_ in {"compound", "nmod"} and c.text.islower() and c.lemma_ in GOODS
        for c in root.lefts
    )


def _is_of_form(root: Token) -> bool:
    """ "the latest version of Vega"."""
    return (
        root.dep_ == "pobj" and root.head.lower_ == "of" and root.head.head.lemma_.lower() in _FORMS
    )


def _is_used(root: Token) -> bool:
    """ "Vega users"."""
    return root.dep_ in {"compound", "nmod"} and root.head.lemma_.lower() in _USERS
