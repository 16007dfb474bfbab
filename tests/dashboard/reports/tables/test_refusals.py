"""Tables that are known and cannot be read, and any others."""

from __future__ import annotations

import pytest

from dashboard.errors import SourceError
from tests.dashboard.reports.tables.invented import ACLED_PRESENT, read

TABLES = [
    ("country_id_cy,country_cy,year_cy,sb_exist_cy\n1,A,2024,0\n", "UCDP country-year table"),
    ("date,longitude,latitude,a_rus_pred,t_airstrike_pred\n20220224,35,48,1,0\n", "VIINA 1.0"),
    ("event_id,date,t_mil_pred,t_mil_b,report_id,geo_precision\n1,20220224,1,1,2,STREET\n", "VIINA 1.0"),
    ("geonameid,date,status_wiki,status_isw,status,vcontrol_version\n1,20220224,UA,UA,UA,1\n", "who holds which place"),
    ("event_id_1pd,date,event_ids_matching,t_uav,t_airstrike,t_artillery,t_mil\n1,20250101,1,1,1,1,1\n", "made from VIINA"),
    (
        "event_date,event_type,latitude,longitude,fatalities,country\n2024-04-05,Battles,1,1,0,X\n",
        '"event_id_cnty", "time_precision", "sub_event_type", "location", "geo_precision", "notes" are missing',
    ),
    (
        "id,date_start,date_end,type_of_violence,best,low,high,country,latitude,longitude\n1,2024-01-01,2024-01-01,1,1,1,1,X,1,1\n",
        "cut down from UCDP GED",
    ),
    ("a,b,c\n1,2,3\n", "is no table that is known here; ACLED exports, UCDP GED and VIINA 2.0"),
    ("Donor,Status,latitude\nA,pledged,3\n", "is no table that is known here"),
    ("no table at all", "is no table that is known here"),
    ("", "is empty"),
    ("\n \n", "is empty"),
    (",".join(ACLED_PRESENT) + "\n", "has no rows below its header"),
    (",".join(ACLED_PRESENT) + "\n\n  \n", "has no rows below its header"),
    ("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 130\n", "Git LFS pointer"),
]


@pytest.mark.parametrize(("content", "message"), TABLES)
def test_what_cannot_be_read_is_told_in_one_line(content: str, message: str) -> None:
    """With the file's name and what to do; nothing of it goes in."""
    (error,) = read(content, name="folder/x.csv")
    assert isinstance(error, SourceError)
    assert str(error).startswith("folder/x.csv")
    assert message in str(error)
    assert str(error).isprintable()
