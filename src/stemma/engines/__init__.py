"""Engines map a stage over articles; they know nothing of what the stage does."""
