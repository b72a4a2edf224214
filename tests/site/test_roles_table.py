"""docs/roller.md says who may do what; the code answers the same, in every cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as images_policy
from wagtail.models import Collection

from home.actions import add_municipality
from home.staff.permissions import runs
from participation.accounts.models import Role, StaffGroup, User
from participation.accounts.permissions import ENTER_ADMIN
from participation.answers import permissions as answers
from participation.api.permissions import can_manage_keys_somewhere
from participation.discussion.permissions import can_write_as_municipality
from participation.eservices.models import ServiceProposalPage
from participation.eservices.permissions import can_import_eservices, can_list_eservices
from participation.faults.models import FaultReport
from participation.faults.permissions import can_handle_reports, can_handle_somewhere, can_read_reports
from participation.faults.review.anchors import anchor
from participation.ideas import permissions as ideas
from participation.ideas.faults_link.rules import can_make_fault
from participation.ideas.models import Idea
from participation.ideas.staff.reach import ideas_for
from participation.ideas.states import Status
from participation.moderation.permissions import can_decide
from participation.newsletters import permissions as newsletters
from participation.newsletters.models import Letter
from participation.places.models import Municipality
from participation.voting.permissions import can_read_reasons
from tests.eservices.proposals import index_page, proposal
from tests.factories import UserFactory
from tests.faults.factories import reported
from tests.ideas.factories import in_review, published

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = Path(__file__).resolve().parent.parent.parent / "docs" / "roller.md"
COLUMNS = {
    "Granskare": Role.MODERATOR,
    "Redaktör": Role.EDITOR,
    "Publicist": Role.PUBLISHER,
    "Handläggare": Role.CASE_OFFICER,
    "Utvärderare": Role.EVALUATOR,
    "Analytiker": Role.ANALYST,
    "Administratör": Role.ADMINISTRATOR,
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]


class World:
    """Sundsvall with one of each thing that somebody may or may not touch."""

    def __init__(self) -> None:
        self.place = Municipality.objects.get(code="2281")
        self.shown: Idea = published(self.place)
        self.waiting: Idea = in_review(self.place)
        self.to_answer: Idea = published(self.place)
        Idea.objects.filter(pk=self.to_answer.pk).update(status=Status.TO_BE_ANSWERED, answer_due_on=date(2030, 1, 1))
        self.to_answer.refresh_from_db()
        self.report = reported(self.place)
        self.page: ServiceProposalPage = proposal(index_page(self.place))
        self.picture = get_image_model()(collection=Collection.objects.get(name=self.place.name))

    def page_of(self, user: User) -> Any:
        return self.page.permissions_for_user(user)

    def sent_in_by(self, writer: User) -> Any:
        self.page.need = f"Ord som {writer.email} skrev"  # whoever saves another's words has not written them
        self.page.save_revision(user=writer)
        self.page.get_workflow().start(self.page, writer)
        self.page.refresh_from_db()
        return self.page.current_workflow_task

    def approves(self, user: User, *, writer: User) -> bool:
        task = self.sent_in_by(writer)
        actions = {name for name, _label, _modal in task.specific.get_actions(self.page, user)}
        self.page.current_workflow_state.cancel(user=writer)
        return "approve" in actions


ANSWERS: dict[str, Callable[[World, User], bool]] = {
    "Öppna administrationen": lambda world, user: user.has_perm(ENTER_ADMIN),
    "Skriva och ändra sidor": lambda world, user: world.page_of(user).can_edit(),
    "Publicera sidor": lambda world, user: index_page(world.place).permissions_for_user(user).can_publish(),
    "Låsa sidor": lambda world, user: world.page_of(user).can_lock(),
    "Översätta sidor": lambda world, user: (
        user.has_perm("simple_translation.submit_translation") and world.page_of(user).can_edit()
    ),
    "Lägga upp bilder och dokument": lambda world, user: images_policy.user_has_permission_for_instance(
        user, "change", world.picture
    ),
    "Godkänna e-tjänsteförslag som någon annan har skrivit": lambda world, user: world.approves(
        user, writer=UserFactory()
    ),
    "Godkänna det man själv har skrivit": lambda world, user: world.approves(user, writer=user),
    "Skriva nyhetsbrev": lambda world, user: newsletters.can_write(user, world.place),
    "Ta bort skickade nyhetsbrev från webben": lambda world, user: newsletters.publishes(
        user, Letter(municipality=world.place)
    ),
    "Skicka nyhetsbrev som någon annan har skrivit": lambda world, user: newsletters.may_send(
        user, Letter(municipality=world.place, written_by=UserFactory())
    )[0],
    "Se listan över e-tjänster": lambda world, user: can_list_eservices(user, world.place),
    "Läsa in e-tjänster från fil": lambda world, user: can_import_eservices(user, world.place),
    "Läsa publicerade idéer på arbetsbordet": lambda world, user: world.shown in ideas_for(user),
    "Läsa idéer som väntar på granskning": lambda world, user: world.waiting in ideas_for(user),
    "Granska idéer": lambda world, user: ideas.can_moderate(user, world.waiting),
    "Fördela idéer": lambda world, user: ideas.can_assign(user, world.to_answer),
    "Besvara idéer": lambda world, user: ideas.can_answer(user, world.to_answer),
    "Ta bort publicerade beslut och tidigare svar": lambda world, user: answers.can_take_away(user, world.shown.topic),
    "Radera dem för gott": lambda world, user: answers.can_delete_for_good(user, world.shown.topic),
    "Slå ihop idéer": lambda world, user: ideas.can_merge(user, world.shown),
    "Göra felanmälan av en idé som väntar på granskning": lambda world, user: can_make_fault(user, world.waiting),
    "Göra felanmälan av en publicerad idé": lambda world, user: can_make_fault(user, world.shown),
    "Besluta om det som har anmälts": lambda world, user: can_decide(user, world.shown.topic),
    "Svara i samtal som kommunen": lambda world, user: can_write_as_municipality(user, world.shown.topic),
    "Läsa varför någon säger ”inte så här”": lambda world, user: can_read_reasons(user, world.shown.topic),
    "Läsa felanmälningar": lambda world, user: can_read_reports(user, world.place),
    "Besluta vem som ser en felanmälan och dess foton": lambda world, user: can_decide(user, anchor(world.report)),
    "Handlägga felanmälningar och se hur man når anmälaren": lambda world, user: can_handle_reports(user, world.place),
    "Se felanmälningar i siffror": lambda world, user: world.report in FaultReport.objects.counted_for(user),
    "Ansluta ärendesystem": lambda world, user: can_handle_somewhere(user),
    "Ge andra system nycklar": lambda world, user: can_manage_keys_somewhere(user),
    "Ändra kommunens inställningar": lambda world, user: runs(user, world.place),
    "Ge och ta roller": lambda world, user: runs(user, world.place),
}
# Asked without a municipality: staff next door may do them there.
SOMEWHERE = {"Öppna administrationen", "Ansluta ärendesystem", "Ge andra system nycklar"}


def written() -> dict[str, dict[str, bool]]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    head, _rule, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert {cell for row in rows for cell in row[1:]} == {"x", "–"}
    return {row[0]: {name: cell == "x" for name, cell in zip(head[1:], row[1:], strict=True)} for row in rows}


def of(place: Municipality, role: str) -> User:
    person: User = UserFactory()
    person.groups.add(StaffGroup.objects.get(municipality=place, role=role).group)
    return person


def test_the_table_has_every_role_and_every_row_is_asked() -> None:
    assert set(COLUMNS.values()) == set(Role)
    assert set(written()) == set(ANSWERS)


@pytest.mark.parametrize("column", COLUMNS)
def test_the_code_answers_as_the_table_says(column: str) -> None:
    world, person = World(), of(Municipality.objects.get(code="2281"), COLUMNS[column])
    said = {row: cells[column] for row, cells in written().items()}

    assert {row: ask(world, person) for row, ask in ANSWERS.items()} == said


def test_neither_a_citizen_nor_somebody_from_next_door_may_do_any_of_it() -> None:

    next_door = add_municipality(code="2262").municipality
    world, theirs = World(), UserFactory()
    theirs.groups.set(StaffGroup.objects.filter(municipality=next_door).values_list("group", flat=True))

    assert [row for row, ask in ANSWERS.items() if row not in SOMEWHERE and ask(world, theirs)] == []
    assert [row for row, ask in ANSWERS.items() if ask(world, UserFactory())] == []
