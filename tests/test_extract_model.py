"""What is read of whole sentences, with the language pipeline: a construction each.

Below each sentence stands all that clauses, copulas, nouns, titles and answers say of it: subject,
predicate and object, in front of them in brackets what is not plainly asserted, behind them the
speakers, and the roles in parentheses. A sentence that begins with # is a headline.
"""

from __future__ import annotations

import pytest
from parses import told

from kg.extract import read
from kg.model import Block, Document, Proposition
from kg.parse import parse_documents

pytestmark = pytest.mark.model

RULES = frozenset({"clauses", "copulas", "nominals", "titles", "denials", "confirmations"})
TABLE = """
The Danish fishery board fined Halden Seafood.
    The Danish fishery board | fined | Halden Seafood
The Danish fishery board did not fine Halden Seafood.
    [negative] The Danish fishery board | fined | Halden Seafood
Halden Seafood was fined by the Danish fishery board on Monday.
    the Danish fishery board | fined | Halden Seafood (time Monday)
Halden Seafood was fined on Monday.
    Halden Seafood | was fined (time Monday)
Rosa Keller led Tern Airlines from 1999 to 2004.
    Rosa Keller | led | Tern Airlines (start 1999, end 2004)
Peru visited Chile between May and July.
    Peru | visited | Chile (time between May and July)
Peru closed its ports from Monday to Friday.
    Peru | closed | its ports (time Monday to Friday)
Peru postponed the vote from 2024 to 2026.
    Peru | postponed | the vote (oblique 2024 to 2026)
Rosa Keller called Pavel Novak on Monday night.
    Rosa Keller | called | Pavel Novak (time Monday night)
Rosa Keller left Tern Airlines five months ago.
    Rosa Keller | left | Tern Airlines (time five months ago)
Police raided the mill overnight.
    Police | raided | the mill (time overnight)
Peru shelled Chile on Sunday and Monday.
    Peru | shelled | Chile (time Sunday, time Monday)
Canada sued Tern Airlines back in March.
    Canada | sued | Tern Airlines (time March)
Canada fined Tern Airlines in mid-May.
    Canada | fined | Tern Airlines (time mid-May)
Peru freed Rosa Keller hours later.
    Peru | freed | Rosa Keller
Peru has backed Chile for years.
    Peru | backed | Chile (duration years)
Peru accused Chile for the first time since 2010.
    Peru | accused | Chile (frequency the first time since 2010)
Many of the refugees left Peru.
    Many of the refugees | left | Peru
Each of the ministers denied the charges.
    Each of the ministers | denied | the charges
The ferry ran aground off Malta.
    The ferry | ran aground off | Malta
Divers pulled 40 sailors out of the water.
    Divers | pulled | 40 sailors (origin the water)
Oru Bank advised Tern Airlines; Halden Seafood was advised by Bo Lind.
    Oru Bank | advised | Tern Airlines
    Bo Lind | advised | Halden Seafood
A jury found Rosa Keller guilty on Monday of stealing gold.
    A jury | found guilty | Rosa Keller (time Monday)
    Rosa Keller | stole | gold @A jury
The court found the mayor not guilty of taking bribes.
    [negative] The court | found guilty | the mayor
    [possible] the mayor | took | bribes @The court
Peru cannot pay Chile.
    [negative] Peru | paid | Chile
Peru may not pay Chile.
    [negative possible future] Peru | paid | Chile
It does not mean that Peru cannot pay Chile.
    [negative] It | meant
    [possible] Peru | paid | Chile
The report by the minister, which was published on Monday, angered Peru.
    The report by the minister | was published (time Monday)
    The report by the minister | angered | Peru
Born Rosa Dahl in 1935, Rosa Keller left school at 14.
    Rosa Keller | was born | Rosa Dahl (time 1935)
    Rosa Keller | left | school (age 14)
Rosa Keller married the painter Jan Vale in 1958.
    Rosa Keller | married | the painter Jan Vale (time 1958)
Markets rallied on Monday: the peso gained 3 percent.
    Markets | rallied (time Monday)
    the peso | gained | 3 percent
Canada and Mexico condemned the embargo and recalled their envoys.
    Canada | condemned | the embargo
    Mexico | condemned | the embargo
    Canada | recalled | their envoys
    Mexico | recalled | their envoys
Finland agreed to sell Estonia three ferries.
    [future] Finland | agreed to sell | three ferries (recipient Estonia)
Finland did not agree to sell Estonia three ferries.
    [negative future] Finland | agreed to sell | three ferries (recipient Estonia)
Peru urged Chile to release the trawler.
    Peru | urged | Chile
    [possible future asked] Chile | released | the trawler @Peru
Peru forced Chile to release the trawler.
    Peru | forced | Chile
    Chile | released | the trawler
Rosa Keller promised voters to cut taxes.
    Rosa Keller | promised | voters
    [future] Rosa Keller | promised to cut | taxes
Rosa Keller, who founded Tern Airlines in 1998, resigned on Friday.
    Rosa Keller | founded | Tern Airlines (time 1998)
    Rosa Keller | resigned (time Friday)
The ferry that Tern Airlines bought last year sank off Malta.
    Tern Airlines | bought | The ferry (time last year)
    The ferry | sank off | Malta
A warehouse owned by Halden Seafood burned down.
    Halden Seafood | owned | A warehouse
    A warehouse | burned down
Halden Seafood dismissed 40 sailors, citing heavy losses.
    Halden Seafood | dismissed | 40 sailors
    Halden Seafood | cited | heavy losses
The mayor accused Tern Airlines of bribing inspectors.
    The mayor | accused | Tern Airlines
    [possible] Tern Airlines | bribed | inspectors @The mayor
Rosa Keller and Pavel Novak met in Vienna on Tuesday.
    Rosa Keller | met with | Pavel Novak (place Vienna, time Tuesday)
Rosa Keller talked to Pavel Novak about fishing quotas.
    Rosa Keller | talked to | Pavel Novak (topic fishing quotas)
Chile could intervene if Peru attacked Bolivia.
    [possible future] Chile | intervened
    [possible] Peru | attacked | Bolivia
Should Peru attack Bolivia, Chile could intervene.
    [possible future] Peru | attacked | Bolivia
    [possible future] Chile | intervened
Chile will intervene unless Peru withdraws its troops.
    [possible future] Chile | intervened
    [possible] Peru | withdrew | its troops
Peru failed to pay Chile.
    [negative] Peru | failed to pay | Chile
Peru did not fail to pay Chile.
    Peru | failed to pay | Chile
Peru managed to repay Chile.
    Peru | managed to repay | Chile
Rosa Keller refused to meet Pavel Novak.
    [negative future] Rosa Keller | refused to meet | Pavel Novak
Tern Airlines plans to buy Halden Seafood.
    [future] Tern Airlines | planned to buy | Halden Seafood
Tern Airlines will not buy Halden Seafood.
    [negative future] Tern Airlines | bought | Halden Seafood
Tern Airlines may have bribed inspectors.
    [possible] Tern Airlines | bribed | inspectors
Tern Airlines is likely to buy Halden Seafood.
    [probable future] Tern Airlines | was likely to buy | Halden Seafood
Tern Airlines has never bribed inspectors.
    [negative] Tern Airlines | bribed | inspectors
Rosa Keller said Tern Airlines would hire 300 pilots.
    Rosa Keller | said
    [future] Tern Airlines | hired | 300 pilots @Rosa Keller
Rosa Keller denied that Tern Airlines bribed inspectors.
    Rosa Keller | denied
    [negative] Tern Airlines | bribed | inspectors @Rosa Keller
Rosa Keller doubts that Tern Airlines bribed inspectors.
    Rosa Keller | doubted
    [negative probable] Tern Airlines | bribed | inspectors @Rosa Keller
According to the Harbour Post, Tern Airlines bribed inspectors.
    Tern Airlines | bribed | inspectors @the Harbour Post
"Peru attacked our fleet," Rosa Keller said.
    Peru | attacked | our fleet @Rosa Keller
    Rosa Keller | said
The embargo, officials said, will end on Friday.
    officials | said
    [future] The embargo | ended @officials (time Friday)
Peru, said the ministry, attacked Chile.
    the ministry | said
    Peru | attacked | Chile @the ministry
The Harbour Post reported that officials said Peru attacked Chile.
    The Harbour Post | reported
    officials | said @The Harbour Post
    Peru | attacked | Chile @The Harbour Post @officials
In a statement, the ministry confirmed that Peru attacked Chile.
    the ministry | confirmed (oblique a statement)
    Peru | attacked | Chile @the ministry
Did Peru attack Chile?
    [asked] Peru | attacked | Chile
Peru reportedly attacked Chile.
    [possible] Peru | attacked | Chile
Rosa Keller left Vienna without meeting Pavel Novak.
    Rosa Keller | left | Vienna (oblique meeting Pavel Novak)
    [negative] Rosa Keller | met | Pavel Novak
Rosa Keller flew to Vienna to meet Pavel Novak.
    Rosa Keller | flew to | Vienna
    [possible future] Rosa Keller | met | Pavel Novak
Norway's Finance Minister Rosa Keller visited Malta.
    Norway's Finance Minister Rosa Keller | visited | Malta
    Norway's Finance Minister Rosa Keller | finance minister of | Norway
Rosa Keller, Norway's finance minister, visited Malta.
    Rosa Keller | visited | Malta
    Rosa Keller | finance minister of | Norway
Rosa Keller is the mayor of Bergen.
    Rosa Keller | mayor of | Bergen
Rosa Keller is not the mayor of Bergen.
    [negative] Rosa Keller | mayor of | Bergen
The embargo is crucial to the fishermen.
    The embargo | crucial to | the fishermen
Peru held talks with Chile in Lima on Monday.
    Peru | talked with | Chile (place Lima, time Monday)
Peru and Chile held talks in Lima.
    Peru | talked with | Chile (place Lima)
Peru held no talks with Chile.
    [negative] Peru | talked with | Chile
Peru launched an attack on Chile.
    Peru | attacked | Chile
Peru published a book on Chile.
    Peru | published | a book on Chile (topic Chile)
The embargo drew criticism from Canada and Mexico.
    Canada | criticized | The embargo
    Mexico | criticized | The embargo
Peru's attack on Chile alarmed Bolivia.
    Peru's attack on Chile | alarmed | Bolivia
    Peru | attacked | Chile
An alleged attack by Peru on Chile alarmed Bolivia.
    An alleged attack by Peru on Chile | alarmed | Bolivia
    [possible] Peru | attacked | Chile
Rosa Keller warned of an attack by Peru on Chile.
    Rosa Keller | warned of | an attack by Peru on Chile
    [possible future] Peru | attacked | Chile
The arrest of Pavel Novak angered farmers.
    The arrest of Pavel Novak | angered | farmers
    Pavel Novak | was subject of arrest
Halden Seafood sold its fleet to Tern Airlines for $40 million.
    Halden Seafood | sold | its fleet (recipient Tern Airlines, price $40 million)
Tern Airlines is headquartered in Valletta.
    Tern Airlines | was headquartered in | Valletta
Pavel Novak was born in Vienna in 1970.
    Pavel Novak | was born in | Vienna (time 1970)
The Harbour Post reported that Tern Airlines bribed inspectors. Tern Airlines has denied the report.
    The Harbour Post | reported
    Tern Airlines | bribed | inspectors @The Harbour Post
    Tern Airlines | denied | the report
    [negative] Tern Airlines | bribed | inspectors @Tern Airlines
The Harbour Post reported that Tern Airlines bribed inspectors. Tern Airlines has denied the bill.
    The Harbour Post | reported
    Tern Airlines | bribed | inspectors @The Harbour Post
    Tern Airlines | denied | the bill
# Peru Attacks Chile, Rosa Keller Says
    Peru | attacked | Chile @Rosa Keller
    Rosa Keller | said
# Rival Mayors Meet in Vienna
    Rival Mayors | met (place Vienna)
# Spring Meeting in Vienna
Peru appealed to Chile to release the trawlers.
    Peru | appealed to | Chile
    [possible future asked] Chile | released | the trawlers @Peru
Instead of resigning, Pavel Novak called an early election.
    [negative] Pavel Novak | resigned
    [future] Pavel Novak | called | an early election
An agreement could be reached by Friday.
    [possible future] An agreement | was reached (time Friday)
Pavel Novak was elected president of Peru.
    Pavel Novak | was elected | president of Peru
Chile could intervene, the ministry in Lima warned.
    [possible future] Chile | intervened @the ministry in Lima
    the ministry in Lima | warned
Peru threatened Chile by closing the strait.
    Peru | threatened | Chile (instrument closing the strait)
    Peru | closed | the strait
Neither Peru nor Chile commented on the report.
    [negative] Peru | commented on | the report
    [negative] Chile | commented on | the report
Pavel Novak pleaded not guilty.
    [negative] Pavel Novak | pleaded guilty
Peru not only attacked Chile but also closed the border.
    Peru | attacked | Chile
    Peru | closed | the border
Peru no longer imports Chilean wine.
    [negative] Peru | imported | Chilean wine
The ministry has yet to comment on the report.
    [negative] The ministry | commented on | the report
Peru is said to have attacked Chile.
    [possible] Peru | was said to attack | Chile
Peru dropped its plan to buy the mines.
    Peru | dropped | its plan to buy the mines
    [negative future] its | bought | the mines
Rosa Keller asked why Peru attacked Chile.
    Rosa Keller | asked
    Peru | attacked | Chile @Rosa Keller
Chile banned its citizens from travelling to Peru.
    Chile | banned | its citizens
    [negative] its citizens | traveled to | Peru
The ministry warned citizens not to travel to Peru.
    The ministry | warned | citizens
    [negative possible future asked] citizens | traveled to | Peru @The ministry
Peru and Chile are to resume talks in May, officials said.
    officials | said
    [future] Peru | talked with | Chile @officials (time May)
The company, based in Valletta, was founded by Rosa Keller in 1998.
    The company | was based in | Valletta
    Rosa Keller | founded | The company (time 1998)
Norway has not ruled out an attack on Iceland.
    [negative] Norway | ruled out | an attack on Iceland (topic Iceland)
    [possible future] Norway | attacked | Iceland @Norway
Norway abandoned plans for an attack on Iceland.
    Norway | abandoned | plans for an attack on Iceland
    [negative future] Norway | attacked | Iceland
Norway rejected plans for an attack on Iceland.
    Norway | rejected | plans for an attack on Iceland
    [negative future] Iceland | was subject of attack
Norway denied any meeting with Iceland.
    Norway | denied | any meeting with Iceland (companion Iceland)
    [negative] Norway | met with | Iceland @Norway
Police prevented an attack on Iceland.
    Police | prevented | an attack on Iceland (topic Iceland)
    [negative] Iceland | was subject of attack
Norway wants talks with Iceland.
    Norway | wanted | talks with Iceland (companion Iceland)
    [possible future] Norway | talked with | Iceland
Norway announced a visit to Iceland.
    Norway | announced | a visit to Iceland (destination Iceland)
    [future] Norway | visited | Iceland @Norway
The attack by Norway on Iceland never took place.
    [negative] The attack by Norway on Iceland | took place
    [negative] Norway | attacked | Iceland
Rosa Keller died in Turin on Friday at the age of 95.
    Rosa Keller | died in | Turin (time Friday, age the age of 95)
Pavel Novak pretended to buy the trawler.
    [negative] Pavel Novak | pretended to buy | the trawler
"""


