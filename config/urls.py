from django.contrib import admin
from django.urls import include, path

from comments.admin_mail import mail_again, mail_to_me
from comments.admin_move_in import move_in

handler400 = "guide.views.not_understood"
handler404 = "guide.views.nothing_there"
handler500 = "guide.views.something_broke"
urlpatterns = [
    # Before the admin's own, whose last pattern takes every address below /admin/.
    path("admin/mail-to-me/", admin.site.admin_view(mail_to_me), name="mail_to_me"),
    path("admin/writing/", include("guide.editor_urls")),
    path(
        "admin/mail-to/<int:pk>/again/",
        admin.site.admin_view(mail_again),
        name="mail_again",
    ),
    path("admin/move-in/", admin.site.admin_view(move_in), name="move_in"),
    path("admin/", include("config.people.urls")),
    path("admin/", admin.site.urls),
    path("", include("comments.urls")),
    path("", include("guide.urls")),
]
