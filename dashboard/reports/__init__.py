"""Read: sources -> reports."""

from dashboard.reports.sources import Document, documents, read, read_all, read_each

__all__ = ["Document", "documents", "read", "read_all", "read_each"]
