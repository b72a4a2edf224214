from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from participation.ideas.importing.folding import DEEPEST, Folded, Node, Said, fold

START = datetime(2015, 9, 15, tzinfo=UTC)


def said(key: str, parent: str = "", minute: int | None = 0, *, kept: bool = True) -> Said:
    return Said(key, parent, None if minute is None else START + timedelta(minutes=minute), kept)


def by_key(folded: Folded) -> dict[str, Node]:
    return {node.key: node for node in folded.nodes}


@st.composite
def threads(draw: st.DrawFn) -> list[Said]:
    """Any graph of answers: forests, orphans, circles, empty ones, dates in any order."""
    size = draw(st.integers(0, 14))
    keys = [f"e{number}" for number in range(size)]
    parents = st.sampled_from(["", *keys, "elsewhere"])
    minutes = st.one_of(st.none(), st.integers(0, 5))
    return [said(key, draw(parents), draw(minutes), kept=draw(st.integers(0, 4)) > 0) for key in keys]


@given(threads())
def test_nothing_that_has_words_is_lost_or_doubled(thread: list[Said]) -> None:
    folded = fold(thread, {})

    assert sorted(node.key for node in folded.nodes) == sorted(one.key for one in thread if one.kept)


@given(threads())
def test_every_entry_hangs_where_the_discussion_allows_it(thread: list[Said]) -> None:
    folded = fold(thread, {})

    for node in folded.nodes:
        assert 0 <= node.level <= DEEPEST
        if node.parent is None:
            assert (node.level, node.root, node.answers) == (0, None, None)
            continue
        assert node.level == node.parent.level + 1
        assert node.root is (node.parent.root or node.parent)
        assert node.answers is None or (node.answers.level == DEEPEST and node.answers.parent is node.parent)


@given(threads())
def test_what_is_answered_comes_before_its_answers_and_siblings_keep_their_order(thread: list[Said]) -> None:
    folded = fold(thread, {})

    position = {node.key: number for number, node in enumerate(folded.nodes)}
    place = {one.key: number for number, one in enumerate(thread)}
    for node in folded.nodes:
        for earlier in (node.parent, node.answers, node.root):
            assert earlier is None or position[earlier.key] < position[node.key]
    for answered in [None, *folded.nodes]:
        group = [node for node in folded.nodes if (node.answers or node.parent) is answered]
        dates = [(thread[node.said].at is None, thread[node.said].at or START, place[node.key]) for node in group]
        assert dates == sorted(dates)


@given(threads())
def test_a_branch_counts_what_hangs_in_it(thread: list[Said]) -> None:
    folded = fold(thread, {})

    for node in folded.nodes:
        assert node.replies == sum(other.root is node for other in folded.nodes)


@given(threads())
def test_what_begins_a_branch_did_so_there_or_is_reported(thread: list[Said]) -> None:
    folded = fold(thread, {})

    told = {*folded.orphans, *folded.moved_up, *folded.cycles}
    for node in folded.nodes:
        assert node.level > 0 or not thread[node.said].parent or node.key in told


@given(threads())
def test_where_nothing_is_odd_each_answer_answers_what_it_answered(thread: list[Said]) -> None:
    folded = fold(thread, {})

    odd = {*folded.orphans, *folded.moved_up, *folded.cycles}
    for node in folded.nodes:
        if node.key not in odd and thread[node.said].parent:
            answered = node.answers or node.parent
            assert answered is not None
            assert answered.key == thread[node.said].parent


def test_a_thread_of_any_depth_is_folded_without_a_stack() -> None:
    thread = [said(str(number), str(number - 1) if number else "", number) for number in range(5000)]

    folded = fold(thread, {})

    assert len(folded.nodes) == 5000
    assert len(folded.folded) == 4997
    assert folded.nodes[0].replies == 4999


def test_an_answer_to_the_third_level_hangs_beside_it_and_says_whom() -> None:
    nodes = by_key(fold([said("a"), said("b", "a", 1), said("c", "b", 2), said("d", "c", 3)], {}))

    assert nodes["d"].parent is nodes["b"]
    assert nodes["d"].answers is nodes["c"]


def test_what_answered_an_empty_entry_moves_to_the_nearest_above() -> None:
    folded = fold([said("a"), said("b", "a", 1, kept=False), said("c", "b", 2)], {})

    assert by_key(folded)["c"].parent is by_key(folded)["a"]
    assert folded.moved_up == ["c"]


def test_an_orphan_begins_a_branch_also_when_it_is_empty_it_is_counted() -> None:
    folded = fold([said("a", "gone"), said("b", "gone", kept=False)], {})

    assert [node.level for node in folded.nodes] == [0]
    assert folded.orphans == ["a", "b"]


def test_a_circle_is_broken_at_its_oldest() -> None:
    folded = fold([said("a", "c", 3), said("b", "a", 2), said("c", "b", 1)], {})

    assert folded.cycles == ["c"]
    assert by_key(folded)["a"].parent is by_key(folded)["c"]


def test_a_circle_of_empty_entries_ends() -> None:
    folded = fold([said("a", "b", kept=False), said("b", "a", kept=False), said("c", "a")], {})

    assert [node.key for node in folded.nodes] == ["c"]
    assert folded.cycles == ["c"]


def test_a_new_answer_hangs_on_what_stands_here_already() -> None:
    root, middle = Node("", pk=1), Node("", level=1, pk=2)
    middle.parent = middle.root = root
    third = Node("c", level=2, parent=middle, root=root, pk=3)

    folded = fold([said("c", "b"), said("d", "c", 1), said("e", "b", 2)], {"c": third, "b": middle})

    nodes = by_key(folded)
    assert (nodes["d"].parent, nodes["d"].answers, nodes["d"].root) == (middle, third, root)
    assert (nodes["e"].parent, nodes["e"].level) == (middle, 2)
