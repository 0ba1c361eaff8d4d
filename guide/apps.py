from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    name = "guide"
    verbose_name = _("Guide")

    def ready(self) -> None:
        from guide import models, pagecache

        # What pages of all kinds show. Similar posts, picked ones and topics are
        # written in tables of their own.
        pagecache.watch(
            *(models.Author, models.Guide, models.Helpline, models.Image, models.Page),
            *(models.PickedPost, models.Post, models.Post.topics.through),
            *(models.Question, models.SimilarPost, models.SiteSettings, models.Topic),
        )
        connection_created.connect(pagecache.watch_connection)
