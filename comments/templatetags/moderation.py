"""What the admin's front page says of the conversation."""

from django import template

from comments.models import Comment

register = template.Library()


@register.simple_tag
def waiting_comments() -> int:
    """How many comments wait for a person."""
    return Comment.objects.waiting().count()


@register.simple_tag
def reported_comments() -> int:
    """How many comments readers have told a moderator about, and nobody has looked."""
    return Comment.objects.reported().count()
