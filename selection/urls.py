"""Which addresses are about people and access?"""

from django.urls import path

from selection.views import account, brought, chairs, door, forgotten, people, people_list

urlpatterns = [
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("welcome/", account.first_administrator, name="first_administrator"),
    path("access/", door.new_password, name="new_password"),
    path("access/<str:token>/", door.access_link, name="access_link"),
    path("forgotten/", forgotten.ask_for_link, name="forgotten"),
    path("forgotten/sent/", forgotten.sent, name="forgotten_sent"),
    path("forgotten/<str:uidb64>/<str:token>/", forgotten.follow_link, name="forgotten_link"),
    path("profile/", account.profile, name="profile"),
    path("profile/password/", account.password_change, name="password_change"),
    path("language/", account.set_language, name="set_language"),
    path("theme/", account.set_theme, name="set_theme"),
    path("people/", people.people, name="people"),
    path("people/refusals/", people.refused, name="refusals"),
    path("people/paste/", people_list.people_paste, name="people_paste"),
    path("people/paste/empty/", people_list.people_empty, name="people_empty"),
    path("people/paste/preview/", people_list.people_preview, name="people_preview"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/chairs/", chairs.chairs, name="chairs"),
    path("people/chairs/<int:pk>/", chairs.appoint_chair, name="appoint_chair"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/link/", people.new_link, name="new_link"),
    path("people/<int:pk>/mail/", people.mail_link, name="mail_link"),
    path("people/<int:pk>/deactivate/", people.deactivate_person, name="deactivate_person"),
    path("people/<int:pk>/delete/", people.delete_person, name="delete_person"),
    path("s/<str:code>/brought/<int:table>/undo/", brought.brought_undo, name="brought_undo"),
]
