"""Which object does the web server call?"""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.privacy import owner_only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

owner_only()
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  (all pages are loaded once, before the processes part)
