"""The composition of the three apps."""

from django.apps import AppConfig


class QpolicyConfig(AppConfig):
    name = "qpolicy"
    verbose_name = "质量政策知识库"
