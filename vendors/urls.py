"""Which addresses show needs, vendors, facts and cost lines?"""

from django.urls import path

from vendors.views import cost_tables, costs, facts, needs, prices, registry, sealing

NEEDS = "s/<str:code>/needs/"
VENDORS = "s/<str:code>/vendors/"
FACTS = "s/<str:code>/facts/"
LINES = "s/<str:code>/costs/lines/"

urlpatterns = [
    path(NEEDS, needs.needs, name="needs"),
    path(NEEDS + "table/", needs.needs_table, name="needs_table"),
    path(NEEDS + "add/", needs.needs_add, name="needs_add"),
    path(NEEDS + "paste/", needs.needs_paste, name="needs_paste"),
    path(NEEDS + "paste/empty/", needs.needs_empty, name="needs_empty"),
    path(NEEDS + "paste/preview/", needs.needs_preview, name="needs_preview"),
    path(NEEDS + "<str:need>/edit/", needs.needs_edit, name="needs_edit"),
    path(NEEDS + "<str:need>/remove/", needs.needs_remove, name="needs_remove"),
    path(NEEDS + "<str:need>/judge/", needs.needs_judge, name="needs_judge"),
    path(VENDORS, registry.vendors, name="vendors"),
    path(VENDORS + "table/", registry.vendors_table, name="vendors_table"),
    path(VENDORS + "add/", registry.vendors_add, name="vendors_add"),
    path(VENDORS + "paste/", registry.vendors_paste, name="vendors_paste"),
    path(VENDORS + "paste/empty/", registry.vendors_empty, name="vendors_empty"),
    path(VENDORS + "paste/preview/", registry.vendors_preview, name="vendors_preview"),
    path(VENDORS + "<str:letter>/", registry.vendors_detail, name="vendors_detail"),
    path(VENDORS + "<str:letter>/edit/", registry.vendors_edit, name="vendors_edit"),
    path(VENDORS + "<str:letter>/withdraw/", registry.vendors_withdraw, name="vendors_withdraw"),
    path(VENDORS + "<str:letter>/restore/", registry.vendors_restore, name="vendors_restore"),
    path(VENDORS + "<str:letter>/claims/", registry.vendors_claim, name="vendors_claim"),
    path(
        VENDORS + "<str:letter>/claims/<int:claim>/remove/", registry.vendors_claim_remove, name="vendors_claim_remove"
    ),
    path(VENDORS + "<str:letter>/evidence/", registry.vendors_evidence, name="vendors_evidence"),
    path(
        VENDORS + "<str:letter>/evidence/<int:evidence>/remove/",
        registry.vendors_evidence_remove,
        name="vendors_evidence_remove",
    ),
    path("s/<str:code>/weights/seal/", sealing.seal, name="seal"),
    path(FACTS, facts.facts, name="facts"),
    path(FACTS + "table/", facts.facts_table, name="facts_table"),
    path(FACTS + "paste/", facts.facts_paste, name="facts_paste"),
    path(FACTS + "paste/empty/", facts.facts_empty, name="facts_empty"),
    path(FACTS + "paste/preview/", facts.facts_preview, name="facts_preview"),
    path(FACTS + "<str:criterion>/<str:letter>/", facts.facts_cell, name="facts_cell"),
    path(LINES, costs.cost_lines, name="cost_lines"),
    path(LINES + "table/", costs.cost_lines_table, name="cost_lines_table"),
    path("s/<str:code>/costs/open/", prices.open_prices, name="open_prices"),
    path(LINES + "paste/", cost_tables.cost_lines_paste, name="cost_lines_paste_all"),
    path(LINES + "paste/empty/", cost_tables.cost_lines_empty, name="cost_lines_empty_all"),
    path(LINES + "paste/preview/", cost_tables.cost_lines_preview, name="cost_lines_preview_all"),
    path(LINES + "prices/paste/", cost_tables.seat_prices_paste, name="seat_prices_paste"),
    path(LINES + "prices/paste/empty/", cost_tables.seat_prices_empty, name="seat_prices_empty"),
    path(LINES + "prices/paste/preview/", cost_tables.seat_prices_preview, name="seat_prices_preview"),
    path("s/<str:code>/costs/seats/", costs.cost_lines_seats, name="cost_lines_seats"),
    path("s/<str:code>/costs/parameters/", costs.cost_lines_parameters, name="cost_lines_parameters"),
    path(LINES + "<str:letter>/", costs.cost_lines, name="cost_lines_vendor"),
    path(LINES + "<str:letter>/add/", costs.cost_lines_line, name="cost_lines_add"),
    path(LINES + "<str:letter>/<int:line>/", costs.cost_lines_line, name="cost_lines_edit"),
    path(LINES + "<str:letter>/<int:line>/remove/", costs.cost_lines_remove, name="cost_lines_remove"),
    path(LINES + "<str:letter>/paste/", cost_tables.cost_lines_paste, name="cost_lines_paste"),
    path(LINES + "<str:letter>/paste/empty/", cost_tables.cost_lines_empty, name="cost_lines_empty"),
    path(LINES + "<str:letter>/paste/preview/", cost_tables.cost_lines_preview, name="cost_lines_preview"),
    path(LINES + "<str:letter>/price/", costs.cost_lines_price, name="cost_lines_price"),
    path(LINES + "<str:letter>/price/<int:price>/", costs.cost_lines_price, name="cost_lines_price_edit"),
    path(
        LINES + "<str:letter>/price/<int:price>/remove/", costs.cost_lines_price_remove, name="cost_lines_price_remove"
    ),
]
