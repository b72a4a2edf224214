from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.places.models import Municipality

from .models import ApiClient
from .permissions import HOLDERS

if TYPE_CHECKING:
    from participation.accounts.models import User


class ClientForm(forms.ModelForm):
    """A municipality where this person may is all that can be chosen."""

    class Meta:
        model = ApiClient
        fields: ClassVar = ["municipality", "name", "contact", "may_create", "may_update", "rate"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Municipality.objects.all()
        if not is_administrator(user):
            own = own.filter(pk__in=municipalities_of(user, *HOLDERS))
        field: Any = self.fields["municipality"]
        field.queryset, field.empty_label = own, None
