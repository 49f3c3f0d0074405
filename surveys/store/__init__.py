"""All SQL of `surveys`: small functions that take the open `db` and never commit; the tables beside them."""
