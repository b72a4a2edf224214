"""How often one account and one address may do a thing: the table, and nothing that imports Django.

An account is held tightly, an address widely: a school of thirty sits behind one. Where anybody can type the address of
anybody (signing in), the tight limit is `both`, an account from one address: others do not use it up for its owner.
`stranger` counts, by address, who has not signed in: what they write is kept for them until they do.
Each row can be set anew by the environment, `LIMIT_COMMENT=20/10m/account,400/10m/address`; `off` lifts it.
docs/settings.md lists them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast

Per = Literal["account", "address", "both", "stranger"]

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
WRITTEN = re.compile(
    r"(?P<most>[1-9][0-9]{0,8})/(?P<number>[1-9][0-9]{0,4})?(?P<unit>[smhd])/(?P<per>account|address|both|stranger)"
)


@dataclass(frozen=True)
class Rate:
    most: int
    seconds: int
    per: Per


@dataclass(frozen=True)
class Limit:
    """`doors` are the names of addresses; a POST to one of them counts, and a GET too where `reads` says so.

    `only_with` counts a request only if it holds one of those fields, or `field=value`: name the values that the view
    looks for, or another value would be done as the next row says and counted as this one.
    `typed` names the fields in which somebody who is not signed in says which account they mean. `told_by_view` leaves
    the answer to the view, in `request.limit_reached`. `without_files`: a request with files counts by a later row.
    """

    name: str
    rates: str
    doors: frozenset[str]
    reads: bool = False
    only_with: frozenset[str] = frozenset()
    typed: tuple[str, ...] = ()
    told_by_view: bool = False
    without_files: bool = False

    @property
    def setting(self) -> str:
        return f"LIMIT_{self.name.upper()}"


def doors(prefix: str, names: str) -> frozenset[str]:
    return frozenset(f"{prefix}{name}" for name in names.split())


UPLOADS = frozenset(
    f"{library}{door}"
    for library in ("wagtailimages", "wagtaildocs")
    for door in (":add", ":add_multiple", ":edit", "_chooser:create")
)
# What asks the form of a fault for a part of it or presses a button that does not send: no report is stored.
HINTS = frozenset({"hint=slag", "hint=adress"})
STEPS = frozenset({"adress", "punkt288.x", "punkt576.x"}) | frozenset(
    f"gor={press}"
    for press in ("utan-punkt", "karta", "sok-adress", "slag", "norrut", "soderut", "vasterut", "osterut")
)
SIGN_IN = "login confirm_login_code reset_password_from_key reauthenticate"

# No address has it: what staff send to the desk with no session is kept for them, by whoever keeps it (staff_words.py).
STAFF_WORDS = Limit("staff_words", "300/10m/address,60/10m/stranger", frozenset())
# The first row that fits a request is the one that counts it.
LIMITS = (
    STAFF_WORDS,
    Limit("sign_up", "5/10m/both,50/10m/account,100/10m/address", doors("account_", "signup"), typed=("email",)),
    Limit(
        "code",
        "3/1m/both,10/10m/both,60/10m/account,300/10m/address",
        doors("account_", "request_login_code reset_password") | doors("accounts:", "send_code"),
        typed=("email",),
    ),
    Limit(
        "sign_in",
        "20/10m/both,200/10m/account,300/10m/address",
        doors("account_", f"{SIGN_IN} email_verification_sent")
        | doors("mfa_", "authenticate reauthenticate reauthenticate_webauthn")
        | doors("wagtail", "core_authenticate_with_password docs_authenticate_with_password"),
        typed=("login", "email"),
    ),
    Limit("support", "100/10m/account,3000/10m/address,600/10m/stranger", doors("voting:", "support object take_back")),
    Limit("own_address", "20/1h/account,300/10m/address", doors("account_", "email")),
    Limit("settings", "60/10m/account,600/10m/address,60/10m/stranger", doors("accounts:", "settings")),
    Limit("comment", "20/10m/account,500/10m/address,150/10m/stranger", doors("discussion:", "post reply edit delete")),
    Limit("reaction", "100/10m/account,3000/10m/address", doors("discussion:", "appreciate unappreciate")),
    Limit(
        "flag", "20/1h/account,100/10m/address", doors("", "moderation:flag_topic moderation:flag_entry faults:flag")
    ),
    Limit("appeal", "20/1h/account,100/10m/address", doors("", "decisions:appeal faults:decision")),
    Limit(
        "follow",
        "100/10m/account,3000/10m/address",
        doors("notifications:", "follow unfollow place stop_interest undo"),
    ),
    Limit("autosave", "400/10m/account,9000/10m/address", doors("ideas:", "words"), only_with=frozenset({"auto"})),
    Limit(
        "idea",
        "60/10m/account,2000/10m/address,150/10m/stranger",
        doors("ideas:", "new words draft delete_draft edit add withdraw restore"),
    ),
    Limit("fault_hint", "120/1m/account,2000/1m/address", doors("faults:", "new new_in"), only_with=HINTS),
    Limit(
        "fault_step",
        "150/10m/account,1000/10m/address",
        doors("faults:", "new new_in"),
        only_with=STEPS,
        told_by_view=True,
        without_files=True,
    ),
    Limit("fault", "30/10m/account,200/10m/address", doors("faults:", "new new_in"), told_by_view=True),
    Limit("fault_words", "30/10m/account,200/10m/address", doors("faults:", "add forget answer verdict")),
    Limit("fault_follow", "30/10m/account,200/10m/address", doors("faults:", "follow")),
    Limit("fault_watch", "20/10m/account,100/10m/address", doors("faults:", "watch")),
    Limit("newsletter", "20/10m/account,100/10m/address", doors("newsletters:", "archive")),
    Limit("device", "20/10m/account,200/10m/address", doors("push:", "add")),
    Limit("calendar", "60/1m/account,600/1m/address", doors("calendars:", "dates feed topic"), reads=True),
    Limit("fault_link", "60/10m/account,600/10m/address", doors("faults:", "case_link")),
    Limit("case_system", "20/10m/account,100/10m/address", doors("case_systems:", "connection")),
    Limit("case_push", "6000/10m/address", doors("faults:", "case_push")),
    Limit("similar", "120/1m/account,2000/1m/address", doors("ideas:", "similar"), reads=True),
    Limit(
        "search",
        "60/1m/account,600/1m/address",
        doors("", "home:search wagtail_serve"),
        reads=True,
        only_with=frozenset({"q"}),
    ),
    Limit(
        "export",
        "20/10m/account,200/10m/address",
        doors("", "accounts:my_data_file ideas_admin:export fault_reports:export fault_reports:planning_file"),
        reads=True,
    ),
    Limit("fault_figures", "60/1m/account,600/1m/address", doors("faults:", "figures figures_file"), reads=True),
    Limit("moderation_figures", "60/1m/account,600/1m/address", doors("moderated:", "page table data"), reads=True),
    Limit("open311_report", "150/1m/address", doors("open311:", "requests")),
    Limit(
        "open311",
        "600/1m/address",
        doors("open311:", "discovery services definition requests request token updates"),
        reads=True,
    ),
    Limit(
        "import",
        "200/10m/account,1000/10m/address",
        doors("", "eservice:import wagtailredirects:start_import") | UPLOADS,
    ),
)


def rates_from(written: str) -> tuple[Rate, ...]:
    """`20/10m/account,400/1h/address` read; `off` is no limit. Raises ValueError with the part that is wrong."""
    if written.strip() in ("", "off"):
        return ()
    return tuple(_rate(part.strip()) for part in written.split(","))


def _rate(part: str) -> Rate:
    read = WRITTEN.fullmatch(part)
    if read is None:
        raise ValueError(f"{part!r} is not a limit such as 20/10m/account or 400/1h/address")
    return Rate(int(read["most"]), int(read["number"] or 1) * UNITS[read["unit"]], cast("Per", read["per"]))


def limits_from(setting: Callable[[str, str], str]) -> dict[str, tuple[Rate, ...]]:
    """The rates of each limit, as `setting(name, default)` gives them."""
    return {limit.name: rates_from(setting(limit.setting, limit.rates)) for limit in LIMITS}
