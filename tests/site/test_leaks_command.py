"""`manage.py check_leaks` against a portal that runs, and what it leaves behind: nothing. THREATS 20."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import Collection, Page

from participation.accounts.models import User
from participation.places.models import Municipality
from portal.leaks import checking
from portal.leaks.fetching import InProcess, OverHTTP, session_for
from portal.leaks.marks import Marks
from portal.leaks.planting import plant
from portal.leaks.removing import remove, runs_left, traces
from portal.management.commands import check_leaks

if TYPE_CHECKING:
    from pathlib import Path

# A count by the hash of an address, swept by the worker, is no word of anybody.
KEPT_FOR_ITSELF = {"cache_entry", "accounts_mailedaddress", "django_content_type", "auth_permission"}


def rows() -> dict[str, int]:
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: model._base_manager.count()
        for model in models
        if model._meta.managed and model._meta.db_table not in KEPT_FOR_ITSELF
    }


def tree() -> list[tuple[str, int]]:
    """Collections stand in the order of their names: a new one moves the others along, and they stay there."""
    pages = Page.objects.values_list("path", "numchild")
    collections = Collection.objects.values_list("name", "numchild")
    return [*sorted(pages), *sorted(collections)]


@pytest.fixture
def folders(settings: Any, tmp_path: Path) -> list[Path]:
    settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT = tmp_path / "media", tmp_path / "private"
    settings.LIMITS = dict.fromkeys(getattr(settings, "LIMITS", {}), ())
    return [tmp_path]


def files_in(folders: list[Path]) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
@pytest.mark.usefixtures("built")
def test_all_that_was_planted_is_removed_and_nothing_else(folders: list[Path], author: User) -> None:
    before, shape, marks = rows(), tree(), Marks()
    planted = plant(marks=marks)
    session_for(planted.people["moderator"])
    assert runs_left() == [marks.run]
    assert len(files_in(folders)) > 5

    left = remove(marks.run)

    assert left == []
    assert traces(marks.run) == []
    assert rows() == before
    assert tree() == shape
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db
@pytest.mark.usefixtures("built")
def test_what_somebody_wrote_on_a_planted_thing_goes_with_it_and_they_stay(folders: list[Path], author: User) -> None:
    from django.utils import timezone

    from participation.voting.actions import support

    marks = Marks()
    planted = plant(marks=marks)
    support(topic=planted.rows["idea"].topic, person=author, now=timezone.now())
    author.home = planted.here
    author.save()

    assert remove(marks.run) == []

    author.refresh_from_db()
    assert author.home is None
    assert not Municipality.objects.filter(name__startswith="Läckageprov").exists()
    assert not Group.objects.filter(name__startswith="Läckageprov").exists()
    assert not author.stances.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_everything_is_removed_when_the_walk_breaks_off(
    failure: type[BaseException], folders: Any, monkeypatch: Any
) -> None:
    before = rows()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise failure

    monkeypatch.setattr(checking, "walk_as_everybody", broken)

    with pytest.raises(failure):
        checking.check("http://127.0.0.1:1", roles=["visitor"], told=lambda line: None)

    assert rows() == before


@pytest.mark.django_db
def test_it_refuses_a_production_portal_unless_told(settings: Any) -> None:
    settings.DEVELOPMENT = False

    with pytest.raises(CommandError, match="--yes-plant-here") as refused:
        call_command("check_leaks", "http://127.0.0.1:8000")

    assert refused.value.returncode == 2
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "samskapa.example", "ftp://samskapa.example"])
def test_it_asks_where_the_portal_answers(address: str) -> None:
    with pytest.raises(CommandError, match="http://127"):
        call_command("check_leaks", address)


@pytest.mark.django_db
def test_a_demonstration_is_no_production_portal(settings: Any, monkeypatch: Any) -> None:
    """DEBUG is off there."""
    settings.DEBUG, settings.DEVELOPMENT = False, True
    asked = []

    def begin(address: str, **_rest: Any) -> None:
        asked.append(address)
        raise KeyboardInterrupt

    monkeypatch.setattr(check_leaks, "check", begin)

    with pytest.raises(KeyboardInterrupt):
        call_command("check_leaks", "http://127.0.0.1:8000/")

    assert asked == ["http://127.0.0.1:8000"]


def run(address: str, *roles: str) -> str:
    said = io.StringIO()
    asked = [part for role in roles for part in ("--role", role)]
    try:
        call_command("check_leaks", address, "--yes-plant-here", *asked, stdout=said, stderr=io.StringIO())
    except CommandError as found:
        return f"{said.getvalue()}\nexit {found.returncode}"
    return f"{said.getvalue()}\nexit 0"


@pytest.mark.django_db
@pytest.mark.usefixtures("built", "folders")
@pytest.mark.urls("tests.site.leaky_urls")
def test_a_leak_is_found_and_everything_is_removed(monkeypatch: Any) -> None:
    before = rows()
    monkeypatch.setattr(checking, "PATHS", ("/lacka/",))
    monkeypatch.setattr(checking, "OverHTTP", lambda _address, person: InProcess(person))

    said = run("http://testserver", "visitor")

    assert "exit 1" in said, said
    assert "LEAK    visitor saw: draft, at /lacka/" in said
    assert rows() == before


@pytest.mark.django_db
def test_a_browser_over_http_sends_the_session_and_no_more() -> None:
    browser = OverHTTP("https://samskapa.example:8443")

    assert (browser.base.netloc, browser.cookie) == ("samskapa.example:8443", "")
