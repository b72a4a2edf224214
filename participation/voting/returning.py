"""A proved address takes one stance on a topic, whatever accounts it had (THREATS 29).

When an address leaves an account its stances get a key of it (`accounts.address_keys`), and when it is proved for
another, those that nobody holds any more are that person's again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from participation.accounts.address_keys import proved_keys_of
from participation.topics.models import Topic

from .errors import SupportGiven
from .models import LeftKey, Support

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from participation.accounts.models import User

KEPT_AFTER_CLOSING = timedelta(days=90)
AT_A_TIME = 1000


def leave(sender: Any, person: User, key: str, **kwargs: Any) -> None:
    """`address_left`: runs in the transaction in which the address goes."""
    known = Support.objects.filter(topic=OuterRef("topic"), left_keys__key=key)
    stances = Support.objects.filter(person=person).exclude(Exists(known)).values_list("pk", flat=True)
    rows = [LeftKey(support_id=pk, key=key) for pk in stances]
    LeftKey.objects.bulk_create(rows, batch_size=AT_A_TIME)


def give_back(sender: Any, person: User, keys: Iterable[str], **kwargs: Any) -> None:
    """`address_proved`: one topic after another, so that nobody who supports waits for all of them."""
    left = Support.objects.filter(person__isnull=True, left_keys__key__in=keys)
    for topic in set(left.values_list("topic", flat=True)):
        with transaction.atomic():
            locked = Topic.objects.select_for_update(no_key=True).only("pk").get(pk=topic)
            if not Support.objects.filter(topic=locked, person=person).exists():
                _adopt(left.filter(topic=locked).first(), person, keys)


def own_again(*, topic: Topic, person: User) -> Support | None:
    """What an address of theirs left on `topic`, theirs again; None where there is nothing.

    The caller has locked the topic. Raises SupportGiven where the account that the address left still stands by it.
    """
    left = Support.objects.filter(topic=topic, left_keys__isnull=False)
    if not left.exists():
        return None
    keys = proved_keys_of(person)
    rows = list(left.filter(left_keys__key__in=keys).distinct().order_by("pk"))
    if any(row.person_id for row in rows):
        raise SupportGiven(_("Den här adressen har redan sagt sitt, från ett annat konto som har haft den."))
    return _adopt(rows[0] if rows else None, person, keys)


def _adopt(row: Support | None, person: User, keys: Iterable[str]) -> Support | None:
    """Keys of other addresses stay: each of them has had its say by this stance."""
    if row is not None:
        row.person = person
        row.save(update_fields=["person"])
        LeftKey.objects.filter(support=row, key__in=keys).delete()
    return row


def forget_keys(now: datetime) -> int:
    """Where nobody can support any more, nothing can be counted twice. Returns how many went."""
    since = now - KEPT_AFTER_CLOSING
    over = Q(support__topic__closes_at__lt=since)
    shut = Q(support__topic__can_support=False, support__topic__last_activity_at__lt=since)
    gone, _each = LeftKey.objects.filter(over | shut).delete()
    return gone
