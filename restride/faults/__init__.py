"""Metrics -> Findings, by rules that are data."""

from restride.core.evidence import cite
from restride.faults.evaluate import findings, judgeable, summary
from restride.faults.rules import RULES_VERSION

__all__ = ["RULES_VERSION", "cite", "findings", "judgeable", "summary"]
