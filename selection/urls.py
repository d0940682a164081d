"""Which addresses are about people and access?"""

from django.urls import path

from selection.views import account

urlpatterns = [
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("profile/", account.profile, name="profile"),
    path("language/", account.set_language, name="set_language"),
    path("theme/", account.set_theme, name="set_theme"),
]
