from django.db import migrations

# What a reason could be before it came with what was found.
FORMER = ("everything-waits", "same-short-text", "many-from-address")


def as_sign(reason):
    return {"code": reason, "found": ""} if isinstance(reason, str) else reason


def make_signs(apps, schema_editor):
    rewrite(apps, lambda reasons: [as_sign(reason) for reason in reasons])


def make_codes(apps, schema_editor):
    rewrite(
        apps,
        lambda reasons: [
            reason["code"] for reason in reasons if reason["code"] in FORMER
        ],
    )


def rewrite(apps, change):
    comments = apps.get_model("comments", "Comment").objects
    batch = []
    for comment in comments.only("reasons").iterator(chunk_size=1000):
        comment.reasons = change(comment.reasons)
        batch.append(comment)
        if len(batch) == 1000:
            comments.bulk_update(batch, ["reasons"])
            batch = []
    comments.bulk_update(batch, ["reasons"])


class Migration(migrations.Migration):
    # Apart from 0005, since PostgreSQL doesn't alter a table whose rows were changed
    # in the same transaction.

    dependencies = [("comments", "0005_screening")]

    operations = [migrations.RunPython(make_signs, make_codes)]
