"""Active and passive clauses on hand-written parses: who does what to whom, and in which roles."""

from parses import claims, read

BOUGHT = "Ossia nsubj bought | bought ROOT bought =buy | the det mill | mill dobj bought"


def clauses(text: str, **labels: str) -> list[str]:
    return claims(text, rule="clauses", **labels)


def roles(text: str) -> set[tuple[str, str, str]]:
    """Roles beyond subject and object that any clause of the sentence fills."""
    return {
        (a.role, a.preposition, a.mention.text)
        for p in read(text).propositions
        if p.rule == "clauses"
        for a in p.arguments
        if a.role not in {"subject", "object"}
    }


def test_a_clause_has_a_subject_a_predicate_and_an_object():
    assert clauses(BOUGHT) == ["Ossia | bought | the mill"]


def test_a_clause_without_object_is_a_claim_all_the_same():
    assert clauses("Mara nsubj slept | slept ROOT slept =sleep") == ["Mara | slept"]


def test_a_negated_clause_is_read_and_marked():
    text = """Ossia nsubj buy | did aux buy VBD =do | not neg buy | buy ROOT buy VB | the det mill
        mill dobj buy"""

    assert clauses(text) == ["[negative] Ossia | bought | the mill"]


def test_the_agent_of_a_passive_is_the_subject_of_the_claim():
    text = """The det mill | mill nsubjpass bought | was auxpass bought
        bought ROOT bought VBN =buy | by agent bought | Ossia pobj by | in prep bought
        May pobj in"""

    assert clauses(text) == ["Ossia | bought | The mill"]
    assert roles(text) == {("time", "in", "May")}


def test_a_passive_without_agent_tells_what_became_of_its_subject():
    text = """The det mill | mill nsubjpass closed | was auxpass closed
        closed ROOT closed VBN =close | in prep closed | May pobj in"""

    assert clauses(text) == ["The mill | was closed"]


def test_coordination_gives_a_claim_for_each_pair():
    text = """Ossia nsubj bought | and cc Ossia | Mara conj Ossia | bought ROOT bought =buy
        the det mill | mill dobj bought | and cc mill | the det barn | barn conj mill"""

    assert clauses(text) == [
        "Ossia | bought | the mill",
        "Ossia | bought | the barn",
        "Mara | bought | the mill",
        "Mara | bought | the barn",
    ]


def test_conjoined_verbs_share_their_subject():
    text = """Mara nsubj signed | signed ROOT signed =sign | the det deal | deal dobj signed
        and cc signed | left conj signed VBD =leave | Oslo dobj left"""

    assert clauses(text) == ["Mara | signed | the deal", "Mara | left | Oslo"]


def test_adjacent_verbs_share_their_object():
    text = """The det firm | firm nsubj buys | buys ROOT buys VBZ =buy | and cc buys
        sells conj buys VBZ =sell | mills dobj sells =mill"""

    assert clauses(text) == ["The firm | bought | mills", "The firm | sold | mills"]


def test_a_verb_that_takes_no_object_borrows_none():
    text = """Mara nsubj arrived | arrived ROOT arrived =arrive | and cc arrived
        praised conj arrived VBD =praise | Bo dobj praised"""

    assert clauses(text) == ["Mara | arrived", "Mara | praised | Bo"]


def test_an_open_complement_carries_the_predicate_on():
    text = """Mara nsubj agreed | agreed ROOT agreed =agree | to aux sell | sell xcomp agreed
        the det mill | mill dobj sell | and cc sell | buy conj sell VB | the det barn
        barn dobj buy"""

    assert clauses(text) == [
        "[future] Mara | agreed to sell | the mill",
        "[future] Mara | agreed to buy | the barn",
    ]


def test_an_adjective_carries_the_predicate_on():
    text = """Mara nsubj is | is ROOT is VBZ | likely acomp is | to aux sell | sell xcomp likely
        the det mill | mill dobj sell"""

    assert clauses(text) == ["[probable future] Mara | was likely to sell | the mill"]
    assert claims(text, rule="copulas") == []


