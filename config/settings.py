"""What is set, for every way of running? docs/settings.md says what the operator may change."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.broker import embedded_url
from config.privacy import require_closed
from config.reach import is_direct, is_local
from config.secret import kept_secret, strong
from tables import workbook

django_stubs_ext.monkeypatch()  # generic classes such as QuerySet[Model] exist at run time too

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
DATA_DIR = Path(env.text("TOUCHSTONE_DATA", str(BASE_DIR / "var"))).absolute()
require_closed(DATA_DIR)

# Addresses and transport ------------------------------------------------------------------
DEBUG = env.flag("DEBUG", False)
HTTPS = env.flag("HTTPS", True)
PROXY_COUNT = env.whole("PROXY_COUNT", 0, low=0, high=9)
PROXY_ADDRESSES = env.networks("PROXY_ADDRESSES", ["127.0.0.0/8", "::1"])
PUBLIC_URL = env.address("PUBLIC_URL", schemes=("http", "https"))
IS_DIRECT = is_direct(https=HTTPS, proxy_count=PROXY_COUNT, public_url=PUBLIC_URL)
IS_LOCAL = IS_DIRECT and is_local(host=env.text("HOST", "127.0.0.1"), public_url=PUBLIC_URL)
SECRET_KEY = strong(env.text("SECRET_KEY")) or kept_secret(DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or "")
    CSRF_TRUSTED_ORIGINS.append("://".join(urlsplit(PUBLIC_URL)[:2]))

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "script-src": [SELF],
        # plotly fills one <style id="plotly.js-style-global" nonce=…> and sets style attributes.
        "style-src": [SELF, NONCE],
        "style-src-attr": [UNSAFE_INLINE],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Parts ------------------------------------------------------------------------------------
OWN_APPS = ["selection", "criteria", "vendors", "scoring", "poc", "reports", "desk", "installation"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "axes",
    "csp",
    *OWN_APPS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "selection.middleware.Bounded",  # before CSRF, which is the first to read the form
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "selection.middleware.SessionLimits",
    "selection.middleware.Language",
    "selection.middleware.NotKept",
    "selection.middleware.NoDevices",
    "selection.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "selection.middleware.Refusals",
    "selection.middleware.Legible",
    "axes.middleware.AxesMiddleware",  # behind all that may still change the answer
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.static",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "desk.frame.shell",
            ],
        },
    }
]

# Database and files -----------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_URL = env.address("DATABASE_URL", schemes=("postgresql", "postgres"))
if DATABASE_URL:
    # A server that was started again leaves connections that only look alive.
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "touchstone.sqlite3"),
            "OPTIONS": {
                # Begun with a read, a transaction that goes on to write fails at once where another
                # one writes, however long the timeout.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # WAL lets people read while one writes; with less than FULL the last commits may go
                # with the power.
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL",
            },
        }
    }
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
MOST_REQUEST_BYTES = 3_000_000  # a form with its files: a decision file has 2 MB at most
MOST_TABLE_REQUEST_BYTES = MOST_REQUEST_BYTES + workbook.MOST_BYTES  # where a workbook may come in
# Names of addresses.
TABLE_DOORS = {
    "facts_paste",
    "facts_preview",
    "cost_lines_paste",
    "cost_lines_preview",
    "cost_lines_paste_all",
    "cost_lines_preview_all",
    "seat_prices_paste",
    "seat_prices_preview",
    "offline_preview",
    "from_table",
    "from_table_preview",
    "needs_paste",
    "needs_preview",
    "vendors_paste",
    "vendors_preview",
    "weights_paste",
    "weights_preview",
    "members_paste",
    "members_preview",
    "people_paste",
    "people_preview",
    "scenarios_paste",
    "scenarios_preview",
    "trials_paste",
    "trials_preview",
}
TABLE_READERS = env.whole("TABLE_READERS", 2, low=1, high=64)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # a form without its files
FILE_UPLOAD_MAX_MEMORY_SIZE = MOST_TABLE_REQUEST_BYTES  # what is sent waits in memory, never on the disk
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # one page of facts: measured criteria × vendors
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
COLLECTED_STATIC = env.flag("COLLECTED_STATIC", False)
STATIC_ROOT = BASE_DIR / "staticfiles" if COLLECTED_STATIC else None
WHITENOISE_USE_FINDERS = not COLLECTED_STATIC
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # what browsers ask for at the top, whatever a page says
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "webp", "woff2", "ttf", "gz", "br"]
FRAGMENTS = "dummy.DummyCache" if DEBUG else "locmem.LocMemCache"  # templates change while one works on them
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # What `{% cache %}` keeps in each process for good: the same for everybody (tests/test_kept_parts.py).
    "template_fragments": {"BACKEND": f"django.core.cache.backends.{FRAGMENTS}", "LOCATION": "fragments"},
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
        # The one who collects them while an image is built is not the one who serves them.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}

# People -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "selection.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: who has to wait never gets to the password
    "selection.signing_in.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "selection.passwords.UnlikeNames"},
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
    ),
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
SESSION_IDLE_MINUTES = env.whole("SESSION_IDLE_MINUTES", 60, low=5, high=1440)
SESSION_HOURS = env.whole("SESSION_HOURS", 12, low=1, high=168)
KEEP_SIGNED_IN_DAYS = env.whole("KEEP_SIGNED_IN_DAYS", 14, low=0, high=14)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "selection.sessions"
SIGN_IN_ATTEMPTS = env.whole("SIGN_IN_ATTEMPTS", 8, low=1, high=1000)
SIGN_IN_PAUSE_MINUTES = env.whole("SIGN_IN_PAUSE_MINUTES", 15, low=1, high=1440)
PASSWORD_RESET_TIMEOUT = 3600  # seconds in which the link for a forgotten password can be used
AXES_HANDLER = "config.lockout.Counting"
AXES_LOCKOUT_CALLABLE = "config.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "config.proxy.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # a refused request is marked as such

# Language ---------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.zone("TIME_ZONE", "Asia/Shanghai")
USE_THOUSAND_SEPARATOR = False

# Background work --------------------------------------------------------------------------
REDIS_URL = env.address("REDIS_URL", schemes=("redis", "rediss", "redis+socket"))
CELERY_BROKER_URL = REDIS_URL or embedded_url(DATA_DIR)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that stands still is given up, in a request and in the worker; the sweep sends again what it did not take.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 3,
    "socket_timeout": 1.5,
    "socket_keepalive": True,
    "retry_on_timeout": False,
}
CELERY_TASK_ACKS_LATE = True  # who dies leaves the message to another
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # a long job holds no others back
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
LEASE_SECONDS = env.whole("LEASE_SECONDS", 30, low=1, high=3600)
WORKER_MEMORY = env.whole("WORKER_MEMORY", 3000, low=300, high=1_000_000)  # megabytes of one process
# A process that has grown large leaves with its job: what it keeps for the next one would be taken from that.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = WORKER_MEMORY * 500  # kilobytes

# Reading ----------------------------------------------------------------------------------
# A selection's canonical decision file, for apps that stand to the left of the one that writes it.
DECISION_FILE = "reports.decision_file.export.canonical"
# What an event of the ledger keeps of the tables that its act has changed.
KEPT_STATE = "reports.proof.stored.kept"
# What each kind of table that comes in changes, and how it goes back: kind → `selection.table_kinds.TableKind`.
TABLES_IN = {
    "facts": "vendors.brought.FACTS",
    "cost_lines": "vendors.brought.COST_LINES",
    "seat_prices": "vendors.brought_seats.SEAT_PRICES",
    "needs": "vendors.brought_needs.NEEDS",
    "vendors": "vendors.brought_vendors.VENDORS",
    "weights": "criteria.pasting.taking_back.WEIGHTS",
    "members": "scoring.brought_members.MEMBERS",
    "scenarios": "poc.brought.SCENARIOS",
    "trials": "poc.brought.TRIALS",
}

# Mail -------------------------------------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_PORT = env.whole("EMAIL_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
_EMAIL_SECURITY = env.choice("EMAIL_SECURITY", "starttls", options=("starttls", "tls", "none"))
EMAIL_USE_TLS = _EMAIL_SECURITY == "starttls"
EMAIL_USE_SSL = _EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "touchstone@localhost")
if EMAIL_HOST and not PUBLIC_URL:
    raise ImproperlyConfigured("EMAIL_HOST is set, so PUBLIC_URL must be set too: mails carry links")

# Logging ----------------------------------------------------------------------------------
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", options=("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.LineFormatter", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "filters": {"refusals": {"()": "config.logs.WithoutTracesOfRefusals"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": LOG_LEVEL},
        "django.server": {"handlers": [], "propagate": True, "level": LOG_LEVEL},
        "axes": {"level": "WARNING"},
        "waitress.queue": {"level": "ERROR"},  # it warns whenever all threads are busy
        "fontTools": {"level": "ERROR"},
        "pypdf": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
