from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images import get_image_model

from home.blocks.front import TopicAddressBlock, path_of
from home.demo.picture import lamps_by_the_lake
from home.doors import live_line
from home.front import MOST_COUNTED, Live
from home.models import MunicipalityHomePage
from participation.faults.models import FaultReport
from participation.ideas import actions
from participation.ideas.models import IdeaIndexPage
from participation.places.models import Department
from participation.topics.models import Topic
from tests import answering
from tests.eservices.proposals import index_page, proposal, up
from tests.factories import UserFactory
from tests.ideas import factories as ideas

from .conftest import member

NOW = timezone.now()


@pytest.fixture
def home(place):
    return MunicipalityHomePage.objects.get(municipality=place, locale__language_code="sv")


def front(client, language=""):
    response = client.get(f"{language}/sundsvall/")
    assert response.status_code == 200
    return response.content.decode()


def compose(home, **blocks):
    """Replace blocks of the page by their type."""
    body = [(block.block_type, block.value) for block in home.body if block.block_type not in blocks]
    home.body = [*body, *[(kind, value) for kind, value in blocks.items() if value is not None]]
    home.save_revision().publish()


def answered(place, title, outcome, days_ago=1, **more):
    idea = ideas.published(place, title=title)
    department = Department.objects.filter(municipality=place).first()
    return answering.answer(
        idea=idea,
        by=UserFactory(),
        outcome=outcome,
        sentence=f"Svar på {title}",
        text="Därför.",
        department=department,
        now=NOW - timedelta(days=days_ago),
        next_step="Vi börjar.",
        **more,
    )


def test_a_new_municipality_says_what_to_do_first(client, place):
    content = front(client)

    assert "Här är det tyst än så länge." in content
    assert "Här kommer svaren att stå" in content
    assert 'class="live"' not in content


def test_it_shows_what_happens_and_how_much(client, place):
    idea = ideas.published(place, title="Fler bänkar")
    ideas.add_supports(idea, 3)

    content = front(client)

    assert "Fler bänkar" in content
    assert "stöd av 100" in content
    assert "<b>1</b> idé samlar stöd just nu" in content


@pytest.mark.parametrize("visibility", ["author", "staff", "nobody"])
def test_what_is_not_public_is_not_shown(client, place, visibility):
    idea = ideas.published(place, title="Dold idé")
    Topic.objects.filter(pk=idea.topic_id).update(visibility=visibility)
    client.force_login(member(place, "moderator"))

    content = front(client)

    assert "Dold idé" not in content
    assert "samlar stöd just nu" not in content


def test_another_municipalitys_things_are_not_shown(client, place, neighbour):
    ideas.published(neighbour, title="I Timrå")

    assert "I Timrå" not in front(client)


def test_a_door_shuts_while_its_page_is_not_published(client, place):
    assert "Föreslå" in front(client)

    IdeaIndexPage.objects.get(municipality=place, locale__language_code="sv").unpublish()

    content = front(client)
    assert "Föreslå" not in content
    assert content.count('class="door') == 3  # the box and two doors


def test_an_editor_closes_a_door_by_taking_it_away(client, place, home):
    home.doors = [(door.block_type, door.value) for door in home.doors if door.block_type != "fault"]

    home.save_revision().publish()

    assert 'class="door fault"' not in front(client)


def test_faults_mended_lately_are_counted(client, place):
    for number, days_ago in enumerate((2, 90)):
        FaultReport.objects.create(
            number=f"F-{number}",
            municipality=place,
            text="Lyktan lyser inte.",
            place="Storgatan",
            status=FaultReport.Status.FIXED,
            status_since=NOW - timedelta(days=days_ago),
            ended_at=NOW - timedelta(days=days_ago),
            created_at=NOW - timedelta(days=days_ago),
        )

    assert "<b>1</b> fel lagat senaste månaden" in front(client)


@pytest.mark.parametrize(
    ("days", "fields", "waits"),
    [
        (0, {}, True),
        (-1, {}, False),
        (5, {"stage": "in_use"}, False),
        (5, {"stage": "stopped", "stopped_reason": "Dyrt."}, False),
        (5, {"ask_title": ""}, False),
        (None, {}, False),
    ],
)
def test_a_proposal_waits_for_residents_only_while_it_asks_them_for_something(client, place, days, fields, waits):
    last = None if days is None else timezone.localdate() + timedelta(days=days)
    up(proposal(index_page(place)), **{"ask_title": "Prova", "ask_until": last, **fields})

    assert ("<b>1</b> förslag väntar på dig" in front(client)) is waits


def test_a_figure_too_large_to_count_is_said_as_more_than_that():
    line = live_line("fault", Live(ideas=0, proposals=0, faults_fixed=MOST_COUNTED + 1))

    assert line == {
        "live_before": "Över",
        "live_number": "1\u00a0000",
        "live_after": "fel lagade senaste månaden",
    }
    assert live_line("fault", Live(ideas=0, proposals=0, faults_fixed=MOST_COUNTED))["live_number"] == MOST_COUNTED