def test_an_object_that_is_urged_is_who_would_act():
    text = """Mara nsubj urged | urged ROOT urged =urge | Bo dobj urged | to aux sell
        sell xcomp urged | the det mill | mill dobj sell"""

    assert clauses(text) == [
        "Mara | urged | Bo",
        "[possible future asked] Bo | sold | the mill @Mara",
    ]
    assert roles(text) == {("content", "", "to sell the mill")}


def test_who_promises_somebody_acts_himself():
    text = """Mara nsubj promised | promised ROOT promised =promise | Bo dobj promised | to aux sell
        sell xcomp promised | the det mill | mill dobj sell"""

    assert "[future] Mara | promised to sell | the mill" in clauses(text)


def test_a_relative_clause_is_said_of_its_antecedent():
    text = """Mara nsubj met | , punct Mara , | who nsubj runs WP | runs relcl Mara VBZ =run
        the det port | port dobj runs | , punct Mara , | met ROOT met =meet | Bo dobj met"""

    assert clauses(text) == ["Mara | ran | the port", "Mara | met | Bo"]


def test_the_antecedent_fills_the_gap_of_a_relative_clause():
    text = """The det firm | firm nsubj closed | that dobj runs WDT | Mara nsubj runs
        runs relcl firm VBZ =run | closed ROOT closed =close | the det mill | mill dobj closed"""

    assert clauses(text) == ["Mara | ran | The firm", "The firm | closed | the mill"]


def test_a_relative_clause_without_pronoun_has_a_gap_too():
    text = """The det price | price nsubj fell | Mara nsubj paid | paid relcl price =pay
        fell ROOT fell =fall"""

    assert clauses(text)[0] == "Mara | paid | The price"


def test_the_day_somebody_came_is_not_what_came_about():
    text = """The det day | day nsubj passed | Mara nsubj came | came relcl day =come
        passed ROOT passed =pass"""

    assert "Mara | came" in clauses(text)


def test_a_participle_is_said_of_the_noun_it_modifies():
    text = """The det ship | ship nsubj sank | built acl ship =build | by agent built
        Ossia pobj by | sank ROOT sank =sink"""

    assert clauses(text) == ["Ossia | built | The ship", "The ship | sank"]


def test_a_participle_beside_a_clause_has_the_subject_of_the_clause():
    text = """Leaving advcl praised =leave | Oslo dobj Leaving | , punct praised ,
        Mara nsubj praised | praised ROOT praised =praise | Bo dobj praised"""

    assert clauses(text) == ["Mara | left | Oslo", "Mara | praised | Bo"]


def test_an_adverbial_clause_with_a_subject_keeps_it():
    text = """Mara nsubj left | left ROOT left =leave | after mark closed | Bo nsubj closed
        closed advcl left VBD =close | the det mill | mill dobj closed"""

    assert clauses(text) == ["Mara | left", "Bo | closed | the mill"]


def test_two_subjects_who_meet_are_each_others_partners():
    text = """Mara nsubj met | and cc Mara | Bo conj Mara | met ROOT met =meet | on prep met
        Friday pobj on"""

    (meeting,) = [p for p in read(text).propositions if p.rule == "clauses"]

    assert clauses(text) == ["Mara | met with | Bo"]
    assert meeting.reciprocal


def test_where_two_people_meet_is_the_place_and_not_whom_they_meet():
    text = """Mara nsubj met | and cc Mara | Bo conj Mara | met ROOT met =meet | in prep met
        Oslo pobj in"""

    assert clauses(text) == ["Mara | met with | Bo"]
    assert roles(text) == {("place", "in", "Oslo")}


def test_what_two_people_talk_about_is_kept_as_the_topic():
    text = """Mara nsubj talked | and cc Mara | Bo conj Mara | talked ROOT talked =talk
        about prep talked | tariffs pobj about =tariff"""

    assert clauses(text) == ["Mara | talked with | Bo"]
    assert roles(text) == {("topic", "about", "tariffs")}


