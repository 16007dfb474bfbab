"""IATI activities: what gives aid is counted once, in its own stage; every organisation and number here is invented."""

from __future__ import annotations

import contextlib
import io
import os
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.codes import AidCategory, AidStatus
from dashboard.errors import SourceError, SourceTooLargeError
from dashboard.merging import merge
from dashboard.records import AidClaim, Coded, Report
from dashboard.reports import iati, read_all

NOW = datetime(2023, 1, 1, tzinfo=UTC)
UKRAINE = '<recipient-country code="UA" percentage="100"/>'
REPORTER = '<reporting-org ref="XX-1" type="21"><narrative>Invented Relief</narrative></reporting-org>'


def given_by(kind: str = "3", value: str = "100", day: str | None = "2022-05-01", more: str = "", attributes: str = "") -> str:
    """A transaction."""
    dated = "" if day is None else f'<transaction-date iso-date="{day}"/>'
    return f'<transaction {attributes}><transaction-type code="{kind}"/>{dated}<value>{value}</value>{more}</transaction>'


def activity_of(*parts: str, own: str = "XX-1-A", attributes: str = 'default-currency="EUR"', reporter: str = REPORTER) -> str:
    """An activity."""
    return f"<iati-activity {attributes}><iati-identifier>{own}</iati-identifier>{reporter}{''.join(parts)}</iati-activity>"


def file_of(*activities: str) -> bytes:
    """A file of activities."""
    return f'<iati-activities version="2.03">{"".join(activities)}</iati-activities>'.encode()


def read(content: bytes) -> list[Coded | SourceError]:
    """All that a file gives."""
    return list(iati.reports(io.BytesIO(content), name="x.xml", doc_id="x", retrieved_at=NOW))


def read_one(*parts: str, attributes: str = 'default-currency="EUR"', reporter: str = REPORTER) -> tuple[Report, list[AidClaim]]:
    """The report and the claims of one activity."""
    (found,) = read(file_of(activity_of(*parts, attributes=attributes, reporter=reporter)))
    assert isinstance(found, Coded)
    return found.report, [claim for claim in found.claims if isinstance(claim, AidClaim)]


def claim_of(*parts: str, attributes: str = 'default-currency="EUR"', reporter: str = REPORTER) -> AidClaim:
    """The only claim of one activity."""
    (claim,) = read_one(*parts, attributes=attributes, reporter=reporter)[1]
    return claim


def test_an_activity_is_a_report_and_a_transaction_a_claim() -> None:
    """With who gives, who receives, how much, when, and the words of each."""
    report, (claim,) = read_one(
        "<title><narrative>Winter help</narrative></title>",
        UKRAINE,
        given_by(value=" 1,500.50 "),
        attributes='default-currency="EUR" last-updated-datetime="2022-06-01T10:00:00Z"',
    )
    assert (report.url, report.title, report.source) == ("iati:XX-1-A", "Winter help", "Invented Relief")
    assert (report.published, report.licence, report.doc_id) == (date(2022, 6, 1), None, "x/XX-1-A")
    assert (claim.donor, claim.donor_code, claim.recipient, claim.recipient_code) == ("Invented Relief", None, "Ukraine", "UA")
    assert (claim.amount, claim.currency, claim.when.best) == (Decimal("1500.50"), "EUR", date(2022, 5, 1))
    words = {each.value: report.text[each.start : each.end] for each in claim.support}
    assert words == {
        "donor": "Invented Relief (XX-1)",
        "recipient": "Ukraine (UA) 100%",
        "date": "2022-05-01",
        "amount": "1,500.50",
        "currency": "EUR",
        "status": "3 disbursement",
    }
    assert report.text[claim.evidence.start : claim.evidence.end].startswith("3 disbursement\ndate: 2022-05-01")


@pytest.mark.parametrize(("kind", "status"), [("2", "allocated"), ("3", "delivered"), ("4", "delivered"), ("12", "pledged")])
def test_what_gives_aid_is_counted_in_its_stage(kind: str, status: str) -> None:
    """Commitments, what was paid out, pledges."""
    assert claim_of(UKRAINE, given_by(kind)).status is AidStatus(status)


