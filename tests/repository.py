"""Where the tests find the texts that come with the repository, and those beside it."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared" / "seeds"  # real documents, which are not ours to distribute
