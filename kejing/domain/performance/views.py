"""HTTP ↔ one query or one action each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.performance import actions, pages, queries
