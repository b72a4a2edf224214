"""From the entries of a file to entries of ours, thread by thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from participation.topics.models import Topic

from ..models import Idea, ImportedEntry, ImportRun
from .entries import AUTHOR, NewEntry, store_entries
from .folding import Folded, Node, Said, fold

if TYPE_CHECKING:
    from datetime import datetime

    from .reading import ReadEntry
    from .report import Part
    from .shelf import Shelf

AT_A_TIME = 1000  # entries, in whole threads
Tell = Callable[[int], None]


@dataclass
class Standing:
    """What is here of a thread already: its entries by their key there, and who is which voice."""

    nodes: dict[str, Node] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Home:
    """The idea of a thread, as far as it is stored."""

    idea: int
    topic: int
    since: datetime


@dataclass(frozen=True)
class Scene:
    """Where entries come to. `authors` holds who wrote each idea there, by its key; `new` the ideas of this file."""

    run: ImportRun
    authors: Mapping[str, str]
    new: set[str]
    is_trial: bool


def take_threads(shelf: Shelf, scene: Scene, part: Part, tell: Tell) -> None:
    for batch in shelf.threads(least=AT_A_TIME):
        homes = _homes(batch, scene)
        standing = _standing(homes)
        new: list[NewEntry] = []
        for key, thread in batch.items():
            if key in homes or (scene.is_trial and key in scene.new):
                new += _take(thread, homes.get(key), standing.get(key, Standing()), scene, part)
            else:
                _drop_all(part, "unknown_idea", thread)
        if not scene.is_trial:
            store_entries(new, run=scene.run)
        tell(sum(len(thread) for thread in batch.values()))


def _drop_all(part: Part, why: str, thread: Sequence[ReadEntry]) -> None:
    for entry in thread:
        part.drop(why, entry.row)


def _take(thread: list[ReadEntry], home: Home | None, standing: Standing, scene: Scene, part: Part) -> list[NewEntry]:
    said = [Said(one.key, one.parent, one.at, _is_kept(one, standing)) for one in thread]
    folded = fold(said, standing.nodes)
    _report(thread, folded, standing, part)
    if home is None:
        return []
    voices = _voices(thread, standing, scene.authors.get(thread[0].idea, ""))
    latest = home.since
    new = []
    for node in folded.nodes:
        read = thread[node.said]
        latest = read.at or latest  # without a date of its own, that of the one before
        new.append(NewEntry(node, home.idea, home.topic, read.key, read.text, latest, voices.get(read.by, 0)))
    return new


def _is_kept(entry: ReadEntry, standing: Standing) -> bool:
    """Not what has no words; nor what came before and has been removed here for good."""
    return bool(entry.text) and (entry.key not in standing.known or entry.key in standing.nodes)


def _report(thread: list[ReadEntry], folded: Folded, standing: Standing, part: Part) -> None:
    rows = {entry.key: entry.row for entry in thread}
    for entry in thread:
        if entry.key in standing.known:
            part.known += 1
        elif not entry.text:
            part.drop("empty", entry.row)
    for node in folded.nodes:
        read = thread[node.said]
        part.new += 1
        part.roots += node.level == 0
        for remark in read.remarks:
            part.remark(remark, read.row)
    named = {"orphan": folded.orphans, "folded": folded.folded, "moved_up": folded.moved_up, "cycle": folded.cycles}
    for remark, keys in named.items():
        part.remark_all(remark, sorted(rows[key] for key in keys))


def _voices(thread: list[ReadEntry], standing: Standing, author: str) -> dict[str, int]:
    """A number for each person of the thread, the same in a later import. Only the numbers are kept."""
    voices = {author: AUTHOR} if author else {}
    for entry in thread:
        if entry.by and (voice := standing.known.get(entry.key)):
            voices.setdefault(entry.by, voice)
    following = max([AUTHOR, *standing.known.values()]) + 1
    for entry in thread:
        if entry.by and entry.text and entry.by not in voices:
            voices[entry.by], following = following, following + 1
    return voices


def _homes(batch: Mapping[str, object], scene: Scene) -> dict[str, Home]:
    """Locked, the topics first, as everything that writes to a thread does."""
    ideas = Idea.objects.filter(
        imported_to=scene.run.municipality, imported_from=scene.run.source, imported_id__in=list(batch)
    )
    if not scene.is_trial:
        topics = Topic.objects.select_for_update(no_key=True).filter(pk__in=ideas.values("topic"))
        list(topics.order_by("pk").values_list("pk", flat=True))
    rows = ideas.values_list("imported_id", "pk", "topic", "status_since")
    return {key: Home(idea, topic, since) for key, idea, topic, since in rows}


def _standing(homes: Mapping[str, Home]) -> dict[str, Standing]:
    keys = {home.idea: key for key, home in homes.items()}
    rows = ImportedEntry.objects.filter(idea__in=keys).values_list(
        "idea", "imported_id", "voice", "entry", "entry__level", "entry__parent_id", "entry__root"
    )
    found: dict[str, Standing] = {}
    for idea, imported_id, voice, pk, level, parent, root in rows:
        standing = found.setdefault(keys[idea], Standing())
        standing.known[imported_id] = voice
        if pk is not None:
            standing.nodes[imported_id] = _node(imported_id, pk, level, parent, root)
    return found


def _node(key: str, pk: int, level: int, parent: int, root: int | None) -> Node:
    top = Node("", pk=root) if root else None
    above = top if root == parent else Node("", level=1, pk=parent, root=top)
    return Node(key, level=level, pk=pk, parent=above if root else None, root=top)
