"""Each moderator's own page in the admin: which mail they want."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from comments import notifications
from comments.models import MailPreference


class MailForm(forms.ModelForm):
    class Meta:
        model = MailPreference
        fields = ["waiting", "concerns"]
        widgets = {"waiting": forms.RadioSelect}


@require_http_methods(["GET", "HEAD", "POST"])
def mail_to_me(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 (admin_view lets nobody else in)
    if not user.has_perm("comments.view_comment"):
        raise PermissionDenied
    stored = MailPreference.objects.filter(user=user).first()
    form = MailForm(request.POST or None, instance=stored)
    if request.method == "POST" and form.is_valid():
        notifications.prefer(user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("mail_to_me")
    context = admin.site.each_context(request) | {
        "title": _("Mail to me"),
        "form": form,
    }
    return TemplateResponse(request, "admin/comments/mail_to_me.html", context)
