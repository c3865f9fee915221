"""Paths in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAMMES = ROOT / "examples" / "programmes"
