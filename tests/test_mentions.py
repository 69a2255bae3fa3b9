"""Mentions are found on hand-written parses, with the names that a pipeline would give or miss."""

import spacy
from spacy.tokens import Doc
from spacy.tokens import Span as Tokens

from kg.extract.mentions import find_mentions
from kg.extract.names import find_names, name_text
from kg.extract.tree import plain
from kg.model import Block, Document, Mention, MentionPair
from tests import parses

VOCAB = spacy.blank("en").vocab


def parse(text: str) -> Doc:
    """A parse by hand whose words know whether they are punctuation, numbers, lower case."""
    return Doc(VOCAB).from_bytes(parses.parse(text).to_bytes())


def with_names(doc: Doc, **labels: str) -> Doc:
    """Lay entities on a doc as a pipeline would: words joined by "_" give the label."""
    ents = []
    words = [token.text for token in doc]
    for name, label in labels.items():
        parts = name.split("_")
        starts = [i for i in range(len(words)) if words[i : i + len(parts)] == parts]
        ents += [Tokens(doc, i, i + len(parts), label=label) for i in starts]
    doc.set_ents(ents)
    return doc


def read(doc: Doc) -> tuple[dict[str, Mention], list[MentionPair]]:
    """Mentions by their text, and the pairs."""
    document = Document("d1", doc.text, (Block("paragraph", 0, len(doc.text)),), "d1.txt")
    mentions, pairs = find_mentions(plain(doc), document)
    return {m.text: m for m in mentions}, list(pairs)


def kinds(pairs: list[MentionPair]) -> list[tuple[str, str, str]]:
    return [(p.kind, p.left.text, p.right.text) for p in pairs]


TITLED = """
    Norway poss Arden
    's case Norway
    Prime compound Minister
    Minister compound Arden
    Elsbeth compound Arden
    Arden nsubj visited
    visited ROOT visited
    the det port
    port dobj visited
    of prep port
    Bergen pobj of
"""


def test_a_title_and_the_name_after_it_are_two_mentions():
    mentions, pairs = read(with_names(parse(TITLED), Norway="GPE", Elsbeth_Arden="PERSON"))

    arden = mentions["Norway 's Prime Minister Elsbeth Arden"]
    assert (arden.core, arden.label, arden.function) == ("Elsbeth Arden", "Person", "subject")
    assert mentions["Prime Minister"].head == "minister"
    assert ("title", "Prime Minister", arden.text) in kinds(pairs)


def test_what_owns_a_titled_person_owns_the_title():
    _, pairs = read(with_names(parse(TITLED), Norway="GPE", Elsbeth_Arden="PERSON"))

    assert ("possessor", "Norway", "Prime Minister") in kinds(pairs)
    assert not any(p.kind == "possessor" and p.right.kind == "name" for p in pairs)


def test_a_phrase_has_its_complement_and_its_core_has_not():
    mentions, _ = read(with_names(parse(TITLED), Bergen="GPE"))

    port = mentions["the port of Bergen"]
    assert (port.core, port.determiner, port.function) == ("port", "the", "object")
    assert mentions["Bergen"].governor == "port"


RELATIVE = """
    The det drills
    drills nsubj worried NNS NOUN drill
    that nsubj began WDT
    began relcl drills
    worried ROOT worried
    ministers dobj worried NNS NOUN minister
    and cc ministers
    traders conj ministers NNS NOUN trader
"""


def test_a_phrase_ends_before_its_relative_clause():
    mentions, _ = read(parse(RELATIVE))

    assert "The drills" in mentions
    assert "that" not in mentions


def test_each_conjunct_is_a_mention_of_its_own():
    mentions, pairs = read(parse(RELATIVE))

    assert mentions["ministers"].function == mentions["traders"].function == "object"
    assert ("conjunct", "ministers", "traders") in kinds(pairs)


def test_human_plurals_are_groups_and_nominal_events_are_events():
    mentions, _ = read(parse(RELATIVE))

    assert mentions["ministers"].label == "Group"
    assert mentions["The drills"].label == "Event"


def test_a_hyphen_compound_names_both_countries():
    doc = with_names(
        parse("""
            U.S.-China compound talks NNP
            talks nsubj stalled NNS NOUN talk
            stalled ROOT stalled
        """),
        **{"U.S.-China": "GPE"},
    )
    mentions, pairs = read(doc)

    assert (mentions["U.S."].label, mentions["China"].label) == ("Country", "Country")
    assert [p.left.text for p in pairs if p.kind == "nationality"] == ["U.S.", "China"]


