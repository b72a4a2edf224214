"""Departments and categories that a new municipality begins with."""

from __future__ import annotations

DEPARTMENTS = [
    "Kommunstyrelsekontoret",
    "Stadsbyggnadskontoret",
    "Kultur- och fritidsförvaltningen",
    "Barn- och utbildningsförvaltningen",
    "Vård- och omsorgsförvaltningen",
    "Servicecenter",
]

# The address, and the name in both languages.
CATEGORIES = [
    ("trafik-och-vagar", "Trafik och vägar", "Traffic and roads"),
    ("parker-och-natur", "Parker och natur", "Parks and nature"),
    ("skola-och-forskola", "Skola och förskola", "Schools and preschools"),
    ("kultur-och-fritid", "Kultur och fritid", "Culture and leisure"),
    ("bygga-och-bo", "Bygga och bo", "Building and housing"),
    ("omsorg-och-stod", "Omsorg och stöd", "Care and support"),
    ("miljo-och-avfall", "Miljö och avfall", "Environment and waste"),
    ("trygghet", "Trygghet", "Safety"),
    ("digitala-tjanster", "Digitala tjänster", "Digital services"),
    ("ovrigt", "Övrigt", "Other"),
]

# Of faults: the code, the name in both languages, the group, the department, words that tell of it, the priority.
FAULT_CATEGORIES = [
    (
        "gatubelysning",
        "Gatubelysning",
        "Street lighting",
        "Gata och väg",
        "Stadsbyggnadskontoret",
        "lampa lykta belysning gatlampa gatlykta mörkt släckt lyser stolpe blinkar",
        2,
    ),
    (
        "hal-i-gata",
        "Hål i gata eller cykelväg",
        "Hole in a road or cycle path",
        "Gata och väg",
        "Stadsbyggnadskontoret",
        "hål grop potthål asfalt spricka tjälskott väg gata cykelväg trottoar brunn kantsten",
        2,
    ),
    (
        "sno-och-is",
        "Snö, is och halka",
        "Snow and ice",
        "Gata och väg",
        "Stadsbyggnadskontoret",
        "snö snöhög snömodd snöig is isig isigt isfläck halka ploga plogning snövall sanda sandning grus snöröjning",
        3,
    ),
    (
        "vagmarke",
        "Vägmärke eller skylt",
        "Road sign",
        "Gata och väg",
        "Stadsbyggnadskontoret",
        "skylt vägmärke vägvisare trafikljus signal övergångsställe",
        2,
    ),
    (
        "skrap-och-papperskorg",
        "Skräp och papperskorgar",
        "Litter and bins",
        "Park och natur",
        "Stadsbyggnadskontoret",
        "skräp papperskorg soptunna nedskräpning överfull sopor dumpat glas hundbajs avfall",
        1,
    ),
    (
        "klotter",
        "Klotter och skadegörelse",
        "Graffiti and vandalism",
        "Park och natur",
        "Stadsbyggnadskontoret",
        "klotter klottrat nedklottrad graffiti skadegörelse krossad vandaliserad sprejat",
        2,
    ),
    (
        "park-och-trad",
        "Park, träd och gräs",
        "Parks, trees and grass",
        "Park och natur",
        "Stadsbyggnadskontoret",
        "park träd gren gräs buske häck blomma ogräs nedfallet skymmer",
        2,
    ),
    (
        "lekplats",
        "Lekplats och utegym",
        "Playground and outdoor gym",
        "Park och natur",
        "Kultur- och fritidsförvaltningen",
        "lekplats gunga rutschkana klätterställning sandlåda sand utegym lekpark fotbollsplan",
        3,
    ),
    (
        "vatten-och-avlopp",
        "Vatten och avlopp",
        "Water and drains",
        "Vatten",
        "Stadsbyggnadskontoret",
        "vatten läcka läcker avlopp brunn översvämning dagvatten vattenläcka kran igensatt",
        4,
    ),
    (
        "ovrigt",
        "Något annat",
        "Something else",
        "",
        "Servicecenter",
        "",
        2,
    ),
]
