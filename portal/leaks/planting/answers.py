from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from participation.answers.actions import comment, save_draft, stamp
from participation.answers.models import AnswerFile, AnswerTask, AnswerTemplate, EarlierAnswer
from participation.attachments.actions import store_document
from participation.topics.models import Topic

if TYPE_CHECKING:
    from ..planted import Planted


def plant(planted: Planted) -> None:
    _being_written(planted)
    _taken_away(planted)


def _file(planted: Planted, thing: str, topic: Topic) -> AnswerFile:
    content, name = planted.words(thing).encode(), f"{planted.of(thing)}.txt"
    upload = SimpleUploadedFile(name, content, content_type="text/plain")
    return store_document(model=AnswerFile, upload=upload, topic=topic)


def _taken_away(planted: Planted) -> None:
    """What was answered once, and the decision behind it: nobody outside is to read either."""
    topic, now = Topic.objects.get(pk=planted.rows["added to"].topic_id), planted.now
    by = planted.people["case_officer"]
    gone = {"taken_away_at": now, "taken_away_by": by, "taken_away_because": "Läckageprov"}
    file = _file(planted, "file that was taken away", topic)
    AnswerFile.objects.filter(pk=file.pk).update(**gone)
    words = {
        "outcome": "partly",
        "sentence": "Läckageprov",
        "text": "Läckageprov",
        "next_step": "Läckageprov",
        "department": topic.municipality.departments.first(),
    }
    save_draft(topic=topic, by=by, words=words, seen=stamp(None), now=now)
    before = {
        **words,
        "file": file,
        "sentence": planted.words("sentence that was taken away"),
        "text": planted.words("text that was taken away"),
    }
    planted.rows["file taken away"] = file
    planted.rows["answer taken away"] = EarlierAnswer.objects.create(
        topic=topic, said_at=now, replaced_at=now, **before, **gone
    )


def _being_written(planted: Planted) -> None:
    """An answer that is being written, to an idea that everybody reads."""
    topic = Topic.objects.get(pk=planted.rows["idea"].topic_id)
    file = planted.rows["answer file"] = _file(planted, "file of the answer", topic)
    words = {
        "outcome": "partly",
        "sentence": planted.words("sentence of the answer"),
        "text": planted.words("text of the answer"),
        "next_step": planted.words("next step of the answer"),
        "department": topic.municipality.departments.first(),
        "file": file,
    }
    planted.rows["answer template"] = AnswerTemplate.objects.create(
        municipality=planted.here, name=planted.words("answer template"), words="Läckageprov"
    )
    # On nobody's way: where there is one, case officers do not publish.
    planted.rows["answer step"] = AnswerTask.objects.create(name=f"Läckageprov {planted.marks.run}")
    planted.rows["answer draft"] = save_draft(
        topic=topic, by=planted.people["case_officer"], words=words, seen=stamp(None), now=planted.now
    )
    said = planted.words("comment on the answer")
    comment(draft=planted.rows["answer draft"], by=planted.people["case_officer"], text=said, now=planted.now)
