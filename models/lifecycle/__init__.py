"""The lifecycle: what an act does to a request; pure, it knows no Slack, no database and no clock."""

from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.performing import perform

__all__ = ["Outcome", "Scene", "perform"]