@pytest.mark.parametrize(
    ("transaction", "why"),
    [
        *((given_by(kind), "it is not aid given") for kind in ("1", "5", "6", "7", "8", "9", "10", "11", "13", "99")),
        (given_by("").replace(' code=""', ""), "it says no type"),
        ("<transaction><transaction-type>3</transaction-type><value>5</value></transaction>", "it says no type"),
        (given_by(value="-50"), "it takes back what was given before"),
        (given_by(value="0"), "its value is nought"),
        (given_by(value=""), "it has no value"),
        (given_by(value="many"), "it has no value"),
        ('<transaction><transaction-type code="3"/></transaction>', "it has no value"),
    ],
)
def test_what_is_not_counted_is_said(transaction: str, why: str) -> None:
    """Its line stands in the text, with the reason."""
    report, claims = read_one(UKRAINE, transaction)
    assert claims == []
    assert f"note: not counted: {why}" in report.text


@pytest.mark.parametrize(
    ("transaction", "best", "note"),
    [
        (given_by(day=None), None, "gives no date"),
        (given_by(day="0"), None, "gives no date"),
        (given_by(day="2024-01-01"), None, "yet to come"),
        (given_by(day="0").replace("<value>", '<value value-date="2022-04-30">'), date(2022, 4, 30), "the day of its value"),
    ],
)
def test_days_that_are_missing_or_wrong_are_said(transaction: str, best: date | None, note: str) -> None:
    """The day of the value serves where the transaction has none; a day to come is none."""
    report, (claim,) = read_one(UKRAINE, transaction)
    assert claim.when.best == best
    assert note in (claim.when.note or "")
    assert note in report.text


def test_the_currency_is_the_values_or_the_activitys() -> None:
    """Where neither says one it is unknown."""
    own = given_by().replace("<value>", '<value currency="GBP">')
    assert claim_of(UKRAINE, own).currency == "GBP"
    assert claim_of(UKRAINE, given_by(), attributes="").currency is None


@pytest.mark.parametrize(
    ("countries", "transaction", "code"),
    [
        (UKRAINE, "", "UA"),
        ('<recipient-country code="UA"/>', "", "UA"),
        ('<recipient-country code="UA" percentage="60"/><recipient-country code="MD" percentage="40"/>', "", None),
        ('<recipient-country code="UA" percentage="60"/>', "", None),
        ('<recipient-country code="UA" percentage="x"/>', "", None),
        ('<recipient-country code="UA"/><recipient-region code="89"/>', "", None),
        ('<recipient-country code="MD"/>', UKRAINE, "UA"),
        ('<recipient-country code="MD"/>', '<recipient-region code="89"/>', None),
        ("", "", None),
        ('<recipient-country code="ZZ"/>', "", None),
    ],
)
def test_only_one_country_is_a_recipient(countries: str, transaction: str, code: str | None) -> None:
    """An amount for several is never split; their shares stand in the text."""
    report, (claim,) = read_one(countries, given_by(more=transaction))
    assert claim.recipient_code == code
    assert claim.amount == Decimal(100)
    assert "60" not in countries or "Ukraine (UA) 60%" in report.text


@pytest.mark.parametrize(
    ("ref", "kind", "name", "code"),
    [
        ("GB-GOV-1", "10", "United Kingdom", "GB"),
        ("XM-DAC-5-2", "10", "Germany", "DE"),
        ("NO-BRC-1", "10", "Norway", "NO"),
        ("NO-BRC-1", "21", "Some Office", None),
        ("XM-DAC-999", "10", "Some Office", None),
        ("XI-IATI-EC_ECHO", "15", "European Union", None),
        ("XM-DAC-41122", "40", "UNICEF", None),
        ("", "", "Some Office", None),
    ],
)
def test_a_government_is_its_state(ref: str, kind: str, name: str, code: str | None) -> None:
    """An organisation is known by its name, a state's government by the state's, European institutions and the UN's as in news."""
    provider = f'<provider-org ref="{ref}" type="{kind}"><narrative>Some Office</narrative></provider-org>'
    claim = claim_of(UKRAINE, given_by(more=provider))
    assert (claim.donor, claim.donor_code) == (name, code)


