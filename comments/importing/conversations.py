"""What every reader of comments gives: where they stood, and what was said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from comments.importing.places import Place
from comments.importing.source import SourceComment


@dataclass
class Conversations:
    """``places`` by the keys that comments name as their post; ``skipped`` by why."""

    places: dict[str, Place] = field(default_factory=dict)
    comments: list[SourceComment] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
