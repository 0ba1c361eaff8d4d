"""The form of a rule, in plain words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import addresses, fields, text
from comments.models import Rule
from comments.screening.listed import BadPhrase, Effect, Listed, What, pattern

# Whose look at an address they'd be: only for who may look at one.
OF_ADDRESSES = (What.DOMAIN, What.ADDRESS)
HASHED = (What.ADDRESS, What.SENDER)


class RuleForm(forms.ModelForm):
    typed = forms.CharField(
        label=_("words, name, domain or address"),
        required=False,
        max_length=254,
        help_text=_(
            "Whole words, in any case and with or without accents. “watch*” stands for "
            "every word that begins so. Of an address only a keyed hash is kept, so it "
            "can’t be shown again."
        ),
    )

    class Meta:
        model = Rule
        fields = ["effect", "what", "label", "reason", "expires_at", "is_active"]
        help_texts = {
            "effect": _(
                "Whoever wrote it gets the same receipt in every case. A concern comes "
                "before all others."
            ),
            "label": _(
                "What you call it in lists. Please don’t write an address here."
            ),
            "reason": _("For you and the others who moderate."),
            "expires_at": _("Empty: it holds until somebody changes it."),
            "is_active": _("Untick it to keep the rule without using it."),
        }

    # Set by the admin for the one who is signed in.
    may_see_addresses = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.what not in HASHED:
            self.fields["typed"].initial = self.instance.value
        choices = [choice for choice in What.choices if choice[0] != What.SENDER]
        if self.instance.what == What.SENDER:
            choices = [(What.SENDER.value, What.SENDER.label)]
            for name in ("typed", "expires_at"):
                self.fields.pop(name, None)
        elif not self.may_see_addresses:
            choices = [choice for choice in choices if choice[0] not in OF_ADDRESSES]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        self._name_parts_of_the_end()

    def _name_parts_of_the_end(self) -> None:
        """The admin asks for date and time in two boxes, which have no label each."""
        end = self.fields.get("expires_at")
        names = (_("Until: date"), _("Until: time"))
        for box, name in zip(
            getattr(end and end.widget, "widgets", ()), names, strict=False
        ):
            box.attrs["aria-label"] = name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        what = cleaned.get("what", "")
        if what and what != What.SENDER:
            try:
                self.instance.value = self._value(what, cleaned.get("typed", ""))
            except BadPhrase as error:
                self.add_error("typed", str(error))
            self._refuse_twin(cleaned)
        if cleaned.get("effect") == Effect.OVERLOOK and what not in ("", What.TEXT):
            self.add_error("effect", _("Only words in the comment can be overlooked."))
        for name in ("label", "reason"):
            if text.holds_address(cleaned.get(name, "")):
                self.add_error(name, _("Please don’t write an address here."))
        self._refuse_past_end(cleaned)
        return cleaned

    def _refuse_past_end(self, cleaned: dict[str, Any]) -> None:
        """Where the rule was meant to be in use; one that has ended may be reworded."""
        end, told_by = cleaned.get("expires_at"), {"expires_at", "is_active"}
        is_meant = cleaned.get("is_active") and told_by & set(self.changed_data)
        if end and end <= timezone.now() and is_meant:
            told = _("This is in the past. To end the rule now, untick “in use”.")
            self.add_error("expires_at", told)

    def _value(self, what: str, typed: str) -> str:
        typed = typed.strip()
        if what == What.ADDRESS:
            if not typed and self.instance.pk and "what" not in self.changed_data:
                return str(self.instance.value)
            address = addresses.normalise(typed)
            if address is None:
                raise BadPhrase(_("This is no complete address."))
            return fields.lookup_hash(address)
        if what == What.DOMAIN:
            domain = typed.lower().lstrip("@.")
            if addresses.normalise(f"a@{domain}") is None:
                raise BadPhrase(_("This is no domain. One looks like example.org."))
            return domain
        if len(typed) > 200:
            raise BadPhrase(_("This is too long: 200 characters fit."))
        pattern(typed)
        return " ".join(typed.split())

    def _refuse_twin(self, cleaned: dict[str, Any]) -> None:
        twins = Rule.objects.filter(
            effect=cleaned.get("effect", ""),
            what=cleaned["what"],
            value=self.instance.value,
        )
        if twins.exclude(pk=self.instance.pk).exists() and not self.errors:
            self.add_error("typed", _("There is such a rule already."))

    def as_listed(self) -> Listed:
        """The rule as typed, under the key 0."""
        rule = self.instance
        return Listed(
            0, self.cleaned_data["effect"], self.cleaned_data["what"], rule.value
        )