def test_both_countries_of_a_compound_of_two_words_modify_its_head():
    doc = with_names(
        parse("""
            Norway compound Japan
            - punct Japan : PUNCT
            Japan compound pact
            pact nsubj held NN NOUN pact
            held ROOT held
        """),
        Norway="GPE",
        Japan="GPE",
    )
    _, pairs = read(doc)

    assert {p.right.head for p in pairs if p.kind == "nationality"} == {"pact"}


def test_a_list_of_countries_is_no_apposition():
    doc = with_names(
        parse("""
            Norway nsubj agreed
            , punct Norway
            Japan appos Norway
            agreed ROOT agreed
        """),
        Norway="GPE",
        Japan="GPE",
    )
    _, pairs = read(doc)

    assert kinds(pairs) == [("conjunct", "Norway", "Japan")]


def test_a_description_beside_a_name_is_an_apposition():
    doc = with_names(
        parse("""
            Arden nsubj left
            , punct Arden
            a det minister
            minister appos Arden NN NOUN minister
            left ROOT left
        """),
        Arden="PERSON",
    )
    _, pairs = read(doc)

    assert kinds(pairs) == [("apposition", "Arden", "a minister")]


def test_a_remark_on_the_clause_is_no_apposition_of_a_country():
    doc = with_names(
        parse("""
            They nsubj attacked
            attacked ROOT attacked
            Norway dobj attacked
            , punct Norway
            a det statement
            statement appos Norway NN NOUN statement
        """),
        Norway="GPE",
    )

    assert not [p for p in read(doc)[1] if p.kind == "apposition"]


def test_numbers_before_a_noun_of_time_are_a_duration():
    doc = with_names(
        parse("""
            A det call
            25-minute compound call CD NOUN minute
            call nsubj ended NN NOUN call
            ended ROOT ended
            last amod week JJ
            week npadvmod ended NN NOUN week
        """),
        **{"25-minute": "TIME", "last_week": "DATE"},
    )
    mentions, _ = read(doc)

    assert (mentions["25-minute"].label, mentions["25-minute"].kind) == ("Duration", "value")
    assert mentions["last week"].label == "Date"
    assert mentions["A 25-minute call"].core == "25-minute call"


def test_a_neighbouring_country_is_called_by_its_name_alone():
    doc = with_names(
        parse("""Neighbouring compound Norway NNP PROPN | Norway nsubj left | left ROOT left
            the det talks | talks dobj left | early advmod left"""),
        Norway="GPE",
    )
    mentions, _ = read(doc)

    assert mentions["Neighbouring Norway"].core == "Norway"


def test_a_time_of_day_and_its_day_are_one():
    doc = with_names(
        parse("""
            Lind nsubj called
            called ROOT called
            Berg dobj called
            on prep called
            Monday compound night
            night pobj on NN NOUN night
            and cc called
            left conj called
            at prep left
            6 nummod a.m. CD NUM
            a.m. pobj at NN NOUN a.m.
            Tuesday npadvmod a.m.
        """),
        Monday="DATE", night="TIME", **{"6_a.m.": "TIME"}, Tuesday="DATE",
    )  # fmt: skip
    mentions, _ = read(doc)

    assert (mentions["Monday night"].label, mentions["6 a.m. Tuesday"].label) == ("Time", "Time")
    assert not {"Monday", "night", "Tuesday"} & mentions.keys()


def test_pronouns_have_person_number_and_gender_and_an_empty_there_is_none():
    doc = parse("""
        There expl is EX PRON
        is ROOT is VBZ VERB
        hope attr is NN NOUN hope
        she nsubj knows PRP PRON
        knows ROOT knows VBZ VERB know
        their poss plan PRP$ PRON
        plan dobj knows NN NOUN plan
    """)
    mentions, pairs = read(doc)

    assert (mentions["she"].gender, mentions["she"].number) == ("feminine", "singular")
    assert (mentions["their"].person, mentions["their"].number) == ("3", "plural")
    assert ("possessor", "their", "their plan") in kinds(pairs)
    assert "There" not in mentions


def test_words_between_quotation_marks_are_quoted():
    doc = parse("""
        “ punct won `` PUNCT
        We nsubj won
        won ROOT won
        ” punct won '' PUNCT
        Arden nsubj said
        said ROOT said
    """)
    mentions, _ = read(doc)

    assert mentions["We"].quoted
    assert not mentions["Arden"].quoted


