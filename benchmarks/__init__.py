"""Speed, memory and growth, measured on this machine; nothing here is a test."""
