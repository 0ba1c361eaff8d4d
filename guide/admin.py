"""The author's desk, a room for each subject."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from guide.admin_images import ImageAdmin
from guide.admin_lists import AuthorAdmin, TopicAdmin
from guide.admin_old_paths import OldPathAdmin
from guide.admin_pages import PageAdmin
from guide.admin_posts import GuideAdmin, PostAdmin
from guide.admin_site import HelplineAdmin, SiteSettingsAdmin

__all__ = [
    "AuthorAdmin",
    "GuideAdmin",
    "HelplineAdmin",
    "ImageAdmin",
    "OldPathAdmin",
    "PageAdmin",
    "PostAdmin",
    "SiteSettingsAdmin",
    "TopicAdmin",
]

admin.site.site_header = admin.site.site_title = _("Footbridge")
admin.site.index_title = _("Desk")
