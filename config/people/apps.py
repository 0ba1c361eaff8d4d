from typing import Any

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from config.people import duties


class PeopleConfig(AppConfig):
    """Who works here: groups, invitations, signing in."""

    name = "config.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        post_migrate.connect(keep_duties, sender=apps.get_app_config("auth"))


def keep_duties(using: str, **kwargs: Any) -> None:
    """Models that came with later migrations join their groups.

    Not on the way back to before there were groups.
    """
    applied = MigrationRecorder(connections[using]).applied_migrations()
    if ("people", "0001_groups") in applied:
        given = {"apps": kwargs["apps"]} if "apps" in kwargs else {}
        duties.keep(using=using, **given)


class DeskConfig(AdminConfig):
    """Django's admin, with our own way in."""

    default_site = "config.people.site.Desk"
