"""The verbs that look after a store: history, diff, rebuild, health, withdraw, forget, backup, restore."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.cli.status import DONE, FAILED, AddVerb
from dashboard.cli.values import default_name, full_id, moment, name, one_report, spoken
from dashboard.settings import Settings
from dashboard.terminal import say, screen, shown

if TYPE_CHECKING:
    from dashboard.store import Changes, Counts

_HISTORY: Final = """\
Show what became of an event or a package: each version with what was different before, its claims and their joins, and the
reviews. ID is its id or the first eight digits or more, also one that a join has retired."""
_DIFF: Final = """\
Show what changed since a day or a moment: events and packages added, changed, joined, split and withdrawn.

A day counts until its end, UTC: `--since 2024-04-01` shows what came after that day."""
_REBUILD: Final = """\
Derive all events and packages anew from reports, claims and reviews, and say whether anything differs. What differed is kept as
history. Nothing differs unless the rules of merging have changed."""
_HEALTH: Final = """\
Show what deserves a look: doubtful joins first, figures that jumped, places found by likeness, claims without a place, reports
without a claim or a licence, and how far each source reaches."""
_WITHDRAW: Final = """\
Let a report count no longer, because its outlet took it down or corrected it. Its claims leave all figures; the report itself and
the history stay, and --undo lets it count again. REPORT is its id (eight digits or more), its address, or its file's stem."""
_FORGET: Final = """\
Remove a report for good: its text, its title and every quote of it, also from earlier versions of events and from the free pages
of the file. A tombstone stays (id, source, address, day), so that it is not read in again. This cannot be undone; backups that
were made before still hold it."""
_BACKUP: Final = """\
Write the whole store to a file, as it is at one commit, while others may go on writing. The file is a store itself: it can be
served, and `strikemap restore` brings it back."""
_RESTORE: Final = """\
Make a store out of a backup: the one that --store names, which must be empty or not there; --overwrite puts the backup in its
place."""


def add_verbs(verb: AddVerb) -> None:
    """Add these verbs to the command line."""
    history = verb("history", run_history, "show what became of an event", _HISTORY)
    history.add_argument("id", metavar="ID")
    diff = verb("diff", run_diff, "show what changed since a day", _DIFF)
    diff.add_argument("--since", required=True, type=moment, metavar="DATE", help="a day (2024-04-01) or a moment (2024-04-01T12:00Z)")
    verb("rebuild", run_rebuild, "derive all events anew, and say what differs", _REBUILD)
    health = verb("health", run_health, "show what deserves a look", _HEALTH)
    health.add_argument("--json", action="store_true", help="as one JSON object")
    withdraw = verb("withdraw", run_withdraw, "let a report count no longer", _WITHDRAW)
    withdraw.add_argument("--undo", action="store_true", help="let it count again")
    forget = verb("forget", run_forget, "remove a report's text for good", _FORGET)
    forget.add_argument("--yes", action="store_true", help="do not ask")
    for each in (withdraw, forget):
        each.add_argument("report", metavar="REPORT")
        each.add_argument("--why", type=spoken, default="", metavar="TEXT", help="the reason, for the history")
        each.add_argument("--as", dest="who", type=name, default=default_name(), metavar="NAME", help="who asks (default: the user's name)")
    backup = verb("backup", run_backup, "write the whole store to a file", _BACKUP)
    restore = verb("restore", run_restore, "make a store out of a backup", _RESTORE)
    for each in (backup, restore):
        each.add_argument("file", type=Path, metavar="FILE")
        each.add_argument("--overwrite", action="store_true", help="replace what is there")


def run_history(options: argparse.Namespace, settings: Settings) -> int:
    """Versions, claims and reviews of one event."""
    from dashboard.store import Store  # noqa: PLC0415 - loaded where a verb needs it
    from dashboard.store.telling import review_words, version_words  # noqa: PLC0415

    with Store.open(settings.store, wait_seconds=settings.wait_seconds) as store:
        own = full_id(store, options.id)
        versions, present = store.versions(own), store.present_id(own)
        lines = [own]
        lines += ["", "versions"] + [
            f"  {version_words(version, before)}" for version, before in zip(versions, (None, *versions), strict=False)
        ]
        if present != own:
            lines.append(f"  it is part of {present} now")
        tellings = store.tellings(own)
        lines += ["", "claims"] if tellings else []
        for telling in tellings:
            quote = " ".join(telling.report.text[telling.claim.evidence.start : telling.claim.evidence.end].split())
            lines.append(f"  {telling.claim.claim_id[:12]}  {telling.report.source}: “{quote}”")
            lines.append(f"      joined at {telling.join.score:.0%}: {telling.join.reason}")
        reviews = store.reviews_of(own)
        lines += ["", "reviews"] if reviews else []
        lines += [f"  {review_words(review)}" for review in reviews]
        lines += ["", f"--seen {store.sequence} tells `strikemap review` that you saw this."]
    _write(lines)
    return DONE


