from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from comments.screening.own import BadChecks, checks


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        """A check that can't run stops the start, not the first comment."""
        from comments.models import DiscussionSettings
        from guide import pagecache

        pagecache.watch(DiscussionSettings)
        try:
            checks()
        except BadChecks as error:
            raise ImproperlyConfigured(str(error)) from error
