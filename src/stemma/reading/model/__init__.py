"""The two encoders: sentence vectors, and one pass that finds words, names and attributions."""
