

BIAS = 1.4342

WEIGHTS: dict[str, float] = {
    "trigrams": 1.9037,
    "least": -0.5217,
    "most": -2.0176,
    "shared": 2.1608,
    "keys": -1.1876,
    "content": -0.1152,
    "soft": 0.2381,
    "letters": -5.5498,
    "order": 0.1851,
    "run": -0.1021,
    "first": 0.2422,
    "head": 0.3936,
    "rarest": 0.6142,
    "rarer": -0.8570,
    "extra": -0.5834,
    "extras": 0.0910,
    "speaker": -0.3683,
    "other_speaker": -0.0842,
    "other_number": -0.4549,
    "same_number": -0.0386,
    "length": -0.1601,
    "least_squared": -0.0123,
    "most_letters": 4.7123,
    "head_shared": 0.0634,
    "speaker_extra": 0.4664,
    "run_extras": -0.4020,
    "keys_length": 0.4730,
}

TIMED_BIAS = -7.0030

TIMED_WEIGHTS: dict[str, float] = {
    "trigrams": 3.3819,
    "least": 0.3370,
    "most": 0.5780,
    "shared": 3.2047,
    "keys": -0.7986,
    "content": 0.2031,
    "soft": 0.1064,
    "letters": 0.7352,
    "order": 1.2943,
    "run": -0.1773,
    "first": 0.2545,
    "head": 0.0881,
    "rarest": 1.1539,
    "rarer": 0.1072,
    "extra": -0.1680,
    "extras": 0.3290,
    "speaker": 0.5909,
    "other_speaker": -0.2558,
    "other_number": -0.8108,
    "same_number": 0.2852,
    "length": 0.1387,
    "least_squared": -0.1165,
    "most_letters": 0.4236,
    "head_shared": 0.2429,
    "speaker_extra": 0.2249,
    "run_extras": -0.3188,
    "keys_length": -0.1107,
    "same_source": -0.9252,
    "gap": -0.7722,
}

FILTER_BIAS = -5.7226

FILTER_WEIGHTS: dict[str, float] = {
    "trigrams": 4.1505,
    "least": 0.7070,
    "most": 1.0015,
    "shared": 2.9121,
    "keys": 0.4525,
    "length": -1.1294,
    "extra": 0.3319,
    "extras": 0.0426,
    "same_source": -0.6036,
    "gap": -0.7839,
}