def test_a_no_is_shown_as_plainly_as_a_yes(client, place, home):
    compose(home, said={"heading": "Du sa, vi gjorde", "number": 2})
    answered(place, "Gammalt nej", "will_not", days_ago=30)
    for number in range(3):
        answered(place, f"Nytt ja {number}", "will_do", days_ago=number + 1)

    content = front(client)

    said = content[content.index('class="said"') :]
    assert "Nytt ja 0" in said
    assert "Gammalt nej" in said
    assert "Svar på Gammalt nej" in said
    assert "Nytt ja 2" not in said


def test_what_was_done_is_said_with_its_date(client, place):
    idea = answered(place, "En ramp", "will_do", days_ago=40)
    actions.mark_done(
        idea=idea, by=UserFactory(), done_on=timezone.localdate() - timedelta(days=9), sentence="Rampen finns.", now=NOW
    )

    content = front(client)

    assert "Rampen finns." in content
    assert "Klart " in content


def test_an_answer_to_a_hidden_idea_is_not_shown(client, place):
    idea = answered(place, "Dold", "will_not")
    Topic.objects.filter(pk=idea.topic_id).update(visibility="nobody")

    assert "Svar på Dold" not in front(client)


def lifted(path, **more):
    return {"heading": "Det händer nu", "lead": {"address": path, "picture": None, "alt": "", **more}, "number": 4}


def test_an_editor_lifts_something_forward_once(client, place, home):
    idea = ideas.published(place, title="Lyft idé")
    compose(home, happening=lifted(idea.topic.path))

    content = front(client)

    assert content.count("Lyft idé") == 1
    assert 'class="lead"' in content


def test_an_editor_lifts_nothing_of_a_neighbour_forward(client, place, neighbour, home):
    theirs = ideas.published(neighbour, title="Grannens idé")

    with pytest.raises(ValidationError) as refused:
        compose(home, happening=lifted(theirs.topic.path))

    assert "annan kommun" in str(refused.value.message_dict["body"])
    assert "Grannens idé" not in front(client)


def test_what_was_lifted_disappears_when_it_is_hidden(client, place, home):
    idea = ideas.published(place, title="Lyft idé")
    compose(home, happening=lifted(idea.topic.path))

    Topic.objects.filter(pk=idea.topic_id).update(visibility="nobody")

    assert "Lyft idé" not in front(client)


def test_only_the_address_of_something_public_can_be_lifted(place):
    public, draft = ideas.published(place), ideas.a_draft(place)
    block = TopicAddressBlock(required=False)

    assert block.clean(f"http://testserver/en{public.topic.path}?x=1") == public.topic.path
    for address in (draft.topic.path, "/ideer/0000-2026-0001/"):
        with pytest.raises(Exception, match="inget som alla kan se"):
            block.clean(address)


@pytest.mark.parametrize(
    "address", ["/ideer/1/", "/en/ideer/1/", "https://x.se/ideer/1/", " http://x.se/en/ideer/1/?a=b#c "]
)
def test_an_address_may_be_pasted_in_any_form(address):
    assert path_of(address) == "/ideer/1/"


@pytest.mark.parametrize(("days", "is_shown"), [(-1, False), (0, True), (5, True)])
def test_a_date_leaves_the_page_when_it_is_over(client, place, home, days, is_shown):
    day = timezone.localdate() + timedelta(days=days)
    values = {
        "heading": "Nästa möte",
        "day": day,
        "title": "Om torget",
        "text": "Klockan 18",
        "url": "",
        "url_label": "",
    }
    compose(home, date=values)

    assert ("Om torget" in front(client)) is is_shown


def fill(place, home, number):
    picture = get_image_model().objects.create(title="x", file=ContentFile(lamps_by_the_lake(), name="x.png"))
    lead = ideas.published(place, title="Lyft idé")
    compose(
        home,
        happening=lifted(lead.topic.path, picture=picture, alt="En sjö"),
        date={
            "heading": "Nästa möte", "day": timezone.localdate(), "title": "T", "text": "K", "url": "", "url_label": "",
        },
    )  # fmt: skip
    for count in range(number):
        ideas.published(place, title=f"Idé {count}")
        answered(place, f"Svar {count}", "will_not", days_ago=count + 1)


@pytest.mark.parametrize("number", [6, 12])
def test_a_full_front_page_costs_eight_queries_however_much_happens(client, place, home, number):
    fill(place, home, number)
    front(client)  # a running process has the menu and the picture's address at hand

    with CaptureQueriesContext(connection) as queries:
        content = front(client)

    assert "Lyft idé" in content
    assert "En sjö" in content
    assert len(queries) == 8


def test_a_process_that_just_began_needs_twelve_at_most(client, place, home):
    fill(place, home, 2)
    front(client)
    caches["local"].clear()

    with CaptureQueriesContext(connection) as queries:
        front(client)

    assert len(queries) <= 12


def test_a_signed_in_person_costs_three_more(client, place, home):
    fill(place, home, 6)
    client.force_login(UserFactory(home=place))
    front(client)

    with CaptureQueriesContext(connection) as queries:
        front(client)

    assert len(queries) == 11


def test_the_english_page_leads_to_english_pages(client, place):
    ideas.published(place, title="Fler bänkar")

    content = front(client, "/en")

    assert "Happening now" in content
    assert 'href="/en/ideer/' in content
    assert 'href="/en/ideer/ny/2281/"' in content
