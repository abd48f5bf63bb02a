"""Raises GeneratorExit."""

raise GeneratorExit
