"""What the admin's front page says of the conversation."""

from django import template

from comments.models import Comment

register = template.Library()


@register.simple_tag
def waiting_comments() -> int:
    """How many comments wait for a person."""
    return Comment.objects.waiting().count()
