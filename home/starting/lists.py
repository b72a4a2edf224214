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
