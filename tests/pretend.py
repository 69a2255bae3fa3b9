"""A reader that needs no language model, for tests of what happens around reading.

It knows one sentence, "Ada met Ben." A text with DIE kills its process, one with HANG never ends,
and one with FAIL raises. `python pretend.py` answers as the processes of `kg.workers` do.
"""

import os
import re
import signal
import sys
import time

from kg.model import Argument, Document, Mention, Predicate, Proposition, Reading, Span

_SENTENCE = re.compile(r"(\w+) (met|saw) (\w+)\.")


def read(document: Document) -> Reading:
    """Who met whom, in what is not boilerplate."""
    if "DIE" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "HANG" in document.text:
        time.sleep(600)
    if "FAIL" in document.text:
        raise ValueError("cannot read this")
    places = [b for b in document.blocks if b.kind != "boilerplate"]
    found = [m for b in places for m in _SENTENCE.finditer(document.text, b.start, b.end)]
    propositions = tuple(_proposition(document, match) for match in found)
    mentions = tuple(a.mention for p in propositions for a in p.arguments)
    return Reading(document, tuple(p.sentence for p in propositions), mentions, (), propositions)


def _proposition(document: Document, match: re.Match[str]) -> Proposition:
    def span(group: int) -> Span:
        return Span(document.id, *match.span(group))

    def person(group: int, function: str) -> Mention:
        name = match[group]
        return Mention(
            span(group), name, "Person", "name", name, span(group), name, function=function
        )

    arguments = (
        Argument("subject", person(1, "subject")),
        Argument("object", person(3, "object")),
    )
    predicate = Predicate("meet" if match[2] == "met" else "see", match[2])
    return Proposition(predicate, arguments, span(0), span(2), "pretended", confidence=0.8)


# A folder that is synced in no time, or none: for tests that write many graphs.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

# What to put in place of what, for a build that reads like this.
STAND_INS = {
    "kg.corpus.make_reader": lambda *_: read,
    "kg.corpus.fingerprint": lambda *_: "pretended",
}


if __name__ == "__main__":
    from kg.workers import serve

    serve(sys.stdin.buffer, sys.stdout.buffer, read)
