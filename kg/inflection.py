"""Inflection: past tense labels ("ruled out"), and lemmas that a lemmatizer gets wrong."""

from __future__ import annotations

_VOWELS = frozenset("aeiou")

# Verbs whose past tense follows no rule. Where two forms are in use, the one news agencies print.
IRREGULAR = {
    "abide": "abided", "arise": "arose", "awake": "awoke", "babysit": "babysat",
    "be": "was", "bear": "bore", "beat": "beat", "become": "became", "befall": "befell",
    "beget": "begot", "begin": "began", "behold": "beheld", "bend": "bent", "beseech": "besought",
    "beset": "beset", "bet": "bet", "bid": "bid", "bind": "bound", "bite": "bit", "bleed": "bled",
    "blow": "blew", "break": "broke", "breed": "bred", "bring": "brought",
    "broadcast": "broadcast", "browbeat": "browbeat", "build": "built", "burst": "burst",
    "buy": "bought", "bypass": "bypassed", "cast": "cast", "catch": "caught", "choose": "chose",
    "cling": "clung", "come": "came", "cost": "cost", "creep": "crept", "cut": "cut",
    "deal": "dealt", "dig": "dug", "dive": "dived", "do": "did", "downcast": "downcast",
    "draw": "drew", "dream": "dreamed", "drink": "drank", "drive": "drove", "dwell": "dwelt",
    "eat": "ate", "fall": "fell", "feed": "fed", "feel": "felt", "fight": "fought",
    "find": "found", "flee": "fled", "fling": "flung", "fly": "flew", "forbear": "forbore",
    "forbid": "forbade", "forecast": "forecast", "forego": "forewent", "foresee": "foresaw",
    "foretell": "foretold", "forget": "forgot", "forgive": "forgave", "forgo": "forwent",
    "forsake": "forsook", "freeze": "froze", "get": "got", "give": "gave", "go": "went",
    "grind": "ground", "grow": "grew", "hamstring": "hamstrung", "handwrite": "handwrote",
    "hang": "hung", "have": "had", "hear": "heard", "hide": "hid", "hit": "hit", "hold": "held",
    "hurt": "hurt", "inset": "inset", "interweave": "interwove", "keep": "kept",
    "kneel": "knelt", "knit": "knitted", "know": "knew", "lay": "laid", "lead": "led",
    "leave": "left", "lend": "lent", "let": "let", "lie": "lay", "light": "lit", "lose": "lost",
    "make": "made", "mean": "meant", "meet": "met", "miscast": "miscast", "mishear": "misheard",
    "mislead": "misled", "misread": "misread", "misspeak": "misspoke", "misspend": "misspent",
    "mistake": "mistook", "misunderstand": "misunderstood", "mow": "mowed", "offset": "offset",
    "outbid": "outbid", "outdo": "outdid", "outfight": "outfought", "outgrow": "outgrew",
    "outrun": "outran", "outsell": "outsold", "outshine": "outshone", "outspend": "outspent",
    "overcome": "overcame", "overdo": "overdid", "overdraw": "overdrew", "overeat": "overate",
    "overfeed": "overfed", "overfly": "overflew", "overhang": "overhung", "overhear": "overheard",
    "overlay": "overlaid", "overpay": "overpaid", "override": "overrode", "overrun": "overran",
    "oversee": "oversaw", "oversell": "oversold", "overshoot": "overshot", "oversleep": "overslept",
    "overspend": "overspent", "overtake": "overtook", "overthrow": "overthrew",
    "overwrite": "overwrote", "partake": "partook", "pay": "paid", "plead": "pleaded",
    "prepay": "prepaid", "proofread": "proofread", "prove": "proved", "put": "put",
    "quit": "quit", "read": "read", "rebind": "rebound", "rebroadcast": "rebroadcast",
    "rebuild": "rebuilt", "recast": "recast", "redo": "redid", "redraw": "redrew",
    "regrow": "regrew", "relay": "relayed", "remake": "remade", "rend": "rent", "repay": "repaid",
    "rerun": "reran", "resell": "resold", "resend": "resent", "reset": "reset", "resit": "resat",
    "retake": "retook", "retell": "retold", "rethink": "rethought", "rewind": "rewound",
    "rewrite": "rewrote", "rid": "rid", "ride": "rode", "ring": "rang", "rise": "rose",
    "run": "ran", "saw": "sawed", "say": "said", "see": "saw", "seek": "sought", "sell": "sold",
    "send": "sent", "set": "set", "shake": "shook", "shed": "shed", "shine": "shone",
    "shoot": "shot", "show": "showed", "shrink": "shrank", "shut": "shut", "sing": "sang",
    "sink": "sank", "sit": "sat", "slay": "slew", "sleep": "slept", "slide": "slid",
    "sling": "slung", "slit": "slit", "smite": "smote", "sneak": "sneaked", "sow": "sowed",
    "speak": "spoke", "speed": "sped", "spend": "spent", "spin": "spun", "spit": "spat",
    "split": "split", "spread": "spread", "spring": "sprang", "stand": "stood", "steal": "stole",
    "stick": "stuck", "sting": "stung", "stink": "stank", "stride": "strode", "strike": "struck",
    "string": "strung", "strive": "strove", "sublet": "sublet", "swear": "swore",
    "sweep": "swept", "swell": "swelled", "swim": "swam", "swing": "swung", "take": "took",
    "teach": "taught", "tear": "tore", "telecast": "telecast", "tell": "told", "think": "thought",
    "thrive": "thrived", "throw": "threw", "thrust": "thrust", "tread": "trod",
    "undercut": "undercut", "undergo": "underwent", "underlie": "underlay",
    "underpay": "underpaid", "undersell": "undersold", "understand": "understood",
    "undertake": "undertook", "underwrite": "underwrote", "undo": "undid", "unwind": "unwound",
    "uphold": "upheld", "upset": "upset", "wake": "woke", "waylay": "waylaid", "wear": "wore",
    "weave": "wove", "wed": "wed", "weep": "wept", "wet": "wet", "win": "won", "wind": "wound",
    "withdraw": "withdrew", "withhold": "withheld", "withstand": "withstood", "wring": "wrung",
    "write": "wrote",
    # Regular but for the doubled letter.
    "bus": "bused", "gas": "gassed", "quiz": "quizzed", "equip": "equipped", "sync": "synced",
}  # fmt: skip