def bracketed(first: str, letters: str) -> list[tuple[str, str, str]]:
    """The pairs of a name of three words with capitals in brackets behind it."""
    doc = Doc(
        VOCAB,
        words=[first, "Labour", "Union", "(", letters, ")", "won"],
        spaces=[True, True, True, False, False, True, False],
        heads=[2, 2, 6, 2, 2, 2, 6],
        deps=["compound", "compound", "nsubj", "punct", "appos", "punct", "ROOT"],
        tags=["NNP", "NNP", "NNP", "-LRB-", "NNP", "-RRB-", "VBD"],
        pos=["PROPN", "PROPN", "PROPN", "PUNCT", "PROPN", "PUNCT", "VERB"],
        lemmas=[first, "Labour", "Union", "(", letters, ")", "win"],
    )
    names = {f"{first}_Labour_Union": "ORG", letters: "ORG"}
    return [pair for pair in kinds(read(with_names(doc, **names))[1]) if pair[0] == "acronym"]


def test_a_short_form_in_brackets_abbreviates_the_name_before_it():
    assert bracketed("Harbour", "HLU") == [("acronym", "Harbour Labour Union", "HLU")]


def test_it_may_do_so_in_another_language():
    assert bracketed("Harbour", "UHL") == [("acronym", "Harbour Labour Union", "UHL")]
    assert bracketed("Harbour", "XYZ") == []


def test_a_surname_has_the_type_of_the_full_name_elsewhere():
    doc = with_names(
        parse("""
            Dana compound Orlov
            Orlov nsubj left
            left ROOT left
            Orlov nsubj returned
            returned ROOT returned
        """),
        Dana_Orlov="PERSON",
    )
    doc.set_ents([*doc.ents, Tokens(doc, 3, 4, label="WORK_OF_ART")])

    assert [(name_text(doc, n), n.label) for n in find_names(doc)] == [
        ("Dana Orlov", "Person"),
        ("Orlov", "Person"),
    ]


def test_a_person_whose_surname_stands_alone_is_no_firm():
    doc = parse("""
        Philip compound Arden
        Arden nsubj sued
        sued ROOT sued
        the det bank
        bank dobj sued
        Arden nsubj left
        left ROOT left
    """)
    mentions, _ = read(with_names(doc, Philip_Arden="ORG"))

    assert mentions["Philip Arden"].label == "Person"


def test_two_known_names_joined_by_and_are_split():
    doc = with_names(
        parse("""
            Orlov nsubj met
            and cc Orlov
            Norway conj Orlov
            met ROOT met
            Norway nsubj agreed
            agreed ROOT agreed
            Orlov nsubj agreed/2
            agreed ROOT agreed/2
        """),
        Orlov_and_Norway="ORG",
    )
    doc.set_ents([*doc.ents, Tokens(doc, 6, 7, label="PERSON")])
    names = [name_text(doc, n) for n in find_names(doc)]

    assert names == ["Orlov", "Norway", "Norway", "Orlov"]


def test_a_company_named_after_two_unknown_people_is_not_split():
    doc = with_names(
        parse("""
            Brandt nsubj grew
            & cc Brandt
            Sons conj Brandt
            grew ROOT grew
        """),
        **{"Brandt_&_Sons": "ORG"},
    )

    assert [name_text(doc, n) for n in find_names(doc)] == ["Brandt & Sons"]


def test_a_country_before_its_ministry_is_a_name_of_its_own():
    doc = with_names(
        parse("""
            Norwegian amod Ministry
            Foreign compound Ministry
            Ministry nsubj denied
            denied ROOT denied
        """),
        Norwegian_Foreign_Ministry="ORG",
    )
    mentions, pairs = read(doc)

    assert mentions["Norwegian"].label == "Country"
    assert mentions["Norwegian Foreign Ministry"].core == "Foreign Ministry"
    assert [p.kind for p in pairs] == ["nationality"]


def test_an_office_is_no_persons_name():
    doc = with_names(
        parse("""
            Chief compound Officer
            Executive compound Officer
            Officer nsubj resigned
            resigned ROOT resigned
        """),
        Chief_Executive_Officer="PERSON",
    )

    assert find_names(doc) == ()