@pytest.mark.parametrize(
    ("parts", "attributes", "category"),
    [
        ("", "", "mixed"),
        ("", 'humanitarian="1"', "humanitarian"),
        ("", 'humanitarian="0"', "mixed"),
        ('<sector code="72010"/>', "", "humanitarian"),
        ('<sector code="23110" vocabulary="1"/><sector code="23630"/>', "", "energy"),
        ('<sector code="23110"/><sector code="72010"/>', "", "mixed"),
        ('<sector code="72010" vocabulary="99"/>', "", "mixed"),
        ('<sector code="51010"/>', "", "financial"),
        ('<default-aid-type code="A01"/>', "", "financial"),
        ('<default-finance-type code="421"/><sector code="72010"/>', "", "humanitarian"),
        ('<default-finance-type code="421"/>', "", "financial"),
        ('<default-finance-type code="110"/>', "", "mixed"),
    ],
)
def test_categories(parts: str, attributes: str, category: str) -> None:
    """By the flag, by what kind of money it is, by sectors of one kind; never military."""
    assert claim_of(parts, given_by(), attributes=attributes).category is AidCategory(category)


def test_a_transaction_has_a_flag_and_sectors_of_its_own() -> None:
    """They count before the activity's."""
    assert claim_of('<sector code="23110"/>', given_by(more='<sector code="15110"/>')).category is AidCategory.MIXED
    assert claim_of(given_by(attributes='humanitarian="true"')).category is AidCategory.HUMANITARIAN


def test_equal_disbursements_of_one_activity_stay_apart() -> None:
    """Twelve equal months are twelve, and so are equal ones of two activities of one publisher a day apart."""
    months = [given_by(day=f"2022-{month:02}-01") for month in range(1, 13)]
    found = read(file_of(activity_of(UKRAINE, *months), activity_of(UKRAINE, given_by(day="2022-01-02"), own="XX-1-B")))
    reports = {each.report.report_id: each.report for each in found if isinstance(each, Coded)}
    claims = [claim for each in found if isinstance(each, Coded) for claim in each.claims]
    assert len({claim.claim_id for claim in claims}) == 13
    assert len(merge(claims, reports).packages) == 13


def test_narratives_are_read_in_english_where_there_are_any() -> None:
    """Else in the activity's own language; the attribute's case and prefix do not matter."""
    title = '<title><narrative xml:lang="FR">Aide</narrative><narrative xml:lang="EN">Help</narrative></title>'
    assert read_one(title)[0].title == "Help"
    assert read_one("<title><narrative>Ayuda</narrative></title>", attributes='xml:lang="ES"')[0].title == "Ayuda"
    assert read_one("<title>Old form</title>")[0].title == "Old form"
    assert read_one()[0].title is None


def test_prefixes_and_wrappers_do_not_matter(tmp_path: Path) -> None:
    """Namespaces of others, under prefixes that change within a file; any encoding; d-portal's and other wrappers."""
    content = (
        '<?xml version="1.0" encoding="utf-16"?><result><d:iati-activities xmlns:d="http://d.example/a">'
        '<d:iati-activity xmlns:e="http://d.example/b" e:default-currency="USD" default-currency="EUR" e:index="1">'
        "<d:iati-identifier> XX-2\n</d:iati-identifier><d:transaction><d:transaction-type code='3'/><d:value>7</d:value></d:transaction>"
        "</d:iati-activity></d:iati-activities></result>"
    ).encode("utf-16")
    (found,) = read(content)
    assert isinstance(found, Coded)
    (claim,) = found.claims
    assert isinstance(claim, AidClaim)
    assert (claim.amount, claim.currency, found.report.url) == (Decimal(7), "EUR", "iati:XX-2")
    assert (found.report.source, claim.donor) == ("IATI", None)
    (tmp_path / "a.xml").write_bytes(content)
    assert [type(each) for each in read_all([str(tmp_path)], retrieved_at=NOW)] == [Coded]


