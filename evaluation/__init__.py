"""Scores of every part of the reader and of whole stories, with pinned floors."""
