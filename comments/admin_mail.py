"""Mail to moderators, in the admin: each one's own page about it, and the button that
lets it go out again where it came back."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

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
        "has_bounced": stored and stored.bounced_address == user.email != "",
    }
    return TemplateResponse(request, "admin/comments/mail_to_me.html", context)


@require_POST
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Write again to the moderator with ``pk``, whose mail came back."""
    if not request.user.has_perm("comments.change_mailpreference"):
        raise PermissionDenied
    user = get_object_or_404(User, pk=pk)
    if notifications.write_again(user):
        messages.success(request, _("Mail goes out to %s again.") % user)
    return redirect("admin:index")
