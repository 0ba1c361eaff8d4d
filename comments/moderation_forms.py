"""What moderators type. Their words come back with every refusal, as everybody's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments import text
from comments.forms import COMMENT_MAX, COMMENT_MIN, PlainTextField

# Marks can make it longer than what was sent.
EDITED_MAX = 3 * COMMENT_MAX
NOTE_MAX = 2000


class RedactionForm(forms.Form):
    words = PlainTextField(
        most=EDITED_MAX,
        too_long=_("This has %(length)d characters, many more than the comment."),
        label=_("The comment"),
        help_text=_(
            "Delete the words that others shouldn’t read. Where they stood, […] will "
            "stand. Nothing can be added."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80}),
        error_messages={
            "required": _(
                "No word would be left. Declining the comment says more than that."
            )
        },
    )


class NoteForm(forms.Form):
    words = PlainTextField(
        most=NOTE_MAX,
        too_long=_(
            "Your note has %(length)d characters; 2,000 fit. Nothing is cut off: "
            "please shorten it."
        ),
        label=_("A note"),
        help_text=_(
            "Neither readers nor the writer see it. It is erased with what it is about."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        error_messages={"required": _("Write a word or two.")},
    )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not text.visible_length(words):
            raise forms.ValidationError(_("Write a word or two."))
        return words


class CommentNoteForm(NoteForm):
    asks_opinion = forms.BooleanField(
        required=False, label=_("Ask for a second opinion")
    )


class ReplyForm(forms.Form):
    words = PlainTextField(
        most=COMMENT_MAX,
        too_long=_(
            "Your reply has %(length)d characters; 5,000 fit. Nothing is cut off: "
            "please shorten it."
        ),
        label=_("Your reply"),
        help_text=_("It appears on the page at once, with the same quiet Markdown."),
        widget=forms.Textarea(attrs={"rows": 10, "cols": 80}),
        error_messages={"required": _("Write at least two characters.")},
    )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if text.visible_length(words) < COMMENT_MIN:
            raise forms.ValidationError(_("Write at least two characters."))
        return words
