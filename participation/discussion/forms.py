from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.forms import XtdCommentForm

from participation.core.words import WordsField
from participation.places.models import Department

from .permissions import can_write_as_municipality

if TYPE_CHECKING:
    from participation.topics.models import Topic


class CommentForm(XtdCommentForm):
    """What a person types. Everything else of an entry comes from who they are and where they are.

    Of the library's form nothing that the sender could fill in with another's name remains, nor its stamp
    that makes a text worthless after two hours.
    """

    content_type = object_pk = timestamp = security_hash = honeypot = None  # type: ignore[assignment]  # so Django drops one
    name = email = url = followup = reply_to = None  # type: ignore[assignment]

    comment = WordsField(
        label=_("Skriv ett inlägg"),
        max_length=settings.COMMENT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv något först.")},
    )
    department = forms.ModelChoiceField(
        label=_("Skriv som"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("Mig själv"),
        help_text=_("Väljer du en förvaltning visas inlägget som kommunens ord."),
    )

    def __init__(self, *args: Any, topic: Topic, user: Any, label: str = "", **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        if label:  # an answer, which htmx may put below what it answers
            self.fields["comment"].label = label
            self.fields["comment"].widget.attrs["data-focus"] = True
        if can_write_as_municipality(user, topic):
            departments = Department.objects.filter(municipality=topic.municipality_id)
            self.fields["department"].queryset = departments  # type: ignore[attr-defined]  # a ModelChoiceField
        else:
            del self.fields["department"]

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or self.cleaned_data

    def clean_comment(self) -> str:
        return self.cleaned_data["comment"].replace("\r\n", "\n")


class EditForm(forms.Form):
    comment = WordsField(
        label=_("Ditt inlägg"), max_length=settings.COMMENT_MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 6})
    )
