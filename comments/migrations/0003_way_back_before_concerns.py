from django.db import migrations
from django.db.models.functions import Left


def fit_the_older_tables(apps, schema_editor):
    """On the way back: a concern waits as any other, a long word is cut."""
    apps.get_model("comments", "Comment").objects.filter(status="concern").update(
        status="pending"
    )
    decisions = apps.get_model("comments", "Decision").objects
    for field in ("from_status", "to_status"):
        decisions.filter(**{field: "concern"}).update(**{field: "pending"})
    decisions.update(why=Left("why", 200))


class Migration(migrations.Migration):
    # Apart from 0002, since PostgreSQL doesn't alter a table whose rows were changed
    # in the same transaction.

    dependencies = [("comments", "0002_concern_and_word_to_the_writer")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, fit_the_older_tables)
    ]
