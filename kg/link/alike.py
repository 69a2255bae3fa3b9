"""Nouns that news uses in turn for one thing: "the call … the conversation", "officer … cop"."""

from __future__ import annotations

from collections.abc import Mapping

_LINES = (
    # events
    "call conversation phonecall talk discussion chat", "drill exercise manoeuvre maneuver",
    "meeting summit talk", "attack assault strike raid", "statement remark comment announcement",
    "crash accident collision", "quake earthquake", "vote election poll", "trip visit tour",
    "killing murder death", "deal agreement accord pact", "fight battle clash",
    "contest competition", "protest demonstration rally", "blaze fire inferno",
    "game match", "ruling verdict judgment judgement", "storm hurricane typhoon cyclone",
    # people
    "lawyer attorney solicitor barrister", "spokesman spokeswoman spokesperson representative rep",
    "publicist representative rep", "mother mum mom", "father dad", "sister sis",
    "grandmother grandma", "grandfather grandpa", "child kid youngster", "boy teenager teen youth",
    "girl teenager teen", "baby infant newborn", "gunman shooter attacker", "killer murderer",
    "driver motorist", "policeman officer cop", "policewoman officer cop", "robber thief burglar",
    "pirate bandit brigand raider", "hacker attacker cybercriminal", "rebel insurgent militant",
    "soldier trooper", "protester demonstrator", "doctor physician", "teacher educator",
    "scientist researcher", "worker employee", "host emcee presenter", "singer vocalist",
    "footballer player", "climber mountaineer", "passenger traveller traveler", "refugee migrant",
    "tourist holidaymaker", "resident inhabitant", "customer client consumer",
    # things
    "company firm corporation", "film movie", "report article story", "car vehicle automobile",
    "truck lorry", "plane aircraft airplane jet airliner", "ship vessel boat", "ferry vessel boat",
    "gun firearm weapon pistol handgun rifle", "bullet round", "shop store supermarket",
    "restaurant eatery", "house home", "jail prison", "school academy", "rule regulation",
    "law legislation act", "levy tax", "flaw vulnerability bug hole glitch loophole",
    "patch fix update", "app application", "phone handset smartphone", "website site",
    "photo photograph picture image", "video footage clip",
    "title belt crown", "record mark", "cup trophy", "prize award", "plan scheme proposal",
)  # fmt: skip
WORDS: tuple[tuple[str, ...], ...] = tuple(tuple(line.split()) for line in _LINES)
# The numbers of the lines that have a word, and all words of those.
LINES: Mapping[str, tuple[int, ...]] = {
    word: tuple(n for n, line in enumerate(WORDS) if word in line)
    for line in WORDS
    for word in line
}
ALIKE: Mapping[str, frozenset[str]] = {
    word: frozenset(w for n in numbers for w in WORDS[n]) for word, numbers in LINES.items()
}
