"""What a reader tells a moderator: a reason, and words if they like."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from comments.forms import PlainTextField, StampedForm
from comments.models import Report

WORDS_MAX = 1000


class ReportForm(StampedForm):
    reason = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what comes closest."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    words = PlainTextField(
        most=WORDS_MAX,
        too_long=_(
            "This has %(length)d characters; 1,000 fit. Nothing is cut off: please "
            "shorten it."
        ),
        label=_("Anything you’d like to add"),
        help_text=_("You don’t have to. Only the people who run this site read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_id = "report-form"
        self.helper.layout = Layout(
            "reason",
            "words",
            "stamp",
            HTML("{% include 'comments/_report_note.html' %}"),
            Submit("send", _("Send to a moderator")),
        )
