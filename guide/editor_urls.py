"""Under /admin/writing/, for staff alone."""

from django.contrib import admin
from django.urls import path

from guide import editor_views

app_name = "editor"
urlpatterns = [
    path(f"{name}/", admin.site.admin_view(view), name=name)
    for name, view in {
        "preview": editor_views.preview,
        "paste": editor_views.paste,
        "picture": editor_views.picture,
    }.items()
]
