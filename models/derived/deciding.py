"""Deciding, told: the approvers' words, the waiver of the second one, and the rounds that begin anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.derived.told import Told
from models.filed import Score
from models.request import Decision, ExceptionRequest, Status
from models.ways import Extension, Waiver


def decided(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """One decision more, and where the request stands with it."""
    return _execute_by(
        replace(
            request,
            decisions=(*request.decisions, told.read("decision", Decision)),
            status=told.read("status", Status),
        ),
        told,
    )


def waived(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """Approved without the second approval."""
    waiver, status = told.read("waiver", Waiver), told.read("status", Status)
    return _execute_by(replace(request, waiver=waiver, status=status), told)


def round_begun(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """The clock begins anew; what was approved, waived or paused in the last round is over."""
    return replace(
        request,
        # Another value within the same tier is told by the round alone.
        score=told.read("score", Score) if told.names("score") else request.score,
        round=told.read("round", int),
        status=told.read("status", Status),
        clock_from=told.link.at,
        deadline=told.read("deadline", datetime),
        breached_at=told.read_optional("breached_at", datetime),
        pauses=(),
        paused_since=told.read_optional("paused_since", datetime),
        extensions=told.read_all("extensions", Extension),
        was_approved=told.read("was_approved", bool),
        waiver=None,
        execute_by=None,
    )


def _execute_by(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """By when it must be carried out, where the event says so."""
    if not told.names("execute_by"):
        return request
    return replace(request, execute_by=told.read_optional("execute_by", datetime))
