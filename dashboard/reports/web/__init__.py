"""Reading from addresses of the web, warily and politely."""

from dashboard.reports.web.fetching import Fetching
from dashboard.reports.web.reading import Web

__all__ = ["Fetching", "Web"]
