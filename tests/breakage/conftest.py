from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from tests import database

from .cluster import Cluster
from .letterbox import Letterbox
from .running import Running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """As written, whatever shuffles the others: the scenes of a file share processes that take long to start."""
    places = [place for place, item in enumerate(items) if HERE in item.path.parents]
    ordered = sorted((items[place] for place in places), key=lambda item: (item.path.name, item.reportinfo()[1] or 0))
    for place, item in zip(places, ordered, strict=True):
        item.add_marker(pytest.mark.process)
        items[place] = item


@contextmanager
def a_small_disk(place: Path, megabytes: int) -> Iterator[bool]:
    """A disk of its own under `place`, where this machine lets us have one."""
    place.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=False)


@pytest.fixture(scope="module")
def letterbox() -> Iterator[Letterbox]:
    with Letterbox() as box:
        yield box


@pytest.fixture(scope="module")
def on_sqlite(
    tmp_path_factory: pytest.TempPathFactory, fresh_database: Callable[[], None], letterbox: Letterbox
) -> Iterator[Running]:
    """Web server and worker on SQLite, on a small disk where possible, with people and topics."""
    if connection.vendor != "sqlite":
        pytest.skip("these ran on SQLite")
    fresh_database()  # makes the template
    folder = tmp_path_factory.mktemp("breakage") / "disk"
    with a_small_disk(folder, 64) as small:
        shutil.copy(database.CACHE / f"template-{database.template_key()}.sqlite3", folder / "portal.sqlite3")
        portal = Running(folder, f"sqlite:///{folder / 'portal.sqlite3'}", letterbox.port)
        portal.has_small_disk = small
        yield from started(portal)


@pytest.fixture(scope="module")
def cluster(django_db_setup: None) -> Iterator[Cluster]:
    """Only in the pass on PostgreSQL, whose template is copied."""
    if connection.vendor != "postgresql":
        pytest.skip("these run in the pass on PostgreSQL")
    cluster = Cluster()
    try:
        cluster.start()
        cluster.copy(template_url(), "portal")
        yield cluster
    finally:
        cluster.remove()


def template_url() -> str:
    address = connection.settings_dict
    login = f"{address['USER']}:{address['PASSWORD']}" if address["PASSWORD"] else address["USER"]
    return f"postgres://{login}@{address['HOST']}:{address['PORT']}/samskapa_{database.template_key()}"


@pytest.fixture(scope="module")
def on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, cluster: Cluster, letterbox: Letterbox
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("breakage") / "data"
    folder.mkdir()
    yield from started(Running(folder, cluster.url("portal"), letterbox.port))


def started(portal: Running) -> Iterator[Running]:
    (portal.folder / "static").mkdir()
    portal.world = portal.do("create")
    try:
        portal.web = portal.start_web()
        yield portal
    finally:
        portal.stop()


@pytest.fixture
def nothing_in_the_box(letterbox: Letterbox) -> Iterator[None]:
    letterbox.taken.clear()
    letterbox.before_data = letterbox.after_data = None
    letterbox.refusals.clear()
    yield
    letterbox.before_data = letterbox.after_data = None
    letterbox.refusals.clear()


def all_is_well(portal: Running, acknowledged: list[tuple[str, str]]) -> dict[str, Any]:
    """Acknowledged means stored, and every count is right. Returns what became of each mail."""
    found = portal.do("check", acknowledged=acknowledged)
    assert found["integrity"], "a stored figure is wrong"
    assert found["lost"] == []
    return dict(found["mails"])
