"""What each group of staff may do: one table, and how it is put into force."""

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db.models import Q

# A line is a model (* for every one of an app) and what may be done with it: Django's
# four verbs, or a permission by its own name. A model that isn't there gives nothing,
# since the migration that makes the groups also runs where later models don't exist.
DUTIES = {
    "Authors": {
        "guide.author": "view add change",
        "guide.guide": "view change",
        "guide.image": "view add change delete",
        "guide.oldpath": "view add change delete",
        "guide.page": "view add change",
        "guide.pickedpost": "view add change delete",
        "guide.post": "view add change delete",
        "guide.question": "view add change delete",
        "guide.topic": "view add change delete",
    },
    # Deleting a comment means erasing one, which its writer may ask for. Addresses and
    # settings are the owners'.
    "Moderators": {
        "comments.comment": "view change delete",
        "comments.decision": "view",
    },
    "Owners": {
        "auth.group": "*",
        "auth.user": "*",
        "comments.*": "*",
        "guide.*": "*",
        "people.*": "*",
    },
}


def keep(apps: Apps = installed, using: str = "default") -> None:
    """Make the groups where they are missing, and give each exactly its duties.

    ``apps`` may be a migration's. Permissions are made first: Django makes them only
    after the last migration.
    """
    for config in installed.get_app_configs():
        create_permissions(config, verbosity=0, using=using, apps=apps)
    groups = apps.get_model("auth", "Group").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, lines in DUTIES.items():
        group, _made = groups.get_or_create(name=name)
        group.permissions.set(permissions.filter(_any_of(lines)))


def drop(apps: Apps, using: str) -> None:
    apps.get_model("auth", "Group").objects.using(using).filter(
        name__in=DUTIES
    ).delete()


def _any_of(lines: dict[str, str]) -> Q:
    found = Q(pk__in=())
    for line, words in lines.items():
        app, model = line.split(".")
        named = Q(content_type__app_label=app)
        if model != "*":
            named &= Q(content_type__model=model)
        if words != "*":
            named &= Q(codename__in=[codename(word, model) for word in words.split()])
        found |= named
    return found


def codename(word: str, model: str) -> str:
    verbs = ("view", "add", "change", "delete")
    return f"{word}_{model}" if word in verbs else word