def test_a_partner_on_a_preposition_is_the_object():
    text = """Mara nsubj met | met ROOT met =meet | with prep met | Bo pobj with | in prep met
        Oslo pobj in"""

    assert clauses(text) == ["Mara | met with | Bo"]
    assert roles(text) == {("place", "in", "Oslo")}


def test_a_statement_is_no_place():
    text = """Mara nsubj said | said ROOT said =say | in prep said | a det {} | {} pobj in
        Bo nsubj left | left ccomp said =leave"""

    assert ("oblique", "in", "a statement") in roles(text.format(*["statement"] * 2))
    assert ("place", "in", "a tent") in roles(text.format(*["tent"] * 2))


def test_views_that_are_exchanged_are_not_partners():
    text = """Mara nsubj exchanged | and cc Mara | Bo conj Mara | exchanged ROOT exchanged =exchange
        views dobj exchanged =view"""

    assert clauses(text) == ["Mara | exchanged | views", "Bo | exchanged | views"]


def test_an_idiom_takes_its_noun_into_the_predicate():
    text = """Mara nsubj took | took ROOT took =take | part dobj took | in prep took | the det talks
        talks pobj in =talk"""

    assert clauses(text) == ["Mara | took part in | the talks"]


def test_a_share_of_a_thing_is_said_of_the_thing():
    text = """Mara nsubj owns | owns ROOT owns VBZ =own | 40 nummod percent | percent dobj owns
        of prep percent | Ossia pobj of"""

    assert claims(text, rule="clauses", **{"40_percent": "PERCENT"}) == ["Mara | owned | Ossia"]


def test_a_part_that_is_no_share_is_the_object():
    text = """Mara nsubj owns | owns ROOT owns VBZ =own | the det roof | roof dobj owns
        of prep roof | Ossia pobj of"""

    assert clauses(text) == ["Mara | owned | the roof of Ossia"]


def test_what_somebody_is_called_is_no_second_object():
    text = """Mara nsubj called | called ROOT called =call | Bo dobj called | a det liar
        liar oprd called"""

    assert clauses(text) == ["Mara | called | Bo"]
    assert roles(text) == {("capacity", "", "a liar")}


def test_what_somebody_is_named_is_the_object_where_nobody_names_him():
    text = """Mara nsubjpass named | was auxpass named | named ROOT named VBN =name
        head oprd named | of prep head | Ossia pobj of"""

    assert clauses(text) == ["Mara | was named | head of Ossia"]


def test_a_recipient_is_a_role_beside_the_object():
    text = """Mara nsubj gave | gave ROOT gave =give | Bo dative gave | the det keys
        keys dobj gave =key"""

    assert clauses(text) == ["Mara | gave | the keys"]
    assert roles(text) == {("recipient", "", "Bo")}


def test_who_is_to_act_is_who_is_asked():
    text = """Mara nsubj demanded | demanded ROOT demanded =demand | that mark pay
        Ossia nsubj pay | pay ccomp demanded VB | the det fine | fine dobj pay"""

    assert clauses(text) == [
        "Mara | demanded of | Ossia",
        "[possible future asked] Ossia | paid | the fine @Mara",
    ]


def test_who_is_asked_about_is_not_who_is_asked():
    text = """Mara nsubj asked | asked ROOT asked =ask | whether mark paid | Ossia nsubj paid
        paid ccomp asked =pay | the det fine | fine dobj paid"""

    assert clauses(text) == ["Mara | asked", "[possible asked] Ossia | paid | the fine @Mara"]


def test_a_fronted_time_holds_for_each_conjoined_clause():
    text = """On prep left | Friday pobj On | Mara nsubj left | left ROOT left =leave
        Oslo dobj left | and cc left | Bo nsubj closed | closed conj left VBD =close | the det mill
        mill dobj closed"""

    timed = [p for p in read(text).propositions if p.rule == "clauses" and p.mentions("time")]

    assert [p.predicate.lemma for p in timed] == ["leave", "close"]


