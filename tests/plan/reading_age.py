"""How many years of school an English text asks for: the Flesch-Kincaid grade, syllables counted by rule of thumb.

Kincaid et al. 1975. A half sentence after a colon or semicolon counts as a sentence; texts of six words or fewer have
no grade, since the formula was made for passages.
"""

import re

FEWEST_WORDS = 7


def grade(text: str) -> float:
    """The grade; 0 for a text that is too short to have one."""
    plain = re.sub(r"\{\w+\}", "ten", text)
    words = re.findall(r"[A-Za-z][A-Za-z'-]*|\d+", plain)
    if len(words) < FEWEST_WORDS:
        return 0.0
    sentences = max(1, len(re.findall(r"[.!?:;](?=\s|$)", plain)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e at the end; a number counts as one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    if groups > 1 and letters.endswith("e") and not letters.endswith(("le", "ee")):
        groups -= 1
    if groups > 1 and re.search(r"[^td]ed$", letters):
        groups -= 1
    return max(groups, 1)
