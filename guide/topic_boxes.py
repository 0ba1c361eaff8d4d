"""The topics of a post in its form: boxes to tick, those that are ticked on top."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class TopicBoxes(forms.CheckboxSelectMultiple):
    """Works without script; with it a long list can be searched, and a topic that was
    added in a window of its own comes ticked."""

    class Media:
        css = {"all": ["css/topics.css"]}
        js = [Script("js/topics.js", defer=True)]

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        boxes = [
            box for _group, within, _place in widget["optgroups"] for box in within
        ]
        boxes.sort(key=lambda box: not box["selected"])
        context = {"name": name, "id": widget["attrs"].get("id"), "boxes": boxes}
        return render_to_string("admin/guide/_topic_boxes.html", context)
