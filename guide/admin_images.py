"""Pictures in the admin: uploaded once, shown in a text by a line to copy."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guide.image_form import ImageForm, encoded
from guide.models import Image


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    list_display = ["preview", "alt", "size", "uploaded_at"]
    list_display_links = ["alt"]
    search_fields = ["alt"]
    readonly_fields = ["shown", "line", "places", "size", "uploaded_at"]

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The file is chosen once: another picture is another row."""
        if obj is None:
            kwargs["form"] = ImageForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> list[Any]:
        return ["alt", *self.readonly_fields] if obj else ["picture", "alt"]

    # What is seen of it

    @admin.display(description=_("picture"))
    def preview(self, image: Image) -> SafeString:
        return _img(image.smallest_url, "picture-preview", "")

    @admin.display(description=_("picture"))
    def shown(self, image: Image) -> SafeString:
        return _img(image.get_absolute_url(), "picture-shown", image.alt)

    @admin.display(description=_("line for a text"))
    def line(self, image: Image) -> SafeString:
        hint = gettext(
            "Copy it into a text, on a line of its own. Words in quotation marks "
            "behind the address become a caption: %s"
        )
        example = f'{image.name} "A caption")'
        return format_html(
            '<textarea class="picture-line" rows="3" readonly aria-label="{}">{}'
            '</textarea><span class="picture-hint">{}</span>',
            gettext("line for a text"),
            image.markdown,
            hint % f"…{example}",
        )

    @admin.display(description=_("where it is shown"))
    def places(self, image: Image) -> SafeString | str:
        used = image.used_in()
        return _links(used) if used else gettext("Nowhere yet.")

    @admin.display(description=_("size"), ordering="width")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    # Uploading

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Encoded before the transaction begins, in which nobody else could write."""
        upload = request.FILES.get("picture")
        if object_id is None and upload and self.has_add_permission(request):
            with suppress(ValidationError):  # The form says it beside the field.
                encoded(upload)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: Image, form: forms.ModelForm, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.pk = Image.keep(form.cleaned_data["picture"], obj.alt).pk
        obj.refresh_from_db()

    def response_add(
        self, request: HttpRequest, obj: Image, post_url_continue: str | None = None
    ) -> HttpResponse:
        """To its own page, where the line for a text is."""
        if request.POST.keys() & {"_addanother", "_continue", "_popup"}:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(
            request, _("The picture is here. Copy its line into your text.")
        )
        address = reverse("admin:guide_image_change", args=[obj.pk])
        return HttpResponseRedirect(address)

    # Erasing

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """With a warning where it is still shown, before somebody confirms."""
        if not request.POST.get("post"):
            for image in objs:
                self._warn(request, image)
        return super().get_deleted_objects(objs, request)

    def _warn(self, request: HttpRequest, image: Image) -> None:
        used = image.used_in()
        if used:
            sentence = gettext("“{}” is still shown in: {}. There it would be missing.")
            self.message_user(
                request,
                format_html(sentence, image.alt, _links(used)),
                messages.WARNING,
            )


def _img(address: str, name: str, alt: str) -> SafeString:
    return format_html(
        '<img class="{}" src="{}" alt="{}" loading="lazy">', name, address, alt
    )


def _links(rows: list[models.Model]) -> SafeString:
    return format_html_join(
        ", ",
        '<a href="{}">{} “{}”</a>',
        (
            (
                reverse(f"admin:guide_{row._meta.model_name}_change", args=[row.pk]),
                capfirst(row._meta.verbose_name),
                row,
            )
            for row in rows
        ),
    )
