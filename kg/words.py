"""What kind of thing a common noun names, and which first names are men's or women's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from kg.lexicon import NOMINALS

SHIPS = frozenset("USS HMS HMAS HMCS INS USNS RMS MV SS FS".split())  # before the names of ships
VESSELS = frozenset(  # which stand before the names of ships too
    "corvette cruiser destroyer ferry freighter frigate icebreaker liner ship submarine tanker "
    "trawler tugboat vessel warship yacht".split()
)
STORMS = frozenset({"Hurricane", "Typhoon", "Cyclone", "Storm"})  # before the names of storms
MONTHS = (
    "January February March April May June July August September October November December"
).split()
# Offices as texts have them in short, and as statements have them.
OFFICES_IN_FULL = {
    "ceo": "chief executive officer", "chief executive": "chief executive officer",
    "cfo": "chief financial officer", "coo": "chief operating officer",
    "cto": "chief technology officer", "pm": "prime minister", "vp": "vice president",
    "mp": "member of parliament", "mep": "member of the european parliament",
}  # fmt: skip
TITLES = frozenset(
    "mr mrs ms miss dr prof sir dame lord lady baron baroness king queen prince princess emperor "
    "empress pope cardinal archbishop bishop rev reverend father sister brother imam ayatollah "
    "sheikh rabbi president premier chancellor minister secretary senator sen rep congressman "
    "congresswoman representative governor gov mayor judge justice general gen admiral adm colonel "
    "col major maj captain capt lieutenant lt sergeant sgt corporal commander chief director "
    "ambassador envoy spokesman spokeswoman spokesperson chairman chairwoman chair ceo professor "
    "doctor officer detective inspector leader chairperson mp coach manager attorney brig "
    "brigadier cmdr commissioner commodore constable cpl duchess duke emir lcpl marshal pastor "
    "pfc pvt sheriff speaker spc sultan superintendent treasurer magistrate det insp supt".split()
)
_GENDERED = {
    "masculine": "mr sir lord baron king prince emperor pope father brother congressman spokesman "
    "chairman man boy son husband uncle nephew grandfather businessman policeman actor gentleman "
    "grandson widower gunman fireman fisherman salesman cameraman councilman assemblyman statesman "
    "nobleman sportsman frontman schoolboy monk groom bridegroom fiance stepfather stepson duke "
    "count",
    "feminine": "mrs ms miss dame lady baroness queen princess empress sister congresswoman "
    "spokeswoman chairwoman woman girl daughter wife mother aunt niece grandmother businesswoman "
    "policewoman actress granddaughter widow maid waitress heiress stewardess hostess duchess "
    "countess nun ballerina schoolgirl bride fiancee stepmother stepdaughter councilwoman "
    "assemblywoman saleswoman sportswoman congresswoman",
}
GENDERED: Mapping[str, str] = {w: g for g, words in _GENDERED.items() for w in words.split()}
VESSELS = frozenset(
    "boat ship ferry vessel trawler yacht submarine tanker freighter dinghy barge canoe raft "
    "cruiser frigate destroyer steamer sailboat catamaran".split()
)
INSTITUTIONS = frozenset(
    "ministry government parliament army navy military embassy consulate police cabinet department "
    "treasury senate congress coastguard court bank agency commission council committee party "
    "administration authority bureau office media guard foundation institute university "
    "college school association federation union league organization organisation company firm "
    "corporation newspaper broadcaster airline assembly secretariat fund board subsidiary "
    "affiliate startup charity nonprofit consortium conglomerate magazine regulator "
    "watchdog".split()
)
# Institutions that a country has one of: "the Japanese government" names one body.
STATE_BODIES = frozenset(
    "ministry government parliament army navy military cabinet treasury senate congress coastguard "
    "presidency monarchy media administration".split()
)
# Happenings that take no agent, so that no table of nominal events has them, and speeches.
_HAPPENINGS = frozenset(
    "bid campaign ceremony collapse contest crisis dispute eruption festival game incident "
    "intervention mission parade reaction response announcement condemnation criticism decision "
    "denial interview lawsuit remark speech statement talk".split()
)
# Classes whose nouns mean the goods or the rule as often as the deed: "imports of steel".
_STATES = frozenset(
    "Aid Asylum Award Compensation Concession Construction Decrease Easing Export Fine Funding "
    "Governs Import Increase Investment Loan MemberOf OwnerOf Payment Production Publication "
    "Research Restriction Sanction Trade Transfer Treatment".split()
)
_DEEDS = frozenset({"act", "communication", "happening", "meeting"})
EVENTS = _HAPPENINGS | {
    noun
    for noun, nominal in NOMINALS.items()
    if nominal.frame.kind in _DEEDS and nominal.frame.occurrence and nominal.event not in _STATES
}
_GROUPS = frozenset(
    "people public police troop troops staff crew couple pair duo crowd youth".split()
)
# Persons whom the list of nouns has as something else, or not.
_PERSONS = frozenset(
    "lawmaker policymaker filmmaker peacemaker dressmaker watchmaker founder striker midfielder "
    "goalkeeper councilor mp mep rapper influencer admiral frontrunner envoy queen emperor ceo cfo "
    "coo fraudster shooter climber counterpart person individual".split()
)
# Firms, in news, whom the list of nouns has as persons.
_FIRMS = frozenset("brewer insurer lender retailer".split())
# Ends of words for people that no dictionary has: "a cosplayer", "an assemblywoman".
_AGENTS = (
    "fighter", "goer", "leader", "officer", "player", "seeker", "singer", "teacher", "woman",
    "worker",
)  # fmt: skip
# How one is addressed, which is no office.
COURTESY = frozenset("mr mrs ms miss dr sir dame lord lady".split())
_COLLECTIVES = frozenset(
    "team family group band club squad jury audience community population majority minority "
    "generation gang network coalition alliance side crowd delegation panel".split()
)
_PLACES = frozenset(
    "airport airspace area beach border building bridge camp capital city coast continent country "
    "county district embassy forest harbor harbour headquarters hospital hotel island lake "
    "church garden market plaza pitch shop store courtroom "
    "mountain nation neighborhood neighbourhood ocean palace park peninsula port prison province "
    "region river road sea square stadium state station strait street suburb territory town "
    "valley village waters world zone".split()
)

# Goods and sums of money that the list of nouns has as ideas, and changes that it has as sums.
_GOODS = frozenset(
    "algorithm app application average brand capability currency database dollar euro feature "
    "index liquidity memory model pound price program programme prototype sector service "
    "trademark value volume yen".split()
)
_CHANGES = frozenset("bailout decrease downtrend increase loss off".split())


def is_title(word: str) -> bool:
    """Whether a word before a name, in lower case, says what office the person has: "Gov.".

    >>> is_title("ex-president"), is_title("gov."), is_title("river")
    (True, True, False)
    """
    return word.strip(".").rpartition("-")[2] in TITLES


def is_abstract(lemma: str) -> bool:
    """Whether a noun for a thing mostly means a deed, a state, a measure or an idea.

    >>> is_abstract("growth"), is_abstract("worry"), is_abstract("antenna"), is_abstract("price")
    (True, True, False, False)
    """
    word = lemma.rpartition("-")[2] or lemma
    if word in _GOODS or noun_class(word) != "Thing":
        return False
    return word in _CHANGES or _classes("nouns.tsv").get(word) == "abstract"


@cache
def _classes(file: str) -> Mapping[str, str]:
    lines = files("kg").joinpath("data", file).read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {word: kind for kind, words in pairs for word in words.split()}


def noun_class(lemma: str) -> str:
    """Person, Group, Organization, Place, Event or Thing, for a lemma in lower case.

    >>> noun_class("lawmaker"), noun_class("ministry"), noun_class("talk"), noun_class("seafood")
    ('Person', 'Organization', 'Event', 'Thing')
    """
    word = lemma.rpartition("-")[2] or lemma
    if (word.endswith("maker") and word not in _PERSONS) or word in _FIRMS:
        return "Organization"  # a carmaker, a chipmaker
    for kind, words in (
        ("Event", EVENTS), ("Organization", INSTITUTIONS), ("Group", _GROUPS), ("Place", _PLACES),
    ):  # fmt: skip
        if word in words:
            return kind
    is_named = word in _PERSONS or word.endswith(_AGENTS)
    is_person = is_named or _classes("nouns.tsv").get(word) == "person"
    return "Person" if is_person else "Thing"


def is_place(lemma: str) -> bool:
    """Whether something can be in, or at, what a noun names: a body that has its seat counts.

    >>> is_place("prison"), is_place("ministry"), is_place("atmosphere")
    (True, True, False)
    """
    word = lemma.rpartition("-")[2] or lemma
    return noun_class(word) in {"Place", "Organization"} or (
        _classes("nouns.tsv").get(word) == "place"
    )


def is_collective(lemma: str) -> bool:
    """Whether a singular noun may be "they": a team, a company, a family."""
    return lemma in INSTITUTIONS or lemma in _COLLECTIVES or lemma in _GROUPS


def name_gender(name: str) -> str:
    """The gender that a first name tells, or nothing.

    >>> name_gender("Donald"), name_gender("Sanae")
    ('masculine', '')
    """
    return _classes("given_names.tsv").get(name, "")


# What stands before a surname and belongs to it.
PARTICLES = frozenset(
    "van von de da do dos das del della delle der den ten ter di du la le".split()
)


def person_gender(words: Sequence[str]) -> str:
    """The gender that a person's name tells by its first word, or nothing.

    Alone, a word must be a first name that English papers know: "Fuller" is many a surname.

    >>> person_gender(["Jorunn", "Vale"]), person_gender(["Jorunn"]), person_gender(["Ann"])
    ('feminine', '', 'feminine')
    >>> person_gender(["Kim", "Ji-woo"])  # the surname comes first
    ''
    """
    is_surname = words[0].lower() in PARTICLES or is_surname_first(words)
    if len(words) > 1 and is_surname:
        return ""
    abroad = _classes("foreign_names.tsv").get(words[0], "")
    if abroad == "either":  # Jean Vale may be a man
        return ""
    return name_gender(words[0]) or (abroad if len(words) > 1 else "")


def is_surname_first(words: Sequence[str]) -> bool:
    """Whether a name is written as Koreans and Taiwanese write theirs: "Kim Ji-woo".

    >>> is_surname_first(["Kim", "Ji-woo"]), is_surname_first(["Bo", "Vale-Moro"])
    (True, False)
    """
    if len(words) != 2:
        return False
    first, dash, second = words[-1].partition("-")
    return bool(dash) and first.istitle() and second.islower()
