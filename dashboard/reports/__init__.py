"""Read: sources -> reports."""

from dashboard.reports.sources import Document, documents, read, read_all

__all__ = ["Document", "documents", "read", "read_all"]
