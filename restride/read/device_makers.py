"""Makers of watches, straps, pods and apps, as the names that files give tell them."""

import re

OTHER = "other"
_WORDS = {
    "stryd": "stryd", "garmin": "garmin", "forerunner": "garmin", "fenix": "garmin", "vivoactive": "garmin",
    "coros": "coros", "suunto": "suunto", "polar": "polar", "wahoo": "wahoo", "apple": "apple", "healthfit": "apple",
    "strava": "strava", "stravagpx": "strava",
}  # fmt: skip
PHONE_WORDS = ("iphone", "android", "phone", "ios", "pixel", "samsung")


def maker_of(name: str) -> str:
    """The maker that a name holds a word of; `other` for none."""
    words = re.findall(r"[a-z]+", name.lower())
    return next((_WORDS[word] for word in words if word in _WORDS), OTHER)


def place_of(name: str) -> str:
    """Where a device or app of this name records: `phone`, `foot_pod` or `watch`."""
    words = re.findall(r"[a-z]+", name.lower())
    if any(word in PHONE_WORDS for word in words):
        return "phone"
    return "foot_pod" if "stryd" in words else "watch"
