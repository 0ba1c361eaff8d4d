from django.urls import path

from comments import preview_views, report_views, views, writer_views

app_name = "comments"
urlpatterns = [
    path("posts/<slug:slug>/comments/", views.post_comment, name="post_comment"),
    path("comments/preview/", preview_views.preview, name="preview"),
    path("comments/<int:pk>/", views.permalink, name="permalink"),
    path("comments/receipt/<str:token>/", views.receipt, name="receipt"),
    path("comments/withdraw/<str:token>/", views.withdraw, name="withdraw"),
    path("comments/manage/<str:token>/", views.manage, name="manage"),
    path("comments/manage/<str:token>/withdraw/", views.remove, name="remove"),
    path("comments/manage/<str:token>/edit/", writer_views.edit, name="edit"),
    path(
        "comments/manage/<str:token>/comment.json", writer_views.export, name="export"
    ),
    path(
        "comments/manage/<str:token>/new-link/", writer_views.new_link, name="new_link"
    ),
    path("comments/<int:pk>/report/", report_views.report, name="report"),
    path("comments/<int:pk>/reported/", report_views.reported, name="reported"),
    path("comments/mail-off/<str:token>/", views.mail_off, name="mail_off"),
    path("comments/removed/", views.removed, name="removed"),
]
