"""The composition of the three apps."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class QpolicyConfig(AppConfig):
    name = "qpolicy"
    verbose_name = "质量政策知识库"


class KnowledgeAdminConfig(AdminConfig):
    default_site = "qpolicy.site.KnowledgeSite"
