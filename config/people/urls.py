"""What opens under /admin/ without an account."""

from django.urls import path

from config.people import joining

app_name = "people"
urlpatterns = [
    path("invitation/<str:token>/", joining.join, name="invitation"),
]
