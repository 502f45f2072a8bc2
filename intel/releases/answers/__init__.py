"""What is owed after a recall or a correction: an answer for each report that cites what does not hold any more."""
