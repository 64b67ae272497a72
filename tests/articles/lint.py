#!/usr/bin/python3
"""Says, as TAP, whether the files of each article fit together."""

import library


def main():
    every = library.articles()
    print("1..%d" % len(every))
    for number, article in enumerate(every, 1):
        faults = list(library.faults(article))
        for fault in faults:
            print("# %s: %s" % (article.name, fault))
        print("%sok %d - %s" % ("not " if faults else "", number, article.name))


if __name__ == "__main__":
    main()
