"""The basemap that needs no network: coast, national borders, rivers and approximate first-order lines of the world."""

from gazetteer.outlines.atlas import ATTRIBUTION, DIVISIONS_ATTRIBUTION, GSHHG_ATTRIBUTION, Outlines
from gazetteer.outlines.compiling import Progress
from gazetteer.outlines.screen import Shape

__all__ = ["ATTRIBUTION", "DIVISIONS_ATTRIBUTION", "GSHHG_ATTRIBUTION", "Outlines", "Progress", "Shape"]
