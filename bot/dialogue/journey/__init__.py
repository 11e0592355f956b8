"""A person’s way to work, from the interview to the exit, as people see it."""
