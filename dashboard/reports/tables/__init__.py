"""Tables that people coded events into: each row with its claims, none of them read by our own rules.

ACLED, UCDP GED and VIINA, told by their columns' names; what is none of them is told in one line, and nothing of it goes in.
"""

from dashboard.reports.tables.reading import SUFFIXES, reports

__all__ = ["SUFFIXES", "reports"]
