from django.db import migrations, models


def say_so(apps, schema_editor):
    """Of what accounts of this site wrote until now."""
    Comment = apps.get_model("comments", "Comment")
    Comment.objects.filter(written_by__isnull=False).update(of_team=True)


class Migration(migrations.Migration):
    dependencies = [("comments", "0023_last_done")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="of_team",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(say_so, migrations.RunPython.noop),
    ]
