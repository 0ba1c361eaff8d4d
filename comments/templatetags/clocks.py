"""What the privacy page says of the clocks, with their present times."""

from django import template

from comments import retention

register = template.Library()


@register.simple_tag
def clock_promises() -> list[str]:
    return retention.promises()
