"""The words a new municipality begins with, in Swedish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from participation.places.models import Municipality

Values = dict[str, Any]


def region(name: str) -> Values:
    return {
        "title": name,
        "question": "Vad vill du ändra där du bor?",
        "lede": "Föreslå, tyck till om e-tjänster och felanmäl. Kommunen svarar, och du kan följa varje steg.",
        "doors": [
            ("idea", {"title": "Föreslå", "text": "Har du en idé? Skriv den. Andra kan stödja den."}),
            (
                "eservice",
                {"title": "Tyck till om e-tjänster", "text": "Prova det kommunerna bygger och säg vad som är svårt."},
            ),
            ("fault", {"title": "Felanmäl", "text": "Trasig lykta, hål i vägen, full soptunna."}),
        ],
        "body": [
            ("places", {"heading": "Kommunerna som är med"}),
            ("happening", {"heading": "Det händer i kommunerna", "number": 6}),
            ("said", {"heading": "Du sa, vi gjorde", "number": 3}),
        ],
    }


def region_accessibility() -> Values:
    return {
        "title": "Tillgänglighet",
        "lead": "Varje kommun ansvarar för sin del av platsen och berättar där hur tillgänglig den är.",
        "body": [
            (
                "text",
                {
                    "heading": "Om något inte fungerar för dig",
                    "text": "<p>Välj din kommun på startsidan. När kommunen har publicerat sin "
                    "tillgänglighetsredogörelse står den längst ner på kommunens sidor, med den som svarar och hur du "
                    "når dem. Finns den inte än svarar kommunens växel eller registrator.</p>",
                },
            ),
        ],
    }


def region_privacy() -> Values:
    return {
        "title": "Personuppgifter",
        "lead": "Den kommun som du skriver till ansvarar för dina uppgifter.",
        "body": [
            (
                "text",
                {
                    "heading": "Läs mer hos din kommun",
                    "text": "<p>Välj din kommun på startsidan. Längst ner på kommunens sidor står vad som sparas, "
                    "varför och vilka rättigheter du har.</p>",
                },
            ),
        ],
    }


def home(municipality: Municipality) -> Values:
    return {
        "title": municipality.name,
        "question": f"Vad vill du ändra i {municipality.name}?",
        "lede": "Här berättar du vad som behövs. Vi svarar, och du kan följa varje steg tills det är klart.",
        "doors": [
            ("idea", {"title": "Föreslå", "text": "Har du en idé? Skriv den. Andra kan stödja den."}),
            (
                "eservice",
                {"title": "Tyck till om e-tjänster", "text": "Prova det vi bygger och säg vad som är krångligt."},
            ),
            ("fault", {"title": "Felanmäl", "text": "Trasig lykta, hål i vägen, full soptunna."}),
        ],
        "body": [
            (
                "happening",
                {"heading": "Det händer nu", "lead": {"address": "", "picture": None, "alt": ""}, "number": 4},
            ),
            ("said", {"heading": "Du sa, vi gjorde", "number": 3}),
            ("news", {"heading": "Nyheter", "number": 3}),
        ],
    }


def ideas(municipality: Municipality) -> Values:
    return {
        "title": "Idéer",
        "introduction": f"<p>Här står vad invånare i {municipality.name} vill förändra. "
        "Stöd en idé du tycker om, eller skriv en egen.</p>",
    }


def eservices(municipality: Municipality) -> Values:
    return {
        "title": "E-tjänster",
        "introduction": "<p>Här finns kommunens e-tjänster. Säg vad som är krångligt, "
        "och var med när vi bygger nya.</p>",
    }


def faults(municipality: Municipality) -> Values:
    return {
        "title": "Felanmälan",
        "introduction": "<p>Är något trasigt ute? Berätta var, så skickar vi det till dem som lagar.</p>",
    }


def news(municipality: Municipality) -> Values:
    return {"title": "Nyheter", "introduction": ""}


def about(municipality: Municipality) -> Values:
    return {
        "title": "Om Samskapa",
        "lead": f"Samskapa är platsen där invånare och {municipality.full_name} förändrar saker tillsammans.",
        "body": [
            (
                "steps",
                {
                    "heading": "Så går det till",
                    "steps": [
                        {"heading": "Du skriver en idé", "text": "En rubrik och några rader räcker."},
                        {
                            "heading": "Andra stöder den",
                            "text": "Alla kan läsa idén. Den som har ett konto kan stödja den och vara med i samtalet.",
                        },
                        {
                            "heading": "Kommunen svarar",
                            "text": "När tillräckligt många stöder idén svarar den förvaltning som ansvarar. "
                            "Ett nej får ett skäl.",
                        },
                        {
                            "heading": "Du följer vad som händer",
                            "text": "Varje steg har ett datum och någon som ansvarar för det.",
                        },
                    ],
                },
            ),
            (
                "text",
                {
                    "heading": "Vad vi inte publicerar",
                    "text": "<p>Vi granskar det som skrivs. Vi tar inte emot hot, hat, reklam eller uppgifter om andra "
                    "människor. Den som får nej till en text får veta varför och kan rätta den.</p>",
                },
            ),
        ],
    }


def privacy(municipality: Municipality) -> Values:
    return {
        "title": "Personuppgifter",
        "lead": f"{municipality.full_name} ansvarar för de uppgifter som du lämnar här.",
        "body": [
            (
                "text",
                {
                    "heading": "Vad vi sparar",
                    "text": "<p>För ett konto sparar vi din e-postadress och, om du vill, ett namn som andra ser och "
                    "den kommun där du bor. Vi sparar det du skriver och vad du stöder. För en felanmälan sparar vi "
                    "texten, platsen, bilderna och det du lämnar för att vi ska kunna nå dig.</p>",
                },
            ),
            (
                "text",
                {
                    "heading": "Vad andra ser",
                    "text": "<p>Idéer och inlägg är offentliga, med det namn du har valt. Din e-postadress visas "
                    "aldrig. Vem som stöder en idé visas inte, bara hur många. Av en felanmälan kan "
                    "andra få se vad felet är, var det är, fotona och hur det går, men aldrig ditt namn eller hur vi "
                    "når dig. Kommunen väljer för varje slag av fel om det visas.</p>",
                },
            ),
            (
                "text",
                {
                    "heading": "Varför vi får göra det",
                    "text": "<p>Uppgifterna behövs för att kommunen ska kunna låta invånare vara med och påverka, och "
                    "för att laga det som går sönder. Det är en uppgift av allmänt intresse. Det du skickar in kan bli "
                    "en allmän handling.</p>",
                },
            ),
            (
                "text",
                {
                    "heading": "Dina rättigheter",
                    "text": "<p>Du kan se, rätta och hämta dina uppgifter, och avsluta ditt konto. Då tas namn och "
                    "adress bort, men texter som andra har svarat på och dina stöd står kvar utan namn. Så "
                    "länge någon kan stödja samma sak sparar vi en kod som din adress känns igen på men inte går att "
                    "läsa ur, för att ingen ska räknas två gånger. Är du inte nöjd kan du klaga "
                    "hos Integritetsskyddsmyndigheten.</p>",
                },
            ),
            (
                "text",
                {
                    "heading": "Kakor",
                    "text": "<p>Vi använder bara de kakor som behövs för att du ska kunna logga in och skicka "
                    "formulär, och en på en enhet där du har bett om nyheter direkt. Ingen annan följer dig här.</p>",
                },
            ),
        ],
    }


def accessibility(municipality: Municipality) -> Values:
    return {
        "title": "Tillgänglighet",
        "responsible": municipality.full_name,
        "service": f"Samskapa {municipality.name}",
        "report_email": municipality.contact_email,
        "report_phone": municipality.contact_phone,
        "authority": "Myndigheten för digital förvaltning (Digg)",
        "authority_text": "Digg kontrollerar att lagen om tillgänglighet till digital offentlig service följs. "
        "Tycker du att vi inte tar hand om bristen som vi ska kan du anmäla det till Digg.",
        "authority_url": "https://www.digg.se/",
    }
