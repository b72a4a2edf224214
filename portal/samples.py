"""Harmless words for the page that shows every component in every state."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.templatetags.static import static

from .sample_topics import POINTS, boxes, threads

STATUSES = [
    ("support", "Samlar stöd"),
    ("open", "Vi behöver din hjälp"),
    ("town", "Hos kommunen"),
    ("wait", "Väntar på granskning"),
    ("done", "Klart 12 juni 2026"),
    ("no", "Blev inte av"),
    ("late", "11 dagar för sent"),
    ("paused", "Vilar"),
    ("merged", "Sammanslagen"),
]

ICONS = (
    "search", "person", "desk", "people", "menu", "arrow", "back", "up", "down", "out", "reply", "flag", "pin",
    "locate", "map", "list", "camera", "picture", "send", "edit", "bin", "clock", "calendar", "check", "plus", "minus",
    "close", "download", "upload", "mail", "phone", "link", "share", "doc", "print", "follow", "unfollow",
    "support", "warning", "info", "kept", "lock", "unseen", "seen", "rss", "globe", "offline", "lamp", "road",
    "tree", "snow", "water", "play", "bus", "money", "vote", "leave", "speech", "filter",
)  # fmt: skip

DOORS = [
    {
        "kind": "idea",
        "title": "Föreslå",
        "url": "#forsla",
        "text": "Har du en idé? Skriv den. Andra kan stödja den.",
        "live_number": 41,
        "live_after": "idéer samlar stöd just nu",
    },
    {
        "kind": "eservice",
        "title": "Tyck till om e-tjänster",
        "url": "#tyck-till",
        "text": "Prova det vi bygger och säg vad som är krångligt.",
        "live_number": 3,
        "live_after": "e-tjänster väntar på dig",
    },
    {
        "kind": "fault",
        "title": "Felanmäl",
        "url": "#felanmal",
        "text": "Trasig lykta, hål i vägen, full soptunna.",
        "live_before": "Hälften åtgärdas inom",
        "live_number": 4,
        "live_after": "dagar",
    },
]

ROWS = [
    {
        "kind": "E-tjänst, prototyp",
        "title": "Byta förskola i en och samma e-tjänst",
        "status_shape": "open",
        "status_word": "Vi behöver din hjälp",
        "figure": 15,
        "figure_label": "dagar kvar",
    },
    {
        "kind": "Idé",
        "title": "Simskola på lovet även i Njurunda",
        "status_shape": "support",
        "status_word": "Samlar stöd",
        "figure": 164,
        "figure_label": "stöd av 200",
    },
    {
        "kind": "Idé",
        "title": "Fler bänkar längs Sidsjöns stig",
        "status_shape": "no",
        "status_word": "Blev inte av",
        "status_date": "3 maj",
        "excerpt": "Det är långt mellan bänkarna för den som inte orkar gå så långt i taget.",
    },
]


def _way(*stops: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"label": label, "date_text": date_text, "state": state} for label, date_text, state in stops]


WAYS = {
    "going": _way(
        ("Inskickad", "14 september", "done"),
        ("Granskad", "15 september", "done"),
        ("200 stöd", "2 oktober", "done"),
        ("Kommunen har svarat", "9 november", "now"),
        ("Beslut i nämnden", "senast 16 december", "next"),
        ("Genomförd", "tidigast hösten 2027", "later"),
    ),
    "late": [
        *_way(("Behov", "klart 4 mars", "done"), ("Samskapande", "klart 28 augusti", "done")),
        {
            "label": "Prototyp",
            "date_text": "skulle vara klar 6 december",
            "state": "late",
            "note": "Testpersonen blev sjuk. Ny tid är 15 december.",
        },
        *_way(
            ("Beslut", "20 januari 2027", "next"),
            ("Utveckling", "våren 2027", "later"),
            ("I drift", "hösten 2027", "later"),
        ),
    ],
    "paused": _way(
        ("Behov", "klart 4 mars", "done"),
        ("Samskapande", "vilar till hösten", "paused"),
        ("Prototyp", "", "later"),
        ("Beslut", "", "later"),
    ),
    "stopped": _way(
        ("Inskickad", "4 januari", "done"),
        ("200 stöd", "20 januari", "done"),
        ("Nej från kommunen", "12 mars", "stopped"),
        ("Genomförd", "", "unwalked"),
    ),
    "done": _way(
        ("Inskickad", "4 januari", "done"), ("200 stöd", "20 januari", "done"), ("Genomförd", "12 juni", "done")
    ),
}

MILESTONES = [
    {
        "title": "Intervjuer med 20 familjer",
        "when": "14 maj",
        "who": "Enheten för digital utveckling",
        "shape": "done",
        "word": "Klart",
    },
    {
        "title": "Test med skärmläsare",
        "when": "10 november, ny tid 28 november",
        "who": "Leverantören",
        "shape": "late",
        "word": "11 dagar för sent",
        "note": "Testpersonen blev sjuk.",
    },
    {
        "title": "60 personer har provat",
        "when": "6 december",
        "who": "Du och vi",
        "shape": "open",
        "word": "Pågår: 38 av 60",
    },
    {
        "title": "Beslut om att bygga",
        "when": "20 januari 2027",
        "who": "Barn- och utbildningsnämnden",
        "shape": "wait",
        "word": "Inte börjat",
    },
]

IDEAS = [
    {"title": "Säg upp och sök ny förskola på samma gång", "url": "#a", "supports": 143, "when": "mars 2025"},
    {"title": "Visa hur lång kön är på varje förskola", "url": "#b", "supports": 98, "when": "juni 2025"},
    {"title": "Ge oss en påminnelse innan platsen går ut", "url": "#c", "supports": 61, "when": "november 2025"},
]

SAID = [
    {
        "said": "Man når inte vattnet vid Fläsian om man sitter i rullstol.",
        "by": "Invånare i Stockvik, mars 2025. 412 stöd.",
        "did": "Vi byggde en ramp ner till badet.",
        "shape": "done",
        "word": "Klart 12 juni 2026",
        "department": "Kultur- och fritidsförvaltningen",
    },
    {
        "said": "Låt bussen till Birsta gå hela natten på helgen.",
        "by": "Invånare i Granloholm, januari 2026. 233 stöd.",
        "did": "Nej. För få åkte på provet i våras. Vi prövar igen 2028.",
        "shape": "no",
        "word": "Blev inte av",
        "department": "Kommunstyrelsekontoret",
        "url": "#svaret",
        "url_label": "Läs hela svaret",
    },
]

CRUMB = [{"title": "Sundsvall", "url": "#kommun"}, {"title": "Idéer", "url": "#ideer"}]
PARTS = [("Dolt: hot, hat eller kränkande ord", 30), ("Fick vara kvar", 10), ("Övrigt", 0), ("Alla beslut", 40)]
GROWTHS = {"med målet": {"points": POINTS, "goal_y": 16}, "utan mål": {"points": POINTS, "goal_y": None}}
MESSAGES = [
    Message(constants.SUCCESS, "Ditt stöd är sparat."),
    Message(constants.WARNING, "Någon hann före. Läs en gång till."),
    Message(constants.INFO, "Du följer redan idén."),
]
STEPS = [{"heading": "Skriv", "text": "Några meningar räcker."}, {"heading": "Skicka", "text": ""}]


class SamplePicture:
    """An editor's picture, for the tag of Wagtail that draws it; it lies in no collection."""

    def get_rendition(self, _wanted: Any) -> SimpleNamespace:
        return SimpleNamespace(url=static("portal/img/mark.svg"), width=160, height=160)


