"""Sending a comment, its receipt, and taking it back."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from comments import (
    answers,
    moderation,
    notifications,
    origins,
    pages,
    permalinks,
    previews,
    ratelimit,
    replying,
    subscriptions,
    telling,
    tokens,
)
from comments.forms import CommentForm
from comments.models import Comment, DiscussionSettings, MailPreference, Status
from comments.moderation import Outcome
from comments.openness import Openness, openness
from guide import old_paths
from guide.models import Post

# The same whether it waits, was taken off, was erased or never was.
NOBODY_TO_ANSWER = gettext_lazy(
    "The comment that you reply to can’t be replied to any more. Send this again, and "
    "it becomes a comment of its own."
)


@csrf_exempt
@require_POST
def post_comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a submit: 303 to the receipt, or a page with everything typed."""
    if refusal := answers.unread(request):
        return refusal
    form = CommentForm(request.POST, action=request.path)
    try:
        post = old_paths.post_or_404(slug)
        return _answer(request, post, form)
    except answers.DATABASE_AWAY as error:
        answers.log_database_away("A comment", error)
        return _form_again(
            request,
            None,
            form,
            HTTPStatus.SERVICE_UNAVAILABLE,
            _(
                "Your comment could not be stored just now. It is still here: please "
                "send it again in a minute."
            ),
        )


