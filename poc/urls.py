"""At which addresses is the POC planned and recorded?"""

from django.urls import path

from poc.views import plan, tables

POC = "s/<str:code>/poc/"

urlpatterns = [
    path(POC, plan.poc, name="poc"),
    path(POC + "table/", plan.poc_table, name="poc_table"),
    path(POC + "window/", plan.poc_window, name="poc_window"),
    path(POC + "scenarios/add/", plan.poc_add_scenario, name="poc_add_scenario"),
    path(POC + "scenarios/paste/", tables.scenarios_paste, name="scenarios_paste"),
    path(POC + "scenarios/paste/empty/", tables.scenarios_empty, name="scenarios_empty"),
    path(POC + "scenarios/paste/preview/", tables.scenarios_preview, name="scenarios_preview"),
    path(POC + "results/paste/", tables.trials_paste, name="trials_paste"),
    path(POC + "results/paste/empty/", tables.trials_empty, name="trials_empty"),
    path(POC + "results/paste/preview/", tables.trials_preview, name="trials_preview"),
    path(POC + "scenarios/<str:scenario>/", plan.poc_edit_scenario, name="poc_edit_scenario"),
    path(POC + "scenarios/<str:scenario>/remove/", plan.poc_remove_scenario, name="poc_remove_scenario"),
    path(POC + "trials/<str:scenario>/<str:letter>/", plan.poc_trial, name="poc_trial"),
]
