"""How one talks about the agreement: its signatories, its renewals, its terminations."""
