from __future__ import annotations

from django_comments_xtd.forms import XtdCommentForm


class CommentForm(XtdCommentForm):
    pass
