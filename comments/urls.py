from django.urls import path

from comments import (
    check_in_views,
    feeds,
    mail_views,
    my_address_views,
    preview_views,
    reply_views,
    report_views,
    step_views,
    views,
    writer_views,
)

app_name = "comments"
urlpatterns = [
    path("posts/<slug:slug>/comments/", views.post_comment, name="post_comment"),
    path("posts/<slug:slug>/reply/<int:pk>/", reply_views.reply, name="reply"),
    path("posts/<slug:slug>/thread/<int:pk>/", reply_views.thread, name="thread"),
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
    path("steps/", step_views.wall, name="steps"),
    path("steps/<slug:slug>/", step_views.steps_of_post, name="steps_of_post"),
    path("step-card/", step_views.card, name="step_card"),
    path("comments/feed/", feeds.all_comments, name="feed"),
    path("posts/<slug:slug>/feed/", feeds.comments_of_post, name="feed_of_post"),
    path("comments/confirm/<str:token>/", mail_views.confirm, name="confirm"),
    path("comments/confirmed/", mail_views.confirmed, name="confirmed"),
    path(
        "comments/unsubscribe/<str:token>/", mail_views.unsubscribe, name="unsubscribe"
    ),
    path("comments/no-mail/<str:token>/", mail_views.no_mail, name="no_mail"),
    path("comments/check-in/<str:token>/", check_in_views.check_in, name="check_in"),
    path("comments/check-in/", check_in_views.thanks, name="check_in_thanks"),
    path("comments/my-address/", my_address_views.my_address, name="my_address"),
    path("comments/my-address/asked/", my_address_views.asked, name="address_asked"),
    path("comments/my-address/erased/", my_address_views.erased, name="address_erased"),
    path(
        "comments/my-address/<str:token>/",
        my_address_views.everything,
        name="everything",
    ),
]
