"""The comment form. Nothing typed is ever lost: what it refuses it shows again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Layout, Submit
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comments import addresses, details_hint, stamps, text
from comments.subscriptions import Wishes
from guide.row_keys import key_in

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

COMMENT_MIN, COMMENT_MAX, NAME_MAX, EMAIL_MAX = 2, 5000, 80, 254


class PlainTextField(forms.CharField):
    """Words without invisible troublemakers, at most ``most`` of their code points.

    Where some were sent the words come back without them, so that sending again works.
    Nothing is ever cut: too long a text comes back whole.
    """

    def __init__(self, *args: Any, most: int, too_long: StrPromise, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.most, self.too_long = most, too_long

    def to_python(self, value: Any) -> str:
        typed = text.with_plain_breaks(super().to_python(value) or "")
        # Composing makes one of four at most, so this is too long in any form; finding
        # its normal form would only cost time.
        if len(typed) > 4 * self.most:
            raise self._refusal(len(typed))
        words = text.tidy(typed)
        if text.without_unsafe(typed) != typed:
            raise forms.ValidationError(
                _(
                    "This held invisible or broken characters, which can’t be shown. "
                    "We took them out: please look it over and send again."
                )
            )
        if len(words) > self.most:
            raise self._refusal(len(words))
        return words

    def _refusal(self, length: int) -> forms.ValidationError:
        return forms.ValidationError(self.too_long, params={"length": length})

    def bound_data(self, data: Any, initial: Any) -> Any:
        return text.without_unsafe(data) if isinstance(data, str) else data


class HiddenField(forms.Field):
    """What the page itself says; never a reason for a message of its own."""

    widget: type[forms.Widget] | forms.Widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return text.without_unsafe(data) if isinstance(data, str) else data


class TrapField(HiddenField):
    """Nobody sees it; a program that fills in whatever it finds fills it in too."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})


class StampedForm(forms.Form):
    """A form that shows it was served here lately, and is posted without a cookie."""

    stamp = HiddenField(required=False)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"stamp": stamps.make_stamp()})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.disable_csrf = True
        # The server's answers name each mistake beside its field and keep the words;
        # the browser's own bubbles vanish and few screen readers read them.
        self.helper.attrs = {"novalidate": ""}

    def clean(self) -> dict[str, Any]:
        if not stamps.is_good(self.data.get("stamp", "")):
            raise forms.ValidationError(
                _(
                    "This page had been open for a long time. Nothing you wrote is "
                    "lost: please send it once more."
                )
            )
        return self.cleaned_data

    def holds_words(self) -> bool:
        """Whether somebody typed anything."""
        values = [field.value() for field in self.visible_fields()]
        return any(isinstance(value, str) and value.strip() for value in values)

    def renew_stamp(self) -> None:
        """Before the form is shown again, so that sending it again works."""
        self._fill("stamp", stamps.make_stamp(marked=self.is_doubtful()))

    def is_doubtful(self) -> bool:
        """Whether it was sent, now or the time before, without having been served."""
        return stamps.is_doubtful(self.data.get("stamp", ""))

    def _fill(self, name: str, value: str) -> None:
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
        self.data[name] = value  # type: ignore[index]


class DetailsAskedForm(StampedForm):
    """A form that points personal details out once, and takes them when sent again."""

    details_asked = HiddenField(required=False)

    def ask_about_details(self, words: str) -> None:
        """ValidationError where ``words`` hold one that wasn't asked about."""
        asked = str(self.data.get("details_asked", ""))
        if kinds := details_hint.not_asked(words, asked):
            self._fill("details_asked", details_hint.asking(words))
            raise forms.ValidationError(details_hint.sentence(kinds))


LIVE_PREVIEW = "{% include 'comments/_live_preview.html' %}"


def preview_button() -> Submit:
    return Submit("preview", _("Preview"), template="footbridge/quiet_button.html")


