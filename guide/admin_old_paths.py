"""Old addresses in the admin: those that the site kept by itself, and others that an
author wants to lead somewhere, such as the ones of an earlier site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from guide import destinations
from guide.models import OldPath, Post
from guide.models.old_paths import TARGETS


class OldPathForm(forms.ModelForm):
    def clean_path(self) -> str:
        path: str = self.cleaned_data["path"]
        # With a query it may be one of the front page, which is always there.
        if (
            path != self.instance.path
            and "?" not in path
            and destinations.is_taken(path)
        ):
            raise forms.ValidationError(
                _("Readers find something at this address already.")
            )
        return path


@admin.register(OldPath)
class OldPathAdmin(admin.ModelAdmin):
    form = OldPathForm
    list_display = ["path", "leads_to"]
    list_select_related = list(TARGETS)
    search_fields = ["path"]
    fields = ["path", *TARGETS]
    autocomplete_fields = ["post"]

    @admin.display(description=_("leads to"))
    def leads_to(self, old: OldPath) -> SafeString | str:
        target: Any = old.target
        address = target.path_for_readers
        if not address:
            state = target.state() if isinstance(target, Post) else Post.State.DRAFT
            return f"{target} ({state.label})"
        return format_html('<a href="{}">{}</a>', address, target)
