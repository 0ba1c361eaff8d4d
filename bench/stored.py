"""The words of comments that hold a word, as JSON on standard output.

DATABASE_URL=... python -m bench.stored WORD
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

from comments.models import Comment


def words_with(word: str) -> list[str]:
    found = Comment.objects.filter(text__contains=word).order_by("pk")
    return list(found.values_list("text", flat=True))


if __name__ == "__main__":
    print(json.dumps(words_with(sys.argv[1])))
