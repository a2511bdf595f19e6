"""`make evaluate`: what the present artifact reaches on every suite, through the service."""

import argparse

from training.evaluation import evaluate, table


def main() -> None:
    """Print the scores of each suite."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, help="cases of each suite; all by default")
    limit = parser.parse_args().limit
    print(table({judged.name: judged.scores() for judged in evaluate(limit=limit)}))  # noqa: T201


if __name__ == "__main__":
    main()
