"""The sections of the report, one file each, in the order in which `content` puts them together."""
