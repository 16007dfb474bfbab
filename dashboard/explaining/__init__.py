"""Show a reader how a report was read: its text with every evidence marked, what each rule found, what was turned down and why."""

from dashboard.explaining.page import page
from dashboard.explaining.spans import as_json, marks_of

__all__ = ["as_json", "marks_of", "page"]
