#!/usr/bin/python3
"""Says, as TAP, whether the files of each article fit together, and the phrases."""

import library


def main():
    things = [(article.name, library.faults(article)) for article in library.articles()]
    phrases = library.phrases()
    things.append(("%d phrases" % len(phrases),
                   (fault for phrase in phrases for fault in library.faults_of_phrase(phrase))))
    print("1..%d" % len(things))
    for number, (name, faults) in enumerate(things, 1):
        faults = list(faults)
        for fault in faults:
            print("# %s: %s" % (name, fault))
        print("%sok %d - %s" % ("not " if faults else "", number, name))


if __name__ == "__main__":
    main()