def test_a_time_behind_the_first_of_two_clauses_is_its_own():
    text = """Mara nsubj left | left ROOT left =leave | Oslo dobj left | on prep left
        Friday pobj on | and cc left | Bo nsubj closed | closed conj left VBD =close | the det mill
        mill dobj closed"""

    timed = [p for p in read(text).propositions if p.rule == "clauses" and p.mentions("time")]

    assert [p.predicate.lemma for p in timed] == ["leave"]


def test_the_class_of_an_event_is_that_of_its_verb():
    (bought,) = read(BOUGHT).propositions
    (slept,) = read("Mara nsubj slept | slept ROOT slept =sleep").propositions

    assert (bought.type, slept.type) == ("Acquisition", "")


def test_somebody_who_falls_is_no_number_that_goes_down():
    text = "Mara nsubj fell | fell ROOT fell =fall"
    (berg,) = read(text, Mara="PERSON").propositions
    (sales,) = read(text.replace("Mara", "Sales")).propositions

    assert (berg.type, sales.type) == ("", "Decrease")


def test_a_borrowed_subject_is_less_sure_than_an_own_one():
    text = """Mara nsubj agreed | agreed ROOT agreed =agree | to aux sell | sell xcomp agreed
        the det mill | mill dobj sell"""
    (own,), (borrowed,) = read(BOUGHT).propositions, read(text).propositions

    assert borrowed.confidence < own.confidence


def test_a_headline_is_trusted_less_than_running_text():
    (running,), (headline,) = read(BOUGHT).propositions, read(BOUGHT, heading=True).propositions

    assert headline.confidence < running.confidence


def test_a_copula_is_no_clause_of_this_kind():
    assert clauses("Mara nsubj is | is ROOT is VBZ | a det pilot | pilot attr is") == []


def test_a_list_of_many_subjects_and_objects_is_not_multiplied():
    names = [f"N{i}" for i in range(14)]
    first, second = names[:7], names[7:]
    subjects = " | ".join([f"{first[0]} nsubj met", *(f"{n} conj {first[0]}" for n in first[1:])])
    objects = " | ".join([f"{second[0]} dobj met", *(f"{n} conj {second[0]}" for n in second[1:])])
    labels = dict.fromkeys(names, "PERSON")

    assert clauses(f"{subjects} | met ROOT met =meet | {objects}", **labels) == []


def test_a_deed_by_which_and_a_deed_before_which_are_told_apart():
    text = """Ossia nsubj cut | cut ROOT cut =cut | costs dobj cut =cost | {} prep cut
        closing pcomp {} =close | mills dobj closing =mill"""

    assert roles(text.format("by", "by")) == {("instrument", "by", "closing mills")}
    assert roles(text.format("before", "before")) == {("time", "before", "closing mills")}


def test_what_somebody_is_accused_of_is_the_content():
    text = """Mara nsubj accused | accused ROOT accused =accuse | Bo dobj accused | of prep accused
        lying pcomp of =lie"""

    assert ("content", "of", "lying") in roles(text)


def test_a_preposition_of_three_words_is_one():
    text = (
        BOUGHT
        + """ | in prep bought | {} pobj in | to prep {} | the det ruling/1
        ruling pobj to"""
    )

    assert roles(text.format("response", "response")) == {("cause", "in response to", "the ruling")}


def test_an_atmosphere_is_no_place():
    text = BOUGHT + " | in prep bought | a det {} | {} pobj in"

    assert roles(text.format("prison", "prison")) == {("place", "in", "a prison")}
    assert roles(text.format("rush", "rush")) == {("oblique", "in", "a rush")}
    assert roles(BOUGHT + " | for prep bought | example pobj for") == set()


def test_how_much_something_rose_is_an_amount():
    text = """shares nsubj rose =share | rose ROOT rose =rise | 200 nummod points
        points npadvmod rose NNS =point"""

    assert roles(text) == {("amount", "", "200 points")}


def test_what_a_firm_does_is_done_by_the_one_that_is_this_firm():
    text = """Ossia nsubj is | is ROOT is VBZ AUX be | a det firm | firm attr is
        that nsubj sells WDT | sells relcl firm VBZ =sell | boats dobj sells =boat"""
    denied = text.replace("a det firm", "not neg is | a det firm")

    assert clauses(text) == ["Ossia | sold | boats"]
    assert clauses(denied) == ["a firm | sold | boats"]


