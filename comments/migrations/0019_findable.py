from django.db import migrations

from comments import text
from guide import words

BATCH = 500


def fill(apps, schema_editor):
    """Have every comment found that stands on its page; erased ones hold a place."""
    alias = schema_editor.connection.alias
    SearchRow = apps.get_model("guide", "SearchRow")
    shown = apps.get_model("comments", "Comment").objects.using(alias)
    shown = shown.filter(stands=True).order_by("pk")
    last = 0
    while batch := list(shown.filter(pk__gt=last)[:BATCH]):
        rows = []
        for comment in batch:
            said = text.in_a_row(comment.html)
            rows.append(
                SearchRow(
                    kind="comment",
                    key=comment.pk,
                    post_id=comment.post_id,
                    under=comment.thread_id,
                    url=f"/comments/{comment.pk}/",
                    byline=comment.name,
                    text=said,
                    text_words=words.indexed(said),
                )
            )
        SearchRow.objects.using(alias).bulk_create(rows)
        last = batch[-1].pk


def empty(apps, schema_editor):
    SearchRow = apps.get_model("guide", "SearchRow")
    SearchRow.objects.using(schema_editor.connection.alias).filter(
        kind="comment"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0018_requests_leave_nothing"),
        ("guide", "0006_search"),
    ]

    operations = [migrations.RunPython(fill, empty)]
