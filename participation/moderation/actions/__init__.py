"""All that changes what waits and what is decided. Every decision is a row with its reasons, and those it concerns
are told."""

from __future__ import annotations

from .appealing import appeal, decide_appeal
from .deciding import hide, hide_topic, is_hidden, keep, restore, restore_topic, settle, standing_of, warn
from .flagging import IN_TIME, MOST_FLAGS, Signal, flag, forget_signals, raise_signal
from .holding import hold_for
from .letting_go import forget_writer, let_go
from .names import check_not_taken_away, hide_name, restore_name
from .pausing import lift_pause, pause
from .pictures import hide_picture, replace_picture, restore_picture
from .queue import enter, leave, open_item
from .reading import begin_reading, stop_reading
from .seeing import Seen, check_words, nothing_came_between, seen_now

__all__ = [
    "IN_TIME",
    "MOST_FLAGS",
    "Seen",
    "Signal",
    "appeal",
    "begin_reading",
    "check_not_taken_away",
    "check_words",
    "decide_appeal",
    "enter",
    "flag",
    "forget_signals",
    "forget_writer",
    "hide",
    "hide_name",
    "hide_picture",
    "hide_topic",
    "hold_for",
    "is_hidden",
    "keep",
    "leave",
    "let_go",
    "lift_pause",
    "nothing_came_between",
    "open_item",
    "pause",
    "raise_signal",
    "replace_picture",
    "restore",
    "restore_name",
    "restore_picture",
    "restore_topic",
    "seen_now",
    "settle",
    "standing_of",
    "stop_reading",
    "warn",
]
