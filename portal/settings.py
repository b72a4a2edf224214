"""Settings, all of them from the environment; docs/settings.md lists each one.

Safe by default: without DEBUG=true or DEMO=true this is a production configuration, and it
refuses to start with a secret that is missing or known.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy

from portal.demonstration import USUAL, demonstration_in
from portal.languages import OWN as OWN_LANGUAGES
from portal.languages import languages
from portal.limit_table import limits_from
from portal.logs import FORMATTERS, logging_settings
from portal.loopback import all_are_loopback
from portal.mail_settings import mail_settings, seconds

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
# The demonstration has a developer's comforts and a visitor's error pages.
DEVELOPMENT = DEBUG or env.bool("DEMO", default=False)

DEVELOPMENT_SECRET = "development-only-and-refused-in-production"  # noqa: S105
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_SECRET if DEVELOPMENT else "")
if not DEVELOPMENT and (SECRET_KEY == DEVELOPMENT_SECRET or len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    raise ImproperlyConfigured(
        "SECRET_KEY must be set to at least 50 random characters. Make one with: "
        'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
# Before a new key is set: what was signed, encrypted or hashed with it still opens.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

OWN_ADDRESS = demonstration_in(DATA_DIR) if env.bool("DEMO", default=False) else USUAL
BASE_URL = env.str("BASE_URL", default=OWN_ADDRESS if DEVELOPMENT else "").rstrip("/")
if not BASE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("BASE_URL must be the public address, such as https://samskapa.example.se")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEVELOPMENT else [])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of the portal, separated by commas")
if not DEVELOPMENT and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name each host: a mail's links would lead wherever a stranger says")
# Whoever reads the source has that key, and could sign in as anybody.
if SECRET_KEY == DEVELOPMENT_SECRET and not all_are_loopback([urlsplit(BASE_URL).hostname, *ALLOWED_HOSTS]):
    raise ImproperlyConfigured(
        "DEMO and DEBUG are for 127.0.0.1 and localhost. To show a demonstration to others, set a SECRET_KEY of its "
        "own; its accounts have a password that everybody can read."
    )
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# Closed networks, such as 10.20.0.0/16, in which case systems of the municipality stand. All others are refused.
CASE_SYSTEM_NETWORKS = env.list("CASE_SYSTEM_NETWORKS", default=[])

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "home.apps.HomeConfig",
    "participation.api.apps.ApiConfig",
    "participation.calendars.apps.CalendarsConfig",
    "participation.ideas.apps.IdeasConfig",
    "participation.eservices.apps.EServicesConfig",
    "participation.faults.apps.FaultsConfig",
    "participation.newsletters.apps.NewslettersConfig",
    "participation.push.apps.PushConfig",
    "participation.moderation.apps.ModerationConfig",
    "participation.answers.apps.AnswersConfig",
    "participation.casework.apps.CaseworkConfig",
    "participation.discussion.apps.DiscussionConfig",
    "participation.voting.apps.VotingConfig",
    "participation.notifications.apps.NotificationsConfig",
    "participation.attachments.apps.AttachmentsConfig",
    "participation.topics.apps.TopicsConfig",
    "participation.accounts.apps.AccountsConfig",
    "participation.places.apps.PlacesConfig",
    "participation.core.apps.CoreConfig",
    "django_comments_xtd",
    "django_comments",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.tracing.TraceMiddleware",
    "portal.middleware.SecurityHeadersMiddleware",
    "portal.middleware.CompressMiddleware",
    "participation.api.middleware.InTheirFormatMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.NulMiddleware",
    "portal.middleware.OneCharsetMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.StaffSecondFactorMiddleware",
    "portal.middleware.AdminPersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.limits.LimitsMiddleware",
    "participation.accounts.prove_first.ProveFirstMiddleware",
    "portal.staff_words.StaffWordsMiddleware",
    "portal.middleware.NoBlankPageMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database ---------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'samskapa.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for a writer (WAL), and a writer takes its lock at once, so that
    # read-then-write never fails half way. ATOMIC_REQUESTS would serialise every page view.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that is gone is noticed in seconds; libpq would wait for minutes.
    _patience = {"connect_timeout": 5, "tcp_user_timeout": 20_000}
    DATABASES["default"]["OPTIONS"] = _patience | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared between processes, so that rate limits count once; `local` is what each process may
# keep for itself.
CACHES = {
    "default": env.cache("CACHE_URL", default="dbcache://cache_entry"),
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "local"},
    # Where a picture's rendition lies; Wagtail would otherwise ask the database for each picture of a page.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 60,
    },
}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache":
    CACHES["default"] |= {"BACKEND": "portal.cache.DatabaseCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
# How often one account and one address may do a thing: portal/limit_table.py, each row by LIMIT_<NAME>.
LIMITS = limits_from(lambda name, default: env.str(name, default=default))

# --- People -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["participation.accounts.backend.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "participation.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "participation.accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "participation.accounts.door_forms.LoginForm",
    "request_login_code": "participation.accounts.door_forms.RequestLoginCodeForm",
    "signup": "participation.accounts.door_forms.SignupForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900  # mail may take its time
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.split(":", 1)[0]
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# The portal counts (LIMITS). allauth counts what only it knows: wrong passwords, for an account from one address
# (`AccountAdapter`).
ACCOUNT_RATE_LIMITS = {
    "signup": None,
    "login": None,
    "login_failed": "5/300s/key",
    "confirm_email": "10/m/key",
    "request_login_code": None,
    "reset_password": None,
    "reset_password_from_key": None,
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "participation.accounts.adapter.MFAAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
MFA_TOTP_ISSUER = "Samskapa"
MFA_TOTP_TOLERANCE = 1  # whoever types while the code changes; RFC 6238, 5.2
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = reverse_lazy("accounts:mine")
# Staff need a second factor once the portal is open to the public.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not DEVELOPMENT)

SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

# --- Behind TLS -------------------------------------------------------------------------
_tls = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _tls
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=_tls)
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=63072000 if _tls else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _tls
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Language and time ------------------------------------------------------------------
LANGUAGE_CODE = "sv"
# Pages in more languages, such as fi,se; run add_municipality again for each that shall have them: portal/languages.py.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = languages(env.list("EXTRA_LANGUAGES", default=[]))
WAGTAILADMIN_PERMITTED_LANGUAGES = OWN_LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- Files ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))
# Beside the public media, never below it: nothing but a view that asks who you are serves these.
PRIVATE_MEDIA_ROOT = Path(env.str("PRIVATE_MEDIA_ROOT", default=str(DATA_DIR / "private")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEVELOPMENT  # static files come from where they lie, without collectstatic
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
# Whoever chooses all photos of their phone is told how many are taken, and keeps their words.
DATA_UPLOAD_MAX_NUMBER_FILES = 3000
FILE_UPLOAD_HANDLERS = [
    "portal.uploads.FewFilesHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Mail: everything is written to the outbox, the worker sends it through `MAIL_TRANSPORT` -
EMAIL_BACKEND = "participation.notifications.mail.OutboxBackend"
vars().update(mail_settings(env.str("EMAIL_URL", default="demo://" if DEVELOPMENT else "")))
EMAIL_TIMEOUT = seconds("EMAIL_TIMEOUT", env.float("EMAIL_TIMEOUT", default=20))
EMAIL_ANSWER_TIMEOUT = seconds("EMAIL_ANSWER_TIMEOUT", env.float("EMAIL_ANSWER_TIMEOUT", default=600))
# Where mail that cannot be delivered comes back to, such as studsar@example.se, and where that letterbox is read.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
BOUNCE_IMAP_URL = env.str("BOUNCE_IMAP_URL", default="")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Samskapa <samskapa@localhost>")

# --- News on devices: web push, off without a key (manage.py make_push_key) ------------------
VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", default="")
VAPID_CONTACT = env.str(
    "VAPID_CONTACT", default=BASE_URL if BASE_URL.startswith("https://") else "mailto:samskapa@localhost"
)

# --- Wagtail ----------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Samskapa"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = reverse_lazy("account_login")
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Autosave posts the whole form again while "approve" is being sent, and the later of the two
# saves the page as it was before: an approved page ends up unpublished. Seen with Wagtail 7.4.4.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "home.staff.rich_text.OwnRichText"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.images.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "home.documents.DocumentForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "txt", "csv"]
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # a document is saved, never opened at our address
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no request to third parties
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}}
TAGGIT_CASE_INSENSITIVE = True

# --- Discussion -------------------------------------------------------------------------
SITE_ID = 1
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "participation.discussion.models.Comment"
COMMENTS_XTD_FORM_CLASS = "participation.discussion.forms.CommentForm"
COMMENTS_XTD_MAX_THREAD_LEVEL = 2  # three levels: 0, 1 and 2
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_API_USER_REPR = str
COMMENT_MAX_LENGTH = 3000  # the library default: another one would ask for a migration of its own table

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}

# --- Logs: no personal data (portal/logs.py) ---------------------------------------------
LOG_FORMAT = env.str("LOG_FORMAT", default="plain" if DEVELOPMENT else "json")
if LOG_FORMAT not in FORMATTERS:
    raise ImproperlyConfigured(f"LOG_FORMAT must be one of {', '.join(FORMATTERS)}")
LOGGING = logging_settings(form=LOG_FORMAT, level=env.str("LOG_LEVEL", default="INFO"))

# --- When /readyz says no (portal/health.py) ---------------------------------------------
READY_WORKER_SILENCE = env.int("READY_WORKER_SILENCE", default=120)  # seconds
READY_MAIL_LATE = env.int("READY_MAIL_LATE", default=3600)  # seconds
READY_JOBS_LATE = env.int("READY_JOBS_LATE", default=3600)  # seconds
READY_DISK_FREE = env.int("READY_DISK_FREE", default=500)  # MB

# W019: the editor previews pages in a frame of this same site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