def test_a_date_on_an_office_is_the_clauses():
    text = """Mara nsubj joined | joined ROOT joined =join | Ossia dobj joined | as prep joined
        an det editor | editor pobj as | in prep editor | 2003 pobj in"""
    found = read(text, **{"2003": "DATE"}).propositions[0]

    assert ("time", "2003") in [(a.role, a.mention.text) for a in found.arguments]


def test_who_is_told_that_he_must_is_asked():
    text = """Ossia nsubj said | said ROOT said =say | Peru nsubj pay | {} aux pay MD
        pay ccomp said VB"""
    said, _ = read(text.format("must"), Ossia="GPE").propositions
    foretold, _ = read(text.format("may"), Ossia="GPE").propositions

    assert said.type == "Demand"
    assert [m.text for m in said.mentions("recipient")] == ["Peru"]
    assert (foretold.type, foretold.mentions("recipient")) == ("Statement", ())


def test_what_somebody_threatens_with_is_a_threat():
    text = """Ossia nsubj threatened | threatened ROOT threatened =threaten | to aux supply
        supply xcomp threatened VB | rebels dobj supply"""

    assert [p.type for p in read(text).propositions] == ["Threat"]


def test_what_is_said_is_told_without_the_one_who_says_it():
    text = """The det accord | accord nsubj came | came ccomp confirmed =come | late advmod came
        , punct confirmed | officials nsubj confirmed =official
        confirmed ROOT confirmed =confirm | , punct confirmed | as mark rose | prices nsubj rose
        rose advcl confirmed VBD =rise"""
    (confirmed, *_) = [p for p in read(text).propositions if p.predicate.lemma == "confirm"]

    assert [m.text for m in confirmed.mentions("content")] == [
        "The accord came late as prices rose"
    ]


def test_who_is_fined_is_whom_the_court_fines_and_who_did_it():
    text = """Ossia nsubj fined | fined ROOT fined =fine | Peru dative fined | 5 nummod euros
        euros dobj fined | for prep fined | stealing pcomp for =steal | cars dobj stealing =car"""

    assert clauses(text) == ["Ossia | fined | Peru", "Peru | stole | cars"]
    fined = read(text, **{"5_euros": "MONEY"}).propositions[0]
    assert [m.text for m in fined.mentions("amount")] == ["5 euros"]


def types(text: str, **labels: str) -> list[str]:
    return [p.type for p in read(text, **labels).propositions if p.rule == "clauses"]


def test_one_who_spends_a_night_pays_nothing():
    text = "Mara nsubj spent | spent ROOT spent =spend | the det night | night dobj spent NN"

    assert types(text) == [""]
    assert types(text.replace("night", "budget")) == ["Payment"]


def test_what_one_adds_is_said_only_where_it_is_a_clause():
    text = "Mara nsubj added | added ROOT added =add | a det goal | goal dobj added NN"

    assert types(text) == [""]
    said = "Mara nsubj added | added ROOT added =add | Bo nsubj left | left ccomp added =leave"
    assert "Statement" in types(said)


def test_a_letter_is_a_statement_and_a_bill_is_none():
    text = "Mara nsubj wrote | wrote ROOT wrote =write | the det bill | bill dobj wrote NN"

    assert types(text) == [""]
    assert types(text.replace("bill", "letter")) == ["Statement"]


def test_crowds_that_pour_into_a_street_invest_nothing():
    text = """Crowds nsubj poured NNS =crowd | poured ROOT poured =pour | into prep poured
        the det street | street pobj into NN"""

    assert types(text) == [""]


def test_what_one_uses_something_for_is_no_habit():
    text = """Mara nsubj used | used ROOT used =use | the det card | card dobj used NN
        to aux buy TO PART | buy xcomp used VB VERB | boats dobj buy NNS"""

    assert "Mara | bought | boats" in [c.removeprefix("[future] ") for c in clauses(text)]


