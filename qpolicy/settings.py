"""Settings, each of which an environment variable can override.

| variable             | default                   | meaning                                                       |
|----------------------|---------------------------|---------------------------------------------------------------|
| PROD                 | 0                         | 1 serves the public: secret and hosts required, HTTPS only  |
| DATA_DIR             | .data                     | everything written at run time (made with mode 0700)          |
| DATABASE_URL         | SQLite under DATA_DIR     | e.g. postgres://user:password@host/name                       |
| SECRET_KEY           | a 0600 file in DATA_DIR   | required with PROD=1                                          |
| ALLOWED_HOSTS        | localhost,127.0.0.1,[::1] | names the site answers to, with commas; required with PROD=1   |
| CSRF_TRUSTED_ORIGINS | none                      | e.g. https://plans.example.gov.cn, divided by commas          |
| SSL_REDIRECT         | as PROD                   | 0 where a proxy in front already redirects to HTTPS           |
| BEHIND_PROXY         | 0                         | 1 trusts X-Forwarded-Proto and -For of the proxy in front     |
| HSTS_SECONDS         | 31536000 with PROD=1      | how long browsers insist on HTTPS                             |
| REPORT_LIMIT         | 20                        | 纠错, and short addresses made, of one network address in     |
|                      |                           | REPORT_SECONDS (3600)                                         |
| API_LIMIT            | 300                       | requests of one network address in API_SECONDS (60); 0: any   |
| EXPORT_LIMIT         | 60                        | files of pages and plans that one network address may         |
|                      |                           | download in EXPORT_SECONDS (60) without signing in; 0: any    |
| API_CORS_ORIGINS     | none                      | https://… of sites whose pages may ask the API; * for all     |
| SEARCH_LOG_DAYS      | 180                       | how long the record of searches is kept (检索记录)             |
| FOUR_EYES            | 1                         | 0 lets who entered a draft publish it too                     |
| PASSWORD_MIN_LENGTH  | 10                        | the fewest characters of a password                           |
| PASSWORD_MAX_AGE_DAYS| 90                        | after how many days a password must be changed; 0: never      |
| LOGIN_FAILURES       | 5                         | failures of one account and address before it is locked out   |
| LOGIN_LOCK_MINUTES   | 30                        | for how long it is                                            |
| SESSION_IDLE_SECONDS | 1800                      | who does nothing for so long is signed out                    |
| SESSION_LONGEST_SECONDS | 28800                  | who is signed in for so long is signed out; 0: never          |
| AUDIT_LOG_FILE       | audit.jsonl               | the audit log once more, as lines of JSON (under DATA_DIR)    |
| FILE_MEGABYTES       | 20                        | how large a file of a plan may be; also FILE_CHARACTERS       |
|                      |                           | (1000000), FILE_LINES (30000), FILE_PAGES (1000), and         |
|                      |                           | FILE_SECONDS (4) of processor time for the pages of a PDF     |
| DEBUG                | 0                         | 1 shows error details; refused with PROD=1                    |
| LOG_LEVEL            | INFO                      | DEBUG, INFO, WARNING, ERROR                                   |
| LOG_FILE             | none                      | also log into this file (relative paths are under DATA_DIR)   |
| SITE_NAME            | 质量政策知识库            | the name shown on every page                                  |
| SITE_DOMAIN          | that of the request       | 网站域名, in the <meta> tags of every page                    |
| MCP_URL              | none                      | where manage.py mcp --http is to be reached; for llms.txt     |
| SITE_ID_CODE         | none                      | 网站标识码, shown at the foot like those that follow          |
| SITE_ORGANISER       | none                      | 主办单位                                                      |
| SITE_OPERATOR        | none                      | 承办单位                                                      |
| SITE_CONTACT         | none                      | 联系方式                                                      |
| SITE_ICP_NUMBER      | none                      | ICP备案号                                                     |
| SITE_POLICE_NUMBER   | none                      | 公安备案号                                                    |
| TIME_ZONE            | Asia/Shanghai             |                                                               |
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "1", "true", "false", "yes", "no", "on", "off"):
        return value in ("1", "true", "yes", "on") if value else default
    raise ImproperlyConfigured(f"环境变量 {name} 应为 0 或 1，现为 {value!r}。")


def _names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if value and not value.isdigit():
        raise ImproperlyConfigured(f"环境变量 {name} 应为整数，现为 {value!r}。")
    return int(value or default)


def _required(name: str, why: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"PROD=1 时必须设置环境变量 {name}：{why}。")
    return value


def _private_folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _kept_secret(path: Path) -> str:
    """Return the secret key of this folder; the first call makes one that only its owner can read.

    Of several first calls at once one makes the key, and none reads it half written.
    """
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text(encoding="ascii").strip()


def _database(url: str) -> dict[str, Any]:
    """SQLite lets six people write at once only with these options (without: "database is locked")."""
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "qpolicy.sqlite3"}
    database: dict[str, Any] = dict(dj_database_url.parse(url, conn_health_checks=True)) if url else dict(sqlite)
    if "sqlite" in database["ENGINE"]:
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        pragmas += " PRAGMA cache_size=-65536; PRAGMA mmap_size=1073741824;"
        database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    database["CONN_MAX_AGE"] = 60
    return database


PROD = _flag("PROD")
DEBUG = _flag("DEBUG")
if PROD and DEBUG:
    raise ImproperlyConfigured("PROD=1 时不能同时设置 DEBUG=1。")

DATA_DIR = _private_folder(Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data").resolve())
SECRET_KEY = (
    _required("SECRET_KEY", "用于签名的长随机串")
    if PROD
    else os.environ.get("SECRET_KEY") or _kept_secret(DATA_DIR / "secret_key")
)
if PROD:
    _required("ALLOWED_HOSTS", "网站的域名，用逗号分隔")
ALLOWED_HOSTS = _names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _names("CSRF_TRUSTED_ORIGINS")

# Who runs the site: at the foot and in the <meta> tags of every page, each only where it is set.
SITE_NAME = os.environ.get("SITE_NAME") or "质量政策知识库"
SITE_DOMAIN = os.environ.get("SITE_DOMAIN", "").strip()
MCP_URL = os.environ.get("MCP_URL", "").strip()
SITE_ID_CODE = os.environ.get("SITE_ID_CODE", "").strip()
SITE_ORGANISER = os.environ.get("SITE_ORGANISER", "").strip()
SITE_OPERATOR = os.environ.get("SITE_OPERATOR", "").strip()
SITE_CONTACT = os.environ.get("SITE_CONTACT", "").strip()
SITE_ICP_NUMBER = os.environ.get("SITE_ICP_NUMBER", "").strip()
SITE_POLICE_NUMBER = os.environ.get("SITE_POLICE_NUMBER", "").strip()

INSTALLED_APPS = [
    "qpolicy.apps.QpolicyConfig",
    "tasks",
    "indicators",
    "documents",
    "qpolicy.apps.KnowledgeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "django_filters",
    "csp",
    "axes",
    "corsheaders",
    "drf_spectacular",
]

# What adds headers stands first, so that static files and errors have them too.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "qpolicy.middleware.restrict_browser",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "qpolicy.middleware.tell_programs",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qpolicy.middleware.ConditionalPages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "qpolicy.sessions.end_sessions",
    "qpolicy.sessions.ask_for_password",
    "simple_history.middleware.HistoryRequestMiddleware",
    "qpolicy.middleware.drop_nulls",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "qpolicy.urls"
WSGI_APPLICATION = "qpolicy.wsgi.application"

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
                "qpolicy.context.site",
            ],
        },
    },
]

DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "").strip())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What 等级保护 is commonly assessed by; README says more.
PASSWORD_MAX_AGE_DAYS = _number("PASSWORD_MAX_AGE_DAYS", 90)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "qpolicy.passwords.OfSomeLength",
        "OPTIONS": {"min_length": _number("PASSWORD_MIN_LENGTH", 10)},
    },
    {"NAME": "qpolicy.passwords.OfSeveralClasses"},
    {"NAME": "qpolicy.passwords.NotLikeTheAccount"},
    {"NAME": "qpolicy.passwords.NotCommon"},
    {"NAME": "qpolicy.passwords.ChangedInTime"},
]

# Whoever fails too often is locked out: this account from this address, so that nobody elsewhere can lock its owner out.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = _number("LOGIN_FAILURES", 5)
AXES_COOLOFF_TIME = timedelta(minutes=_number("LOGIN_LOCK_MINUTES", 30))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "qpolicy.signins.client_address"
AXES_LOCKOUT_CALLABLE = "qpolicy.signins.locked_page"
AXES_ENABLE_ADMIN = False  # accounts are unlocked where they are looked after
AXES_DISABLE_ACCESS_LOG = True  # qpolicy.AuditEvent is the log
AXES_VERBOSE = False

SESSION_COOKIE_AGE = _number("SESSION_IDLE_SECONDS", 1800)
SESSION_LONGEST_SECONDS = _number("SESSION_LONGEST_SECONDS", 8 * 3600)

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = os.environ.get("TIME_ZONE") or "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# In development the files are served from where they lie; PROD=1 serves what collectstatic gathered.
STATIC_URL = "/static/"
STATIC_ROOT = _private_folder(DATA_DIR / "static")
WHITENOISE_USE_FINDERS = not PROD
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"
        if PROD
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "uploads"

# Files, so that all processes of a machine count together; nothing in it must last.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": _private_folder(DATA_DIR / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Pages as they were sent (documents.keeping): of each process, asked for anew after ten minutes at the latest.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
# How many reports of errors one network address may send in so many seconds; an office may share one address.
REPORT_LIMIT = _number("REPORT_LIMIT", 20)
REPORT_SECONDS = _number("REPORT_SECONDS", 3600)
# How many files one network address may have written in so many seconds without signing in.
EXPORT_LIMIT = _number("EXPORT_LIMIT", 60)
EXPORT_SECONDS = _number("EXPORT_SECONDS", 60)
# The API: read-only and in JSON alone. Pages of other sites may ask it where their origin is named here.
API_LIMIT = _number("API_LIMIT", 300)
API_SECONDS = _number("API_SECONDS", 60)
API_CORS_ORIGINS = _names("API_CORS_ORIGINS")
CORS_ALLOW_ALL_ORIGINS = API_CORS_ORIGINS == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else API_CORS_ORIGINS
CORS_URLS_REGEX = r"^/api/v1/"
CORS_ALLOW_METHODS = ["GET", "HEAD"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After"]
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": ["qpolicy.api.throttling.ByAddress"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "qpolicy.api.negotiating.JsonAlone",
    "DEFAULT_SCHEMA_CLASS": "qpolicy.api.schema.EndpointSchema",
    "EXCEPTION_HANDLER": "qpolicy.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME} API",
    "DESCRIPTION": "已发布的质量规划：章节、任务、指标、目标、部门和它们的对比。只供读取，每段文字都引着原文。",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_COERCE_PATH_PK": False,
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_NAME_OVERRIDES": {"SectionKind": "documents.models.Section.Kind", "TaskKind": "tasks.filters.KINDS"},
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "qpolicy.api.schema.without_notes"],
}
# The record of what was looked for holds nothing of who asked; quickstart deletes what is older.
SEARCH_LOG_DAYS = _number("SEARCH_LOG_DAYS", 180)
# Whoever has entered a draft does not publish it; another person does.
FOUR_EYES = _flag("FOUR_EYES", True)

# How much of a file is read; what exceeds a limit is refused with words that name it (documents.readers.Limits).
FILE_LIMITS = {
    "max_bytes": _number("FILE_MEGABYTES", 20) * 1024 * 1024,
    "max_characters": _number("FILE_CHARACTERS", 1_000_000),
    "max_lines": _number("FILE_LINES", 30_000),
    "max_pages": _number("FILE_PAGES", 1000),
    "max_seconds": _number("FILE_SECONDS", 4),
}
# A pasted plan is one large field, and a plan entered by hand has many small ones.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Nothing is loaded from elsewhere, for the site runs on an intranet, and nothing stands in the pages themselves.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# A cookie named __Host- is taken by browsers only over HTTPS, for this host alone and from its root.
COOKIE_PREFIX = "__Host-" if PROD else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = PROD
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = PROD
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SECURE_SSL_REDIRECT = _flag("SSL_REDIRECT", PROD)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # whoever watches the site may ask from inside, where there is no HTTPS
SECURE_HSTS_SECONDS = _number("HSTS_SECONDS", 31_536_000 if PROD else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = PROD
SECURE_HSTS_PRELOAD = PROD
if PROD and not SECURE_SSL_REDIRECT:
    SILENCED_SYSTEM_CHECKS = ["security.W008"]  # the proxy in front redirects, as SSL_REDIRECT=0 says
BEHIND_PROXY = _flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SIMPLE_HISTORY_REVERT_DISABLED = False

LOG_LEVEL = os.environ.get("LOG_LEVEL") or "INFO"
LOG_FILE = os.environ.get("LOG_FILE", "").strip()
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "axes": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
# The audit log once more, for whoever gathers logs elsewhere: one line of JSON each, and nothing else in the file.
LOGGING["formatters"]["bare"] = {"format": "{message}", "style": "{"}
LOGGING["handlers"]["audit"] = {
    "class": "logging.handlers.WatchedFileHandler",
    "filename": DATA_DIR / (os.environ.get("AUDIT_LOG_FILE", "").strip() or "audit.jsonl"),
    "formatter": "bare",
    "encoding": "utf-8",
    "delay": True,
}
LOGGING["loggers"]["qpolicy.audit"] = {"handlers": ["audit"], "level": "INFO", "propagate": False}
if LOG_FILE:
    LOGGING["handlers"]["file"] = {
        "class": "logging.handlers.WatchedFileHandler",
        "filename": DATA_DIR / LOG_FILE,
        "formatter": "line",
        "encoding": "utf-8",
    }
    LOGGING["root"]["handlers"].append("file")
