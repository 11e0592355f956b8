"""One way in, one way out: intake, worker, dispatch, sender."""
