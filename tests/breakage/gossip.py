"""Somebody whose every word could end up in a log, by every way that was thought of."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING
from uuid import uuid4

import requests

if TYPE_CHECKING:
    from .running import Running

NAME, WORD, STREET = "Gunhildamarkor", "zebrafinkmarkor", "Blaklintmarkorgatan"
EMAIL, PHONE, TOKEN = "gunhildamarkor@example.com", "070-555 17 93", "tokenquittenmarkor"
SEARCHED, ADDRESS, SECRET = "letarmarkor", "203.0.113.77", "losenordsmarkor-77"
MARKERS = (NAME, WORD, STREET, EMAIL, PHONE, TOKEN, SEARCHED, ADDRESS, SECRET, "markor")
NUMBER = re.compile(r"Felnummer\s*<code>([0-9a-z-]+)</code>")


def tell_all(portal: Running) -> dict[str, requests.Response]:
    """Each answer by what was tried."""
    visitor, person = portal.visitor(), portal.person(2)
    visitor.headers["X-Forwarded-For"] = ADDRESS
    topic = portal.world["topics"][0]
    fault = {"client_key": uuid4(), "text": WORD, "place": STREET, "contact_email": EMAIL, "contact_phone": PHONE}
    idea = {"title": WORD, "text": f"{WORD} {STREET}", "category": portal.world["category"]}
    join = {"email": EMAIL, "password1": SECRET, "display_name": NAME, "home": ""}
    return {
        "search": visitor.get(f"{portal.url}/sok/?q={SEARCHED}", timeout=60),
        "token": visitor.get(f"{portal.url}/felanmalan/arende/{TOKEN}/", timeout=60),
        "reset": visitor.get(f"{portal.url}/konto/password/reset/key/1-{TOKEN}/", timeout=60),
        "unsubscribe": visitor.get(f"{portal.url}/nyheter-till-dig/mejl/{TOKEN}/", timeout=60),
        "nowhere": visitor.get(f"{portal.url}/{TOKEN}/{EMAIL}/?a={WORD}", timeout=60),
        "host": requests.get(f"{portal.url}/", headers={"Host": f"{TOKEN}.example"}, timeout=60),
        "sign up": portal.post(visitor, "/konto/signup/", **join),
        "sign in": portal.post(visitor, "/konto/login/", login=EMAIL, password=SECRET),
        "comment": portal.post(person, f"/samtal/skriv/{topic}/", comment=WORD),
        "idea": portal.post(person, "/ideer/ny/2281/", **idea),
        "fault": portal.post(visitor, "/felanmalan/ny/2281/", **fault),
        "forged": requests.post(
            f"{portal.url}/samtal/skriv/{topic}/",
            data={"comment": WORD},
            headers={"Referer": f"https://{TOKEN}.example/{WORD}", "Origin": f"https://{TOKEN}.example"},
            timeout=60,
        ),
        "burst": portal.post(person, f"/brist/{TOKEN}/?q={SEARCHED}", text=WORD),
        "twice": portal.post(person, f"/dubbel/{TOKEN}/", text=EMAIL),
        "numbered": visitor.get(f"{portal.url}/om/{TOKEN}/", headers={"X-Request-ID": EMAIL}, timeout=60),
    }


def mumble(portal: Running) -> None:
    """What is no HTTP at all."""
    for said in (f"GET /{TOKEN}?q={WORD} HTTP/9.9\r\n\r\n", f"{TOKEN}\r\n\r\n", f"GET / HTTP/1.1\r\n{TOKEN}\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", portal.port), timeout=60) as line:
            line.sendall(said.encode())
            line.recv(1000)


TWICE = f"""
from participation.accounts.models import User
from django.db import IntegrityError
User.objects.create(email='{EMAIL}x')
try:
    User.objects.create(email='{EMAIL}x')
except IntegrityError as error:
    raise IntegrityError('Key (email)=({EMAIL}) already exists') from error
"""
