"""The one settings file. What differs between places comes from the environment."""

from pathlib import Path

import django

from config import hosts, mail
from config.env import BadSetting, read_environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = read_environment(VAR_DIR / "settings.env", VAR_DIR / "keys.env")

# Somebody else's guide: what is in this folder comes before what ships here.
SITE_DIR = env.folder("SITE_DIR")
_folders = [folder for folder in (SITE_DIR, BASE_DIR) if folder]

# Who and where we are
SITE_NAME = env.text("SITE_NAME", "Footbridge")
if not SITE_NAME.isprintable() or len(SITE_NAME) > 60:
    raise BadSetting("SITE_NAME must be at most 60 printable characters.")
_host = env.host("HOST", "127.0.0.1")
_port = env.whole_number("PORT", 8000, 65535)
SITE_URL = env.origin("SITE_URL", hosts.default_site(_host, _port))
EXIT_URL = env.url("EXIT_URL", "https://www.wikipedia.org/", ("https",))
ALLOWED_HOSTS = env.allowed_hosts("ALLOWED_HOSTS") or hosts.default_allowed(
    SITE_URL, _host
)
# Where mailed links lead: a host that tells even less may be set for them.
MAIL_SITE_URL = env.origin("MAIL_SITE_URL", SITE_URL)
if MAIL_SITE_URL != SITE_URL:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, mail.host_of(MAIL_SITE_URL)]
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")

# Secrets
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ADDRESS_KEYS = env.fernet_keys("ADDRESS_KEYS")

INSTALLED_APPS = [
    "config",
    "config.people.apps.PeopleConfig",
    "guide",
    "comments",
    "crispy_forms",
    "config.people.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

_csp_middleware = (
    "django.middleware.csp.ContentSecurityPolicyMiddleware"
    if django.VERSION >= (6, 0)
    else "config.csp.ContentSecurityPolicyMiddleware"
)
MIDDLEWARE = [
    "config.health.HealthFirst",
    "config.middleware.QuietEnds",
    "config.middleware.OnlyTrustedProxies",
    "config.middleware.TokensStayPrivate",
    "django.middleware.security.SecurityMiddleware",
    _csp_middleware,
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.PagesForEverybody",
    "config.middleware.GZipWords",
    "config.middleware.AskedByTag",
    "config.middleware.WrongMethod",
    "config.middleware.DatabaseAway",
    "config.middleware.NothingTooBig",
    "config.middleware.PlainCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.people.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [folder / "templates" for folder in _folders],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guide.safety.site",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "footbridge"

DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "footbridge.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Mail. The names of these settings differ between Django's versions.
_mail_server = env.mail_server("EMAIL_URL")
HAS_MAIL_SERVER = bool(_mail_server)
globals().update(mail.as_settings(_mail_server))
DEFAULT_FROM_EMAIL = env.mailbox(
    "MAIL_FROM", mail.neutral_mailbox(SITE_NAME, MAIL_SITE_URL)
)

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    folder / "static" for folder in _folders if (folder / "static").is_dir()
]
# Served by guide.media_views, wherever they lie.
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# What guide.made makes of the texts. No loss: it is made again.
MADE_DIR = VAR_DIR / "made"
# Readers' pages that each process of the web server keeps; 0 for none. While somebody
# works on templates, a page shows them at once.
PAGE_CACHE_MB = env.whole_number("PAGE_CACHE_MB", 0 if DEBUG else 32, 4096, lowest=0)
# What stands in front of the site and keeps pages, if it is to be told of changes.
_purges = ("nginx+http", "nginx+https", "http", "https")
PURGE_URL = env.text("PURGE_URL", "") and env.url("PURGE_URL", "", _purges)
# Exports of other sites, between a look at them and the word to bring them in.
INCOMING_DIR = VAR_DIR / "incoming"
# How long backups stay in a folder of them; said on /privacy/.
BACKUP_DAYS = env.whole_number("BACKUP_DAYS", 30, 3650)
# What seals them, whoever makes them: by hand, each night, before an upgrade.
BACKUP_PASSPHRASE_FILE = env.text("BACKUP_PASSPHRASE_FILE", "") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.StaticFiles"},
}
# No page links to the others.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# People who sign in. Their cookies never leave /admin/, so that no public page can
# depend on one; messages stay in the session because the fallback storage would set a
# cookie at /.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["config.people.backend.AccountBackend"]
# What an app calls the account. Paper codes are too long to be guessed, so tries at
# them aren't slowed by the account: that could shut its owner out.
OTP_TOTP_ISSUER = SITE_NAME
OTP_STATIC_THROTTLE_FACTOR = 0
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.people.returning.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The wire
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# Where files go. Larger than they may be, so that a form says what is wrong.
UPLOAD_MOST_BYTES = 64 * 1_000_000
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if SITE_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL, MAIL_SITE_URL]
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# W005 and W021 ask for HSTS on subdomains and in browsers' preload lists: that promise
# covers hosts which aren't ours to speak for.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# Words and time
LOCALE_PATHS = [folder / "locale" for folder in _folders]
LANGUAGE_CODE = env.language("SITE_LANGUAGE", "en", LOCALE_PATHS)
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")

# Who watches it
METRICS_BIND = env.bind("METRICS_BIND")
LOG_FORMAT = env.choice("LOG_FORMAT", "lines", "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": "config.logs.Lines"},
        "json": {"()": "config.logs.JsonLines"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT},
        "nobody": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "propagate": False},
        # The web server's, which prints the text of an error.
        "_granian": {"handlers": ["console"], "propagate": False},
        # Of Django's own server for work on the code, which would write each request.
        "django.server": {"handlers": ["console"], "propagate": False},
        # It would quote whatever a stranger wrote there. Where there is no handler at
        # all, Python's last resort prints the traceback too.
        "django.security.DisallowedHost": {"handlers": ["nobody"], "propagate": False},
    },
}
