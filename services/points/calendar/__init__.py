"""The brand's civil time: days, months, windows."""