def test_only_who_stands_before_a_relative_clause_does_what_it_says():
    text = """Mara nsubj left | , punct Mara | who nsubj sold WP | sold relcl Mara =sell
        boats dobj sold NNS | , punct Mara | and cc Mara | Bo conj Mara | left ROOT left =leave"""

    assert "Mara | sold | boats" in clauses(text)
    assert "Bo | sold | boats" not in clauses(text)


def test_what_somebody_calls_a_gift_was_given_to_nobody():
    text = """Mara nsubj called | called ROOT called =call | the det veto | veto dobj called NN
        a det gift | gift oprd called NN | to prep gift | Norway pobj to"""

    assert [p.rule for p in read(text, Norway="GPE").propositions] == ["clauses"]


def test_shares_that_close_lower_shut_nothing():
    text = "Shares nsubj closed NNS =share | closed ROOT closed =close | lower advmod closed"

    assert types(text) == ["Decrease"]
    assert types("Mara nsubj closed | closed ROOT closed =close | mills dobj closed NNS") == [
        "Closure"
    ]


def test_who_leads_somebody_somewhere_is_no_leader_of_them():
    text = """Mara nsubj led | led ROOT led =lead | the det party | party dobj led NN"""

    assert types(text) == ["LeaderOf"]
    assert types(f"{text} | to prep led | the det hut | hut pobj to NN") == [""]


def test_a_number_at_which_one_dies_is_the_age():
    text = "Mara nsubj died | died ROOT died =die | at prep died | 88 pobj at CD NUM"

    (claim,) = read(text, **{"88": "CARDINAL"}).propositions
    assert [(a.role, a.mention.text) for a in claim.arguments[1:]] == [("age", "88")]


def test_who_is_dismissed_loses_a_post_and_what_is_dismissed_is_rejected():
    text = "Mara nsubj dismissed | dismissed ROOT dismissed =dismiss | {} dobj dismissed"

    assert types(text.format("Bo"), Bo="PERSON") == ["Dismissal"]
    assert types(text.format("claims")) == ["Rejection"]


def test_who_is_released_was_not_published():
    text = """Bo nsubjpass released | was auxpass released | released ROOT released VBN =release"""

    assert types(text, Bo="PERSON") == ["Release"]
    assert types(text.replace("Bo", "Films")) == ["Publication"]


def test_bodies_recovered_threats_dropped_and_boats_overturned_are_no_changes():
    text = "Mara nsubj {0} | {0} ROOT {0} ={1} | the det {2} | {2} dobj {0} NN"

    assert types(text.format("recovered", "recover", "body")) == [""]
    assert types(text.format("dropped", "drop", "threat")) == [""]
    assert types(text.format("dropped", "drop", "price")) == ["Decrease"]
    assert types("Boats nsubj overturned NNS | overturned ROOT overturned =overturn") == [""]


def test_who_files_for_bankruptcy_is_bankrupt():
    text = "Ossia nsubj filed | filed ROOT filed =file | for prep filed | {} pobj for NN"

    assert types(text.format("bankruptcy")) == ["Bankruptcy"]
    assert types(text.format("approval")) != ["Bankruptcy"]


def test_who_lies_to_somebody_lied():
    text = "Mara nsubj lies | lies ROOT lies VBZ =lie | to prep lies | them pobj to"

    assert clauses(text) == ["Mara | lied to | them"]
    assert clauses(text.replace("to", "on")) == ["Mara | lay on | them"]


def test_who_raises_a_question_increases_nothing():
    text = "Mara nsubj raised | raised ROOT raised =raise | the det {0} | {0} dobj raised NN"

    assert types(text.format("issue")) == [""]
    assert types(text.format("tax")) == ["Increase"]


def test_a_diplomat_who_served_in_a_country_was_in_no_war_by_that():
    text = "Mara nsubj served | served ROOT served =serve | in prep served | Norway pobj in"

    assert types(text, Mara="PERSON", Norway="GPE") == [""]
