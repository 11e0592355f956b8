"""Tables, queries, inbox, outbox: everything that lasts."""
