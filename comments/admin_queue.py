"""The queue in the admin: what waits, a decision at a time or many, and undoing them.

Every act is a form that works without script. With script the same address answers in
JSON, so that a card leaves at once and the page stays.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from comments import desk, hard_words, moderation, orders, text
from comments.admin_cards import made_once
from comments.admin_list import latest_decision, moderator
from comments.models import Comment, Decision, DeskPreference, Status

# No page shows more cards than script may have added; this bounds the work of one act.
MOST_AT_ONCE = 200


def queue_context(
    request: HttpRequest, after: desk.Place | None = None
) -> dict[str, Any]:
    """What the queue's templates show, as far as this moderator may see it."""
    by = moderator(request)
    portion = desk.portion(after)
    concerns = any(card.is_hard for card in portion.cards)
    preference = DeskPreference.objects.filter(user=by).first()
    return {
        "portion": portion,
        "undo_again": request.GET.get("undo") == "again",
        "is_later": bool(after and after.key),
        "waiting": desk.count_waiting(),
        **made_once(concerns=concerns),
        "undoable": undoable(by),
        "uses_keys": preference is None or preference.uses_keys,
        "may_decide": by.has_perm("comments.change_comment"),
    }


def undoable(by: User) -> list[Decision]:
    """What ``by`` may take back, the latest first, as a list shows it."""
    decisions = list(orders.undoable(by))
    hard_words.fold(decision.comment for decision in decisions)
    return decisions


