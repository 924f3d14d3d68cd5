"""The kit page's own tag: its sample texts stand in both languages, outside the catalogues."""

from django import template

from kejing.foundation.ui.samples import say

register = template.Library()
register.simple_tag(say, name="say")
