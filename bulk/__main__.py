"""`python -m bulk` is `swagdigit`, where that is not installed."""

from bulk.cli import main

if __name__ == "__main__":
    main()