def test_us_is_a_pronoun_in_lower_case_and_a_country_in_capitals():
    doc = with_names(
        parse("""
            US nsubj told
            told ROOT told
            us dobj told PRP PRON
        """),
        US="GPE",
        us="GPE",
    )
    mentions, _ = read(doc)

    assert (mentions["US"].label, mentions["us"].kind) == ("Country", "pronoun")


def test_near_is_not_part_of_a_place_and_no_name_by_itself():
    doc = with_names(
        parse("""
            Near ROOT Near IN PROPN
            Bergen pobj Near
            , punct Near
            Near dep Near/1 NNP PROPN
        """),
        Near_Bergen="GPE",
    )

    assert [name_text(doc, n) for n in find_names(doc)] == ["Bergen"]


def test_a_country_that_leads_is_named_and_the_rest_of_the_word_is_not():
    doc = parse("""
        The det effort
        U.S.-led amod effort JJ ADJ
        effort nsubj failed NN NOUN
        failed ROOT failed
    """)
    doc = with_names(doc, **{"U.S.-led": "ORG"})

    assert [(name_text(doc, n), n.label) for n in find_names(doc)] == [("U.S.", "Country")]


def test_a_ship_is_no_person():
    doc = with_names(
        parse("""
            HMS compound Merrow
            Merrow nsubj sailed
            sailed ROOT sailed
        """),
        HMS_Merrow="PERSON",
    )

    assert [n.label for n in find_names(doc)] == ["Product"]


def test_a_date_is_no_name():
    doc = with_names(
        parse("""
            December compound 25
            25 nsubj passed CD NUM
            passed ROOT passed
        """),
        December_25="EVENT",
    )

    assert find_names(doc) == ()


def test_a_place_word_of_two_meanings_is_a_person_only_beside_a_full_name():
    alone = with_names(parse("Jordan nsubj won\nwon ROOT won"), Jordan="PERSON")
    beside = with_names(
        parse("""
            Michael compound Jordan
            Jordan nsubj won
            won ROOT won
            Jordan nsubj smiled
            smiled ROOT smiled
        """),
        Michael_Jordan="PERSON",
    )
    beside.set_ents([*beside.ents, Tokens(beside, 3, 4, label="PERSON")])

    assert [n.label for n in find_names(alone)] == ["Country"]
    assert [n.label for n in find_names(beside)] == ["Person", "Person"]


HALL = """
    Kemi compound Arden
    Arden nsubj praised
    praised ROOT praised
    the det Fund
    Kemi compound Arden/2
    Arden compound Fund
    Fund dobj praised
    . punct praised
"""


def test_a_person_named_alone_is_found_within_the_name_of_a_thing():
    doc = parse(HALL)
    doc.set_ents([Tokens(doc, 0, 2, label="PERSON"), Tokens(doc, 4, 7, label="ORG")])
    mentions, _ = find_mentions(doc, Document("d1", doc.text, (), "d1.txt"))

    assert [(m.text, m.label, m.function) for m in mentions] == [
        ("Kemi Arden", "Person", "subject"),
        ("the Kemi Arden Fund", "Organization", "object"),
        ("Kemi Arden", "Person", "nested"),
    ]


def test_the_short_form_of_a_name_is_not_found_within_its_long_form():
    doc = parse("""
        Fjordia nsubj bought
        bought ROOT bought
        Fjordia compound Steel
        Steel dobj bought
    """)
    doc.set_ents([Tokens(doc, 0, 1, label="ORG"), Tokens(doc, 2, 4, label="ORG")])
    mentions, _ = read(doc)

    assert "nested" not in {m.function for m in mentions.values()}


def test_a_colon_equates_nothing():
    doc = with_names(parse("Photo ROOT Photo NN\n: punct Photo\nArden appos Photo"), Arden="PERSON")
    _, pairs = read(doc)

    assert kinds(pairs) == []


def test_an_office_within_a_name_parts_the_place_from_its_mayor():
    mentions, pairs = read(
        with_names(
            parse("""
                Moss compound Moro
                Deputy compound Moro
                Mayor compound Moro
                Tomas compound Moro
                Moro nsubj resigned
                resigned ROOT resigned
            """),
            Moss_Deputy_Mayor_Tomas_Moro="PERSON",
        )
    )

    assert [(m.core, m.label) for m in mentions.values() if m.kind == "name"] == [
        ("Tomas Moro", "Person"),
        ("Moss", "Place"),
    ]
    assert kinds(pairs) == [
        ("nationality", "Moss", "Moss Deputy Mayor"),
        ("title", "Moss Deputy Mayor", "Moss Deputy Mayor Tomas Moro"),
    ]


