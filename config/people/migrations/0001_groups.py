from django.db import migrations

from config.people import duties


def make_groups(apps, schema_editor):
    duties.keep(apps, schema_editor.connection.alias)


def drop_groups(apps, schema_editor):
    duties.drop(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, drop_groups)]