def _table() -> dict[str, list[str]]:
    """Each sentence of the table with the lines below it."""
    lines: list[str] = []
    cases = {}
    for line in TABLE.strip().splitlines():
        if line.startswith(" "):
            lines.append(line.strip())
        else:
            cases[line] = lines = []
    return cases


CASES = _table()


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    """What is read of each sentence: a document each, parsed in one go."""
    documents = [_document(sentence) for sentence in CASES]
    return {
        document.id: [_line(p) for p in read(document, doc).propositions if p.rule in RULES]
        for document, doc in parse_documents(documents)
    }


def _document(sentence: str) -> Document:
    text = sentence.removeprefix("# ")
    kind = "heading" if text != sentence else "paragraph"
    return Document(sentence, text, (Block(kind, 0, len(text)),), "news.txt")


def _line(proposition: Proposition) -> str:
    shown = [a for a in proposition.arguments if a.role not in {"subject", "object", "content"}]
    roles = ", ".join(f"{a.role} {a.mention.text}" for a in shown)
    return f"{told(proposition)} ({roles})" if roles else told(proposition)


@pytest.mark.parametrize("sentence", list(CASES))
def test_a_sentence_says_this_and_no_more(sentence: str, found: dict[str, list[str]]):
    assert sorted(found[sentence]) == sorted(CASES[sentence])
