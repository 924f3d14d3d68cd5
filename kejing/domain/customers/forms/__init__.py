"""Parsing what is entered about customers."""

from kejing.domain.customers.forms.assignment import AssignForm
from kejing.domain.customers.forms.contacts import ChangeContactForm, ContactForm, EndPostForm, PostForm
from kejing.domain.customers.forms.duplicates import AskForm, DecideForm, MergeForm, UnmergeForm
from kejing.domain.customers.forms.filters import CustomerFilterForm
from kejing.domain.customers.forms.groups import EndMemberForm, LeadForm, MemberForm, ParentForm
from kejing.domain.customers.forms.master import AddForm, ChangeForm, ConfirmForm
from kejing.domain.customers.forms.notes import ChangeNoteForm, FileForm, NewTagForm, NoteForm, TagForm
from kejing.domain.customers.forms.ownership import (
    CollaboratorForm,
    ConfidentialForm,
    GiveTerritoryForm,
    HeldForm,
    LockForm,
    MoveForm,
    PackForm,
    PlaceForm,
    TerritoryForm,
    TransferForm,
    UnlockForm,
    day_of,
    id_of,
)
from kejing.domain.customers.forms.unmasking import UnmaskForm

__all__ = [
    "AddForm",
    "AskForm",
    "AssignForm",
    "ChangeContactForm",
    "ChangeForm",
    "ChangeNoteForm",
    "CollaboratorForm",
    "ConfidentialForm",
    "ConfirmForm",
    "ContactForm",
    "CustomerFilterForm",
    "DecideForm",
    "EndMemberForm",
    "EndPostForm",
    "FileForm",
    "GiveTerritoryForm",
    "HeldForm",
    "LeadForm",
    "LockForm",
    "MemberForm",
    "MergeForm",
    "MoveForm",
    "NewTagForm",
    "NoteForm",
    "PackForm",
    "ParentForm",
    "PlaceForm",
    "PostForm",
    "TagForm",
    "TerritoryForm",
    "TransferForm",
    "UnlockForm",
    "UnmaskForm",
    "UnmergeForm",
    "day_of",
    "id_of",
]
