"""A thread of any depth in the three levels that we show. Pure: it reads keys and dates, never words.

What lies deeper hangs beside what it answers, and says whom, as an answer written here does.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

DEEPEST = settings.COMMENTS_XTD_MAX_THREAD_LEVEL


@dataclass(frozen=True)
class Said:
    """An entry of the other site. One that is not `kept` has no words; those who answered it move up."""

    key: str
    parent: str = ""
    at: datetime | None = None
    kept: bool = True


@dataclass(eq=False)
class Node:
    """Where an entry hangs here. `pk` is known of those that stand already."""

    key: str
    level: int = 0
    parent: Node | None = field(default=None, repr=False)  # a thread may be thousands deep
    root: Node | None = field(default=None, repr=False)
    answers: Node | None = field(default=None, repr=False)
    pk: int = 0
    said: int = -1
    replies: int = 0


@dataclass
class Folded:
    """`nodes` are new, parents before their answers, otherwise by date. The rest are keys."""

    nodes: list[Node] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)
    moved_up: list[str] = field(default_factory=list)
    cycles: list[str] = field(default_factory=list)


def fold(thread: Sequence[Said], standing: Mapping[str, Node]) -> Folded:
    """`thread` is one topic's, in the order of its file, each key once; `standing` are those that are here already."""
    return _Folding(thread, standing).folded()


class _Folding:
    def __init__(self, thread: Sequence[Said], standing: Mapping[str, Node]) -> None:
        self.thread, self.standing = thread, standing
        self.place = {said.key: number for number, said in enumerate(thread)}
        self.result = Folded()

    def folded(self) -> Folded:
        here = self.place.keys() | self.standing.keys()
        new = [said for said in self.thread if said.key not in self.standing]
        self.result.orphans = [said.key for said in new if said.parent and said.parent not in here]
        parents = {said.key: self._nearest_kept(said) for said in new if said.kept}
        self._break_circles(parents)
        self._hang(parents)
        return self.result

    def _nearest_kept(self, said: Said) -> str:
        """The key of the entry above that is kept; "" where there is none. In a circle it may be its own."""
        key, seen = said.parent, {said.key}
        while key in self.place and key not in self.standing and key != said.key:
            if key in seen:  # a circle of empty ones
                self.result.cycles.append(said.key)
                return ""
            above = self.thread[self.place[key]]
            if above.kept:
                break
            seen.add(key)
            key = above.parent
        if key != said.parent:
            self.result.moved_up.append(said.key)
        return key if key in self.place or key in self.standing else ""

    def _break_circles(self, parents: dict[str, str]) -> None:
        """The oldest of a circle begins the branch."""
        done: set[str] = set()
        for start in parents:
            path: dict[str, None] = {}
            key = start
            while key in parents and key not in done and key not in path:
                path[key] = None
                key = parents[key]
            if key in path:
                keys = list(path)
                first = min(keys[keys.index(key) :], key=self._order)
                parents[first] = ""
                self.result.cycles.append(first)
            done.update(path)

    def _hang(self, parents: dict[str, str]) -> None:
        children: dict[str, list[str]] = defaultdict(list)
        for key, parent in parents.items():
            children[parent if parent in parents else ""].append(key)
        nodes = dict(self.standing)
        waiting = [self._order(key) for key in children[""]]
        heapq.heapify(waiting)
        while waiting:
            number = heapq.heappop(waiting)[2]
            key = self.thread[number].key
            nodes[key] = self._node(key, number, nodes.get(parents[key]))
            for child in children.get(key, ()):
                heapq.heappush(waiting, self._order(child))

    def _node(self, key: str, number: int, answered: Node | None) -> Node:
        node = Node(key, said=number)
        self.result.nodes.append(node)
        if answered is None:
            return node
        node.root = answered.root or answered
        node.root.replies += 1
        if answered.level < DEEPEST:
            node.level, node.parent = answered.level + 1, answered
        else:
            self.result.folded.append(key)
            node.level, node.parent, node.answers = DEEPEST, answered.parent, answered
        return node

    def _order(self, key: str) -> tuple[bool, float, int]:
        """By date, those without one last; then as the file has them."""
        number = self.place[key]
        at = self.thread[number].at
        return (at is None, at.timestamp() if at else 0.0, number)
