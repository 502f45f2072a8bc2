"""Django's settings, from one typed configuration object (`hub/configuration.py`)."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from hub import configuration
from hub.database import database

ROOT = configuration.ROOT
CONFIGURATION = configuration.read()

SECRET_KEY = CONFIGURATION.signing_key()
SEAL_KEY = CONFIGURATION.sealing_key()  # see agencies/access/looking.py
DEBUG = CONFIGURATION.debug
ALLOWED_HOSTS = list(CONFIGURATION.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(CONFIGURATION.trusted_origins)

INSTALLED_APPS = [
    "agencies",
    "agencies.markings",
    "agencies.labels",
    "agencies.audit",
    "agencies.work",
    "agencies.notices",
    "agencies.hours",
    "agencies.handover",
    "agencies.deputies",
    "agencies.sharing",
    "agencies.keeping",
    "agencies.once",
    "agencies.pace",
    "agencies.lists",
    "intel.subjects",
    "intel.reports",
    "intel.trade",
    "intel.alerts",
    "intel.screening",
    "intel.arrangements",
    "intel.queries",
    "intel.sweeps",
    "intel.hits",
    "intel.deconfliction",
    "intel.enquiries",
    "intel.protection",
    "intel.releases",
    "intel.readings",
    "intel.knowledge",
    "intel.risk",
    "intel.search",
    "intel.exchange",
    "guardian",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_prometheus",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "hub",  # the last to be ready: it gathers all rooms
]

MIDDLEWARE = [
    "hub.kit.proxies.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hub.kit.compression.Compression",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "hub.kit.intake.Intake",
    "hub.kit.turns.TakeTurns",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "agencies.pace.middleware.Paced",
    "agencies.access.middleware.LookingAsMiddleware",
    "hub.kit.pages.ErrorPages",
]

ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "hub.templatetags.kit"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hub.navigation.for_viewer",
            ],
        },
    }
]


DATABASES = {"default": database(CONFIGURATION)}

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["agencies.access.signing.PasswordBackend"]
SESSION_ENGINE = "agencies.access.sessions"
PASSWORD_HASHERS = ["agencies.access.hashing.Argon2id", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # its backend is not used: row policies decide, see agencies/access

LANGUAGE_CODE = CONFIGURATION.language
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [ROOT / "hub" / "locale"]
TIME_ZONE = CONFIGURATION.time_zone
FORMAT_MODULE_PATH = ["hub.formats"]
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = CONFIGURATION.state_dir / "static"
STATICFILES_DIRS: list[Any] = [ROOT / "hub" / "assets" / "own"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "hub.static_files.VendorFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "hub.static_files.HashedStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

CSRF_FAILURE_VIEW = "hub.kit.pages.forged"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.https
SECURE_SSL_REDIRECT = CONFIGURATION.https
#: Left in a request by `hub.kit.proxies` alone where a trusted proxy says it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.trusted_proxies else None
SECURE_HSTS_SECONDS = 31536000 if CONFIGURATION.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "agencies.access.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["hub.kit.json_input.KeepableJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "hub.kit.paging.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "hub.kit.problems.as_problem",
    "URL_FORMAT_OVERRIDE": None,  # `?format=` is a parameter of those who name it
    "DEFAULT_VERSIONING_CLASS": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Intelligence-sharing hub",
    "DESCRIPTION": "Reports, alerts, trade, hits: with the same visibility as the pages.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "hub.api_schema.as_int64"],
}

globals().update(CONFIGURATION.mail())
DEFAULT_FROM_EMAIL = CONFIGURATION.mail_from

CELERY_BROKER_URL = CONFIGURATION.broker()
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "interactive"  # the others: see agencies/work/kinds.py
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False  # a message that is not taken at once is made good by the sweep
CELERY_BEAT_SCHEDULER = "hub.broker:Scheduler"
CELERY_TIMEZONE = TIME_ZONE
if CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600,  # longer than the longest task, or it is delivered twice
        "unacked_restore_interval": 1,  # kombu's defaults leave a killed worker's messages unseen for over a minute
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
        "health_check_interval": 25,
    }
elif CELERY_BROKER_URL.startswith("amqp"):
    CELERY_TASK_DEFAULT_QUEUE_TYPE = CELERY_TASK_CREATE_MISSING_QUEUE_TYPE = "quorum"
    CELERY_TASK_DEFAULT_EXCHANGE_TYPE = CELERY_TASK_CREATE_MISSING_QUEUE_EXCHANGE_TYPE = "topic"
    CELERY_WORKER_DETECT_QUORUM_QUEUES = True
    CELERY_BROKER_TRANSPORT_OPTIONS = {"confirm_publish": True}
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {}  # what the rooms repeat: see hub/kit/room.py

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": CONFIGURATION.log_level},
    # These tell at length which letters a document holds.
    "loggers": {"fontTools": {"level": "WARNING"}, "pyhanko": {"level": "ERROR"}},
}

#: Where workers keep their indexes, shared by those of one host; None: each has its own in memory.
INDEX_DIR: Path | None = CONFIGURATION.state_dir / "index"
#: The fonts of documents (hub/kit/documents.py).
FONT_DIR: Path = ROOT / "hub" / "assets" / "node_modules" / "dejavu-fonts-ttf" / "ttf"