def test_an_activity_without_an_identifier_is_told_and_the_others_read() -> None:
    """In its place."""
    found = read(file_of(activity_of(own=""), activity_of(own="x" * 201), activity_of()))
    assert [type(each) for each in found] == [SourceError, SourceError, Coded]
    assert str(found[0]).startswith("x.xml, activity 1: has no iati-identifier")


def test_a_later_text_of_an_activity_supersedes_the_earlier() -> None:
    """Address and source stay, and the day of the update decides."""
    earlier, later = (read_one(given_by(), attributes=f'last-updated-datetime="{day}"')[0] for day in ("2022-06-01", "2022-07-01"))
    assert (earlier.url, earlier.source) == (later.url, later.source)
    assert earlier.published is not None
    assert later.published is not None
    assert earlier.published < later.published
    assert read_one(attributes='last-updated-datetime="2999-01-01"')[0].published is None


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BAD = {
    "bomb": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><iati-activities><iati-activity x="&l9;">&l9;</iati-activity></iati-activities>',
    "entity": f'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>{file_of(activity_of("<title>&f;</title>")).decode()}',
    "type": f'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">{file_of(activity_of()).decode()}',
    "cut": file_of(activity_of()).decode()[:-30],
    "no XML": "ID,countries",
    "nothing": "",
    "a feed": "<rss><channel/></rss>",
    "deep": "<iati-activities>" + "<a>" * 5000,
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_sound_file_is_told(case: str) -> None:
    """In one printable line; entities are neither resolved nor fetched."""
    with pytest.raises(SourceError) as told:
        read(BAD[case].encode())
    assert str(told.value).startswith("x.xml: ")
    assert str(told.value).isprintable()
    assert "root:" not in str(told.value)


def test_a_file_without_end_is_refused() -> None:
    """Read up to the limit and no further."""

    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.begun = False

        def read(self, size: int = -1) -> bytes:
            if self.begun:
                return b"<a>b</a>" * (size // 8)
            self.begun = True
            return b"<iati-activities><iati-activity>"

    with pytest.raises(SourceTooLargeError):
        list(iati.reports(Endless(), name="x.xml", doc_id="x", retrieved_at=NOW))  # type: ignore[arg-type]


def test_xml_of_another_kind_is_told(tmp_path: Path) -> None:
    """It is not read as text."""
    (tmp_path / "feed.xml").write_text("<config><a/></config>", encoding="utf-8")
    (error,) = read_all([str(tmp_path)])
    assert isinstance(error, SourceError)
    assert "is XML of a kind that is not read (<config>)" in str(error)


WHOLE = file_of(activity_of(UKRAINE, given_by()), activity_of("<title><narrative>x</narrative></title>", own="B"))


@settings(deadline=None)
@given(st.data())
def test_no_bytes_crash_the_reader(data: st.DataObject) -> None:
    """Whatever a file holds, it is read or told."""
    at = data.draw(st.integers(0, len(WHOLE)))
    mixed = WHOLE[:at] + data.draw(st.binary(max_size=12)) + WHOLE[at + data.draw(st.integers(0, 12)) :]
    with contextlib.suppress(SourceError):
        read(data.draw(st.one_of(st.binary(max_size=200), st.just(mixed))))


def test_real_activities() -> None:
    """d-portal's answers: eight activities of Ukraine among twenty, and seven under mixed prefixes."""
    corpus = os.environ.get("STRIKEMAP_CORPUS")
    folder = Path(corpus or "") / "samples" / "aid"
    if not corpus or not folder.exists():
        pytest.skip("STRIKEMAP_CORPUS names no folder with samples/aid")
    ukraine, mixed = (
        [each for each in read_all([str(folder / f"dportal_iati_activities_{name}.xml")]) if isinstance(each, Coded)]
        for name in ("UA_plus12", "mixed_prefix")
    )
    assert (len(ukraine), len(mixed)) == (20, 7)
    assert sum("recipients: Ukraine (UA) 100%" in each.report.text for each in ukraine) == 8
    assert sum(len(each.claims) for each in ukraine) == 24
    assert sum(each.report.text.count("not counted: it says no type") for each in ukraine) == 4