class WordsForm(DetailsAskedForm):
    """A comment's words and the name above them."""

    comment = PlainTextField(
        most=COMMENT_MAX,
        too_long=_(
            "Your comment has %(length)d characters; 5,000 fit. Nothing is cut off: "
            "please shorten it, or send it in two parts."
        ),
        label=_("Your comment"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write a comment first.")},
    )
    name = PlainTextField(
        most=NAME_MAX,
        too_long=_("This name has %(length)d characters; at most 80 fit."),
        label=_("Name to show (a made-up one is welcome)"),
        help_text=_("Please don’t name your partner, children, town or employer."),
        # Off, so that no name from elsewhere, made-up or legal, is offered here. No
        # maxlength either: browsers cut what is pasted without a word, and count a sign
        # beyond the first 65,536 as two.
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Choose a name to show. Any name will do.")},
    )
    # The comment as tidied, also where something in it is still being asked about; ""
    # where it can't be shown yet.
    words = ""

    def clean_comment(self) -> str:
        words: str = self.cleaned_data["comment"]
        if text.visible_length(words) < COMMENT_MIN:
            raise forms.ValidationError(_("Write at least two characters."))
        self.words = words
        self.ask_about_details(words)
        return words

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not text.visible_length(name):
            raise forms.ValidationError(_("Choose a name to show. Any name will do."))
        if text.is_contact(name):
            raise forms.ValidationError(
                _("A name can’t be an address or a link, since it is shown to all.")
            )
        return name


class CommentForm(WordsForm):
    is_step = forms.BooleanField(
        required=False,
        label=_("This is a small step that I will try, or have tried"),
        help_text=_("It then stands on the page of small steps as well."),
    )
    email = PlainTextField(
        most=EMAIL_MAX,
        too_long=_("This address has %(length)d characters; at most 254 fit."),
        label=_("Email"),
        help_text=_("Never shown. We write to you only if you ask for it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address. It is never shown on the site.")
        },
    )
    # What mail is wished for: see comments.subscriptions. Never ticked beforehand.
    tell_me = forms.BooleanField(
        required=False,
        label=_("Tell me when it is on the page, or when there is an answer"),
    )
    mail_link = forms.BooleanField(
        required=False,
        label=_(
            "Send me the link to its own page. Whoever reads the inbox can open it"
        ),
    )
    ask_step = forms.BooleanField(
        required=False, label=_("Ask me, once, in a week, how my step went")
    )
    email_asked = HiddenField(required=False)
    website = TrapField(required=False, label=_("Leave this empty"))
    # The key of what it replies to; script fills it in too.
    parent = HiddenField(required=False)

    def __init__(self, *args: Any, parent: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parent:
            self.initial["parent"] = parent
        self.helper.form_id = "comment-form"
        self.helper.layout = Layout(
            "comment",
            HTML(LIVE_PREVIEW),
            "is_step",
            "name",
            "email",
            HTML("{% include 'comments/_mail_boxes.html' %}"),
            "stamp",
            "details_asked",
            "email_asked",
            "parent",
            Field("website", template="footbridge/trap.html"),
            HTML("{% include 'comments/_form_note.html' %}"),
            # First, so that Enter in a field sends.
            Submit("send", _("Send my comment")),
            preview_button(),
        )

    @property
    def parent_key(self) -> int | None:
        """Of what it replies to; 0 where that can't be any, None where it's none."""
        sent = str(self.data.get("parent") or "").strip()
        return key_in(sent) if sent else None

    def forget_parent(self) -> None:
        """So that sending it again makes a comment of its own."""
        self._fill("parent", "")

    def wishes(self) -> Wishes:
        """Which boxes for mail are ticked, once it is valid."""
        ticked = self.cleaned_data
        return Wishes(ticked["tell_me"], ticked["mail_link"], ticked["ask_step"])

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        address = addresses.normalise(typed)
        if address is None:
            raise forms.ValidationError(
                _("This is no complete address. One looks like name@example.org.")
            )
        meant = addresses.suggest(address)
        if meant and self.data.get("email_asked") != typed:
            self._fill("email_asked", typed)
            raise forms.ValidationError(
                _(
                    "Did you mean %(meant)s? Correct it, or send again if what you "
                    "typed is right."
                ),
                params={"meant": meant},
            )
        return address
