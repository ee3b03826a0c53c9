"""What it is worth: the figures of docs/benchmarks.md, each by a script of its own, beside others in the same run."""
