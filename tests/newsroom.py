"""A small invented graph that the tests of the graph's far end share."""

from kg.model import (
    Block,
    Connection,
    Document,
    Entity,
    Evidence,
    Judgement,
    Knowledge,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
)

ARDEN = "Elsbeth_Arden"
MORO = "Tomas_Moro"
NORLAND = "Norland"
SUDMARK = "Sudmark"
PIPES = "imports_of_steel_pipes"
HERALD = "The_Norland_Herald"
UNION = "Harbour_Union"


def make_knowledge() -> Knowledge:
    """Two briefs about two invented countries: a call, a ban, a denial, a plan."""
    documents = tuple(sorted(DOCUMENTS, key=lambda document: document.id))
    return Knowledge(
        documents=documents,
        entities=tuple(sorted(ENTITIES, key=lambda entity: entity.id)),
        statements=tuple(sorted(STATEMENTS, key=lambda statement: statement.id)),
        evidence=tuple(sorted(EVIDENCE, key=lambda evidence: evidence.id)),
        judgements=(Judgement("Arden", "Elsbeth Arden", True, "surname in one document", 0.9),),
        connections=tuple(sorted(CONNECTIONS, key=lambda connection: connection.id)),
    )


def make_document(
    id: str, name: str, title: str, sentences: tuple[str, ...], **more: str
) -> Document:
    text = "\n".join((title, *sentences))
    body = len(title) + 1
    blocks = (Block("heading", 0, body - 1), Block("paragraph", body, len(text)))
    return Document(id=id, text=text, blocks=blocks, name=name, title=title, **more)


CALL = "Prime Minister Elsbeth Arden called Tomas Moro on Tuesday about steel for 25 minutes."
BAN = "Sudmark suspended imports of steel pipes worth $40 million at Port Lind."
MEET = "Arden and Moro will meet in Port Lind in May."
LEAK = "Moro threatened Norland, the Harbour Union said."
DENIAL = "Sudmark denied that Moro had threatened Norland."
SPOKE = "Arden called Moro last week, a spokesman confirmed."
TOUR = "Moro toured Port Lind while Arden praised the Harbour Union."
RUMOUR = "The Norland Herald might buy the Harbour Union, and Sudmark might attack Norland."
DEAL = "Moro agreed on steel, to talk again."
MIGHT = "Norland may sanction Sudmark."
NEVER = "Norland did not sanction Sudmark."
WRONG = "An earlier version of this story said that Moro visited Norland."
LATER = "Sudmark suspended imports worth $55 million, former Prime Minister Elsbeth Arden said."

NAME = "The Norland Herald"

FIRST = make_document(
    "d1aa", "briefs/steel.txt", "Arden and Moro talk steel", (CALL, BAN, MEET, LEAK, TOUR, DEAL),
    source="The Norland Herald", url="https://herald.example/steel", published="2026-03-04",
    published_from="dateline",
)  # fmt: skip
SECOND = make_document(
    "d2bb", "briefs/denial.md", "Sudmark denies threat",
    (DENIAL, SPOKE, MIGHT, NEVER, RUMOUR, LATER, WRONG),
    source="Sudmark Radio", published="2026-03-10T08:30", published_from="front matter",
)  # fmt: skip
DOCUMENTS = (FIRST, SECOND)

ENTITIES = (
    Entity(ARDEN, "Person", "Elsbeth Arden", ("Prime Minister Elsbeth Arden", "Arden")),
    Entity(MORO, "Person", "Tomas Moro", ("Moro",)),
    Entity(
        NORLAND, "Country", "Norland", ("Lind",),
        same_as=("https://www.wikidata.org/entity/Q0",), codes=(("iso3166", "NL9"),),
    ),
    Entity(SUDMARK, "Country", "Sudmark"),
    Entity(PIPES, "Thing", "imports of steel pipes", ("steel pipe imports",)),
    Entity(HERALD, "Organization", "The Norland Herald"),
    Entity(UNION, "Organization", "Harbour Union"),
    Entity("Port_Lind", "Place", "Port Lind"),
    Entity("steel", "Thing", "steel"),
)  # fmt: skip

CALLED = Predicate("call", "called")
THREATENED = Predicate("threaten", "threatened")
SANCTIONED = Predicate("sanction", "sanctioned")
BOUGHT = Predicate("buy", "bought")
ATTACKED = Predicate("attack", "attacked")
AGREED = Predicate("agree on", "agreed on")
IS_PREMIER = Predicate("be prime minister of", "is prime minister of")
STATEMENTS = (
    Statement(
        "s1", "Call", CALLED, ARDEN, MORO,
        (
            Role("time", value=Value("on Tuesday", "Date", "2026-03-03")),
            Role("duration", value=Value("for 25 minutes", "Duration", "PT25M")),
            Role("topic", entity="steel"),
        ),
        "asserted", 0.91,
    ),
    Statement(
        "s2", "Suspension", Predicate("suspend", "suspended"), SUDMARK, PIPES,
        (
            Role("price", value=Value("$40 million", "Money", "40000000", "USD")),
            Role("price", value=Value("$55 million", "Money", "55000000", "USD")),
            Role("place", entity="Port_Lind"),
        ),
        "asserted", 0.8,
    ),
    Statement(
        "s3", "Meeting", Predicate("meet", "met"), ARDEN, MORO,
        (Role("place", entity="Port_Lind"), Role("time", value=Value("in May", "Date", "2026-05"))),
        "planned", 0.2,
    ),
    Statement("s4", "Threat", THREATENED, MORO, NORLAND, (), "disputed", 0.5),
    Statement("s5", "Sanction", SANCTIONED, NORLAND, SUDMARK, (), "negated", 0.1),
    Statement("s6", "", Predicate("resign", "resigned"), MORO, "", (), "asked", 0.0),
    Statement("s7", "HeadOfGovernment", IS_PREMIER, ARDEN, NORLAND, (), "asserted", 0.9),
    Statement("s10", "Acquisition", BOUGHT, HERALD, UNION, (), "possible", 0.0),
    Statement("s11", "Attack", ATTACKED, SUDMARK, NORLAND, (), "possible", 0.0),
    Statement(
        "s12", "Agreement", AGREED, MORO, "steel",
        (Role("content", value=Value("to talk again", "Text")),), "asserted", 0.75,
    ),
    Statement("s13", "Visit", Predicate("visit", "visited"), MORO, NORLAND, (), "corrected", 0.0),
    Statement("s8", "", Predicate("tour", "toured"), MORO, "Port_Lind", (), "asserted", 0.7),
    Statement("s9", "Praise", Predicate("praise", "praised"), ARDEN, UNION, (), "asserted", 0.7),
)  # fmt: skip


