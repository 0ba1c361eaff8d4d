"""The second factor: an app that shows codes, and ten codes on paper.

An account has one device (django-otp's TOTP) and its paper codes, or none at all.
"""

from __future__ import annotations

from base64 import b32encode
from typing import Any

import segno
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

SESSION_KEY = "second_factor"
PAPER_CODES = 10
# django-otp doubles the wait with each wrong code, without end. So many doublings are
# 17 minutes: somebody who has the password must not shut out who has the device.
MOST_DOUBLINGS = 11


def device_of(user: Any) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def new_device_of(user: Any) -> TOTPDevice | None:
    """One that is being set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


def is_proved(request: HttpRequest, user: Any) -> bool:
    """Whether ``user`` has no device, or proved the present one in this session."""
    key = getattr(user, "device_key", None)
    return key is None or request.session.get(SESSION_KEY) == key


def is_missing(user: Any) -> bool:
    """Whether ``user`` has to set one up before anything else."""
    required = getattr(user, "must_have_device", False)
    return required and getattr(user, "device_key", None) is None


def prove(request: HttpRequest, device: TOTPDevice) -> None:
    request.session[SESSION_KEY] = device.pk
    request.session.cycle_key()


@transaction.atomic
def begin(user: Any) -> None:
    """Make a new device, to be confirmed by its first code."""
    User.objects.select_for_update().get(pk=user.pk)
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    if not device_of(user):
        TOTPDevice.objects.create(user=user, name="app", confirmed=False)


@transaction.atomic
def confirm(user: Any, code: str) -> list[str]:
    """Put the new device into force: its paper codes, none where ``code`` is wrong."""
    User.objects.select_for_update().get(pk=user.pk)
    device = new_device_of(user)
    if device is None or device_of(user) or not _accepts(device, code):
        return []
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    _log(user, user, _("Set up a second factor."))
    return _make_paper_codes(user)


@transaction.atomic
def verify(user: Any, code: str) -> bool:
    """Whether ``code`` is one of the app or of the paper; each is good only once."""
    code = "".join(code.split()).lower()
    app_code = code.isascii() and code.isdecimal() and len(code) == 6
    model = TOTPDevice if app_code else StaticDevice
    device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
    return device is not None and _accepts(device, code)


def _accepts(device: TOTPDevice | StaticDevice, code: str) -> bool:
    accepted: bool = device.verify_token(code.strip())
    if device.throttling_failure_count > MOST_DOUBLINGS:
        device.throttling_failure_count = MOST_DOUBLINGS
        device.save(update_fields=["throttling_failure_count"])
    return accepted


def renew_paper_codes(user: Any) -> list[str]:
    with transaction.atomic():
        _log(user, user, _("Made new paper codes."))
        return _make_paper_codes(user)


def paper_codes_left(user: Any) -> int:
    left: int = StaticToken.objects.filter(device__user=user).count()
    return left


def _make_paper_codes(user: Any) -> list[str]:
    """Ten new ones; the former ones stop working."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="paper")
    codes = [StaticToken.random_token() for _ in range(PAPER_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=code) for code in codes
    )
    return codes


@transaction.atomic
def remove(user: User, by: Any = None) -> bool:
    """Take device and paper codes away; False where there were none.

    ``by`` is who did it, None for the operator.
    """
    removed, _models = TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    if removed:
        _log(by or user, user, _("The second factor was removed."))
    return bool(removed)


def _log(by: Any, user: Any, sentence: str) -> None:
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, sentence, single_object=True)


def drawing(device: TOTPDevice) -> SafeString:
    """The square that an app reads, as inline SVG without any style."""
    svg = segno.make(device.config_url, error="m").svg_inline(
        scale=5,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
        omitsize=False,
    )
    labelled = svg.replace("<svg ", '<svg role="img" aria-labelledby="qr-says" ', 1)
    return mark_safe(labelled)  # noqa: S308 (segno writes nothing but numbers)


def secret_words(device: TOTPDevice) -> str:
    """The secret to type by hand, four letters at a time."""
    letters = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))
