"""Claims become events and packages: what several reports say of one strike is one event, with the reason of each join."""

from dashboard.merging.blocks import block, reach
from dashboard.merging.copies import copies
from dashboard.merging.headings import Heading
from dashboard.merging.judging import judged
from dashboard.merging.merge import Merged, is_likely_one, merge
from dashboard.merging.parents import first_parent
from dashboard.merging.tolls import series

__all__ = ["Heading", "Merged", "block", "copies", "first_parent", "is_likely_one", "judged", "merge", "reach", "series"]
