"""Files in and out: care records, invitation lists, later XLSForm."""
