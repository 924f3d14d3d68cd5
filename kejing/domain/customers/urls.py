from django.urls import path

from kejing.domain.customers import views

app_name = "customers"
urlpatterns = [
    path("", views.customer_list, name="customer_list"),
    path("pick/", views.pick_customer, name="pick_customer"),
    path("<int:customer_id>/", views.customer_page, name="customer_page"),
    path("<int:customer_id>/assign/", views.assign_customer, name="assign_customer"),
    # The master: adding and changing, profile, contacts, groups, notes, tags, files
    path("add/", views.add_customer, name="add_customer"),
    path("gaps/", views.profile_gaps, name="profile_gaps"),
    path("<int:customer_id>/change/", views.change_customer, name="change_customer"),
    path("<int:customer_id>/profile/confirm/", views.confirm_profile, name="confirm_profile"),
    path("<int:customer_id>/profile/why/", views.explain_profile, name="explain_profile"),
    path("<int:customer_id>/contacts/add/", views.add_contact, name="add_contact"),
    path("contacts/<int:contact_id>/", views.contact_page, name="contact_page"),
    path("contacts/<int:contact_id>/change/", views.change_contact, name="change_contact"),
    path("contacts/<int:contact_id>/posts/add/", views.add_post, name="add_post"),
    path("posts/<int:post_id>/end/", views.end_post, name="end_post"),
    path("<int:customer_id>/group/", views.group_page, name="group_page"),
    path("<int:customer_id>/parent/", views.set_parent, name="set_parent"),
    path("<int:customer_id>/team/lead/", views.name_lead, name="name_lead"),
    path("<int:customer_id>/team/add/", views.add_member, name="add_member"),
    path("team/<int:member_id>/end/", views.end_member, name="end_member"),
    path("team/pick/", views.pick_staff, name="pick_staff"),
    path("<int:customer_id>/notes/add/", views.add_note, name="add_note"),
    path("notes/<int:note_id>/change/", views.change_note, name="change_note"),
    path("notes/<int:note_id>/remove/", views.remove_note, name="remove_note"),
    path("<int:customer_id>/tags/add/", views.tag_customer, name="tag_customer"),
    path("<int:customer_id>/tags/<int:tag_id>/remove/", views.untag_customer, name="untag_customer"),
    path("tags/add/", views.add_tag, name="add_tag"),
    path("tags/pick/", views.pick_tag, name="pick_tag"),
    path("tags/<int:tag_id>/", views.tagged_list, name="tagged_list"),
    path("<int:customer_id>/files/add/", views.add_file, name="add_file"),
    path("files/<int:file_id>/", views.download_file, name="download_file"),
    path("files/<int:file_id>/remove/", views.remove_file, name="remove_file"),
]
