from django.urls import path

from kejing.domain.customers import views

app_name = "customers"
urlpatterns = [
    path("", views.customer_list, name="customer_list"),
    path("pick/", views.pick_customer, name="pick_customer"),
    path("<int:customer_id>/", views.customer_page, name="customer_page"),
    path("<int:customer_id>/assign/", views.assign_customer, name="assign_customer"),
    # Ownership over time
    path("<int:customer_id>/ownership/", views.ownership_page, name="ownership_page"),
    path("<int:customer_id>/collaborators/add/", views.add_collaborator, name="add_collaborator"),
    path(
        "<int:customer_id>/collaborators/<int:collaboration_id>/end/",
        views.end_collaboration,
        name="end_collaboration",
    ),
    path("<int:customer_id>/confidential/", views.mark_confidential, name="mark_confidential"),
    path("<int:customer_id>/unlock/", views.ask_unlock, name="ask_unlock"),
    path("<int:customer_id>/package/", views.package, name="package"),
    path("<int:customer_id>/package/end/", views.unpack_holdings, name="unpack_holdings"),
    path("receivers/", views.pick_receiver, name="pick_receiver"),
    path("transfer/", views.transfer_customers, name="transfer_customers"),
    path("held/", views.held_on, name="held_on"),
    path("left/", views.left_list, name="left_list"),
    path("rotation/", views.rotation_list, name="rotation_list"),
    path("lock/", views.lock_customers, name="lock_customers"),
    path("unlock/", views.unlock_list, name="unlock_list"),
    path("unlock/<int:request_id>/", views.decide_unlock, name="decide_unlock"),
    path("markets/", views.territory_list, name="territory_list"),
    path("markets/add/", views.add_territory, name="add_territory"),
    path("markets/<int:territory_id>/give/", views.give_territory, name="give_territory"),
    path("markets/<int:territory_id>/place/", views.place_customers, name="place_customers"),
    path("pool/", views.pool_list, name="pool_list"),
    path("pool/<int:customer_id>/claim/", views.claim_customer, name="claim_customer"),
    path("pool/due/", views.recycling_list, name="recycling_list"),
    path("pool/due/<int:recycling_id>/", views.send_to_pool, name="send_to_pool"),
]
