"""Several topics become one."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from guide import related
from guide.models import OldPath, Post, Topic


@transaction.atomic
def merge(others: Collection[Topic], into: Topic) -> None:
    """Let what is about one of ``others`` be about ``into``; their addresses, and those
    before them, lead there from now on."""
    related.wait_for_others()
    posts = list(Post.objects.filter(topics__in=others).distinct())
    into.posts.add(*posts)
    OldPath.objects.filter(topic__in=others).update(topic=into)
    for other in others:
        OldPath.objects.lead(other.get_absolute_url(), into)
    Topic.objects.filter(pk__in=[other.pk for other in others]).delete()
    related.work_out(posts)
