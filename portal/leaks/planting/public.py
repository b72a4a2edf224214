"""What everybody may read, so that hidden things have something to hang on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from home.models import MunicipalityHomePage, NewsIndexPage, NewsPage, StandardPage
from participation.discussion import actions as discussion
from participation.eservices.models import EService, EServiceIndexPage, ServiceProposalPage
from participation.ideas import actions
from participation.notifications.actions import follow
from participation.topics.models import Topic
from participation.voting.actions import object_to, support

from .files import add_picture

if TYPE_CHECKING:
    from wagtail.models import Page

    from participation.accounts.models import User
    from participation.ideas.models import Idea

    from ..planted import Planted


def plant(planted: Planted) -> None:
    people, rows = planted.people, planted.rows
    planted.here.support_threshold = 0
    planted.here.save()
    rows["idea"] = published(planted, "Läckageprov: en öppen idé")
    topic = Topic.objects.get(pk=rows["idea"].topic_id)
    assert planted.bystander is not None
    for person in (people["citizen"], planted.bystander):
        support(topic=topic, person=person, now=planted.now)
    rows["comment"] = discussion.post(
        topic=topic, author=people["author"], text="Läckageprov: ett inlägg", now=planted.now
    )
    discussion.appreciate(entry=rows["comment"], person=planted.bystander, now=planted.now)
    rows["reply"] = discussion.post(
        topic=topic, author=people["citizen"], text="Läckageprov: ett svar", answering=rows["comment"], now=planted.now
    )
    rows["edited"] = published(planted, "Läckageprov: en idé som ändras")
    rows["added to"] = published(planted, "Läckageprov: en idé med ett tillägg")
    pictured = draft(planted, "Läckageprov: en idé med en bild")
    rows["hidden picture"] = add_picture(planted, pictured, "hidden picture")
    pictured = actions.submit(idea=pictured, now=planted.now)
    rows["illustrated"] = actions.approve(idea=pictured, by=people["moderator"], now=planted.now)
    rows["eservice"] = eservice(planted)
    rows["home"] = MunicipalityHomePage.objects.get(municipality=planted.here, locale__language_code="sv")
    rows["page"] = page(planted, StandardPage, title="Läckageprov: en sida", slug="lackageprov")
    rows["news"] = news(planted, title="Läckageprov: en nyhet", slug="lackageprov-nyhet")
    rows["proposal"] = approved(
        planted, proposal(planted, title="Läckageprov: ett förslag", slug="lackageprov-forslag")
    )
    object_to(
        topic=rows["proposal"].topic, person=planted.bystander, reason=planted.words("objection"), now=planted.now
    )


def draft(planted: Planted, title: str, *, text: str = "Läckageprov.", by: User | None = None, **more: Any) -> Idea:
    author = by or planted.people["author"]
    return actions.start_draft(
        author=author, municipality=planted.here, title=title, text=text, now=planted.now, **more
    )


def published(planted: Planted, title: str, **more: Any) -> Idea:
    idea = actions.submit(idea=draft(planted, title, **more), now=planted.now)
    return actions.approve(idea=idea, by=planted.people["moderator"], now=planted.now)


def followed(planted: Planted, title: str, **more: Any) -> Idea:
    """A published idea that the citizen and the neighbours follow: what happens next must not reach them."""
    idea = published(planted, title, **more)
    topic = Topic.objects.get(pk=idea.topic_id)
    for role in ("citizen", "b_moderator"):
        follow(topic=topic, person=planted.people[role])
    return idea


def eservice(planted: Planted) -> EService:
    path, name = f"/e-tjanster/{planted.here.code}/lackageprov/", "Läckageprov: en e-tjänst"
    topic = Topic.objects.create(
        municipality=planted.here,
        kind=Topic.Kind.ESERVICE,
        title=name,
        path=path,
        visibility=Topic.Visibility.PUBLIC,
        published_at=planted.now,
        last_activity_at=planted.now,
    )
    return EService.objects.create(
        topic=topic,
        municipality=planted.here,
        external_id=planted.marks.run,
        name=name,
        slug="lackageprov",
        sort_name=name,
        category="Läckageprov",
        category_slug="lackageprov",
        url="https://lackageprov.invalid/",
        first_seen_at=planted.now,
        changed_at=planted.now,
    )


def page(planted: Planted, kind: type[Page], *, parent: Page | None = None, live: bool = True, **fields: Any) -> Any:
    """A page written by the editor; published by the publisher where it is live."""
    above = parent or planted.rows["home"]
    made = kind(municipality=planted.here, live=False, owner=planted.people["editor"], **fields)
    above.add_child(instance=made)
    revision = made.save_revision(user=planted.people["editor"], log_action=True)
    if live:
        revision.publish(user=planted.people["publisher"])
    return kind.objects.get(pk=made.pk)


def news(planted: Planted, **fields: Any) -> NewsPage:
    index = NewsIndexPage.objects.get(municipality=planted.here, locale__language_code="sv")
    values = {"lead": "Läckageprov.", **fields}
    return page(planted, NewsPage, parent=index, **values)  # type: ignore[no-any-return]


def proposal(planted: Planted, **fields: Any) -> ServiceProposalPage:
    index = EServiceIndexPage.objects.get(municipality=planted.here, locale__language_code="sv")
    values = {
        "summary": "Läckageprov.",
        "need": "Läckageprov.",
        "audience": "Läckageprov",
        "department": planted.here.departments.first(),
        **fields,
    }
    return page(planted, ServiceProposalPage, parent=index, live=False, **values)  # type: ignore[no-any-return]


def approved(planted: Planted, made: ServiceProposalPage) -> ServiceProposalPage:
    state = made.get_workflow().start(made, planted.people["editor"])
    state.current_task_state.specific.approve(user=planted.people["publisher"])
    return ServiceProposalPage.objects.get(pk=made.pk)
