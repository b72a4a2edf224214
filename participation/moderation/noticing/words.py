"""Words that insult, threaten or advertise: whole words and phrases, never parts of words.

A short list, kept with care for its false friends. What is left out is left out on purpose: oaths (fan, helvete) are
rude but meant for nobody; svin, råtta, apa, as, kräk and ohyra are animals and refuse, which a municipality has plenty
of; efterbliven is what a field can be; Fittja and Hora are names. `BUT` takes away what only looks like a threat.
"""

from __future__ import annotations

import re
import unicodedata

INSULT_WORDS = """
    idiot idioten idioter idioterna idioters pucko puckot puckon dumskalle dumskallar dumskallarna dumhuvud
    dumhuvuden kukhuvud kukhuvuden kuksugare fitta fittan fittor fittorna fittig fittiga subba subban subbor hora
    horan horor horunge horungar luder ludret slyna slynan slynor slampa slampan slampor rövhål rövhålen rövhålet
    arsle arslen arslet skithög skithögar skitstövel skitstövlar köttskalle köttskallar kötthuvud kötthuvuden mongo
    mongon cpunge cpungar cpskadad hjärndöd hjärndöda blatte blattar blattarna svartskalle svartskallar neger
    negern negrer negrerna nigger niggers bögjävel äckelgubbe kärringjävel gubbjävel
"""
INSULTS = frozenset(INSULT_WORDS.split())
# "politikerjävel", "tjuvjävlarna": whoever ends so is scolded. The oath alone is not.
SCOLDED = re.compile(r"\w{3,}(?:jävel|jäveln|jävlar|jävlarna|jävlars)")
PHRASES = re.compile(
    r"\b(?:jävla|djävla|jävlas|förbannade?) "
    r"(?:svin|as|kräk|apa|apor|råttor?|parasiter|ohyra|äckel|kärring\w*|gubbe|gubbar|unge|ungar|mongo|hora)\b"
    r"|\bdra åt helvete\b|\bhåll käften?\b"
)

WHOM = r"(?:dig|er|honom|henne|hen|dem|dom|din familj|era barn|dina barn|hela bunten)"
THREATS = re.compile(
    rf"\b(?:döda|mörda|skjuta|knivhugga|hugga|lemlästa|våldta) (?:ihjäl )?{WHOM}\b"
    rf"|\b(?:slå|sparka|hugga|skjuta) ihjäl {WHOM}\b|\b(?:slår|sparkar|skjuter) {WHOM} (?:ihjäl|i huvudet)\b"
    rf"|\b(?:slå|sparka|spöa|klå upp|banka) (?:in |sönder )?(?:skallen|käften|benen|tänderna) på {WHOM}\b"
    rf"|\b(?:spöa|klå|spöar) (?:upp |skiten ur )?{WHOM}\b"
    r"|\b(?:vi|jag) vet (?:precis |nog |mycket väl )?var (?:du|ni) bor\b"
    r"|\b(?:du|ni|han|hon|de|dom) (?:ska|borde|kommer att|måste) (?:dö|hängas|skjutas|avrättas|lynchas|brinna)\b"
    r"(?! (?:upp|fram|till|ut|in|av|för|på))"
    r"|\b(?:borde|ska) (?:hängas|lynchas|avrättas|arkebuseras|skjutas)\b(?! (?:upp|fram|till|ut|in|av|på|från))"
    rf"|\bhoppas (?:att )?(?:du|ni|han|hon|de|dom) (?:dör|brinner|får cancer)\b"
    r"|\b(?:bränna|elda|bränner) (?:ner |upp )?(?:ditt|ert|hans|hennes|deras) (?:hus|bil|hem)\b"
    r"|\b(?:akta|passa) (?:dig|er) (?:noga |jävligt )?(?:nästa gång|när du går hem|på kvällarna)\b"
)
BUT = re.compile(r"\bslå ihjäl tid\w*|\bskjuta (?:på |upp |fram |till )\w+")

ADVERTS = re.compile(
    r"\b(?:casino|kasino|viagra|cialis|bitcoin|kryptovaluta|snabblån|sms ?lån|nätdejting|onlyfans)\b"
    r"|\btjäna (?:snabba |lätta |extra )?pengar (?:hemifrån|online|på nätet)\b|\bbli rik\b"
    r"|\b(?:prenumerera|följ mig|gilla min) (?:på |min |mig |sida\b|kanal\b)"
    r"|\b(?:min|mina|vår) (?:kanal|youtube|instagram|webbshop|webbutik)\b"
    r"|\b(?:subscribe|my channel|check out my|make money|work from home|free gift|click here|klicka här)\b"
    r"|\b(?:rabattkod|fri frakt|beställ nu|köp nu|erbjudandet gäller)\b"
)
NOT_SEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """Small letters, one space between words, without what is not seen, and without the marks between."""
    seen = NOT_SEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return " ".join(WORD.findall(seen.replace("-", "")))


def insult_in(text: str) -> str:
    """The first word or phrase that insults somebody, or nothing. `text` is plain."""
    for word in text.split():
        if word in INSULTS or SCOLDED.fullmatch(word):
            return word
    found = PHRASES.search(text)
    return found.group() if found else ""


def threat_in(text: str) -> str:
    found = THREATS.search(BUT.sub(" ", text))
    return found.group() if found else ""


def advert_in(text: str) -> str:
    found = ADVERTS.search(text)
    return found.group() if found else ""
