"""The pictures of a report as files for a message: which ones it has, and what each shows in words."""

from __future__ import annotations

from bot.reports import plots
from bot.reports.plots import Asked
from bot.views import report_words as words
from bot.views.uploads import Upload
from models.oversight.figures import Split
from models.oversight.reporting import Reported
from models.policy import Policy


def pictures(reported: Reported, policy: Policy) -> tuple[Upload, ...]:
    """Two to four PNGs of less than 100 kB each, none where nothing has happened; to be called on a worker thread."""
    if reported.is_empty:
        return ()
    months = reported.shown.by[Split.MONTH]
    decided = any(one.decided for one in months.values())
    asked = asked_of(reported, policy)
    name = f"{reported.now.period.first}-{reported.now.period.last}.png"
    drawn = [("volume", "Volume", plots.volume(months), words.volume_said(months))]
    if decided:
        drawn.append(("rates", "Rates", plots.rates(months), words.rates_said(months)))
    drawn.append(("times", "Times", plots.times(months), words.times_said(months)))
    if asked:
        said = words.asked_said(reported, policy)
        drawn.append(("standards", "Standards", plots.asked_for(asked), said))
    return tuple(
        Upload(name=f"{kind}-{name}", content=content, title=title, alt_text=said)
        for kind, title, content, said in drawn
    )


def asked_of(reported: Reported, policy: Policy) -> tuple[Asked, ...]:
    """What was asked for, in words, to be drawn."""
    return tuple(
        Asked(standard=name, filed=filed, reasons=reasons)
        for name, filed, reasons in words.standards_asked(reported, policy)
    )
