"""The pages as a plain WSGI callable: granian serves it, and any other server could."""

import os

from django.core.wsgi import get_wsgi_application

from kejing.app.server import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kejing.app.settings")
logs.configure("web")
application = logs.logged(get_wsgi_application())
