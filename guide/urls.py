from django.urls import path

from guide import media_views, views

app_name = "guide"
urlpatterns = [
    path("", views.cover, name="cover"),
    path("posts/<slug:slug>/", views.post, name="post"),
    path("media/<str:name>", media_views.image, name="image"),
    path("help/", views.help_page, name="help"),
    path("<slug:slug>/", views.page, name="page"),
]
