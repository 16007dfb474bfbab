"""Toponyms in Ukrainian and Russian text: inflected names through a morphological dictionary, weighed by the words around them."""

from gazetteer.cyrillic.metonymy import kind_of_use
from gazetteer.cyrillic.scan import CyrillicScanner

__all__ = ["CyrillicScanner", "kind_of_use"]
