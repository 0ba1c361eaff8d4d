"""What an author uploads as a picture, checked."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guide.image_names import TYPES
from guide.images import Encoded, encode
from guide.models import Image


class UploadedImageField(forms.FileField):
    """Its value is the picture as ``Encoded``, made once however often it's asked."""

    widget = forms.FileInput(attrs={"accept": ",".join([*TYPES.values(), "image/gif"])})

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        return encoded(upload) if isinstance(upload, UploadedFile) else upload


def encoded(upload: UploadedFile) -> Encoded:
    """ValidationError where it can't be. The upload keeps what was made of it."""
    known = getattr(upload, "encoded", None)
    if not isinstance(known, Encoded):
        known = upload.encoded = encode(upload, upload.size or 0)  # type: ignore[attr-defined]
    return known


class ImageForm(forms.ModelForm):
    picture = UploadedImageField(
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG, WebP, AVIF or still GIF; at most 20 MB and 32 million pixels, "
            "64 million as JPEG. It is made smaller for pages, at most 1600 pixels "
            "wide, and loses what cameras add: place, time, name."
        ),
    )

    class Meta:
        model = Image
        fields: ClassVar = ["alt"]

    def clean_picture(self) -> Encoded:
        picture: Encoded = self.cleaned_data["picture"]
        known = Image.objects.filter(digest=picture.name.digest).first()
        if known:
            address = reverse("admin:guide_image_change", args=[known.pk])
            sentence = gettext("This picture is here already: {}.")
            link = format_html('<a href="{}">{}</a>', address, known)
            raise ValidationError(format_html(sentence, link), code="known")
        return picture


class InsertedImageForm(ImageForm):
    """Of a picture on its way into a text, where one that is here already will do."""

    def clean_picture(self) -> Encoded:
        picture: Encoded = self.cleaned_data["picture"]
        return picture
