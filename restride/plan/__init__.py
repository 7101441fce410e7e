"""Findings + profile + log -> plan and decision. Time and log are arguments; nothing here reads a clock or a file."""
