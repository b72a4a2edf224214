"""Forms of a Swedish word that the stemmer leaves apart: sjön and sjö, böcker and bok, säkra and säker.

They are made of the word that is asked for, never stored: the index holds one stem of each word as it was written, and
what was found without this is found still. A form that does not exist ("lå", of "lån") is found nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .stems import stem_of

# What stands before, and the endings that alternate after it; "" is none.
RULES = (
    ("[åäöéoyui]", "| n ns en er erna ernas ar arna arnas"),  # bro, idé, by
    ("[åäöéoyui]", "| t ts et ets"),  # bo, bageri
    ("[åiouy]", "| a are ast tt"),  # ny, fri, blå
    ("[^aeiouyåäö]i", "um umet et er erna"),  # gymnasium
    ("e", "um umet et er erna"),  # museum
    ("[bdfgkpst]", "er ern erns ers ert ra rar rarna ras rare rast ren rens ret rets"),  # vinter, säker, fönster
)
DOUBLED = ("mmer mmern mmerns mren mret mrets", "mmar mmaren mmarens mrar mrarna")  # nummer, sommar
# Of municipal life. They count at the end of a longer word, too: huvudstad, barnböcker.
IRREGULAR = """
    bok boken bokens böcker böckerna | stad staden stadens städer städerna | bostad bostaden bostäder bostäderna
    fot foten fötter fötterna | rot roten rötter rötterna | natt natten nätter nätterna | hand handen händer händerna
    land landet landets länder länderna | strand stranden stränder stränderna | rand randen ränder ränderna
    tand tanden tänder tänderna | brand branden bränder bränderna | tång tången tänger | stång stången stänger stängerna
    spång spången spänger spängerna | bokstav bokstaven bokstäver bokstäverna | ledamot ledamoten ledamöter ledamöterna
    son sonen söner sönerna | dotter dottern döttrar döttrarna | far fadern fäder fäderna | mor modern mödrar mödrarna
    bror brodern bröder bröderna | man mannen mannens män männen | vän vännen vänner vännerna
    bonde bonden bönder bönderna | gås gåsen gäss | öga ögat ögon ögonen | öra örat öron öronen
    ko kon kor korna | sko skon skor skorna | tå tån tår tårna | bi biet bin bina | knä knät knäet knän knäna
    sökan sökans sökning sökningen sökningar sökningarna | anmälan anmälans anmälning anmälningar anmälningarna
    inbjudan inbjudningar inbjudningarna | centrum centrumet centret centra | datum datumet datumen data
    trottoar trottoaren trottoarer | vatten vattnet vattnets | botten bottnen bottnar | öken öknen öknar
    tecken tecknet tecknen | socken socknen socknar | gammal gamla gammalt gamlare | liten litet lilla små smått
    öppen öppet öppna | mogen moget mogna | vuxen vuxna vuxet | egen eget egna | trasig trasigt trasiga
    röd rött röda | god gott goda | bred brett breda | hård hårt hårda | stor större störst största
    lång längre längst längsta | hög högre högst högsta | ung yngre yngst yngsta | låg lägre lägst lägsta
"""
FAMILIES = tuple(
    tuple(family.split()) for line in IRREGULAR.splitlines() for family in line.split("|") if family.strip()
)
SHORTEST_BEFORE = 2  # letters before an irregular word: "barnbok", but not "gson"


def _rule(before: str, told: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    endings = tuple("" if ending == "|" else ending for ending in told.split())
    return re.compile(rf"(.*?{before})(?:{'|'.join(endings)})"), endings


REGULAR = (*(_rule(*rule) for rule in RULES), *(_rule("[aeiouyåäö]", endings) for endings in DOUBLED))
WITH = {form: family for family in FAMILIES for form in family}
AT_END = re.compile(rf"(|.{{{SHORTEST_BEFORE},}}?)({'|'.join(sorted(WITH, key=len, reverse=True))})")


@lru_cache(maxsize=20_000)
def kin(word: str) -> tuple[str, ...]:
    """The stems of the other forms of a word in small letters; none of them is its own."""
    own = stem_of(word)
    others = dict.fromkeys(stem_of(form) for form in _forms(word))
    if own.endswith("mm"):  # rummet, drömmar
        others[own[:-1]] = None
    elif own.endswith("m"):
        others[f"{own}m"] = None
    return tuple(other for other in others if other != own)


def _forms(word: str) -> Iterator[str]:
    for pattern, endings in REGULAR:
        if found := pattern.fullmatch(word):
            yield from (found[1] + ending for ending in endings)
    if found := AT_END.fullmatch(word):
        yield from (found[1] + form for form in WITH[found[2]])
