from django.urls import path

from guide import search_views, views

app_name = "guide"
urlpatterns = [
    path("", views.cover, name="cover"),
    path("posts/<slug:slug>/", views.post, name="post"),
    path("search/", search_views.search, name="search"),
    path("help/", views.help_page, name="help"),
    path("<slug:slug>/", views.page, name="page"),
]
