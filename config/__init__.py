"""How do the parts start, and with which settings?"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
