"""What tests do and ask on the portal's database: `python -m tests.breakage.world`, a line of JSON in, one out."""

from __future__ import annotations

import json
import sys
from typing import Any

PEOPLE, TOPICS = 24, 60


def create(asked: dict[str, Any]) -> dict[str, Any]:
    from home.actions import add_municipality
    from participation.topics.models import Category
    from tests.factories import TopicFactory, UserFactory

    add_municipality(code="2281")
    category = Category.objects.filter(municipality__code="2281").first()
    authors = [UserFactory() for _ in range(TOPICS)]
    people = [UserFactory() for _ in range(PEOPLE)]
    municipality = category.municipality if category else None
    topics = [TopicFactory(municipality=municipality, author=author) for author in authors]
    return {
        "people": [{"pk": person.pk, "session": session_of(person)} for person in people],
        "topics": [topic.pk for topic in topics],
        "category": category.pk if category else None,
    }


def session_of(person: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def write_mails(asked: dict[str, Any]) -> dict[str, Any]:
    from tests.notifications.factories import MailFactory

    mails = [MailFactory(to=f"post{number}@example.com") for number in range(asked["number"])]
    return {"message_ids": [mail.message_id for mail in mails]}


def check(asked: dict[str, Any]) -> dict[str, Any]:
    """What was acknowledged and is not stored, and whether every count is right."""
    from django.core.management import call_command

    from participation.discussion.models import Comment
    from participation.ideas.models import Idea
    from participation.notifications.models import OutgoingMail
    from participation.voting.models import Support

    stored = {
        "support": {f"{person}-{topic}" for person, topic in Support.objects.values_list("person_id", "topic_id")},
        "comment": set(Comment.objects.values_list("comment", flat=True)),
        "idea": set(Idea.objects.values_list("topic__title", flat=True)),
    }
    try:
        call_command("verify_integrity", stdout=sys.stderr)
    except SystemExit:
        return {"integrity": False}
    return {
        "integrity": True,
        "lost": [f"{kind} {what}" for kind, what in asked["acknowledged"] if what not in stored[kind]],
        "mails": dict(OutgoingMail.objects.values_list("message_id", "status")),
    }


def write_files(asked: dict[str, Any]) -> dict[str, Any]:
    """A fault report with photos in the private storage, and an editor's picture in the public one."""
    from django.core.files.base import ContentFile
    from wagtail.images.models import Image

    from participation.attachments.intake import receive_photo
    from participation.places.models import Municipality
    from tests.faults.factories import photo, reported

    received = receive_photo(photo())
    for number in range(asked["number"]):
        reported(Municipality.objects.get(code="2281"), text=f"Lykta {number}", photos=[received])
    Image.objects.create(title="Bro", file=ContentFile(received.jpeg, "bro.jpg"))
    return {}


def add_case_system(asked: dict[str, Any]) -> dict[str, Any]:
    from home.actions import add_municipality
    from participation.faults.models import FaultCategory
    from participation.places.models import Municipality
    from tests.faults.case_systems.conftest import system_of

    add_municipality(code="2281")
    place = Municipality.objects.get(code="2281")
    code = asked.get("category", "gatubelysning")
    FaultCategory.objects.get_or_create(municipality=place, code=code, defaults={"name": code.capitalize()})
    settings = {"municipality_id": "2281", "namespace": "FELANMALAN", "token_url": f"{asked['url']}/token"}
    secrets = {"client_id": "c", "client_secret": "s"}
    said = {"kind": "support_management", "name": asked.get("name", "SM"), "url": asked["url"]}
    system_of(place, category=code, settings=settings, secrets=secrets, **said)
    return {}


def report_faults(asked: dict[str, Any]) -> dict[str, Any]:
    from participation.attachments.intake import receive_photo
    from participation.faults.actions import add_words
    from participation.places.models import Municipality
    from tests.faults.case_systems.conftest import now, sent_in
    from tests.faults.factories import photo

    place = Municipality.objects.get(code="2281")
    photos = [receive_photo(photo()) for _ in range(asked.get("photos", 0))]
    category = place.fault_categories.get(code=asked.get("category", "gatubelysning"))
    for _ in range(asked["number"]):
        report = sent_in(place, photos=photos, category=category)
        if asked.get("words"):
            add_words(report=report, text=asked["words"], now=now())
    return {}


def send_all_again(asked: dict[str, Any]) -> dict[str, Any]:
    from participation.faults.case_systems.sending_again import send_all_again
    from participation.faults.models import Dispatch
    from tests.faults.case_systems.conftest import now

    return {"number": send_all_again(rows=Dispatch.objects.all(), now=now())}


def call(asked: dict[str, Any]) -> dict[str, Any]:
    """A command of manage.py, without starting Python for it."""
    from io import StringIO

    from django.core.management import CommandError, call_command

    out, err = StringIO(), StringIO()
    try:
        call_command(*asked["arguments"], stdout=out, stderr=err)
    except CommandError as error:
        return {"returncode": 1, "stdout": out.getvalue(), "stderr": f"{err.getvalue()}CommandError: {error}"}
    return {"returncode": 0, "stdout": out.getvalue(), "stderr": err.getvalue()}


DEEDS = {
    deed.__name__: deed
    for deed in (create, write_mails, write_files, add_case_system, report_faults, send_all_again, check, call)
}


def main() -> None:
    import django

    django.setup()
    from django.db import close_old_connections, connection

    for line in sys.stdin:
        asked = json.loads(line)
        close_old_connections()
        result = DEEDS[asked.pop("deed")](asked)
        connection.close()  # nobody is in the way of what comes next
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
