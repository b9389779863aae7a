"""The estimator: a process of its own that follows the log and says when people will be called."""