def _answer(request: HttpRequest, post: Post, form: CommentForm) -> HttpResponse:
    if origins.is_cross_site(request):
        problem = _(
            "This came from another website. If you wrote it, look it over and send "
            "it from here."
        )
        return _form_again(request, post, form, HTTPStatus.FORBIDDEN, problem)
    rules = DiscussionSettings.load()
    state = openness(post, rules)
    if state is Openness.CLOSED:
        heading = _("This conversation is closed")
        problem = _("This conversation is closed. Your words are here for you to copy.")
        return _form_again(
            request, post, form, HTTPStatus.FORBIDDEN, problem, heading=heading
        )
    if state is Openness.PAUSED:
        heading = _("New comments are paused")
        problem = _("%(pause)s Your words are here for you to copy, or to send later.")
        problem %= {"pause": rules.pause_words}
        return _form_again(
            request, post, form, HTTPStatus.FORBIDDEN, problem, heading=heading
        )
    if "preview" in request.POST:
        return _preview(request, post, form)
    if not form.is_valid():
        return _form_again(request, post, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    draft = moderation.Draft(
        post=post,
        name=form.cleaned_data["name"],
        words=form.cleaned_data["comment"],
        email=form.cleaned_data["email"],
        parent=form.parent_key,
        is_step=form.cleaned_data["is_step"],
        filled_trap=bool(form.cleaned_data["website"]),
        good_stamp=not form.is_doubtful(),
        wishes=form.wishes(),
    )
    senders = ratelimit.senders(request)
    submission = moderation.submit(draft, senders, settings=rules)
    return _after(request, post, form, submission)


def _preview(request: HttpRequest, post: Post, form: CommentForm) -> HttpResponse:
    """The comment as it will appear, above the form as it was filled in."""
    is_step = form["is_step"].value()
    comment = previews.of_form(form, post, is_step=bool(is_step))
    if comment is None:
        return _form_again(request, post, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    headings = {} if form.errors else {"heading": _("How it will look")}
    return _form_again(request, post, form, HTTPStatus.OK, preview=comment, **headings)


def _after(
    request: HttpRequest,
    post: Post,
    form: CommentForm,
    submission: moderation.Submission,
) -> HttpResponse:
    if submission.comment:
        return answers.see(tokens.receipt_url(submission.comment))
    if submission.outcome is Outcome.DUPLICATE:
        problem = _(
            "The same words are on the page already, or wait for a person to read "
            "them. To add something, change them below and send them then."
        )
        return _form_again(
            request,
            post,
            form,
            HTTPStatus.CONFLICT,
            problem,
            heading=_("It is already here"),
            summary=_("You needn’t send it again."),
        )
    if submission.outcome is Outcome.NOT_ON_PAGE:
        return _form_again(request, post, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    response = _form_again(
        request,
        post,
        form,
        HTTPStatus.TOO_MANY_REQUESTS,
        _too_fast_sentence(submission.wait),
    )
    return answers.too_fast(response, submission.wait)


def _too_fast_sentence(wait: timedelta) -> str:
    minutes = answers.minutes(wait)
    return ngettext(
        "Many comments came from your connection just now. Yours is still here: "
        "please send it again in %(minutes)d minute.",
        "Many comments came from your connection just now. Yours is still here: "
        "please send it again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def _form_again(
    request: HttpRequest,
    post: Post | None,
    form: CommentForm,
    status: HTTPStatus,
    problem: str = "",
    **headings: Any,
) -> HttpResponse:
    context = {"post": post, "problem": problem, **headings}
    if post:
        context["reading_time"] = DiscussionSettings.load().reading_time
        context["in_reply_to"] = _what_it_answers(post, form)
        refused_anyway = status == HTTPStatus.FORBIDDEN
        gone = form.parent_key is not None and not context["in_reply_to"]
        if gone and not refused_anyway:
            form.forget_parent()
            context["problem"] = f"{problem} {NOBODY_TO_ANSWER}".strip()
    return answers.form_again(request, "comments/form_page.html", form, context, status)


def _what_it_answers(post: Post, form: CommentForm) -> Comment | None:
    return None if form.parent_key is None else replying.find(post, form.parent_key)


@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What its writer sees after sending; the words for 30 minutes only."""
    comment = tokens.find("receipt", token)
    if comment is None:
        raise Http404
    fresh = tokens.is_fresh(comment)
    context = {
        "comment": comment if fresh else None,
        "post": comment.post if fresh else None,
        "fresh": fresh,
        "in_reply_to": replying.what_it_answers(comment) if fresh else None,
        "state": pages.state_of(comment) if fresh else "",
        "awaits_button": fresh and subscriptions.awaits_button(comment),
        "withdraw_url": tokens.withdraw_url(comment) if fresh else "",
        "manage_url": tokens.manage_url(comment) if fresh else "",
        "reading_time": DiscussionSettings.load().reading_time,
    }
    return answers.private(request, "comments/receipt.html", context)


@csrf_exempt
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Erase the comment. The token is the authority; where it came from isn't asked."""
    comment = tokens.find("withdraw", token)
    if comment is None:
        raise Http404
    if not (tokens.can_withdraw(comment) or comment.status == Status.WITHDRAWN):
        return answers.private(
            request, "comments/not_removed.html", {}, HTTPStatus.GONE
        )
    moderation.withdraw(comment)
    return answers.see(reverse("comments:removed"))


@require_safe
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a comment, for its writer, as long as it is there."""
    comment = tokens.find("manage", token)
    if comment is None:
        raise Http404
    context = {
        "comment": comment,
        "post": comment.post if comment.post.is_published() else None,
        "told": telling.tell(comment),
        "remove_url": tokens.remove_url(comment),
        "edit_url": tokens.edit_url(comment),
        "export_url": tokens.export_url(comment),
        "new_link_url": tokens.new_link_url(comment),
        "reading_time": DiscussionSettings.load().reading_time,
    }
    return answers.private(request, "comments/manage.html", context)


@csrf_exempt
@require_POST
def remove(request: HttpRequest, token: str) -> HttpResponse:
    """Erase the comment by its manage link. As for ``withdraw``, that's authority."""
    comment = tokens.find("manage", token)
    if comment is None:
        raise Http404
    moderation.withdraw(comment)
    return answers.see(reverse("comments:removed"))


@require_safe
def removed(request: HttpRequest) -> HttpResponse:
    return answers.private(request, "comments/removed.html", {})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mail_off(request: HttpRequest, token: str) -> HttpResponse:
    """Turn a moderator's mail off, also by a mail program's one click (RFC 8058).

    The token is the authority; where a POST came from isn't asked.
    """
    user = tokens.find_moderator(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        notifications.prefer(user, waiting=MailPreference.Often.NEVER, concerns=False)
    is_off = request.method == "POST"
    return answers.private(request, "comments/mail_off.html", {"is_off": is_off})


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page of the conversation where an approved comment stands."""
    found = Comment.objects.on_page().select_related("post")
    comment = get_object_or_404(found, pk=pk)
    post, of = comment.post, permalinks.asked(request)
    if not (post.is_published() and permalinks.leads_to(post, of)):
        raise Http404
    return redirect(pages.address_of(comment))
