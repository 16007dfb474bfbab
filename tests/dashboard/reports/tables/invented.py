"""Invented rows in the columns of the real tables, and what reads a table from bytes."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from dashboard.errors import SourceError
from dashboard.records import Coded, Note, Report, StrikeClaim
from dashboard.reports import tables
from dashboard.reports.tables import ucdp

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Found = Report | Coded | Note | SourceError

ACLED_PRESENT = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
).split(",")
ACLED_OLD = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,"
    "inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,"
    "source,source_scale,notes,fatalities,timestamp,iso3"
).split(",")
ACLED = {
    "event_id_cnty": "UKR900001",
    "event_date": "2024-04-05",
    "year": "2024",
    "time_precision": "1",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Military Forces of Russia (2000-)",
    "inter1": "8",
    "actor2": "Civilians (Ukraine)",
    "inter2": "7",
    "civilian_targeting": "Civilian targeting",
    "iso": "804",
    "country": "Ukraine",
    "admin1": "Kharkiv",
    "admin2": "Chuhuivskyi",
    "admin3": "Zmiivska",
    "location": "Zmiiv",
    "latitude": "49.6876",
    "longitude": "36.3567",
    "geo_precision": "1",
    "source": "An Outlet; Another",
    "notes": "On 5 April 2024, Russian forces fired two missiles at Zmiiv (Kharkiv). Four people were killed.",
    "fatalities": "4",
    "timestamp": "1712700000",
}
GED_PRESENT = ucdp.COLUMNS
GED_OLD = (
    "id,year,active_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,side_a_new_id,gwnoa,side_a,"
    "side_b_new_id,gwnob,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
    "where_coordinates,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,"
    "date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high"
).split(",")
GED = {
    "id": "900001",
    "relid": "UKR-2024-1-1-1",
    "year": "2024",
    "active_year": "True",
    "type_of_violence": "1",
    "conflict_name": "Invented: Government",
    "side_a": "Government of Ukraine",
    "side_b": "Government of Russia (Soviet Union)",
    "number_of_sources": "-1",
    "source_article": '"An Outlet,2024-04-06,Shelling, again";"Another,2024-04-07,Four dead\nin Zmiiv"',
    "source_date": "2024-04-06;2024-04-07",
    "source_headline": "Shelling kills four in Zmiiv",
    "where_prec": "1",
    "where_coordinates": "Zmiiv town",
    "where_description": "the town of Zmiiv",
    "adm_1": "Kharkiv oblast",
    "adm_2": "Zmiiv raion",
    "latitude": "49.6876",
    "longitude": "36.3567",
    "country": "Ukraine",
    "country_id": "369",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2024-04-05 00:00:00.000",
    "date_end": "2024-04-05 00:00:00.000",
    "deaths_a": "1",
    "deaths_b": "0",
    "deaths_civilians": "3",
    "deaths_unknown": "0",
    "best": "4",
    "high": "6",
    "low": "4",
    "gwnoa": "369; 365",
}
VIINA_INFO = (
    "viina_version,event_id,event_id_1pd,date,time,geonameid,feature_code,asciiname,ADM1_NAME,ADM1_CODE,ADM2_NAME,ADM2_CODE,longitude,"
    "latitude,GEO_PRECISION,GEO_API,location,address,report_id,source,url,text,lang"
).split(",")
VIINA_B = (
    "t_mil_b,a_rus_b,a_ukr_b,a_rus_init_b,a_ukr_init_b,a_civ_b,a_other_b,t_aad_b,t_airstrike_b,t_airalert_b,t_uav_b,t_armor_b,t_arrest_b,"
    "t_artillery_b,t_control_b,t_firefight_b,t_ied_b,t_raid_b,t_occupy_b,t_property_b,t_cyber_b,t_hospital_b,t_milcas_b,t_civcas_b,"
    "t_retreat_b,t_loc_b,t_san_b"
).split(",")
VIINA_LABELS = [
    *("viina_version", "event_id", "event_id_1pd", "date", "geonameid"),
    *(name.removesuffix("_b") for name in VIINA_B),
    *VIINA_B,
    "tid",
]
VIINA_1PD = [
    *("viina_version", "event_id_1pd", "date", "n_reports", "event_ids", "sources", "geonameid", "feature_code", "asciiname", "ADM1_NAME"),
    *("ADM1_CODE", "ADM2_NAME", "ADM2_CODE", "longitude", "latitude", "GEO_PRECISION"),
    *VIINA_B,
]
VIINA = {
    "viina_version": "202604",
    "event_id": "5000001",
    "event_id_1pd": "700001",
    "date": "20240405",
    "time": "00:00",
    "geonameid": "687700.0",
    "asciiname": "Zmiiv",
    "ADM1_NAME": "Kharkiv",
    "ADM2_NAME": "Zmiivs'kyi",
    "longitude": "36.3567",
    "latitude": "49.6876",
    "GEO_PRECISION": "ADM3",
    "report_id": "300001",
    "source": "anoutlet",
    "url": "https://outlet.example/1",
    "text": 'Ракетний удар по Змієву.\nЗагинули "четверо" людей.',
    "lang": "ua",
}
NONE = dict.fromkeys(VIINA_B, "0")


def sheet(names: Sequence[str], *rows: Mapping[str, str], separator: str = ",", header: bool = True) -> str:
    """Rows as CSV; a row that has no value for a column has an empty cell there."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    if header:
        writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.getvalue()


def read(content: str | bytes, name: str = "x.csv") -> list[Found]:
    """All that a table gives; a refusal stands in it as well."""
    found: list[Found] = []
    try:
        written = content.encode() if isinstance(content, str) else content
        found.extend(tables.reports(io.BytesIO(written), name=name, doc_id="x", retrieved_at=NOW))
    except SourceError as error:
        found.append(error)
    return found


def told(found: Iterable[Found]) -> list[str]:
    """The words of the errors."""
    return [str(each) for each in found if isinstance(each, SourceError)]


def notes(found: Iterable[Found]) -> list[str]:
    """The words of the remarks."""
    return [each.text for each in found if isinstance(each, Note)]


def only(found: Iterable[Found]) -> tuple[Report, StrikeClaim]:
    """The one report of a table, and its one claim."""
    (coded,) = found
    assert isinstance(coded, Coded), coded
    (claim,) = coded.claims
    assert isinstance(claim, StrikeClaim)
    return coded.report, claim


def quoted(report: Report, claim: StrikeClaim) -> dict[str, str]:
    """The words that each value of a claim was taken from; the claim's own under ""."""
    return {each.value: report.text[each.start : each.end] for each in (claim.evidence, *claim.support)}


def samples() -> Path | None:
    """The real tables, where STRIKEMAP_CORPUS leads to them."""
    folder = Path(os.environ.get("STRIKEMAP_CORPUS", "/nowhere")) / "samples"
    return folder if folder.is_dir() else None
