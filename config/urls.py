from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("config.people.urls")),
    path("admin/", admin.site.urls),
    path("", include("comments.urls")),
    path("", include("guide.urls")),
]
