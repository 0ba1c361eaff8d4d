"""What belongs to a post in rows that have an order: its questions, and the posts that
an editor lists beneath it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.forms.widgets import Script
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from guide import ordering, typed
from guide.admin_editor import IN_SHORT_MARKDOWN
from guide.models import PickedPost, Question

# What every database takes. Whatever is larger means the end.
BIGGEST = 32_767


class OrderedForm(ModelForm):
    """Of one row; without a number it comes last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Missing where somebody may only look.
        if position := self.fields.get("position"):
            position.required = False
            position.initial = None

    @cached_property
    def changed_data(self) -> list[str]:
        """A new row in which nothing but its number stands is none."""
        names: list[str] = super().changed_data
        return names if self.instance.pk or names != ["position"] else []

    def clean_position(self) -> int:
        return min(self.cleaned_data["position"] or 0, BIGGEST)


class OrderedFormSet(BaseInlineFormSet):
    """Its rows stand in the order of their numbers, which are 1, 2, 3 once they are
    saved."""

    def total_form_count(self) -> int:
        """No more than were sent, whatever number goes with them: each takes time."""
        said = super().total_form_count()
        if not self.is_bound:
            return said
        there = min(self.initial_form_count(), len(self.get_queryset()))
        return min(said, max(there, typed.count_rows(self.data, str(self.prefix))))

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        if commit:
            self._number()
        return saved

    def _number(self) -> None:
        kept = [form for form in self.forms if form not in self.deleted_forms]
        rows = [
            (form.instance, form.initial.get("position", 0), form.instance.position)
            for form in kept
            if form.instance.pk
        ]
        for place, row in enumerate(ordering.by_numbers(rows), start=1):
            if row.position != place:
                # Its words are the same, so nothing else has to know.
                type(row)._default_manager.filter(pk=row.pk).update(position=place)


class OrderedInline(admin.StackedInline):
    form = OrderedForm
    formset = OrderedFormSet
    template = "admin/guide/post/_ordered_rows.html"
    extra = 0

    class Media:
        js = [Script("js/order.js", defer=True)]


class QuestionInline(OrderedInline):
    """Folded but for what is asked: an answer may be long."""

    formfield_overrides = IN_SHORT_MARKDOWN
    model = Question
    prepopulated_fields = {"slug": ["question"]}
    fieldsets = [
        (None, {"fields": ["question", "position"]}),
        (
            _("Answer and anchor"),
            {"fields": ["answer", "slug"], "classes": ["collapse"]},
        ),
    ]


class PickedPostInline(OrderedInline):
    model = PickedPost
    fk_name = "post"
    autocomplete_fields = ["other"]
    fields = ["other", "why", "position"]
