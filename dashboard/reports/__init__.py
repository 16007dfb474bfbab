"""Read: sources -> reports."""

from dashboard.reports.contents import Read
from dashboard.reports.sources import Document, documents, read, read_all, read_each
from dashboard.reports.web import Fetching, Web

__all__ = ["Document", "Fetching", "Read", "Web", "documents", "read", "read_all", "read_each"]
