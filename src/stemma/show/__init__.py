"""Views of a comparison and of a reading: JSON, one HTML page, the terminal.  A view finds nothing itself."""
