"""Tests of what devices computed themselves."""