def test_a_word_before_a_country_makes_it_the_name_of_something_else():
    doc = parse("""
        In prep won
        May pobj In
        Team compound Norway
        Norway nsubj won
        won ROOT won
        the det race
        long amod race
        race dobj won
    """)
    doc.set_ents([Tokens(doc, 3, 4, label="GPE")])
    team = next(n for n in find_names(doc) if name_text(doc, n) == "Team Norway")

    assert (team.label, team.place) == ("Organization", None)


def test_a_former_name_is_paired_with_the_present_one():
    doc = parse("""
        Ann compound Vale
        Vale nsubj spoke
        , punct Vale
        formerly advmod Moro
        Ann compound Moro
        Moro appos Vale
        , punct Vale
        spoke ROOT spoke
    """)
    doc.set_ents([Tokens(doc, 0, 2, label="PERSON"), Tokens(doc, 4, 6, label="PERSON")])
    _, pairs = read(doc)

    assert ("alias", "Ann Vale", "Ann Moro") in kinds(pairs)


def test_whom_somebody_also_called_is_no_other_name_of_his():
    doc = parse("""
        Ann compound Vale
        Vale nsubj called
        also advmod called
        called ROOT called =call
        Bo compound Moro
        Moro dobj called
    """)
    doc.set_ents([Tokens(doc, 0, 2, label="PERSON"), Tokens(doc, 4, 6, label="PERSON")])
    _, pairs = read(doc)

    assert kinds(pairs) == []


def test_a_name_that_the_pipeline_cut_before_a_country_is_one():
    doc = parse("""
        In prep won
        May pobj In
        the det Norway
        Safe compound Norway
        Roads compound Norway
        Norway nsubj won
        won ROOT won
        the det race
        long amod race
        race dobj won
    """)
    doc.set_ents([Tokens(doc, 3, 5, label="ORG"), Tokens(doc, 5, 6, label="GPE")])
    found = [(name_text(doc, name), name.label) for name in find_names(doc)]

    assert ("Safe Roads Norway", "Organization") in found
    assert "Safe Roads" not in [text for text, _ in found]


def test_a_number_behind_a_name_of_a_thing_belongs_to_the_name():
    parts = "The det Fjord | Fjord nsubj passed | 100 nummod Fjord | passed ROOT passed"
    index = "the det index | Brim compound index | 40 nummod index | index dobj passed NN"
    doc = with_names(parse(f"{parts} | {index}"), Fjord="ORG", Brim="ORG")

    names = {n.core for n in read(doc)[0].values() if n.kind == "name"}
    assert names == {"Fjord 100", "Brim 40"}
    assert not any(m.kind == "value" for m in read(doc)[0].values())


def test_a_number_that_counts_is_no_part_of_a_name():
    shares = "Brim compound shares | 40 nummod shares | shares dobj sold NNS"
    doc = with_names(parse(f"Ann nsubj sold | 3 nummod Ann | sold ROOT sold | {shares}"),
                     Brim="ORG", Ann="PERSON")  # fmt: skip

    assert {n.core for n in read(doc)[0].values() if n.kind == "name"} == {"Ann", "Brim"}


def test_the_name_that_somebody_was_born_with_is_hers():
    _, pairs = read(
        with_names(
            parse("""
                Ann compound Hart
                Hart nsubj won
                ( punct Hart
                née compound Vale NNP PROPN
                Vale appos Hart
                ) punct Hart
                won ROOT won
            """),
            Ann_Hart="PERSON",
            née_Vale="PERSON",
        )
    )

    assert [(p.kind, p.left.core, p.right.core) for p in pairs if p.kind == "alias"] == [
        ("alias", "Ann Hart", "Vale")
    ]


def test_what_a_minister_is_for_is_no_name():
    text = """Dutch amod Minister | Works compound Minister NNP | Minister compound Vos NNP
        Ada compound Vos NNP | Vos nsubj met NNP | Transport compound Secretary NNP
        Secretary compound Dahl NNP | Kari compound Dahl NNP | Dahl dobj met NNP | met ROOT met"""
    doc = with_names(parse(text), Dutch_Works="ORG", Ada_Vos="PERSON", Transport="ORG",
                     Kari_Dahl="PERSON")  # fmt: skip

    assert [m.text for m in read(doc)[0].values() if m.label == "Organization"] == []
    assert read(doc)[0]["Dutch"].label == "Country"


