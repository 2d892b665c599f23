"""`articles.py --peer NAME`: judges of paragraphs from PyPI, with the protocol of the crate beside this file. Articles come in with
a paragraph a line; what is read of them before they are judged is not timed."""

import argparse

from peers import serve, stopwords, stopwords_of


def fasttext(learn):
    """fastText by its defaults and with pairs of words, learned on one core from lines of `__label__CLASS text`."""
    import fasttext

    model = fasttext.train_supervised(input=learn, wordNgrams=2, thread=1, verbose=0)

    def prepare(article):
        paragraphs = lines(article)

        def judge():
            classes, _ = model.predict(paragraphs)
            return "\n".join(text for text, best in zip(paragraphs, classes) if "__label__editorial" in best)

        return judge

    return prepare


def justext(_):
    """What jusText does behind its HTML parser."""
    from justext.core import PathInfo, classify_paragraphs, revise_paragraph_classification
    from justext.paragraph import Paragraph

    stoplists = stopwords()

    def paragraph(line):
        made = Paragraph(PathInfo().append("body").append("p"))
        made.append_text(line)
        return made

    def prepare(article):
        paragraphs = [paragraph(line) for line in lines(article)]
        options = stopwords_of(article, stoplists)

        def judge():
            classify_paragraphs(paragraphs, **options)
            revise_paragraph_classification(paragraphs)
            return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

        return judge

    return prepare


def lines(article):
    return article["text"].rstrip("\n").split("\n")


PEERS = {"fasttext": fasttext, "justext-text": justext}


def main():
    arguments = argparse.ArgumentParser(description="Articles in, answers out, one a line")
    arguments.add_argument("--peer", choices=PEERS, required=True)
    arguments.add_argument("--learn", metavar="FILE", help="what fasttext learns from")
    told = arguments.parse_args()
    serve(PEERS[told.peer](told.learn))


if __name__ == "__main__":
    main()
