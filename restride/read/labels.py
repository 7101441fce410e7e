"""Names of points as a laboratory wrote them -> names that are no person's and tell channels apart."""

from collections import Counter


def without_subject(labels: list[str]) -> list[str]:
    """`Somebody:LASI` becomes LASI where all labels share the prefix: it is a person's name as often as not."""
    prefixes = {label.rpartition(":")[0] for label in labels}
    return [label.rpartition(":")[2] for label in labels] if len(prefixes) == 1 else labels


def distinct(labels: list[str]) -> list[str]:
    """A label that comes again gets a number: places must tell channels apart."""
    seen: Counter[str] = Counter()
    out = []
    for label in labels:
        seen[label] += 1
        out.append(label if seen[label] == 1 else f"{label}_{seen[label]}")
    return out
