from typing import Any

from django.core.management.base import BaseCommand

from comments import findable
from guide import related, search


class Command(BaseCommand):
    help = "Put everything that can be found into the search index again."

    def handle(self, *args: Any, **options: Any) -> None:
        texts = search.rewrite_texts()
        comments = findable.rewrite()
        posts = related.work_out_all()
        search.merge_what_was_taken_out()
        self.stdout.write(
            f"Search: {texts} posts and pages and {comments} comments are found; "
            f"{posts} posts are listed with those that are like them"
        )
