from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SourceComment:
    source: str
    post: str
    name: str
    text: str
    created_at: datetime
    status: str
    parent: str = ""
    email: str = ""