def run_diff(options: argparse.Namespace, settings: Settings) -> int:
    """What changed since a moment."""
    from dashboard.store import Store  # noqa: PLC0415 - loaded where a verb needs it
    from dashboard.store.telling import change_words  # noqa: PLC0415

    with Store.open(settings.store, wait_seconds=settings.wait_seconds) as store:
        changes = store.changes_since(options.since)
    for change in changes:
        other = "" if change.other is None else f" ({'into' if change.fate == 'joined' else 'out of'} {change.other[:12]})"
        _write([f"{change.fate:<10} {change.kind[:-1]:<8} {change.own[:12]}  {change_words(change)}{other}"])
    if not changes:
        say(f"Nothing changed since {options.since:%Y-%m-%d %H:%M} UTC.")
    return DONE


def run_rebuild(options: argparse.Namespace, settings: Settings) -> int:
    """Everything derived anew."""
    from dashboard import merging  # noqa: PLC0415 - loaded where a verb needs it
    from dashboard.store import Store  # noqa: PLC0415

    with (
        Store.open(settings.store, wait_seconds=settings.wait_seconds) as store,
        screen(quiet=options.quiet) as view,
        store.batch() as batch,
    ):
        changes = batch.rebuild(merging, progress=lambda done, of: view.stage("deriving anew", done / max(1, of)))
    _write([_rebuilt_words(changes)])
    return DONE


def _rebuilt_words(changes: Changes) -> str:
    if not changes:
        return "Nothing differs."
    return f"Differs: {len(changes.added)} added, {len(changes.changed)} changed, {len(changes.gone)} gone; `strikemap diff` names them."


def run_health(options: argparse.Namespace, settings: Settings) -> int:
    """What deserves a look."""
    from dashboard.store import KINDS, Store  # noqa: PLC0415 - loaded where a verb needs it

    with Store.open(settings.store, wait_seconds=settings.wait_seconds) as store:
        found = store.health()
    if options.json:
        _write([json.dumps(asdict(found), ensure_ascii=False, default=str)])
        return DONE
    standings = ", ".join(f"{count} {standing}" for standing, count in found.standings.items())
    lines = [f"Reports: {standings}"]
    for kind, heading in KINDS.items():
        lines += ["", f"{heading}: {found.totals[kind]}"]
        lines += [f"  {finding.about[:12]}  {finding.words}" for finding in found.findings if finding.kind == kind]
    lines += ["", "Sources"]
    for span in found.sources:
        many = f"{span.reports} report{'s' * (span.reports != 1)}"
        lines.append(f"  {span.source}: {many}, {span.oldest or 'undated'} to {span.newest or 'undated'}")
    _write(lines)
    return DONE


def run_withdraw(options: argparse.Namespace, settings: Settings) -> int:
    """A report that counts no longer, or counts again."""
    from dashboard import merging  # noqa: PLC0415 - loaded where a verb needs it
    from dashboard.store import Store  # noqa: PLC0415

    with Store.open(settings.store, wait_seconds=settings.wait_seconds) as store:
        report = one_report(store, options.report)
        with store.batch() as batch:
            standing = "current" if options.undo else "withdrawn"
            changed = batch.stand(report.report_id, standing, who=options.who, why=options.why)
            changes = batch.derive(merging)
    called = f"{report.source}, {report.title or report.doc_id}"
    if not changed:
        _write([f"{called}: {'counts' if options.undo else 'is withdrawn'} already."])
        return DONE
    touched = len(changes.added | changes.changed | changes.gone)
    _write([f"{called}: {'counts again' if options.undo else 'withdrawn'}; events and packages that changed by it: {touched}."])
    return DONE


def run_forget(options: argparse.Namespace, settings: Settings) -> int:
    """A report's text removed for good."""
    from dashboard import merging  # noqa: PLC0415 - loaded where a verb needs it
    from dashboard.store import Store  # noqa: PLC0415

    with Store.open(settings.store, wait_seconds=settings.wait_seconds) as store:
        report = one_report(store, options.report)
        called = f"{report.source}, {report.title or report.doc_id} ({report.report_id[:12]})"
        if not options.yes:
            if not sys.stdin.isatty():
                say(f"strikemap: {called} would be removed for good; add --yes to do it.")
                return FAILED
            say(f"Remove {called} for good? This cannot be undone. Type yes:")
            if sys.stdin.readline().strip().lower() != "yes":
                say("Nothing was removed.")
                return FAILED
        store.forget(report.report_id, merging, who=options.who, why=options.why)
    _write([f"{called}: forgotten. Backups that were made before still hold it."])
    return DONE


def run_backup(options: argparse.Namespace, settings: Settings) -> int:
    """The whole store in a file."""
    from dashboard.store import Store, backup  # noqa: PLC0415 - loaded where a verb needs it

    with Store.open(settings.store, read_only=True) as store, screen(quiet=options.quiet) as view:
        counts = backup(
            store,
            options.file,
            overwrite=options.overwrite,
            progress=lambda table, done: view.say(f"{table}: {done}") if options.verbose else None,
        )
    _write([f"{options.file}: {_counts_words(counts)}"])
    return DONE


def run_restore(options: argparse.Namespace, settings: Settings) -> int:
    """A store made of a backup."""
    from dashboard.store import restore  # noqa: PLC0415 - loaded where a verb needs it

    counts = restore(options.file, settings.store, overwrite=options.overwrite)
    _write([f"Restored: {_counts_words(counts)}"])
    return DONE


def _counts_words(counts: Counts) -> str:
    return f"{counts.reports} reports, {counts.claims} claims, {counts.events} events, {counts.packages} packages"


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{shown(line)}\n")
