from django.db import migrations


def let_replies_wait(apps, schema_editor):
    """On the way back: a reply would stand as a comment of its own, also where what it
    replied to is off the page. So a person looks at each first."""
    replies = apps.get_model("comments", "Comment").objects.filter(parent__isnull=False)
    replies.update(status="pending")


class Migration(migrations.Migration):
    # Apart from 0004, since PostgreSQL doesn't alter a table whose rows were changed
    # in the same transaction.

    dependencies = [("comments", "0007_replies")]

    operations = [migrations.RunPython(migrations.RunPython.noop, let_replies_wait)]