class QueueAdmin(admin.ModelAdmin):
    """The queue's pages, for the comments' own admin to inherit."""

    def get_urls(self) -> list[URLPattern]:
        views = {
            "queue": require_safe(self.queue_view),
            "cards": require_safe(self.cards_view),
            "order": require_POST(self.order_view),
            "undo": require_POST(self.undo_view),
            "keys": require_POST(self.keys_view),
        }
        own = [
            path(
                "queue/" if name == "queue" else f"queue/{name}/",
                self.admin_site.admin_view(view),
                name=f"comments_comment_{name}",
            )
            for name, view in views.items()
        ]
        return own + super().get_urls()

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        self._insist(request, self.has_view_permission(request))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Waiting for a person"),
            "opts": self.opts,
            **queue_context(request, self._place(request)),
        }
        return TemplateResponse(request, "admin/comments/queue.html", context)

    def cards_view(self, request: HttpRequest) -> HttpResponse:
        """The next cards alone, for a page that is running out of them."""
        self._insist(request, self.has_view_permission(request))
        context = queue_context(request, self._place(request))
        return render(request, "admin/comments/_cards.html", context)

    def order_view(self, request: HttpRequest) -> HttpResponse:
        self._insist(request, self.has_change_permission(request))
        given, concerns = self._orders(request)
        one = orders.read_order(request.POST.get("order", ""))
        if concerns and not given and one:
            seen = str(latest_decision())
            # Read once more, so that the page shows at least what it says was seen.
            given, concerns = self._orders(request)
            if concerns:
                return self.ask_twice(request, concerns[0], seen, one.shown)
        results = [
            orders.carry_out(order, moderator(request), self._word(request, order))
            for order in given
        ]
        sentences = [result.told for result in results if not result.is_done]
        if concerns:
            sentences.append(skipped_sentence(len(concerns)))
        if "many" in request.POST and "chosen" not in request.POST:
            sentences.append(_("Nothing was ticked, so nothing was decided."))
        # Where anything about it waits all the same, it comes back as it is now.
        back = results[0].comment if len(results) == 1 else None
        return self._answer(request, done_sentence(results), sentences, back)

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Take back a decision of one's own; the latest if none is named."""
        self._insist(request, self.has_change_permission(request))
        by, named = moderator(request), request.POST.get("decision", "")
        mine = Decision.objects.filter(pk__in=[each.pk for each in orders.undoable(by)])
        chosen = mine.order_by("-pk")
        if named:
            chosen = chosen.filter(pk=named) if named.isdecimal() else chosen.none()
        decision = chosen.select_related("comment__post").first()
        if not named and orders.last_was_a_keep(by):
            told = _(
                "You last kept a comment as it was, which can’t be undone. On its own "
                "page you can still decide on it."
            )
            return self._answer(request, "", [told])
        if not named and orders.last_was_a_change(by):
            told = _(
                "Your last decision was about other words of a writer. It can’t be "
                "undone: the words that stood there before aren’t kept."
            )
            return self._answer(request, "", [told])
        if decision is None or not moderation.restore(decision, by):
            told = _("There is nothing to undo: something else came after it.")
            return self._answer(request, "", [told])
        decision.comment.refresh_from_db()
        sentence = _("Undone: %(comment)s is “%(status)s” again.") % {
            "comment": decision.comment,
            "status": decision.comment.get_status_display(),
        }
        return self._answer(request, sentence, [], back=decision.comment)

    def keys_view(self, request: HttpRequest) -> HttpResponse:
        """Switch the keys on or off, for this moderator on every device."""
        self._insist(request, self.has_view_permission(request))
        DeskPreference.objects.update_or_create(
            user=moderator(request),
            defaults={"uses_keys": request.POST.get("uses_keys") == "on"},
        )
        return redirect("admin:comments_comment_queue")

    def ask_twice(
        self, request: HttpRequest, comment: Comment, seen: str, report_seen: int | None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Approve a concern?"),
            "opts": self.opts,
            "comment": comment,
            "seen": seen,
            "report_seen": report_seen,
        }
        template = "admin/comments/comment/ask_twice.html"
        return TemplateResponse(request, template, context)

    def _orders(self, request: HttpRequest) -> tuple[list[orders.Order], list[Comment]]:
        """The orders given, and the concerns that aren't decided so."""
        one, many = request.POST.get("order", ""), request.POST.get("many", "")
        chosen = request.POST.getlist("chosen")[:MOST_AT_ONCE]
        texts = [one] if one else [f"{many}:{token}" for token in chosen]
        given = [order for order in map(orders.read_order, texts) if order]
        if many:
            given = [orders.of_many(order) for order in given]
        apart = [
            order.key
            for order in given
            if order.verb == "approve"
            or (many and order.verb not in orders.FOR_MANY_CONCERNS)
        ]
        concerns = list(Comment.objects.concerns().filter(pk__in=apart))
        skipped = {comment.pk for comment in concerns}
        return [order for order in given if order.key not in skipped], concerns

    def _word(self, request: HttpRequest, order: orders.Order) -> str:
        if order.verb == "decline_change":
            return text.tidy(request.POST.get(f"word-{order.key}", ""))
        if order.verb not in ("decline", "answer"):
            return ""
        which = "many" if request.POST.get("many") else str(order.key)
        return orders.word_for(
            request.POST.get(f"word-{which}", ""),
            request.POST.get(f"reason-{which}", ""),
            is_concern=order.seen == Status.CONCERN,
        )

    def _answer(
        self,
        request: HttpRequest,
        done: str,
        told: list[str],
        back: Comment | None = None,
    ) -> HttpResponse:
        """For script what it needs to go on; else the queue, with messages on top."""
        if request.headers.get("Accept") == "application/json":
            counts = desk.counts()
            card = desk.card_of(back, counts) if back else None
            return JsonResponse(
                {
                    "done": done,
                    "told": told,
                    "waiting": str(counts),
                    "undo": self._part(request, "_undo.html"),
                    "back": self._card(request, card) if card else "",
                }
            )
        if done:
            messages.success(request, done)
        for sentence in told:
            messages.warning(request, sentence)
        return redirect("admin:comments_comment_queue")

    def _part(self, request: HttpRequest, template: str, **context: Any) -> str:
        own = {"undoable": undoable(moderator(request)), "may_decide": True}
        return render_to_string(f"admin/comments/{template}", own | context, request)

    def _card(self, request: HttpRequest, card: desk.Card) -> str:
        own = made_once(concerns=card.is_hard)
        return self._part(request, "_card.html", card=card, **own)

    def _place(self, request: HttpRequest) -> desk.Place:
        return desk.read_place(request.GET.get("after", ""))

    def _insist(self, request: HttpRequest, is_allowed: bool) -> None:
        if not is_allowed:
            raise PermissionDenied


DONE = {
    "approve": gettext_lazy("Approved"),
    "decline": gettext_lazy("Declined, with a word"),
    "answer": gettext_lazy("Answered, and kept private"),
    "mark_spam": gettext_lazy("Marked as spam"),
    "raise_concern": gettext_lazy("Raised as a concern"),
    "hold": gettext_lazy("Put back to waiting"),
    orders.KEEP: gettext_lazy("Kept as it is"),
    "approve_change": gettext_lazy("On the page with its new words"),
    "decline_change": gettext_lazy("Left as it was on the page"),
}


def done_sentence(results: list[orders.Result]) -> str:
    """Such as "Approved: Comment 12. Kept as it is: 3 comments."; empty for none."""
    done: dict[str, list[Comment | None]] = {}
    for result in results:
        if result.is_done:
            done.setdefault(result.order.verb, []).append(result.comment)
    return " ".join(f"{DONE[verb]}: {_named(them)}." for verb, them in done.items())


def _named(comments: list[Comment | None]) -> str:
    return str(comments[0]) if len(comments) == 1 else _("%d comments") % len(comments)


def skipped_sentence(count: int) -> str:
    return (
        ngettext(
            "%d concern was left alone: decide on it by itself, on its card or page.",
            "%d concerns were left alone: decide on each by itself, on its card or "
            "page.",
            count,
        )
        % count
    )
