"""The form of a post, and what it asks before readers can see it."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide import publishing, readiness
from guide.checks import Finding, Passage
from guide.models import Post

State = Post.State
CHOICES = [
    (State.DRAFT, gettext_lazy("Draft: nobody but the team")),
    (State.SCHEDULED, gettext_lazy("Scheduled: everybody, from the time below")),
    (State.PUBLISHED, gettext_lazy("Published: everybody")),
    (
        State.UNLISTED,
        gettext_lazy("Unlisted: whoever has its address; it is in no list or search"),
    ),
]

_MEND = gettext_lazy(
    "Something has to be mended before it can be published: it is listed at the top. "
    "To keep your words meanwhile, choose “Draft” and save."
)
_LOOK = gettext_lazy(
    "Before it is published, look at what is listed at the top. If it is fine so, tick "
    "“Publish all the same”."
)


class PublishingForm(forms.ModelForm):
    """Of a post, with the choice of who can read it.

    What goes out for the first time passes the checks, and needs a tick where they have
    hints. Who sends no choice, as programs may, goes by the moment alone.
    """

    state = forms.ChoiceField(
        label=gettext_lazy("Who can read it"),
        choices=CHOICES,
        widget=AdminRadioSelect(attrs={"class": "radiolist"}),
        required=False,
    )
    publish_anyway = forms.BooleanField(
        label=gettext_lazy("Publish all the same"),
        widget=forms.HiddenInput,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.before = State(self.instance.state())
        self.is_out = self.before in (State.PUBLISHED, State.UNLISTED)
        self.when: datetime | None = self.instance.published_at
        self.fields["state"].initial = self.before
        # A chapter may be all questions, as the last one of a manuscript is.
        if "body" in self.fields and self.is_bound and self._answers():
            self.fields["body"].required = False
        if when := self.fields.get("published_at"):
            when.help_text = _when_help()
            # The admin's two fields have but one label.
            names = (_("Date"), _("Time"))
            for part, name in zip(when.widget.widgets, names, strict=True):
                part.attrs["aria-label"] = name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "published_at" not in self.fields or "published_at" in self.errors:
            return cleaned
        state = cleaned.get("state")
        if state:
            self._settle(state, cleaned)
        self.when = cleaned.get("published_at")
        if self.when and not self.errors:
            self._check()
        if self.errors:
            # What is refused leaves the row as it is, for the page that says so.
            cleaned.pop("published_at", None)
        elif state:
            self.instance.unlisted = state == State.UNLISTED
        return cleaned

    def _settle(self, state: str, cleaned: dict[str, Any]) -> None:
        is_new = "published_at" in self.changed_data
        choice = publishing.Choice(state, cleaned["published_at"], is_new)
        try:
            cleaned["published_at"] = choice.moment(timezone.now())
        except ValidationError as error:
            self.add_error(None, error)

    def _check(self) -> None:
        """Refuse to publish what has to be mended, or what nobody has looked at."""
        if self.is_out:
            return
        has_musts = any(finding.must for finding in self.findings)
        may_pass = self.before == State.SCHEDULED or self.cleaned_data["publish_anyway"]
        if has_musts:
            self.add_error("state", _MEND)
        elif self.findings and not may_pass:
            self.fields["publish_anyway"].widget = forms.CheckboxInput()
            self.add_error("state", _LOOK)

    @cached_property
    def findings(self) -> list[Finding]:
        """In what was sent, else in what is stored; nothing for a new post."""
        if not self.is_bound:
            return readiness.of_post(self.instance) if self.instance.pk else []
        post = Post(
            # Of an address that can't be one there is nothing more to say.
            slug=self.cleaned_data.get("slug", ""),
            summary=self.data.get("summary", ""),
            format=self.cleaned_data.get("format") or self.instance.format,
            published_at=self.when,
        )
        has_topic = bool(self.cleaned_data.get("topics"))
        return readiness.findings(post, self._passages(), has_topic=has_topic)

    def _passages(self) -> list[Passage]:
        """The body and the answers, which the page has as forms of their own."""
        written_in = self.cleaned_data.get("format") or self.instance.format
        body = Passage("body", self.data.get("body", ""), written_in=written_in)
        return [body, *self._answers()]

    def _answers(self) -> list[Passage]:
        found = []
        total = self.data.get("questions-TOTAL_FORMS", "")
        count = int(total) if total.isdecimal() and len(total) < 5 else 0
        for place in range(count):
            own = f"questions-{place}"
            answer = self.data.get(f"{own}-answer", "")
            if answer and f"{own}-DELETE" not in self.data:
                anchor = self.data.get(f"{own}-slug", "")
                found.append(Passage(f"{own}-answer", answer, anchor or "-"))
        return found


def _when_help() -> str:
    now = timezone.localtime()
    sentence = _(
        "In the time of this site, %(zone)s, where it is now %(now)s. Empty: at the "
        "moment you publish it."
    )
    return sentence % {
        "zone": timezone.get_current_timezone_name(),
        "now": f"{date_format(now)}, {date_format(now, 'H:i')}",
    }
