"""Forms of a Swedish word that the stemmer leaves apart: sjön and sjö, böcker and bok, säkra and säker.

They are made of the word that is asked for, never stored: the index holds one stem of each word as it was written, and
what was found without this is found still. A form that does not exist ("lå", of "lån") is found nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .irregular import ADJECTIVE_FAMILIES, BEFORE_A_VERB, FAMILIES, VERB_FAMILIES
from .stems import stem_of

# What stands before, and the endings that alternate after it; "" is none.
RULES = (
    ("[åäöéoyui]", "| n ns en er erna ernas ar arna arnas"),  # bro, idé, by
    ("[åäöéoyui]", "| t ts et ets"),  # bo, bageri
    ("[åiouy]", "| a are ast tt"),  # ny, fri, blå
    ("[^aeiouyåäö]i", "um umet et er erna"),  # gymnasium
    ("e", "um umet et er erna"),  # museum
    ("[bdfgkpst]", "er ern erns ers ert ra rar rarna ras rare rast ren rens ret rets"),  # vinter, säker, fönster
    ("[aeiouyåäö][^aeiouyåäö]+o", "| t ts n na ns"),  # foto, konto
    ("..sam", "| t ma mt"),  # långsam
)
DOUBLED = ("mmer mmern mmerns mren mret mrets", "mmar mmaren mmarens mrar mrarna")  # nummer, sommar
ING = "ing ingen ingens ingar ingarna ings"
NING = "ning ningen ningens ningar ningarna nings"
# What a longer form is made of, its endings, and those of the others. The other way round is no need: "ren" is the
# beginning of "rent" and "plog" of "plogning", and so "svar" is not asked for as "svart".
SHORTER = (
    # rent, snabbt, fullt, varmt, djupt, kört, höjt, grävt
    ("[^aeiouyåäö]*[aeiouyåäö](?:[bjlnprv]|bb|ll|rr|[gr]n|rm|lv|lj|[lmr]p)", "t", "| a de ning"),
    # socialt, hållbart, anställt; neither "patient" nor "rapport"
    (
        "[^aeiouyåäö]*[aeiouyåäö].*(?:[iuoyåäö]n|[aeiuyåäö]l|[iuyåäö]r|[bl]ar|[jpv]|bb|ll|rr|[gr]n|rm|lv|lj|[lmr]p)",
        "t",
        "| a de ning",
    ),
    (".*(?:[bjlrv]|mn|rm)", "de", "a er t ning"),  # röjde, körde, nämnde
    (".*[kps]", "te", "a er t ning"),  # köpte
    (".*[kps]", NING, "a er ade te na"),  # sänkning, öppning
    (".*[jlrv]", NING, "a er ade de t na"),  # höjning, anställning
    (".*[^aeiouyåäökpsjlrv]", NING, "a er ade de na"),  # plogning, vattning
    (".*(?:er|[bdfgkpst]r|[bdfgkmpstvx]l)", ING, "a ade"),  # parkering, ändring, odling
)
SHORTEST_MADE_OF = 3  # letters: "alt" is not made of "al"
# What only looks as if a longer word were made of it: svart and svar, kant and kan, tidning and tid.
OTHERS = """
    avgift bor dan dom far fil fjär for för gran han handl har hor hår kan kar klän kol kor land led mal man men mil min
    mins mor myn mås når när ord pan par pil plan por run sal sam san sin skol skyl sol son sor spal spel spor stal star
    stol svar tal tan tid tom tor tur val van var vil väg väl vän vär vår
"""
NOT_MADE_OF = frozenset(OTHERS.split())
SHORTEST_BEFORE = 2  # letters before an irregular word: "barnbok", but not "gson"


def _endings(told: str) -> tuple[str, ...]:
    return tuple("" if ending == "|" else ending for ending in told.split())


def _rule(before: str, told: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    endings = _endings(told)
    return re.compile(rf"(.*?{before})(?:{'|'.join(endings)})"), endings


REGULAR = (*(_rule(*rule) for rule in RULES), *(_rule("[aeiouyåäö]", endings) for endings in DOUBLED))


def _by_form(families: Iterable[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """A form may be of two families: "satt" of sitta and of sätta."""
    found: dict[str, tuple[str, ...]] = {}
    for family in families:
        for form in family:
            found[form] = (*found.get(form, ()), *family)
    return found


def _at_end(before: str, forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"({before})({'|'.join(sorted(forms, key=len, reverse=True))})")


OF_NOUNS, OF_VERBS, OF_ADJECTIVES = map(_by_form, (FAMILIES, VERB_FAMILIES, ADJECTIVE_FAMILIES))
PARTICLE = rf"(?:|{'|'.join(BEFORE_A_VERB.split())})"
IRREGULAR = (
    (_at_end(rf"|.{{{SHORTEST_BEFORE},}}?", OF_NOUNS), OF_NOUNS),
    (_at_end(PARTICLE, OF_VERBS), OF_VERBS),
    (_at_end("", OF_ADJECTIVES), OF_ADJECTIVES),
)
# Short verbs: bo, bor, bodde, bott. Not what would be another word: bro and bror, så and sår, ska and skar.
SHORT_ENDINGS = _endings("| r dde dd dda tt")
ENDED = "|".join(SHORT_ENDINGS)
ANOTHER = "bro|dy|ha|lä|sa|ska|så|va"
SHORT_VERB = re.compile(rf"({PARTICLE}(?!(?:{ANOTHER})(?:{ENDED})$)[^aeiouyåäö]+[aeoyåä])(?:{ENDED})")
SHORTENED = tuple(
    (re.compile(rf"({before})(?:{'|'.join(after.split())})"), _endings(told)) for before, after, told in SHORTER
)


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
    for pattern, endings in SHORTENED:
        found = pattern.fullmatch(word)
        if found and len(found[1]) >= SHORTEST_MADE_OF and found[1] not in NOT_MADE_OF:
            yield from (found[1] + ending for ending in endings)
    if found := SHORT_VERB.fullmatch(word):
        yield from (found[1] + ending for ending in SHORT_ENDINGS)
    for pattern, families in IRREGULAR:
        if found := pattern.fullmatch(word):
            yield from (found[1] + form for form in families[found[2]])