def make_evidence(
    statement: str, document: Document, sentence: str, marks: tuple[str, str, str], **more: object
) -> Evidence:
    """Evidence at the place where the sentence and, inside it, the marked words stand."""
    start = document.text.index(sentence)
    spans = [_span(document, start, sentence, mark) for mark in marks]
    values: dict[str, object] = {"method": "clauses", "confidence": 0.8} | more
    return Evidence(
        statement_id=statement,
        document_id=document.id,
        sentence=Span(document.id, start, start + len(sentence)),
        text=sentence,
        subject=spans[0],
        predicate=spans[1],
        object=spans[2],
        **values,  # type: ignore[arg-type]
    )


def _span(document: Document, start: int, sentence: str, words: str) -> Span | None:
    if not words:
        return None
    at = start + sentence.index(words)
    return Span(document.id, at, at + len(words))


CALLED_TUESDAY = make_evidence(
    "s1", FIRST, CALL, ("Elsbeth Arden", "called", "Tomas Moro"), confidence=0.86
)
CALLED_LAST_WEEK = make_evidence(
    "s1", SECOND, SPOKE, ("Arden", "called", "Moro"), method="reported"
)
WORTH_40 = make_evidence("s2", FIRST, BAN, ("Sudmark", "suspended", "imports of steel pipes"))
WORTH_55 = make_evidence("s2", SECOND, LATER, ("Sudmark", "suspended", "imports"), said_by=ARDEN)
PREMIER = make_evidence("s7", FIRST, CALL, ("Elsbeth Arden", "Prime Minister", ""), method="titles")
FORMER = make_evidence(
    "s7", SECOND, LATER, ("Elsbeth Arden", "former Prime Minister", ""), method="titles"
)
VISITED = make_evidence(
    "s13", SECOND, WRONG, ("Moro", "visited", "Norland"), polarity="negative", method="corrections"
)
TOURED = make_evidence("s8", FIRST, TOUR, ("Moro", "toured", "Port Lind"))
PRAISED = make_evidence("s9", FIRST, TOUR, ("Arden", "praised", "Harbour Union"))
LEAKED = make_evidence("s4", FIRST, LEAK, ("Moro", "threatened", "Norland"), said_by=UNION)
DENIED = make_evidence(
    "s4", SECOND, DENIAL, ("Moro", "threatened", "Norland"), said_by=SUDMARK,
    polarity="negative", method="denials", reply="denial", answers=Span("d2bb", 5, 9),
)  # fmt: skip
EVIDENCE = (
    PRAISED,
    VISITED,
    TOURED,
    CALLED_TUESDAY,
    CALLED_LAST_WEEK,
    WORTH_40,
    WORTH_55,
    PREMIER,
    FORMER,
    make_evidence("s3", FIRST, MEET, ("Arden", "will meet", "Moro"), tense="future"),
    LEAKED,
    DENIED,
    make_evidence(
        "s5", SECOND, MIGHT, ("Norland", "may sanction", "Sudmark"), certainty="possible"
    ),
    make_evidence(
        "s5", SECOND, NEVER, ("Norland", "did not sanction", "Sudmark"), polarity="negative"
    ),
    make_evidence(
        "s10", SECOND, RUMOUR, (NAME, "might buy", "Harbour Union"), certainty="possible"
    ),
    make_evidence(
        "s11", SECOND, RUMOUR, ("Sudmark", "might attack", "Norland"), certainty="possible"
    ),
    make_evidence("s12", FIRST, DEAL, ("Moro", "agreed on", "steel")),
    Evidence("s6", "questions", 0.4, asked=True),
    Evidence("s7", "titles", 0.9, derived_from=("s1",)),
)  # fmt: skip

CONNECTIONS = (
    Connection("before", "before", "s9", "s8", PRAISED.id, TOURED.id),
    Connection("same", "", "s1", "s1", CALLED_TUESDAY.id, CALLED_LAST_WEEK.id),
    Connection("answer", "denial", "s4", "s4", LEAKED.id, DENIED.id),
    Connection("correction", "", "s13", "s8", VISITED.id, TOURED.id),
    Connection(
        "conflict", "date", "s1", "s1", CALLED_TUESDAY.id, CALLED_LAST_WEEK.id, "on Tuesday",
        "last week",
    ),
    Connection(
        "conflict", "sum", "s2", "s2", WORTH_40.id, WORTH_55.id, "$40 million", "$55 million"
    ),
    Connection(
        "conflict", "position", "s7", "s7", PREMIER.id, FORMER.id, "Prime Minister",
        "former Prime Minister",
    ),
)  # fmt: skip
