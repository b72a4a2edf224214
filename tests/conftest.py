from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.utils import translation

from home.actions import add_municipality
from participation.accounts.models import Role

from . import database
from .factories import MunicipalityFactory, UserFactory, staff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from participation.accounts.models import User
    from participation.places.models import Municipality

gc.set_threshold(100_000, 20, 50)  # a test makes many objects and keeps few: looking for rings took a tenth of the time
# How quick the machine is decides no test.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")
DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


# Whoever begins these last leaves the other core idle.
LONGEST = (
    "tests/site/test_leaks.py",
    "tests/breakage/",
    "tests/site/test_matrix.py",
    "tests/attachments/test_memory.py",
    "tests/site/",
    "tests/browser/test_looks.py",
    "tests/security/test_strings_on_pages.py",
    "tests/home/staff/",
    "tests/ideas/merging/",
    "tests/ideas/importing/",
    "tests/voting/test_parallel.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    only_what_this_database_decides(config, items)
    items.sort(key=lambda item: next((turn for turn, path in enumerate(LONGEST) if item.nodeid.startswith(path)), 99))


def only_what_this_database_decides(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only what touches a database: the rest ran on SQLite a moment ago."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    kept = [item for item in items if touches_database(item) and not asks_the_same_of_both(item)]
    config.hook.pytest_deselected(items=sorted(set(items) - set(kept), key=lambda item: item.nodeid))
    items[:] = kept


# They ask hundreds of pages who may see what and how it is written, which ran on SQLite: no database decides that.
ON_SQLITE_ALONE = ("tests/site/", "tests/security/test_strings", "tests/security/test_queries")


def asks_the_same_of_both(item: pytest.Item) -> bool:
    return item.nodeid.startswith(ON_SQLITE_ALONE)


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "django_db_setup"})


@pytest.fixture(scope="session")
def fresh_database(django_test_environment: None, django_db_blocker: Any, request: Any) -> Callable[[], None]:
    """Call it for a migrated database as nobody has used it."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", f"main-{os.getpid()}")

    def prepare() -> None:
        with django_db_blocker.unblock():
            database.prepare(worker)

    return prepare


@pytest.fixture(scope="session")
def django_db_setup(fresh_database: Callable[[], None]) -> None:
    fresh_database()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """A test that commits leaves empty tables behind, without Wagtail's root page: the next one gets them back."""
    marker = item.get_closest_marker("django_db")
    restore = (
        getattr(item, "funcargs", {}).get("fresh_database") if marker and marker.kwargs.get("transaction") else None
    )
    yield
    if restore is not None:
        restore()


@pytest.fixture(scope="session", autouse=True)
def media_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    settings.PRIVATE_MEDIA_ROOT = tmp_path_factory.mktemp("private")


@pytest.fixture(autouse=True)
def nothing_kept_from_other_tests() -> None:
    caches["local"].clear()
    translation.activate(settings.LANGUAGE_CODE)  # a request to /en/ leaves its language behind


@pytest.fixture(scope="session")
def data() -> Path:
    """Real data that nobody here wrote; CI must have it."""
    if not DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the shared data is missing in CI")
        pytest.skip("the shared data is not on this machine")
    return DATA


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Sundsvall with all its pages, made once for a module: every test in it rolls back to this state."""
    if transaction.get_connection().in_atomic_block:  # it would roll back with the test, and be missed by the next
        pytest.fail("name `built` among the fixtures of the test itself")
    with django_db_blocker.unblock(), transaction.atomic():
        add_municipality(code="2281")
        yield
        transaction.set_rollback(True)


# The cast: Sundsvall, and its neighbour Timrå, whose staff must reach nothing here.


@pytest.fixture
def sundsvall(db: None) -> Municipality:
    return MunicipalityFactory(code="2281", name="Sundsvall", full_name="Sundsvalls kommun", slug="sundsvall")


@pytest.fixture
def timra(db: None) -> Municipality:
    return MunicipalityFactory(code="2262", name="Timrå", full_name="Timrå kommun", slug="timra")


@pytest.fixture
def citizen(sundsvall: Municipality) -> User:
    return UserFactory(email="citizen@example.com", home=sundsvall)


@pytest.fixture
def author(sundsvall: Municipality) -> User:
    return UserFactory(email="author@example.com", home=sundsvall)


@pytest.fixture
def moderator(sundsvall: Municipality) -> User:
    return staff(sundsvall, Role.MODERATOR)


@pytest.fixture
def editor(sundsvall: Municipality) -> User:
    return staff(sundsvall, Role.EDITOR)


@pytest.fixture
def publisher(sundsvall: Municipality) -> User:
    return staff(sundsvall, Role.PUBLISHER)


@pytest.fixture
def case_officer(sundsvall: Municipality) -> User:
    return staff(sundsvall, Role.CASE_OFFICER)


@pytest.fixture
def outsider(timra: Municipality) -> User:
    """Holds every role, in another municipality."""
    return staff(timra, *Role.values)
