from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("posts/<slug:slug>/comments/", views.post_comment, name="post_comment"),
    path("comments/<int:pk>/", views.permalink, name="permalink"),
    path("comments/receipt/<str:token>/", views.receipt, name="receipt"),
    path("comments/withdraw/<str:token>/", views.withdraw, name="withdraw"),
    path("comments/mail-off/<str:token>/", views.mail_off, name="mail_off"),
    path("comments/removed/", views.removed, name="removed"),
]
