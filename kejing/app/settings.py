"""Django settings, read from the environment alone.

The `kejing` command computes the environment from the data folder (see `kejing.app.server.home`);
a cluster sets it by hand. Nothing here opens a connection.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parents[2]
PACKS_DIR = BASE_DIR / "packs"


def _flag(name: str) -> bool:
    return os.environ.get(name, "") in {"1", "true", "yes"}


def _database(url: str, *, pooled: bool) -> dict[str, object]:
    """Translate `postgresql://user:secret@host/name?host=/socket` into Django's words."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    options: dict[str, object] = {}
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 10}
    if role := query.get("role"):
        options["options"] = f"-c role={role}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DEMO = _flag("KEJING_DEMO")
DEVELOPMENT = _flag("KEJING_DEV")
TESTING = _flag("KEJING_TESTING")
DEBUG = False
HOME = Path(os.environ.get("KEJING_HOME", BASE_DIR / "build" / "home"))
SECRET_KEY = os.environ.get("KEJING_SECRET_KEY", "")
TRAIL_KEY = os.environ.get("KEJING_TRAIL_KEY", "")
ALLOWED_HOSTS = os.environ.get("KEJING_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

_default_url = os.environ.get("DATABASE_URL", "postgresql://kejing_app@localhost/kejing")
DATABASES = {
    "default": _database(_default_url, pooled=not TESTING),
    "owner": _database(os.environ.get("DATABASE_OWNER_URL", _default_url), pooled=False),
}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "kejing.foundation.kernel",
    "kejing.foundation.identity",
    "kejing.foundation.ui",
    "kejing.engines.packs",
    "kejing.engines.metrics",
    "kejing.engines.interchange",
    "kejing.engines.notices",
    "kejing.domain.org",
    "kejing.domain.customers",
    "kejing.domain.targets",
    "kejing.domain.duties",
    "kejing.domain.plans",
    "kejing.domain.visits",
    "kejing.domain.checks",
    "kejing.domain.meetings",
    "kejing.domain.relations",
    "kejing.domain.segments",
    "kejing.domain.performance",
    "kejing.app.web",
    "kejing.app.demo",
    "kejing.app.wiring",
]
MIDDLEWARE = [
    "kejing.app.web.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kejing.foundation.ui.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kejing.foundation.identity.middleware.TokenMiddleware",
    "kejing.foundation.ui.middleware.RefusalMiddleware",
    "kejing.app.web.middleware.ActorMiddleware",
]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
ROOT_URLCONF = "kejing.app.web.urls"
WSGI_APPLICATION = "kejing.app.web.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "kejing.foundation.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "kejing.foundation.ui.templatetags.kejing"],
        },
    }
]

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["kejing.foundation.identity.backends.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "identity:sign_in"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("KEJING_TLS")
if _flag("KEJING_TLS"):
    # Behind a proxy that ends TLS: it says so in this header, and it alone may reach this port.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [
    f"https://{host}" for host in ALLOWED_HOSTS if host not in {"127.0.0.1", "localhost", "[::1]"}
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "kejing.foundation.ui.responses.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Outside: where links lead, the mail server (smtp://user:secret@host:587/?tls=1), endpoints on private networks.
PUBLIC_URL = os.environ.get("KEJING_URL", f"http://{ALLOWED_HOSTS[0]}").rstrip("/")
WEBHOOK_PRIVATE = _flag("KEJING_WEBHOOK_PRIVATE")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("KEJING_MAIL_FROM", f"kejing@{ALLOWED_HOSTS[0]}")
_smtp = urlsplit(os.environ.get("KEJING_SMTP_URL", "smtp://localhost:25"))
EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
EMAIL_USE_TLS = dict(parse_qsl(_smtp.query)).get("tls") == "1"
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_TIMEOUT = 20

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "kejing_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "kejing" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("KEJING_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING or DEVELOPMENT
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
PROCRASTINATE_ON_APP_READY = "kejing.app.wiring.jobs.on_app_ready"
LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS: list[str] = []
