from __future__ import annotations

from django import template

from portal.tracing import current

register = template.Library()


@register.simple_tag
def error_number() -> str:
    """What a person can quote, and an operator find in the log. Works on pages without context."""
    trace = current.get()
    return trace.number if trace is not None else ""
