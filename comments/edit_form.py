"""The form with which a writer puts other words in place of their comment's."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML, Layout, Submit
from django.utils.translation import gettext_lazy as _

from comments.forms import LIVE_PREVIEW, WordsForm, preview_button


class EditForm(WordsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_id = "edit-form"
        self.helper.layout = Layout(
            "comment",
            HTML(LIVE_PREVIEW),
            "name",
            "details_asked",
            Submit("send", _("Send my change")),
            preview_button(),
        )

    def clean(self) -> dict[str, Any]:
        # The link is the authority, so nothing depends on when the page was served.
        return self.cleaned_data
