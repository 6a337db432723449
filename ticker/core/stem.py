"""Light stemming: the part of a folded word that its inflections share.

Knows suffixes and prefixes of Arabic and English; must not know meanings. A stem is a key to compare
by, never a word to show. Light on purpose: heavier stemmers join words of different news.
"""

from __future__ import annotations

# Longest first. A single و ف ب ك ل is not cut: «بغداد» would lose its first letter.
ARTICLES = ("وبال", "وال", "بال", "كال", "فال", "لل", "ال")
_AR_SUFFIXES = ("اتها", "اتهم", "ات", "ان", "ون", "ين", "يه", "ها", "هم", "تي", "ه", "ي", "ا")
_VOWELS = frozenset("aeiouy")


def stem_arabic(word: str) -> str:
    """Cut the article with its clitics and one inflectional ending (after Larkey's light10, 2002)."""
    for prefix in ARTICLES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    else:
        if word[0] == "و" and len(word) >= 6:
            word = word[1:]
    for suffix in _AR_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def stem_english(word: str) -> str:
    """Cut plural, past, participle and possessive endings (a light take on Porter's steps 1a-1b)."""
    word = word.removesuffix("'s").replace("'", "")
    if len(word) < 4:
        return word
    if word.endswith(("ies", "ied")) and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix in ("ing", "ed"):
        base = word[: -len(suffix)]
        if word.endswith(suffix) and len(base) >= 3 and not _VOWELS.isdisjoint(base):
            word = base
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def stem(word: str) -> str:
    """The stem of one folded word; words of other scripts are their own stems."""
    if "ء" <= word[0] <= "ۿ":
        return stem_arabic(word)
    return stem_english(word) if word.isascii() else word
