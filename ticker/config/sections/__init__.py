"""The sections of the configuration, a room for each or for two that belong together.

Every option stands here once: its name, type, default, bounds, unit and what it is for, from which
docs/configuration.md is generated. Durations are seconds and sizes bytes once read.

Knows options; must not know the whole file, its lines or the environment.
"""
