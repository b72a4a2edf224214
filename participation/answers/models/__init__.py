from __future__ import annotations

from .answer import Answer, AnswerWords, Outcome
from .comment import AnswerComment
from .draft import AnswerDraft
from .earlier import Change, EarlierAnswer
from .file import AnswerFile
from .overdue import OverdueDigest, OverdueNotice
from .template import AnswerTemplate
from .way import AnswerTask, AnswerTaskState, AnswerWay

__all__ = [
    "Answer",
    "AnswerComment",
    "AnswerDraft",
    "AnswerFile",
    "AnswerTask",
    "AnswerTaskState",
    "AnswerTemplate",
    "AnswerWay",
    "AnswerWords",
    "Change",
    "EarlierAnswer",
    "Outcome",
    "OverdueDigest",
    "OverdueNotice",
]