def test_whom_a_secretary_works_for_is_a_name():
    text = """Unesco compound Secretary NNP | Secretary compound Dahl NNP | Kari compound Dahl NNP
        Dahl nsubj met NNP | met ROOT met | Bo dobj met NNP"""
    mentions = read(with_names(parse(text), Unesco="ORG", Kari_Dahl="PERSON", Bo="PERSON"))[0]

    assert mentions["Unesco"].label == "Organization"


def test_a_surname_that_is_also_a_given_name_tells_no_gender():
    doc = with_names(
        parse("""Helen compound Ward | Ward nsubj left | left ROOT left =leave
            Ward nsubj slept | slept ROOT slept =sleep"""),
        Helen_Ward="PERSON",
    )  # fmt: skip
    mentions, _ = find_mentions(plain(doc), Document("d", doc.text, (), "d.txt"))

    assert [m.gender for m in mentions] == ["feminine", ""]


def test_whom_police_identify_as_somebody_is_paired_with_the_name():
    active = """Police nsubj named | named ROOT named =name | a det man | man dobj named NN
        as prep named | Kari compound Dahl | Dahl pobj as"""
    passive = """The det man | man nsubjpass identified NN | was auxpass identified
        identified ROOT identified VBN =identify | as prep identified
        Kari compound Dahl | Dahl pobj as"""

    def found(text: str) -> list[tuple[str, str, str]]:
        pairs = kinds(read(with_names(parse(text), Kari_Dahl="PERSON"))[1])
        return [pair for pair in pairs if pair[0] == "identified"]

    assert found(active) == [("identified", "a man", "Kari Dahl")]
    assert found(passive) == [("identified", "The man", "Kari Dahl")]
    assert found(passive.replace("was auxpass", "was auxpass identified | not neg")) == []
    assert found(active.replace("=name", "=dress")) == []


def test_a_noun_beside_a_name_tells_its_gender():
    text = """Her poss husband PRP$ PRON | husband nsubj left NN | Kari compound Dahl
        Dahl appos husband | left ROOT left =leave"""
    names = read(with_names(parse(text), Kari_Dahl="PERSON"))[0]
    partner = read(with_names(parse(text.replace("husband", "partner")), Kari_Dahl="PERSON"))[0]

    assert names["Kari Dahl"].gender == "masculine"
    assert partner["Kari Dahl"].gender == "feminine"


def test_a_storm_that_is_taken_for_a_firm_is_a_storm_where_it_has_a_first_name():
    text = "Storm compound {0} | {0} nsubj hit | hit ROOT hit =hit | Norway dobj hit"

    def label(name: str) -> str:
        doc = with_names(parse(text.format(name)), **{f"Storm_{name}": "ORG", "Norway": "GPE"})
        return read(doc)[0][f"Storm {name}"].label

    assert (label("Ada"), label("Vantor")) == ("Event", "Organization")


def test_one_of_a_people_or_a_party_is_somebody_and_no_name():
    text = "{0} det {1} | {1} nsubj left {2} | left ROOT left =leave"

    def found(article: str, word: str, tag: str = "NNP") -> tuple[str, str, str]:
        doc = with_names(parse(text.format(article, word, tag)), **{word: "NORP"})
        (mention,) = read(doc)[0].values()
        return mention.kind, mention.label, mention.gender

    assert found("the", "Democrat") == ("nominal", "Person", "")
    assert found("a", "Dutchwoman") == ("nominal", "Person", "feminine")
    assert found("the", "German") == ("nominal", "Person", "")
    assert found("the", "Taliban") == ("name", "Group", "")
    assert found("the", "French")[0] == "name"


def test_a_surname_in_the_name_of_a_firm_of_two_is_nobody():
    text = """Odd compound Berg | Berg nsubj left | left ROOT left =leave
        Berg compound Moe | & cc Berg | Moe dobj left"""
    doc = with_names(parse(text), Odd_Berg="PERSON", **{"Berg_&_Moe": "ORG"})
    mentions = find_mentions(plain(doc), Document("d", doc.text, (), "d.txt"))[0]

    assert [m.text for m in mentions if m.kind == "name"] == ["Odd Berg", "Berg & Moe"]
