"""What is asked, of whom, when, and what was answered. Knows no channel and no report."""