# Longer verbs that are stressed on the last syllable, or written as if they were, and double it.
_DOUBLING = frozenset(
    """abet abhor abut acquit admit annul aver befit bestir cavil commit compel concur confer
    control corral debar defer demur deter disbar dispel distil eavesdrop emit enrol enthral equip
    excel expel extol format fulfil handicap hobnob impel incur infer instil inter intermit
    kidnap leapfrog misfit nonplus occur omit outfit overlap overstep patrol permit photobomb
    prefer program propel rebel rebut recommit recur refer regret remit repel sandbag sideslip
    submit transfer transmit transship unplug unwrap wiretap zigzag""".split()
)

# What spaCy's rules make of verbs that their exceptions lack, found by lemmatizing the inflected
# forms of all verbs of our lexicon.
_MISREAD = {
    "ax": "axe", "blogge": "blog", "cofounde": "cofound", "coopt": "co-opt", "cordone": "cordon",
    "din": "dine", "enrol": "enroll", "extoll": "extol", "fin": "fine",
    "greenlighte": "greenlight", "hat": "hate", "hop": "hope", "instal": "install",
    "lambast": "lambaste", "phishe": "phish", "premier": "premiere", "rag": "rage",
    "rap": "rape", "reappointe": "reappoint", "reinveste": "reinvest", "relaunche": "relaunch",
    "resold": "resell", "retweete": "retweet", "scamme": "scam", "scar": "scare",
    "sham": "shame", "slat": "slate", "snip": "snipe", "stag": "stage", "texte": "text",
    "wag": "wage", "wan": "wane", "wiretappe": "wiretap",
    # After "co-" and "re-".
    "appointe": "appoint", "develope": "develop", "electe": "elect", "entere": "enter",
    "exporte": "export", "founde": "found", "hoste": "host", "importe": "import",
    "inspecte": "inspect", "invente": "invent", "joine": "join", "launche": "launch",
    "opene": "open", "owne": "own", "signe": "sign", "starte": "start", "wrote": "write",
}  # fmt: skip


def mend_lemma(lemma: str, form: str) -> str:
    """The lemma that the lemmatizer should have given for this form of a verb.

    >>> mend_lemma("stag", "staged"), mend_lemma("co-founde", "co-founded")
    ('stage', 'co-found')
    >>> mend_lemma("rap", "rapped"), mend_lemma("rap", "raped")
    ('rap', 'rape')
    """
    prefix, hyphen, stem = lemma.rpartition("-")
    mended = _MISREAD.get(stem, stem)
    if mended == stem + "e" and not form.lower().startswith((mended, prefix + hyphen + stem + "i")):
        return lemma  # "hopped", "hops" are forms of "hop"; "hoped", "hoping" of "hope"
    return prefix + hyphen + mended


def past(lemma: str) -> str:
    """Return the past tense of a verb, with whatever follows it left as it stands.

    >>> past("call"), past("rule out"), past("agree to bolster"), past("be set to")
    ('called', 'ruled out', 'agreed to bolster', 'was set to')
    """
    verb, space, rest = lemma.partition(" ")
    prefix, hyphen, stem = verb.rpartition("-")  # "co-write" as "write"
    return prefix + hyphen + _past_of_word(stem) + space + rest


def _past_of_word(verb: str) -> str:
    if not verb:
        return verb
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    if verb.endswith("ic"):
        return verb + "ked"  # "panicked"
    return verb + (verb[-1] if _doubles(verb) else "") + "ed"


def _doubles(verb: str) -> bool:
    """Whether the last letter is written twice: "banned" and "admitted", not "visited"."""
    return verb in _DOUBLING or (_is_one_syllable(verb) and _ends_short(verb))


def _is_one_syllable(verb: str) -> bool:
    sounds = verb.replace("qu", "q")
    pairs = zip(sounds, sounds[1:] + " ", strict=True)
    return sum(a in _VOWELS and b not in _VOWELS for a, b in pairs) == 1


def _ends_short(verb: str) -> bool:
    """One vowel between two consonants, the last of which can be doubled."""
    tail = verb.replace("qu", "q")[-3:]
    return (
        len(tail) == 3
        and tail[0] not in _VOWELS
        and tail[1] in _VOWELS
        and tail[2] not in _VOWELS
        and tail[2] not in "wxy"
    )
