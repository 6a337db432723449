

BIAS = 1.9243

WEIGHTS: dict[str, float] = {
    "trigrams": 2.4359,
    "least": -1.2397,
    "most": -2.0380,
    "shared": 2.2364,
    "keys": -1.3294,
    "content": -0.1457,
    "soft": 0.3501,
    "letters": -6.3779,
    "order": 0.2409,
    "run": -0.2719,
    "first": 0.2648,
    "head": 0.4967,
    "rarest": 0.6446,
    "rarer": -0.7578,
    "extra": -0.8789,
    "extras": -0.0637,
    "speaker": -0.2609,
    "other_speaker": -0.0760,
    "other_number": -0.4777,
    "same_number": -0.0325,
    "length": 0.0973,
    "least_squared": 0.5782,
    "most_letters": 4.5732,
    "head_shared": 0.0528,
    "speaker_extra": 0.5936,
    "run_extras": -0.3659,
    "keys_length": 0.5267,
}

TIMED_BIAS = -5.4428

TIMED_WEIGHTS: dict[str, float] = {
    "trigrams": 1.4676,
    "least": -0.5356,
    "most": 0.0148,
    "shared": 1.8065,
    "keys": -0.5544,
    "content": 0.0518,
    "soft": 0.6928,
    "letters": -1.4841,
    "order": 1.5874,
    "run": -0.4427,
    "first": 0.3184,
    "head": -0.0089,
    "rarest": 1.1302,
    "rarer": 1.1586,
    "extra": -0.5777,
    "extras": 0.5939,
    "speaker": 0.6841,
    "other_speaker": 0.0049,
    "other_number": -0.6738,
    "same_number": 0.1595,
    "length": 0.8933,
    "least_squared": 3.0815,
    "most_letters": 1.3854,
    "head_shared": 0.3993,
    "speaker_extra": 0.3377,
    "run_extras": -0.4904,
    "keys_length": 0.0336,
    "same_source": -1.4006,
    "gap": -0.7105,
}

FILTER_BIAS = -5.7457

FILTER_WEIGHTS: dict[str, float] = {
    "trigrams": 3.9623,
    "least": 0.7532,
    "most": 1.0488,
    "shared": 2.9555,
    "keys": 0.4316,
    "length": -1.0851,
    "extra": 0.2936,
    "extras": 0.0367,
    "same_source": -0.5843,
    "gap": -0.7806,
}