def blocks() -> dict[str, list[dict[str, Any]]]:
    """What editors build pages from, by its template, in each state."""
    picture = {"image": SamplePicture(), "alt": "Portalens märke"}
    words = {"text": "<p>Vi bygger <b>tillsammans</b>.</p><ul><li>Behov</li><li>Prototyp</li></ul>"}
    return {
        "text": [{**words, "heading": "Så arbetar vi"}, words],
        "picture": [{**picture, "caption": "Märket i stort format."}, picture],
        "figure": [{"number": "42 %", "label": "klarade hela tjänsten", "source": "Användartest, oktober 2026."}],
        "quotation": [{"text": "Jag visste inte att man kunde säga upp platsen här.", "by": "Förälder i Matfors"}],
        "steps": [{"heading": "Så lämnar du en idé", "steps": STEPS}, {"heading": "", "steps": STEPS}],
    }


class SampleForm(forms.Form):
    title = forms.CharField(label="Rubrik", help_text="Säg vad du vill ändra, så kort du kan.", max_length=20)
    text = forms.CharField(label="Berätta mer", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    when = forms.DateField(label="När såg du det?", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ChoiceField(label="Kommundel", choices=[("", "Välj"), ("a", "Matfors"), ("b", "Njurunda")])
    kind = forms.ChoiceField(
        label="Vad gäller det?",
        choices=[("lamp", "Gatubelysning"), ("road", "Hål i vägen")],
        widget=forms.RadioSelect,
        help_text="Du kan ändra dig sedan.",
    )
    also = forms.MultipleChoiceField(
        label="Berör även", choices=[("c", "Barn"), ("e", "Äldre")], widget=forms.CheckboxSelectMultiple, required=False
    )
    photo = forms.FileField(label="Foto", required=False)
    agree = forms.BooleanField(
        label="Jag har läst hur ni behandlar mina uppgifter", help_text="Du hittar texten längst ner på sidan."
    )


def samples() -> dict[str, Any]:
    wrong = {"title": "En rubrik som är alldeles för lång", "kind": "", "place": ""}
    return {
        "municipality": None,
        "statuses": STATUSES,
        "icons": ICONS,
        "doors": DOORS,
        "two_doors": [DOORS[0], DOORS[2]],
        "one_door": DOORS[:1],
        "rows": ROWS,
        "ways": WAYS,
        "milestones": MILESTONES,
        "ideas": IDEAS,
        "one_idea": IDEAS[:1],
        "six_ideas": IDEAS + IDEAS,
        "most": 143,
        "said": SAID,
        "form": SampleForm(auto_id="fine_%s"),
        "wrong_form": SampleForm(wrong, auto_id="wrong_%s"),
        "boxes": boxes(),
        "threads": threads(),
        "crumb": CRUMB,
        "growths": GROWTHS,
        "parts": PARTS,
        "sample_messages": MESSAGES,
        "blocks": blocks(),
    }
