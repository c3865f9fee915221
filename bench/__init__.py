"""The benchmarks: run `make bench`, or `python -m bench --quick gateway`; see README.md."""
