"""The words that matching knows, by language and subject: data only, in plain spelling.

A module may define `CONCEPTS` (words and expressions of one meaning), `THINGS` (the same of persons and
things: another one in a short frame is another subject), `COUNTRIES`, `PLACES` and `CITIES`, `RELATED`
(near, not the same), `OPPOSITES`, `COUNTERPARTS` and `REVERSALS`, `SILENT`, `COMMON_1` to `COMMON_4` and
the closed classes; `core.lexicon` folds and indexes them. Where two lines claim a word, the first one has it.

Written by hand from general knowledge of news language, never counted on data that is judged. Opposites,
siblings (gold, silver) and words whose difference is the news (died, injured) never share a line.
"""

from __future__ import annotations

from ticker.core.words import (
    arabic,
    arabic_common,
    arabic_concepts,
    arabic_news,
    arabic_opposites,
    arabic_phrases,
    arabic_places,
    arabic_related,
    english,
    english_acts,
    english_common,
    english_crime,
    english_more,
    english_opposites,
    english_phrases,
    english_places,
    english_related,
    english_society,
    english_verbs,
)

LISTS = (
    arabic,
    arabic_concepts,
    arabic_places,
    arabic_related,
    arabic_news,
    arabic_opposites,
    arabic_phrases,
    arabic_common,
    english,
    english_verbs,
    english_crime,
    english_society,
    english_places,
    english_phrases,
    english_more,
    english_opposites,
    english_acts,
    english_related,
    english_common,
)
"""In the order in which they claim words."""
