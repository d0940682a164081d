"""At which addresses does scoring answer?"""

from django.urls import path

from scoring.views import committee, found, member_list, offline, plain, receipts, rounds, sheet

urlpatterns = [
    *committee.urlpatterns,
    *member_list.urlpatterns,
    path("s/<str:code>/scoring/", sheet.scoring, name="scoring"),
    path("s/<str:code>/scoring/cells/<str:criterion>/<str:vendor>/", sheet.save_score, name="save_score"),
    path("s/<str:code>/scoring/submit/", sheet.submit_sheet, name="submit_sheet"),
    path("s/<str:code>/scoring/take-back/", sheet.withdraw_sheet, name="withdraw_sheet"),
    path("s/<str:code>/scoring/forms/", plain.score_forms, name="score_forms"),
    path("s/<str:code>/scoring/forms/<str:criterion>/", plain.score_form, name="score_form"),
    path("s/<str:code>/scoring/offline/", offline.score_offline, name="score_offline"),
    path("s/<str:code>/scoring/offline/workbook/", offline.offline_workbook, name="offline_workbook"),
    path("s/<str:code>/scoring/offline/preview/", offline.offline_preview, name="offline_preview"),
    path("s/<str:code>/scoring/offline/write/", offline.offline_write, name="offline_write"),
    path("s/<str:code>/scoring/found/", found.found_marks, name="found_marks"),
    path("s/<str:code>/scoring/found/take/", found.take_found, name="take_found"),
    path("s/<str:code>/scoring/round/", rounds.scoring_round, name="scoring_round"),
    path("s/<str:code>/scoring/open/", rounds.open_scoring, name="open_scoring"),
    path("s/<str:code>/scoring/closing-time/", rounds.closing_time, name="closing_time"),
    path("s/<str:code>/scoring/close/", rounds.close_round, name="close_round"),
    path("s/<str:code>/scoring/keep-means/", rounds.keep_means, name="keep_means"),
    path("s/<str:code>/scoring/receipts/", receipts.receipts_page, name="scoring_receipts"),
    path("s/<str:code>/scores/", rounds.scores, name="scores"),
    path("s/<str:code>/scores/table/", rounds.scores_table, name="scores_table"),
]
