"""What restride costs: whole commands, each beside its target and a limit or peer measured in the same run."""
