"""Names that the index does not have, looked up at a geocoding service: off unless asked for.

An `OnlineGeocoder` asks one service through geopy (Nominatim by default) for one name at a time. Nothing but the name and a
country code is sent. Answers and misses are kept on disk; between two requests lies at least a second, for all threads and all
processes that share the folder; a service that fails costs one warning (logger "gazetteer.online") and no error.

How it joins the gazetteer: `complete` takes what the index found and gives it back, or with the service's answer put first
where the index has nothing, or nothing but an uncertain likeness::

    online = OnlineGeocoder.from_environment(default_folder())
    matches = online.complete(name, gazetteer.search(name, country="UA"), country="UA")

so whoever wires it needs no more than a `Completion`, and need not import this package (nor geopy) before it is asked for.
Nominatim's and Photon's answers are OpenStreetMap's: "© OpenStreetMap contributors", ODbL.
"""

from gazetteer.online.geocoder import Completion, OnlineGeocoder

__all__ = ["Completion", "OnlineGeocoder"]
