"""Nothing hidden shows, to anybody, anywhere. THREATS 9, 10, 11, 12, 18, 19, 20, 34, 39.

The walk is made once; portal/leaks says what is planted and who may see it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from participation.accounts.actions import close_account
from participation.accounts.models import User
from participation.notifications.models import OutgoingMail
from portal.leaks.addresses import Unknown, addresses
from portal.leaks.fetching import InProcess
from portal.leaks.links import links_in
from portal.leaks.mails import in_mails
from portal.leaks.marks import Marks
from portal.leaks.planting import hold_back
from portal.leaks.removing import traces
from portal.leaks.truth import TRUTH, judge
from portal.leaks.unpacking import unpacked
from portal.leaks.walking import Seen, Sighting, complaints, walk_as_everybody

from .leaks_world import UNCLOSED, Watched, fewer_places, planted_world
from .matrix import DENIED, THROUGH, Watch, kind_of_answer
from .matrix_table import HARMLESS_WRITES, MAY_BE_UNREADY, WRITES_ON_GET, allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.leaks.planted import Planted

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(UNCLOSED)]
# The other staff ask in test_matrix.py and are walked by `check_leaks`.
WALKERS = ("visitor", "citizen", "author", "moderator", "neighbour", "administrator")
LISTS = (
    "/", "/en/", "/sundsvall/", "/sundsvall/ideer/", "/sundsvall/ideer/?sortera=stod", "/sundsvall/e-tjanster/",
    "/sundsvall/nyheter/", "/sok/", "/sok/?q=l%C3%A4ckageprov", "/sok/?kommun=2281&slag=idea", "/timra/ideer/",
    "/ideer/floden/2281.xml", "/sitemap.xml", "/sitemap-amnen.xml", "/sitemap-sidor.xml",
    "/ideer/liknande/?kommun=2281&q=l%C3%A4ckageprov",
)  # fmt: skip


class World:
    planted: Planted
    before: dict[str, str]
    seen: Seen
    watch: Watch


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    made = World()

    def look_first(planted: Planted) -> None:
        made.before = lists_as_read(planted)

    with (
        django_db_blocker.unblock(),
        planted_world(tmp_path_factory.mktemp("planted"), before_hiding=look_first) as planted,
    ):
        made.planted, made.watch = planted, Watch()
        made.seen = walk_as_everybody(
            planted,
            lambda person: Watched(person, made.watch),
            roles=WALKERS,
            host="testserver",
            only=fewer_places(planted),
        )
        made.seen.sightings += in_mails(planted)
        yield made


def lists_as_read(planted: Planted) -> dict[str, str]:
    browser = InProcess()
    return {path: without_tokens(browser.get(path).body) for path in LISTS}


def without_tokens(body: bytes) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=|hx-headers=)"[^"]*"', "", body.decode())


def test_nobody_sees_what_is_not_theirs(world: World) -> None:
    """THREATS 11, 12, 18, 19, 20, 34."""
    leaks = judge(world.seen, world.planted.marks.names.values(), WALKERS).leaks

    assert not leaks, "\n".join(f"{leak.role} saw: {leak.thing}, at {leak.where}" for leak in leaks)


def test_whoever_may_see_a_thing_finds_it(world: World) -> None:
    """A walk that sees nothing would find no leak either."""
    unseen = judge(world.seen, world.planted.marks.names.values(), WALKERS).unseen

    assert not unseen, "\n".join(f"{role} did not find: {thing}" for role, thing in unseen)


def test_a_case_officer_finds_every_word_of_answers(world: World) -> None:
    """Not only what their colleagues are shown on the page that takes it away."""
    sheets = [found.path for found in addresses(world.planted) if found.name.startswith(("answers:", "answers_admin:"))]
    seen = walk_as_everybody(world.planted, InProcess, roles=["case_officer"], only=sheets)

    sheet = reverse("answers_admin:answer", args=[world.planted.rows["added to"].topic_id])
    assert sheet in sheets  # a walk of few addresses finds it by links, one of all does not get there
    words = {thing for thing in TRUTH if thing.endswith(("of the answer", "that was taken away"))}
    assert len(words) == 7
    assert words - seen.things("case_officer") == set()


def test_every_planted_thing_has_a_line_and_every_line_a_thing(world: World) -> None:
    assert set(world.planted.marks.names.values()) == set(TRUTH)


def test_no_page_is_broken_and_no_header_tells_or_is_shared(world: World) -> None:
    """THREATS 39: nothing of a person in a header, and no page of theirs in a shared cache."""
    assert not world.seen.complaints, "\n".join(sorted(set(world.seen.complaints)))


def test_a_get_gets_through_only_where_the_table_says(world: World) -> None:
    """THREATS 9, 10, 12: the column GET of matrix_table.py, for every address that was planted."""
    wrong, asked = [], 0
    for address in firsts(world.planted):
        for role in WALKERS:
            status = world.seen.answers.get((role, address.path))
            if status is None:
                continue  # not walked, or a secret address, which only its holder is sent
            asked += 1
            answer = THROUGH if address.name in MAY_BE_UNREADY and status[0] == 503 else kind_of_answer(*status)
            expected = role in (allowed(address.name, "GET") or ())
            if (answer == THROUGH) != expected:
                wrong.append(f"{role} {address.name} {address.path}: {status}, expected {'it' if expected else DENIED}")

    assert asked > 1000
    assert not wrong, "\n".join(wrong)


def firsts(planted: Planted) -> list[Any]:
    """The first address of each name."""
    found: dict[str, Any] = {}
    for address in addresses(planted):
        found.setdefault(address.name, address)
    return list(found.values())


def name_of(path: str) -> str:
    """Of the view behind a path that wrote something: links add questions to the addresses."""
    try:
        return str(resolve(path.split("?")[0]).view_name)
    except Resolver404:
        return ""


def test_a_get_changes_nothing(world: World) -> None:
    """THREATS 24. The exceptions stand in the table, each with its reason."""
    wrong = {
        f"{path}: {table}"
        for (_method, path), tables in world.watch.written.items()
        for table in tables - HARMLESS_WRITES - WRITES_ON_GET.get(name_of(path), set())
    }

    assert not wrong, "\n".join(sorted(wrong))


def test_lists_are_to_the_last_letter_what_they_were_before_anything_was_hidden(world: World) -> None:
    """THREATS 18: no count, no order, no page number, no date tells that there is something hidden."""
    after = lists_as_read(world.planted)

    for path in LISTS:
        assert after[path] == world.before[path], path


def test_searching_for_the_very_words_tells_a_stranger_nothing(world: World) -> None:
    """THREATS 20: the answer is the same as for a word that stands nowhere."""
    marks = world.planted.marks
    for role, things in {"visitor": list(marks.names.items()), "citizen": list(marks.names.items())[::6]}.items():
        browser = InProcess(world.planted.people.get(role))
        for question in ("/sok/?q={}", "/ideer/liknande/?kommun=2281&q={}", "/sundsvall/ideer/?q={}"):
            nothing = without_tokens(browser.get(question.format(marks.nobody())).body).replace(marks.nobody(), "ORD")
            for mark, thing in things:
                said = without_tokens(browser.get(question.format(mark)).body).replace(mark, "ORD")
                assert said == nothing, (thing, question)


def test_mail_about_what_is_hidden_since_is_not_sent(world: World) -> None:
    """THREATS 34: written while the idea was public, looked at again when it is sent."""
    told = OutgoingMail.objects.filter(
        to=world.planted.people["citizen"].email, topic=world.planted.rows["expired"].topic_id
    )

    assert told.exists()
    assert not [sighting for sighting in in_mails(world.planted) if sighting.role == "citizen"]


def test_a_closed_account_leaves_neither_address_nor_name(world: World, mailoutbox: list[Any]) -> None:
    """THREATS 26: in no column of any table. The mail that says goodbye is the last that they hear."""
    author = User.objects.get(pk=world.planted.people["author"].pk)
    with transaction.atomic():
        close_account(person=author)
        left = [row for name in ("author's address", "author's real name") for row in traces(world.planted.of(name))]
        transaction.set_rollback(True)

    assert left == []
    assert [mail.to for mail in mailoutbox] == [[author.email]]


# --- the crawler itself must be able to fail ------------------------------------------------------


def test_a_leak_on_purpose_is_found(world: World) -> None:
    marks = world.planted.marks
    seen = Seen(sightings=[Sighting("visitor", "draft", "/nagonstans/")])

    assert [leak.thing for leak in judge(seen, marks.names.values(), ["visitor"]).leaks] == ["draft"]


@pytest.mark.urls("tests.site.leaky_urls")
def test_a_view_that_forgets_who_asks_is_found(world: World) -> None:
    seen = walk_as_everybody(
        world.planted, InProcess, roles=["visitor"], only=["/lacka/", "/lacka/huvud/", "/lacka/delad/"]
    )

    things = {leak.thing for leak in judge(seen, [], ["visitor"]).leaks}
    assert {"draft", "hidden idea", "idea in review"} <= things
    assert any("header Location holds" in complaint for complaint in seen.complaints)


@pytest.mark.urls("tests.site.leaky_urls")
def test_a_leak_in_a_table_of_excel_is_found(world: World) -> None:
    """It is compressed, and no mark stands in it."""
    seen = walk_as_everybody(world.planted, InProcess, roles=["visitor"], only=["/lacka/tabell/"])

    assert {"draft", "idea in review"} <= {leak.thing for leak in judge(seen, [], ["visitor"]).leaks}


def test_a_broken_zip_is_looked_at_as_it_is() -> None:
    assert unpacked(b"PK\x03\x04 and then words") == b"PK\x03\x04 and then words"


@pytest.mark.urls("tests.site.leaky_urls")
def test_a_page_of_a_person_in_a_shared_cache_is_found(world: World) -> None:
    seen = walk_as_everybody(world.planted, InProcess, roles=["citizen"], only=["/lacka/delad/"])

    assert any("shared cache" in complaint for complaint in seen.complaints)


@pytest.mark.urls("tests.site.leaky_urls")
def test_a_new_address_that_nobody_has_said_how_to_call_is_red(world: World) -> None:
    with pytest.raises(Unknown, match="leaky:unknown"):
        addresses(world.planted, "tests.site.leaky_urls")


def test_a_mark_is_one_word_that_search_finds_and_none_is_part_of_another() -> None:
    marks = Marks()
    first, second = marks.of("one"), marks.of("two")

    assert first.isalnum()
    assert first not in second
    assert marks.of("one") == first
    assert marks.found_in(f"<b>{first.upper()}</b> {marks.nobody()}".encode()) == {"one"}


def test_links_are_those_of_this_site_and_no_form_that_posts() -> None:
    page = b"""<a href="/a/?b=1#c">x</a><a href="https://elsewhere.example/">x</a><form method="post" action="/d/">
    <img srcset="/e.jpg 1x, /f.jpg 2x"><a href="g/">x</a><a href="mailto:a@b.se">x</a>
    <meta name="viewport" content="width=device-width, initial-scale=1"><meta content="/h.jpg"><a href="/i j/">x</a>"""

    expected = ["/a/?b=1", "/e.jpg", "/f.jpg", "/here/g/", "/h.jpg", "/i%20j/"]
    assert links_in(page, at="/here/", host="testserver") == expected


def test_complaints_name_what_is_wrong(world: World) -> None:
    from portal.leaks.fetching import Answer

    broken = Answer(500, [("Cache-Control", "private")], b"")

    assert complaints(broken, world.planted, set(), where="/", signed_in=True) == ["answered 500"]
    assert hold_back(world.planted) is None
