"""The verbs, the commands and the report: the only room that knows the others."""
