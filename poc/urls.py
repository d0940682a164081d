"""At which addresses is the POC planned and recorded?"""

from django.urls import path

from poc import views

POC = "s/<str:code>/poc/"

urlpatterns = [
    path(POC, views.poc, name="poc"),
    path(POC + "table/", views.poc_table, name="poc_table"),
    path(POC + "window/", views.poc_window, name="poc_window"),
    path(POC + "scenarios/add/", views.poc_add_scenario, name="poc_add_scenario"),
    path(POC + "scenarios/<str:scenario>/", views.poc_edit_scenario, name="poc_edit_scenario"),
    path(POC + "scenarios/<str:scenario>/remove/", views.poc_remove_scenario, name="poc_remove_scenario"),
    path(POC + "trials/<str:scenario>/<str:letter>/", views.poc_trial, name="poc_trial"),
]
