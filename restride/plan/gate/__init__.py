"""The gate: tonight's answers decide tomorrow's session, with the reason."""
