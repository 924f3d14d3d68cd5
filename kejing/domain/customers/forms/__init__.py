"""Parsing what is entered about customers."""

from kejing.domain.customers.forms.assignment import AssignForm
from kejing.domain.customers.forms.contacts import ChangeContactForm, ContactForm, EndPostForm, PostForm
from kejing.domain.customers.forms.groups import EndMemberForm, LeadForm, MemberForm, ParentForm
from kejing.domain.customers.forms.master import AddForm, ChangeForm, ConfirmForm
from kejing.domain.customers.forms.notes import ChangeNoteForm, FileForm, NewTagForm, NoteForm, TagForm

__all__ = [
    "AddForm",
    "AssignForm",
    "ChangeContactForm",
    "ChangeForm",
    "ChangeNoteForm",
    "ConfirmForm",
    "ContactForm",
    "EndMemberForm",
    "EndPostForm",
    "FileForm",
    "LeadForm",
    "MemberForm",
    "NewTagForm",
    "NoteForm",
    "ParentForm",
    "PostForm",
    "TagForm",
]
