from django.urls import path

from guide import views

app_name = "guide"
urlpatterns = [
    path("", views.cover, name="cover"),
    path("posts/<slug:slug>/", views.post, name="post"),
    path("help/", views.help_page, name="help"),
    path("<slug:slug>/", views.page, name="page"),
]
