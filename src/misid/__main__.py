"""`python -m misid`: the command line, where its own name is not on the path."""

from misid.cli import main

if __name__ == "__main__":
    main()
