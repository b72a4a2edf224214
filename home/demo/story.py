"""The invented ideas of the demonstration, in our own words. Days are counted back from today."""

from __future__ import annotations

from dataclasses import dataclass, field

from participation.answers.models import Outcome

MARK = "Demo: texten är påhittad."


@dataclass(frozen=True)
class Answer:
    outcome: str
    sentence: str
    text: str
    department: str
    days_ago: int
    next_step: str
    registry_number: str
    done_days_ago: int | None = None
    done_sentence: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of the thread; `answers` is the number of the one it answers, counted from 0."""

    by: str
    text: str
    days_ago: int
    answers: int | None = None
    department: str = ""


@dataclass(frozen=True)
class Story:
    title: str
    text: str
    category: str
    days_ago: int
    by: str = "medborgare"
    code: str = "2281"
    until: str = "published"  # or draft, in_review, expired
    supports: int = 0
    place: str = ""
    position: tuple[float, float] | None = None  # lon, lat
    answer: Answer | None = None
    thread: list[Entry] = field(default_factory=list)


LIT_TRACK = Story(
    title="Belys spåret runt Sidsjön till klockan 22",
    text="På vintern är det mörkt när de flesta kommer hem från jobbet. Jag springer gärna runt Sidsjön, men efter "
    "klockan sex ser man inte marken. Med ljus till klockan 22 kunde fler röra på sig utan att ta bilen.",
    category="kultur-och-fritid",
    days_ago=48,
    supports=34,
    place="Sidsjöns elljusspår",
    position=(17.2857, 62.3736),
    thread=[
        Entry("granne", "Ja! Jag går där med hunden och har ficklampa i varje ficka.", 40),
        Entry("invanare-3", "Tänk på djuren också. Räcker det att lysa halva vägen?", 38),
        Entry("medborgare", "Bra fråga. Halva vägen är bättre än ingen alls.", 37, answers=1),
        Entry(
            "handlaggare",
            "Vi räknar på vad lamporna kostar och vad länsstyrelsen säger om djurlivet. Svaret kommer i tid.",
            12,
            department="Kultur- och fritidsförvaltningen",
        ),
    ],
)

PRESCHOOL = Story(
    title="Byt förskola i en enda e-tjänst",
    text="När vi flyttade fick vi säga upp platsen på ett ställe och ansöka på ett annat. Ingen visste om det andra. "
    "Låt oss göra båda sakerna på en gång och se var i kön vi står.",
    category="digitala-tjanster",
    days_ago=70,
    by="granne",
    supports=21,
)

BENCHES = Story(
    title="Fler bänkar med ryggstöd längs Storgatan",
    text="Min mamma är 83 och orkar gå om hon får sitta då och då. Bänkarna som finns har inget att luta sig mot. "
    "Sex till, med ryggstöd och armstöd, skulle räcka långt.",
    category="trafik-och-vagar",
    days_ago=9,
    supports=11,
    place="Storgatan",
    position=(17.3079, 62.3908),
)

BRIDGE = Story(
    title="Gör bryggan vid Sidsjöns badplats nåbar med rullstol",
    text="Det är tre trappsteg ner till bryggan. En ramp på sidan skulle göra att alla kan bada.",
    category="kultur-och-fritid",
    days_ago=300,
    supports=33,
    answer=Answer(
        Outcome.WILL_DO,
        "Ja, vi bygger en ramp före sommaren.",
        f"Rampen ryms bredvid trappan och kostar mindre än vi trodde. Vi bygger den när isen har gått.\n\n{MARK}",
        "Kultur- och fritidsförvaltningen",
        230,
        "Rampen byggs i maj.",
        "Demo KFN-0001",
        done_days_ago=165,
        done_sentence="Nu finns en ramp ner till bryggan.",
    ),
)

NIGHT_BUS = Story(
    title="Nattbuss till Birsta på helgerna",
    text="Den som jobbar sent i Birsta måste ta taxi hem. En buss klockan ett på natten räcker.",
    category="trafik-och-vagar",
    days_ago=250,
    by="granne",
    supports=31,
    answer=Answer(
        Outcome.WILL_NOT,
        "Nej. För få åkte med när vi provade, och pengarna gör mer nytta på andra linjer.",
        f"Under provet åkte i snitt tre personer med varje tur. Vi prövar igen om fler jobbar kväll.\n\n{MARK}",
        "Kommunstyrelsekontoret",
        160,
        "Vi ser över linjerna igen om två år.",
        "Demo KS-0002",
    ),
)

STORIES = [
    LIT_TRACK,
    PRESCHOOL,
    Story(
        title="Simskola på loven även i Njurunda",
        text="Alla platser i stan är slut på en timme. Badhuset i Njurunda står tomt på förmiddagarna när det är lov. "
        "Öppna det för simskola de veckorna.",
        category="kultur-och-fritid",
        days_ago=21,
        by="granne",
        supports=24,
        place="Njurundabommen",
        position=(17.3709, 62.2619),
        thread=[Entry("medborgare", "Vi stod i kö i två timmar i somras. Stöder det här.", 15)],
    ),
    BENCHES,
    BRIDGE,
    NIGHT_BUS,
    Story(
        title="Skolmaten på fler språk",
        text="Veckans meny finns bara på svenska. Med bilder och på fler språk kan alla prata om maten hemma.",
        category="skola-och-forskola",
        days_ago=140,
        supports=32,
        answer=Answer(
            Outcome.PARTLY,
            "Ja, med bilder. Översättningar får vänta.",
            f"Bilder hjälper alla och går att göra nu. Att översätta varje vecka klarar vi inte än.\n\n{MARK}",
            "Barn- och utbildningsförvaltningen",
            60,
            "Bilderna finns i menyn från nästa termin.",
            "Demo BUN-0003",
        ),
    ),
    Story(
        title="Hundrastgård med lampor i Bosvedjan",
        text="Rastgården är mörk hela vintern. Två stolpar skulle räcka.",
        category="parker-och-natur",
        days_ago=110,
        by="granne",
        until="expired",
        supports=6,
    ),
    Story(
        title="Odlingslådor på taket till parkeringshuset",
        text="Taket är stort och soligt och står tomt. Låt föreningar hyra lådor där.",
        category="miljo-och-avfall",
        days_ago=2,
        until="in_review",
    ),
    Story(
        title="Cykelpump vid resecentrum",
        text="En pump och några verktyg i en stolpe.",
        category="trafik-och-vagar",
        days_ago=1,
        until="draft",
    ),
    Story(
        title="Längre öppet på biblioteket i Timrå",
        text="Öppna på söndagar, även om det är utan personal.",
        category="kultur-och-fritid",
        days_ago=18,
        code="2262",
        supports=8,
    ),
    Story(
        title="Vindskydd vid skidspåret i Ånge",
        text="En plats att dricka kaffe i lä, med tak och bänk.",
        category="kultur-och-fritid",
        days_ago=30,
        code="2260",
        by="granne",
        supports=5,
    ),
]
