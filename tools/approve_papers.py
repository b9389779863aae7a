"""Draw tickets and vouchers anew and keep them as the approved ones that tests compare with.

Run it after a wanted change, look at what it wrote, and commit both: `python -m tools.approve_papers`.
"""

from __future__ import annotations

from tests.support.paper.papers import GOLDEN, PAPERS, WIDTHS, drawn, path_of


def main() -> None:
    """Write the approved pictures, and take away those that are no longer made."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    made = set()
    for name, paper in PAPERS.items():
        for width in WIDTHS:
            path = path_of(name, width)
            drawn(paper, width).save(path, optimize=True)
            made.add(path)
    for path in set(GOLDEN.glob("*.png")) - made:
        path.unlink()
    print(f"{len(made)} pictures in {GOLDEN}")


if __name__ == "__main__":
    main()
