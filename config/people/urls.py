"""What opens under /admin/ without an account. The names of the reset are Django's."""

from django.urls import path

from config.people import joining, password_reset

urlpatterns = [
    path("invitation/<str:token>/", joining.join, name="people_invitation"),
    path("reset/", password_reset.Ask.as_view(), name="admin_password_reset"),
    path("reset/sent/", password_reset.Asked.as_view(), name="password_reset_done"),
    path(
        "reset/<uidb64>/<token>/",
        password_reset.choose,
        name="password_reset_confirm",
    ),
    # Without its last slash, which mail programs may lose, it would go to the sign-in
    # page, the token with it.
    path("reset/<uidb64>/<token>", password_reset.choose),
    path(
        "reset/done/", password_reset.Chosen.as_view(), name="password_reset_complete"
    ),
]
