from django.urls import path

from comments import feeds, reply_views, report_views, step_views, views

app_name = "comments"
urlpatterns = [
    path("posts/<slug:slug>/comments/", views.post_comment, name="post_comment"),
    path("posts/<slug:slug>/reply/<int:pk>/", reply_views.reply, name="reply"),
    path("posts/<slug:slug>/thread/<int:pk>/", reply_views.thread, name="thread"),
    path("comments/<int:pk>/", views.permalink, name="permalink"),
    path("comments/receipt/<str:token>/", views.receipt, name="receipt"),
    path("comments/withdraw/<str:token>/", views.withdraw, name="withdraw"),
    path("comments/manage/<str:token>/", views.manage, name="manage"),
    path("comments/manage/<str:token>/withdraw/", views.remove, name="remove"),
    path("comments/<int:pk>/report/", report_views.report, name="report"),
    path("comments/<int:pk>/reported/", report_views.reported, name="reported"),
    path("comments/mail-off/<str:token>/", views.mail_off, name="mail_off"),
    path("comments/removed/", views.removed, name="removed"),
    path("steps/", step_views.wall, name="steps"),
    path("steps/<slug:slug>/", step_views.steps_of_post, name="steps_of_post"),
    path("step-card/", step_views.card, name="step_card"),
    path("comments/feed/", feeds.all_comments, name="feed"),
    path("posts/<slug:slug>/feed/", feeds.comments_of_post, name="feed_of_post"),
]
