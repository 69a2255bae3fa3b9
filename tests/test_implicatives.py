"""What a verb says of its complement, affirmed and denied, by the signatures of the literature.

"+" is that it came about, "-" that it did not, "o" that this is open: "-|+" of *fail* is that who
failed did not, and who did not fail did. Karttunen, "Implicative Verbs" (1971) and "Simple and
Phrasal Implicatives" (2012); Nairn, Condoravdi and Karttunen, "Computing Relative Polarity for
Textual Inference" (2006). The sentences are ours.
"""

import pytest
from parses import parse

from kg.extract.frames import find_frames
from kg.extract.stance import find_stances
from kg.lexicon import SIGNATURES
from kg.lexicon_types import Effect

LITERATURE = {
    "+|-": """manage to, remember to, bother to, get to, dare to, deign to, condescend to,
        happen to, see fit to, get around to, stoop to, venture to, turn out to, prove to,
        take time to, take trouble to, have courage to, take opportunity to, use chance to,
        succeed in, begin to, start to, start ing, continue to, continue ing""",
    "-|+": """fail to, neglect to, forget to, omit to, forbear to, refrain from, abstain from,
        desist from, avoid ing, stop ing, cease to, cease ing, shy away from, stop short of""",
    "+|o": """force to, cause to, make, compel to, oblige to, persuade to, convince to, bring to,
        drive to, prompt to, spur to, induce to, impel to, trick into, talk into, coerce into,
        pressure into, lure into, shame into, bully into""",
    "-|o": """refuse to, prevent from, keep from, stop from, dissuade from, deter from, bar from,
        ban from, block from, prohibit from, preclude from, hinder from, restrain from, forbid to,
        talk out of, exclude from, save from""",
    "o|-": """allow to, permit to, let, authorize to, empower to, entitle to, license to, clear to,
        be able to, have time to, have chance to, have right to, afford to""",
    "o|+": "hesitate to",
    "+|+": """know that, regret that, realize that, discover that, learn that, notice that,
        forget that, remember that, recognize that, see that, reveal that, disclose that,
        acknowledge that, resent that, find out that, regret ing""",
    "-|-": "pretend to, pretend that",
}
CASES = [(key.strip(), sign) for sign, keys in LITERATURE.items() for key in keys.split(",")]


def sign(effect: Effect) -> str:
    if effect.certainty != "certain":
        return "o"
    return "-" if effect.polarity == "negative" else "+"


def test_there_are_more_than_a_hundred_of_them():
    assert len({key for key, _ in CASES}) == len(CASES) > 100


@pytest.mark.parametrize(("key", "expected"), CASES)
def test_a_verb_has_the_signature_of_the_literature(key: str, expected: str):
    signature = SIGNATURES[" ".join(key.split())]

    assert f"{sign(signature.affirmed)}|{sign(signature.denied)}" == expected


# The same in sentences: "Bo managed to sell", "Bo did not manage to sell", "kept Ann from selling"


SIMPLE = [
    (key, expected) for key, expected in CASES
    if len(key.split()) == 2 and key.split()[1] in {"to", "ing", "that", "from", "in", "into"}
]  # fmt: skip
COMPLEMENTS = {
    "to": "to aux sell | sell xcomp {0} VB | the det mill | mill dobj sell",
    "ing": "selling xcomp {0} VBG VERB sell | the det mill | mill dobj selling",
    "that": "that mark sold | Ann nsubj sold | sold ccomp {0} VBD VERB sell | mills dobj sold",
}


def sentence(key: str, *, denied: bool) -> str:
    verb, link = key.split()
    gerund = f"{link} prep {{0}} | selling pcomp {link} VBG VERB sell | mills dobj selling"
    head = f"did aux {verb} VBD AUX do | not neg {verb}" if denied else ""
    tag = "VB" if denied else "VBD"
    rest = COMPLEMENTS.get(link, gerund).format(verb)
    return " | ".join(
        filter(None, [f"Bo nsubj {verb}", head, f"{verb} ROOT {verb} {tag} VERB", rest])
    )


@pytest.mark.parametrize(("key", "expected"), SIMPLE)
def test_a_sentence_says_so(key: str, expected: str):
    for denied, wanted in zip((False, True), expected.split("|"), strict=True):
        doc = parse(sentence(key, denied=denied))
        frames = find_frames(doc[:])
        stances = find_stances(frames, doc[:])
        (stance,) = (stances[f.verb.i] for f in frames if f.verb.lemma_ == "sell")

        found = (
            "o" if stance.certainty != "certain" else "-" if stance.polarity != "positive" else "+"
        )
        assert found == wanted, (key, denied)
